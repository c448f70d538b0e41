"""One figure of the catalogue, of one book, for one period."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from lib import format as fmt
from lib.accounts import figures as of_accounts
from lib.book.frames import Book
from lib.book.lines import WON
from lib.book.windows import (
    bounds,
    client_revenue,
    incomparable,
    remarked,
    untold,
    window_before,
    window_now,
)
from lib.days import NONE, Bools, Ints, number
from lib.errors import StewardError
from lib.growth import figures as of_growth
from lib.measure import Measure, undefined
from lib.money import figures as of_money
from lib.periods import Period, month

Measuring = Callable[[Book, Period], Measure]


class UnknownFigure(StewardError):
    """A word that names no figure."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is no figure of a book: choose one of {', '.join(MEASURED)}.")


def figure(book: Book, name: str, period: Period) -> Measure:
    """A figure of a book for a period. Money is in cents. Raises UnknownFigure, BookTooShort."""
    if name not in MEASURED:
        raise UnknownFigure(name)
    return MEASURED[name](book, period)


def earlier_figure(book: Book, name: str, period: Period) -> Measure:
    """A figure of an earlier period to compare a whole one with: undefined where its records cover only a part."""
    begun = {"records": book.records_from, "deals": book.deals_from, "facts": book.facts_from}.get(_FLOWS.get(name, ""))
    if begun is not None and period.start < begun < period.end:
        return undefined(f"records begin on {fmt.day(begun)}, a part is never compared with a whole", base=None)
    return figure(book, name, period)


# Which records a sum or rate over a period needs from its first day on.
_FLOWS = {
    "revenue": "records", "revenue_per_client": "records", "new_clients": "facts",
    "win_rate": "deals", "average_deal": "deals", "median_deal": "deals",
}  # fmt: skip


# Comparisons: the window before the period against its last one.


def _compared(book: Book, period: Period, work: Callable[[Period, Period], Measure]) -> Measure:
    before, now = window_before(period), window_now(period, book.as_of)
    why = incomparable(book, period, before)
    return undefined(why, base=None) if why else work(before, now)


def _kept(of_revenue: Callable[[Ints, Ints], Measure]) -> Measuring:
    def measure(book: Book, period: Period) -> Measure:
        return _compared(
            book, period, lambda before, now: of_revenue(client_revenue(book, before), client_revenue(book, now))
        )

    return measure


def _quick_ratio(start: Ints, now: Ints) -> Measure:
    moved = of_money.movements(start, now)
    ratio = of_money.quick_ratio(*(int(cents.sum()) for cents in moved))
    return replace(ratio, base=int(np.count_nonzero((start > 0) | (now > 0))))


def active(book: Book, window: Period) -> Ints:
    """Record numbers of the clients active on the last day of a run-rate window."""
    return book.lines.accounts[_active(book, window)]


def _active(book: Book, window: Period) -> Bools:
    return book.lines.clients.active(*bounds(book, window))


def _client_retention(book: Book, period: Period) -> Measure:
    def measure(before: Period, now: Period) -> Measure:
        return of_accounts.client_retention(active(book, before).tolist(), active(book, now).tolist())

    return _compared(book, period, measure)


def _accounts_expanded(book: Book, period: Period) -> Measure:
    return _compared(book, period, lambda before, now: of_accounts.accounts_expanded(*expansion(book, before, now)[1:]))


