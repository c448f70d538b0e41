"""How figures, items and days are said in the papers of a meeting."""

from collections.abc import Mapping, Sequence
from datetime import date

from lib import format as fmt
from lib.catalog import CATALOG
from lib.checkup.blocks import Table
from lib.errors import StewardError
from lib.measure import Measure
from lib.meeting.document import column, table
from lib.periods import parse
from lib.review.frozen import FrozenFigure

SCOPES = {"book": "All clients"}


def beside(figures: Sequence[tuple[str, str]]) -> str:
    """The figures beside an item: Score: 41 · Revenue: €12 k."""
    return " · ".join(f"{label}: {value}" for label, value in figures)


def optional_day(day: date | None) -> str:
    """A day; nothing where there is none."""
    return "" if day is None else fmt.day(day)


def figures_table(figures: Sequence[FrozenFigure], names: Mapping[tuple[str, int | None], str]) -> Table | None:
    """Figures as they stood, in the order given."""
    currency = names.get(("currency", None), "EUR")
    columns = (
        column("Figure", 4), column("Of", 3), column("Period", 2), column("Value", 2, right=True),
        column("95 % interval", 3), column("Records", 2, right=True),
    )  # fmt: skip
    return table(columns, [_figure(one, currency) for one in figures])


def _figure(one: FrozenFigure, currency: str) -> tuple[str, ...]:
    known = CATALOG.get(one.figure)
    label, unit = (known.label, known.unit) if known else (one.figure.replace("_", " ").capitalize(), "")
    low, high = (_said(None if bound is None else str(bound), unit, currency) for bound in (one.low, one.high))
    of, value = one.key or SCOPES.get(one.scope, one.scope), _said(one.value, unit, currency) or "–"
    interval, records = f"{low} to {high}" if low and high else "", "" if one.base is None else f"{one.base:,}"
    return label, of, _period(one.period), value, interval, records


def _period(key: str | None) -> str:
    if key in (None, "all"):
        return "All time" if key else ""
    try:
        return fmt.period(parse(key)) if not key.isdigit() else key
    except StewardError:
        return key  # words already, such as 12 months


def _said(value: str | None, unit: str, currency: str) -> str:
    """A stored value in the unit of its figure: money is kept in currency units; what is no number stays as it is."""
    if value is None:
        return ""
    try:
        number = float(value)
    except ValueError:
        return value
    if not unit:
        return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"
    if unit == "share":
        return fmt.percent(number)
    return fmt.figure(Measure(number * 100 if unit == "money" else number), unit, currency)
