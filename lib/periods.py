"""Dates in ranges: a period has its start inside and its end outside, everywhere in Steward."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lib.errors import StewardError


class UnknownPeriod(StewardError):
    """A word that is no period."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{text}' is not a period: write a month as 2017-09, a quarter as 2017Q3, a year as 2017.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (inside) to `end` (outside); `key` is `all`, `2017`, `2017Q3` or `2017-09`."""

    start: date
    end: date
    key: str = "all"

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise StewardError(f"A period cannot end ({self.end}) before it starts ({self.start}).")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    def year_earlier(self) -> "Period":
        """The same days one year before (29 February becomes 28)."""
        return Period(add_months(self.start, -12), add_months(self.end, -12), "year earlier")

    def partial(self, as_of: date, records_from: date | None = None) -> bool:
        """Whether facts cover only a part: it reaches past `as_of`, or starts before the records do."""
        return self.end > next_day(as_of) or (records_from is not None and self.start < records_from < self.end)


def today() -> date:
    """The day it is where Steward runs."""
    return date.today()  # noqa: DTZ011 - a firm's day is its own, not Greenwich's


def next_day(day: date) -> date:
    """The day after: the end of a period whose last day is `day`."""
    return day + timedelta(days=1)


def month_start(day: date) -> date:
    """First day of the month of `day`."""
    return day.replace(day=1)


def quarter_start(day: date) -> date:
    """First day of the calendar quarter of `day`."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (negative: earlier); a day the month lacks becomes its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, _days_in_month(year, month)))


def _days_in_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def month(day: date) -> Period:
    """The calendar month that holds `day`."""
    start = month_start(day)
    return Period(start, add_months(start, 1), f"{start:%Y-%m}")


def quarter(day: date) -> Period:
    """The calendar quarter that holds `day`."""
    start = quarter_start(day)
    return Period(start, add_months(start, 3), f"{start.year}Q{(start.month + 2) // 3}")


def months(span: Period) -> list[Period]:
    """The calendar months that `span` touches, oldest first."""
    return list(_steps(span, 1))


def quarters(span: Period) -> list[Period]:
    """The calendar quarters that `span` touches, oldest first."""
    return list(_steps(span, 3))


def _steps(span: Period, size: int) -> Iterator[Period]:
    make = month if size == 1 else quarter
    piece = make(span.start)
    while piece.start < span.end:
        yield piece
        piece = make(piece.end)


def trailing_year(as_of: date) -> Period:
    """The twelve months that end with `as_of` (inside)."""
    end = next_day(as_of)
    return Period(add_months(end, -12), end, "12 months")


def parse(key: str) -> Period:
    """A period from its key: `2017-09`, `2017Q3` or `2017`."""
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", key):
        return month(date(int(found[1]), int(found[2]), 1))
    if found := re.fullmatch(r"(\d{4})Q([1-4])", key):
        return quarter(date(int(found[1]), 3 * int(found[2]) - 2, 1))
    if found := re.fullmatch(r"\d{4}", key):
        return Period(date(int(key), 1, 1), date(int(key) + 1, 1, 1), key)
    raise UnknownPeriod(key)
