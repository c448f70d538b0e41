"""Every figure of the catalogue for every scope and period, for scripts and the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib import format as fmt
from lib.book import Book, figure, keys, only, read_book
from lib.catalog import CATALOG, OF_BOOK, SCOPES
from lib.errors import RefusedValue
from lib.health.judging import Health
from lib.health.keeping import judge_day
from lib.health.tables import BANDS, FACTORS
from lib.measure import Measure
from lib.periods import Period, months, next_day, quarters
from lib.store.engine import Store
from lib.store.settings import settings

Row = dict[str, Any]
QUARTERS_SHOWN = 4
HEALTH = "health"


@dataclass(frozen=True)
class Report:
    """The figures as known at `as_of`, from `start` on; `measures` are those behind `rows`, one each.

    A row has figure, scope, key (None for the book), period (`all`, `2017Q3`, `2017-09`), value, low and high (the
    95 % interval) and base. The health of an account has its band as value, low and high its bounds, base its
    coverage (0–1); `health.<factor>` its score, with its weight as base. Money is in currency units, shares are from
    0 to 1, undefined is None. The period `all` is from `start` to `as_of`, both inside.
    """

    as_of: date
    start: date
    currency: str
    rows: list[Row]
    measures: list[Measure]


def report(
    store: Store,
    as_of: date,
    start: date | None = None,
    scopes: Iterable[str] | None = None,
    figures: Iterable[str] | None = None,
) -> Report:
    """Figures (None: all) of scopes (None: all) for the whole time and each quarter and month it touches.

    `start` defaults to the first revenue, or the first deal opened or closed. Raises UnknownScope, UnknownFigure, and
    RefusedValue where `start` is after `as_of`.
    """
    if start is not None and start > as_of:
        raise RefusedValue("from", f"must not be after {fmt.day(as_of)}, the day of the report.")
    book = read_book(store, as_of)
    begun = min(start or _first_fact(book), as_of)
    names, periods = [name for name in figures or OF_BOOK if name != HEALTH], _periods(Period(begun, next_day(as_of)))
    told = [cell for scope in scopes or SCOPES for cell in _cells(book, scope, names, periods)]
    if "account" in (scopes or SCOPES) and (figures is None or HEALTH in figures):
        told += _health_cells(judge_day(store, as_of))
    rows, measures = [row for row, _ in told], [measure for _, measure in told]
    return Report(as_of, begun, settings(store, as_of)["currency"], rows, measures)


def _first_fact(book: Book) -> date:
    known = (day for day in (book.records_from, book.deals_from) if day is not None)
    return min(known, default=book.as_of)


def _periods(span: Period) -> list[Period]:
    return [span, *quarters(span), *months(span)]


def _cells(
    book: Book, scope: str, names: Sequence[str], periods: Sequence[Period]
) -> Iterator[tuple[Row, Measure]]:  # fmt: skip
    for key in keys(book, scope):
        part = only(book, scope, key)
        for name in names:
            for period in periods:
                measure = figure(part, name, period)
                yield _row(name, scope, key, period, measure), measure


def _row(name: str, scope: str, key: str | None, period: Period, measure: Measure) -> Row:
    values = {"value": measure.value, "low": measure.low, "high": measure.high}
    if CATALOG[name].unit == "money":
        values = {field: None if cents is None else cents / 100 for field, cents in values.items()}
    return {"figure": name, "scope": scope, "key": key, "period": period.key, **values, "base": measure.base}


def _health_cells(health: Health) -> Iterator[tuple[Row, Measure]]:
    """The health of every active account on the day, and of each of its factors, by name."""
    names = health.signals.accounts["name"].astype(str).tolist()
    for at in sorted(range(len(names)), key=names.__getitem__):
        low, high, known = (
            float(bound[at]) for bound in (health.bounds.low, health.bounds.high, health.bounds.coverage)
        )
        measure = Measure(None, low=low, high=high)
        yield _health_row(HEALTH, names[at], BANDS[health.band[at]], low, high, known), measure
        for column, factor in enumerate(FACTORS):
            yield _factor_row(health, at, column, factor, names[at]), measure


def _factor_row(health: Health, at: int, column: int, factor: str, name: str) -> Row:
    """One factor: `value` its score, None where it is unknown (then 0–100) or does not apply; `base` its weight."""
    score, exempt = float(health.scores[at, column]), bool(health.signals.exempt[at, column])
    known = score == score  # not NaN
    low, high = (score, score) if known else (None, None) if exempt else (0.0, 100.0)
    weight = float(health.share[at, column])
    return _health_row(f"{HEALTH}.{factor}", name, score if known else None, low, high, weight)


def _health_row(
    figure: str, key: str, value: str | float | None, low: float | None, high: float | None, base: float
) -> Row:  # fmt: skip
    common = {"figure": figure, "scope": "account", "key": key, "period": "all"}
    return common | {"value": value, "low": low, "high": high, "base": base}


def to_json(made: Report) -> dict[str, Any]:
    """The report as plain values for JSON: as_of, from, figures."""
    return {"as_of": made.as_of.isoformat(), "from": made.start.isoformat(), "figures": made.rows}


def to_text(made: Report) -> str:
    """The figures of the book as a table: a line a figure; the whole time with base and interval, last quarters."""
    told = {
        (row["figure"], row["period"]): measure
        for row, measure in zip(made.rows, made.measures, strict=True)
        if row["scope"] == "book"
    }
    if not told:
        return "Only the whole book is shown here: add --json to see other scopes."
    recent = sorted({period for _, period in told if "Q" in period})[-QUARTERS_SHOWN:]
    names = list(dict.fromkeys(name for name, _ in told))
    lines = [_line(name, told[name, "all"], [told[name, key] for key in recent], made.currency) for name in names]
    title = f"As of {fmt.day(made.as_of)}, from {fmt.day(made.start)}"
    table = _aligned([["Figure", "All", "Base", "95 % interval", *recent], *lines])
    remarks = {CATALOG[name].label: told[name, "all"].why or told[name, "all"].note for name in names}
    notes = [f"{label}: {remark}." for label, remark in remarks.items() if remark]
    return "\n".join([title, "", *table, "", *notes])


def _line(name: str, whole: Measure, recent: Sequence[Measure], currency: str) -> list[str]:
    unit = CATALOG[name].unit
    shown = [fmt.figure(measure, unit, currency) for measure in (whole, *recent)]
    base = "" if whole.base is None else f"{whole.base:,}"
    return [CATALOG[name].label, shown[0], base, fmt.interval(whole, unit, currency), *shown[1:]]


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side, the first to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    ]
