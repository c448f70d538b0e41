"""What one piece of text says as a date with an optional time of day, in each order of day, month and year."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST = 60
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)

_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_FULL_MONTHS, 1)},
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
_GAP = r"[\s./,-]+"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_NAMED_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _DAY + _GAP + _MONTH + _GAP + _YEAR,
        _MONTH + _GAP + _DAY + _GAP + _YEAR,
        r"(?P<year>[0-9]{4})" + _GAP + _MONTH + _GAP + _DAY,
    )
)
_NUMBERED = re.compile(r"([0-9]{1,4})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})\.?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,9})?")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_WITH_CLOCK = re.compile(
    r"(?P<date>.+?)(?:[t\s,]+|\s+at\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]+))?)?\s*(?P<half>a\.?m\.?|p\.?m\.?)?\s*(?P<utc>z|utc|gmt)?\s*(?P<offset>[+-][0-9]{1,2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)


class ByOrder(NamedTuple, Generic[T]):
    """What a text is when read day first, month first and year first; None where that is no date."""

    dmy: T | None
    mdy: T | None
    ymd: T | None


class Moment(NamedTuple):
    """A time of day as written, with its distance from UTC where that is written too."""

    clock: time
    zone: tzinfo | None


Combine = Callable[[date, Moment | None], T]
"""Makes the value wanted, a date or a timestamp, of a date and the time written behind it."""

_NO_DATE: ByOrder[date] = ByOrder(None, None, None)


def read_text(text: str, combine: Combine[T]) -> ByOrder[T]:
    """All readings of a trimmed text; a date whose order is plain, as with a month's name, is in each of them."""
    if len(text) > _LONGEST:
        return ByOrder(None, None, None)
    day_part, moment = _split_clock(text)
    dates = _read_date(_WEEKDAY.sub("", day_part, count=1))
    return ByOrder(*(None if day is None else combine(day, moment) for day in dates))


def _split_clock(text: str) -> tuple[str, Moment | None]:
    match = _WITH_CLOCK.fullmatch(text) if ":" in text else None
    moment = _moment(match) if match else None
    # A time that is none, as 25:61, leaves the whole text to be no date either.
    return (match["date"], moment) if match and moment else (text, None)


def _moment(match: re.Match[str]) -> Moment | None:
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    if half and hour > 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    part = (match["part"] or "")[:6].ljust(6, "0")
    try:
        clock = time(hour, int(match["minute"]), int(match["second"] or 0), int(part))
        return Moment(clock, _zone(match["utc"], match["offset"]))
    except ValueError:
        return None


def _zone(utc: str | None, offset: str | None) -> tzinfo | None:
    """The zone written behind a time; raises ValueError where it is a day or more away."""
    if not offset:
        return UTC if utc else None
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if offset[0] == "-" else distance)


@lru_cache(maxsize=4096)  # many moments of one day
def _read_date(text: str) -> ByOrder[date]:
    match = _NUMBERED.fullmatch(text)
    if match:
        return _read_numbers(match[1], match[3], match[4])
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _plain(_day(compact[1], int(compact[2]), compact[3]))
    for form in _NAMED_FORMS:
        named = form.fullmatch(text)
        if named and named["month"].lower() in _MONTH_NUMBERS:
            return _plain(_day(named["year"], _MONTH_NUMBERS[named["month"].lower()], named["day"]))
    return _NO_DATE


def _read_numbers(first: str, second: str, third: str) -> ByOrder[date]:
    if len(first) == 4 and len(third) <= 2:
        return _plain(_day(first, int(second), third))
    if len(first) > 2 or len(third) not in (2, 4):
        return _NO_DATE
    year_first = _day(first, int(second), third) if len(first) == len(third) == 2 else None
    return ByOrder(_day(third, int(second), first), _day(third, int(first), second), year_first)


def _plain(day: date | None) -> ByOrder[date]:
    return ByOrder(day, day, day)


def _day(year: str, month: int, day: str) -> date | None:
    """Two-digit years as POSIX has them: 69 to 99 are of the last century."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 69 else 2000
    try:
        return date(number, month, int(day)) if FIRST_YEAR <= number <= LAST_YEAR else None
    except ValueError:
        return None


def excel_serial(text: str) -> datetime:
    """The moment of a spreadsheet's day number (1900 system), to the second; raises ValueError."""
    return _EXCEL_DAY_ZERO + timedelta(seconds=round(float(text) * 86400))


def unix_seconds(text: str) -> datetime:
    """The moment so many seconds after 1970 in UTC; raises ValueError."""
    if not _SECONDS.fullmatch(text):
        raise ValueError(text)
    return datetime.fromtimestamp(float(text), UTC)


def told(day: date | None) -> str:
    """A date as a sentence names it, with the month in letters: 3 Apr 2017."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "no date"
