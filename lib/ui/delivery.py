"""The head of the page of delivery and money."""

from collections.abc import Callable

import pandas as pd

from lib import format as fmt
from lib.catalog import CATALOG
from lib.days import record_numbers
from lib.delivery.figures import scope_creep, write_off_share
from lib.delivery.work import on_time
from lib.measure import Measure, undefined
from lib.money.book_queries import first_write_off_day
from lib.money.queries import first_revenue_day
from lib.periods import Period, month_start, trailing_year
from lib.profitability.earnings import BY_SERVICES, together
from lib.profitability.hours import SUBJECTS
from lib.profitability.over_servicing_figures import over_servicing
from lib.ui import delivery_evidence as evidence
from lib.ui.delivery_care import care
from lib.ui.delivery_margin_read import Span, accounts, all_earnings, all_over, said, span_of
from lib.ui.delivery_projects_read import projects, scoped
from lib.ui.figures import Card
from lib.ui.page import View
from lib.ui.text import plain
from lib.ui.who import sees_costs

Figures = dict[str, Measure]
MONTHS = 12
REVENUE = "revenue of these months"
NO_HOURS = "no hours are logged; they come with an import of time entries"


def headline(view: View) -> Figures:
    """The figures of the head of the page, by name in the catalogue; REVENUE stands for the sentence alone."""
    seen = sees_costs()
    return view.keep("headline of delivery", lambda: _headline(view, sees=seen), seen, of=SUBJECTS)


def _headline(view: View, *, sees: bool) -> Figures:
    span = span_of(view, MONTHS)
    rows = all_earnings(view, span.of_money)
    earned = together(rows, sees_costs=sees)
    work, year = projects(view).work, trailing_year(view.as_of)
    scope = scoped(view).found.work
    margin = "usual_margin" if earned.made_of == BY_SERVICES else "delivery_margin"
    return {
        REVENUE: Measure(int(rows["fees"].sum())),
        "on_time": on_time(work, year),
        "scope_creep": scope_creep(scope.agreed[scope.begun], scope.worked[scope.begun]),
        margin: earned.margin,
        "write_off_share": _given_away(view, rows),
        "over_servicing": _over(view, span),
    }


def _given_away(view: View, rows: pd.DataFrame) -> Measure:
    if view.read(first_write_off_day, view.as_of) is None:
        return undefined("nobody noted a write-off yet")
    return write_off_share(int(rows["written_off"].sum()), int(rows["fees"].sum()))


def _over(view: View, span: Span) -> Measure:
    if span.hours is None:
        return undefined(NO_HOURS if span.records_from is None else f"{span.why_shorter}, so no whole month is known")
    told = all_over(view, span.hours)
    return over_servicing(record_numbers(told["worked_minutes"]), record_numbers(told["sold_minutes"]))


def answer(view: View, figures: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    if view.owner and accounts(view).empty:
        return (
            f"No account is led by {plain(view.owner)} on {plain(fmt.day(view.as_of))}{_in_sector(view)}: this page "
            "goes by who leads an account, not by who is credited with revenue."
        )
    span = span_of(view, MONTHS)
    if words := care(view):
        untold = "" if span.hours else f" Over-servicing cannot be told: {plain(span.why_shorter)}."
        return f"{words[0].upper()}{words[1:]}{untold}"
    return _money_alone(view, figures, span.of_money)


def _money_alone(view: View, figures: Figures, span: Period) -> str:
    """What clients brought, where nothing of the work is recorded."""
    begun = view.read(first_revenue_day)
    if begun is None or begun >= span.end:
        return f"No revenue and no work is recorded by {plain(fmt.day(span.last_day))}."
    told = Period(max(span.start, month_start(begun)), span.end)
    return (
        f"Clients brought **{plain(fmt.money(figures[REVENUE].value or 0, view.currency))}** in {plain(said(told))}. "
        "What the work cost, and whether it was on time, cannot be told: no projects and no hours are recorded. They "
        "come with an import on the Data page."
    )


def _in_sector(view: View) -> str:
    return f" in {plain(view.sector)}" if view.sector else ""


def cards(view: View, figures: Figures) -> list[Card]:
    """The headline figures with the rows behind them."""
    span = span_of(view, MONTHS)
    year, months = fmt.span(trailing_year(view.as_of)), said(span.of_money)
    rows: dict[str, tuple[Callable[[], pd.DataFrame], str]] = {
        "on_time": (lambda: evidence.due_projects(view), year),
        "scope_creep": (lambda: evidence.scoped_projects(view), year),
        "delivery_margin": (lambda: evidence.earning_rows(view, span), months),
        "usual_margin": (lambda: evidence.earning_rows(view, span), months),
        "write_off_share": (lambda: evidence.write_off_rows(view, span.of_money), months),
        "over_servicing": (lambda: evidence.over_rows(view, span), months),
    }
    return [Card(name, figures[name], *_behind(rows[name])) for name in rows if name in figures and name in CATALOG]


def _behind(found: tuple[Callable[[], pd.DataFrame], str]) -> tuple[Callable[[], pd.DataFrame], None, str, str]:
    return found[0], None, "", found[1]