def expansion(book: Book, before: Period, now: Period) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Of the accounts active at the start: record numbers, cents before and now, live services before and now."""
    start = _active(book, before)
    columns = (
        book.lines.accounts, client_revenue(book, before), client_revenue(book, now),
        live_services(book, before), live_services(book, now),
    )  # fmt: skip
    accounts, revenue_before, revenue_now, services_before, services_now = (column[start] for column in columns)
    return accounts, revenue_before, revenue_now, services_before, services_now


def live_services(book: Book, window: Period) -> Ints:
    """How many services each client of the book has live on the last day of a run-rate window."""
    return book.lines.live_services(*bounds(book, window))


def _revenue_growth(book: Book, period: Period) -> Measure:
    earlier = period.year_earlier()
    if why := incomparable(book, period, earlier):
        return undefined(why, base=None)
    return of_money.revenue_growth(total(book, period), total(book, earlier))


def total(book: Book, period: Period) -> int:
    """Cents of revenue in a period, with and without an account."""
    lines = book.lines
    first, last = np.searchsorted(lines.day, bounds(book, period))
    return int(lines.running_sum[last] - lines.running_sum[first])


# Flows: what happened in the period, so far where it is not over.


def _flow(book: Book, period: Period, records: str, first: date | None, work: Callable[[int, int], Measure]) -> Measure:
    if why := untold(book, period, first, records):
        return undefined(why, base=None)
    return remarked(book, period, first, work(*bounds(book, period)))


def _revenue(book: Book, period: Period) -> Measure:
    def measure(start: int, end: int) -> Measure:
        first, last = np.searchsorted(book.lines.day, (start, end))
        return of_money.revenue(book.lines.cents[first:last])

    return _flow(book, period, "revenue", book.records_from, measure)


def _revenue_per_client(book: Book, period: Period) -> Measure:
    def measure(start: int, end: int) -> Measure:
        return of_money.revenue_per_client(book.lines.clients.revenue(start, end))

    return _flow(book, period, "revenue", book.records_from, measure)


def _new_clients(book: Book, period: Period) -> Measure:
    def measure(start: int, end: int) -> Measure:
        measured = of_accounts.new_clients(book.lines.first_days, start, end)
        doubtful = _doubtful(book, start, end)
        return replace(measured, note=_DOUBT.format(doubtful)) if doubtful else measured

    return _flow(book, period, "clients", book.facts_from, measure)


_DOUBT = "{:,} of them first paid in the first month of the records: they may be older clients"


def _doubtful(book: Book, start: int, end: int) -> int:
    """How many clients first seen in the period are known only by revenue in the records' first month."""
    if book.records_from is None or start >= (told_from := number(month(book.records_from).end)):
        return 0
    lines = book.lines
    early = (lines.first_day >= start) & (lines.first_day < min(end, told_from))
    told = np.unique(lines.first_client[early & ~lines.first_paid])
    return len(np.setdiff1d(lines.first_client[early], told))


def _closed(book: Book, period: Period, work: Callable[[Ints, Ints], Measure]) -> Measure:
    def measure(start: int, end: int) -> Measure:
        there = book.lines.deals.closed_in(start, end)
        return work(book.lines.deals.outcome[there], book.lines.deals.amount[there])

    return _flow(book, period, "deals", book.deals_from, measure)


def _win_rate(outcomes: Ints, _amounts: Ints) -> Measure:
    won = int(np.count_nonzero(outcomes == WON))
    return of_growth.win_rate(won, len(outcomes) - won)


def _won(of_amounts: Callable[[Ints], Measure]) -> Callable[[Ints, Ints], Measure]:
    def measure(outcomes: Ints, amounts: Ints) -> Measure:
        won = amounts[outcomes == WON]
        measured, missing = of_amounts(won[won != NONE]), int(np.count_nonzero(won == NONE))
        return replace(measured, note=f"{missing:,} won without an amount left out") if missing else measured

    return measure


# Stocks: how things stand on the last day of the period, or on the as-of day where that is earlier.


def _pipeline_value(book: Book, period: Period) -> Measure:
    if why := untold(book, period, book.deals_from, "deals"):
        return undefined(why, base=None)
    deals, day = book.lines.deals, stock_day(book, period)
    there = deals.open_on(day)
    measured = of_growth.pipeline_value(deals.asked_on(day)[there], deals.list_prices(day)[there])
    undated = int(np.count_nonzero(deals.undated & there))
    remarks = [measured.note, f"{undated:,} without a start date, counted at every date" if undated else ""]
    return remarked(book, period, None, replace(measured, note=", ".join(filter(None, remarks))))


def stock_day(book: Book, period: Period) -> int:
    """The day on which stocks of a period are counted, as a number. Raises BookTooShort."""
    day = min(period.last_day, book.as_of)
    return bounds(book, Period(day, day))[0]


def _active_clients(book: Book, period: Period) -> Measure:
    if why := untold(book, period, book.facts_from, "clients"):
        return undefined(why, base=None)
    there = active(book, window_now(period, book.as_of))
    return remarked(book, period, book.facts_from, of_accounts.active_clients(there.tolist()))


MEASURED: dict[str, Measuring] = {
    "client_retention": _client_retention,
    "grr": _kept(of_money.gross_revenue_retention),
    "nrr": _kept(of_money.net_revenue_retention),
    "quick_ratio": _kept(_quick_ratio),
    "revenue": _revenue,
    "revenue_growth": _revenue_growth,
    "win_rate": lambda book, period: _closed(book, period, _win_rate),
    "average_deal": lambda book, period: _closed(book, period, _won(of_growth.average_deal)),
    "median_deal": lambda book, period: _closed(book, period, _won(of_growth.median_deal)),
    "pipeline_value": _pipeline_value,
    "new_clients": _new_clients,
    "revenue_per_client": _revenue_per_client,
    "accounts_expanded": _accounts_expanded,
    "active_clients": _active_clients,
}
