"""Which days a figure looks at, and when a period cannot be told or compared."""

from dataclasses import replace
from datetime import date

from lib import format as fmt
from lib.book.frames import Book
from lib.days import Ints, number
from lib.errors import StewardError
from lib.measure import Measure
from lib.periods import Period, add_months, next_day


class BookTooShort(StewardError):
    """A figure needs facts older than those the book was read with."""

    def __init__(self, needed: date, since: date) -> None:
        super().__init__(
            f"This figure needs facts from {fmt.day(needed)} on, but the book was read from {fmt.day(since)}: "
            "read it with an earlier day."
        )


def rate_months(period: Period) -> int:
    """Length of the run-rate window in months: one for a month or less, a quarter for anything longer."""
    return 1 if period.end <= add_months(period.start, 1) else 3


def window_before(period: Period) -> Period:
    """The run-rate window that ends where the period starts."""
    return Period(add_months(period.start, -rate_months(period)), period.start, "before")


def window_now(period: Period, as_of: date) -> Period:
    """The run-rate window that ends with the period, or with `as_of` where that is earlier."""
    end = min(period.end, next_day(as_of))
    return Period(add_months(end, -rate_months(period)), end, "now")


def bounds(book: Book, window: Period) -> tuple[int, int]:
    """First day and first day outside of a window, as numbers. Raises BookTooShort."""
    if book.since is not None and window.start < book.since:
        raise BookTooShort(window.start, book.since)
    return number(window.start), number(window.end)


def client_revenue(book: Book, window: Period) -> Ints:
    """Cents of each client of the book in a window."""
    return book.lines.clients.revenue(*bounds(book, window))


def untold(book: Book, period: Period, first: date | None, records: str) -> str:
    """Why nothing can be told of a period from `records` that begin on `first`; empty where it can."""
    if period.start > book.as_of:
        return "the period has not begun"
    if first is None or first > book.as_of:
        return f"no {records} recorded yet"
    return f"records of {records} begin on {fmt.day(first)}" if period.end <= first else ""


def incomparable(book: Book, period: Period, earlier: Period) -> str:
    """Why a period cannot be compared with `earlier`; empty where it can."""
    if why := untold(book, period, book.facts_from, "revenue"):
        return why
    if period.partial(book.as_of):
        return "the period is not over: a part is never compared with a whole one"
    if book.records_from is not None and earlier.start < book.records_from:
        return f"records begin on {fmt.day(book.records_from)}, too late to compare"
    return ""


def remarked(book: Book, period: Period, first: date | None, measure: Measure) -> Measure:
    """The measure with a note where facts cover only a part of the period."""
    remarks = [measure.note] if measure.note else []
    if period.partial(book.as_of):
        remarks.append(f"so far, to {fmt.day(book.as_of)}")
    if first is not None and period.start < first < period.end:
        remarks.append(f"records begin on {fmt.day(first)}")
    return replace(measure, note="; ".join(remarks)) if remarks else measure
