"""Columns of text turned into dates or timestamps, the order of day and month decided from all cells of a column."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Literal, TypeVar

from lib.importing.date_text import (
    FIRST_YEAR,
    LAST_YEAR,
    ByOrder,
    Combine,
    Moment,
    excel_serial,
    read_text,
    told,
    unix_seconds,
)
from lib.importing.parsed import Parsed, Tie, UndecidableDates, by_cell, prefer, shown

D = TypeVar("D", bound=date)

Order = Literal["auto", "ymd", "dmy", "mdy"]
DecidedOrder = Literal["ymd", "dmy", "mdy"]
_ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")


def parse_dates(cells: Sequence[str], order: Order = "auto", formats: Sequence[str] = ()) -> Parsed[date]:
    """The date of each cell; a time of day behind it is left out, whatever its zone.

    Year-first dates with four digits, and dates with a month's English name, are read in every order. `formats`
    replaces this reading by strptime patterns, "excel" (day numbers, if every cell is one) or "unix" (seconds since
    1970, in UTC). With "auto" the order that fits more cells is taken; two-digit years first only if that fits the
    most. Years are 1900 to 2199. Raises UndecidableDates where day first and month first fit equally and differ.
    """
    return _parse(cells, order, formats, lambda day, _: day, datetime.date)


def parse_timestamps(
    cells: Sequence[str], order: Order = "auto", formats: Sequence[str] = (), zone: tzinfo = UTC
) -> Parsed[datetime]:
    """As `parse_dates`, in UTC; a cell without an offset is in `zone`, without a time of day at midnight there."""

    def combine(day: date, moment: Moment | None) -> datetime:
        if moment is None:
            return to_utc(datetime(day.year, day.month, day.day))
        return to_utc(datetime.combine(day, moment.clock, moment.zone))

    def to_utc(moment: datetime) -> datetime:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)

    return _parse(cells, order, formats, combine, to_utc)


def _parse(
    cells: Sequence[str],
    order: Order,
    formats: Sequence[str],
    combine: Combine[D],
    convert: Callable[[datetime], D],
) -> Parsed[D]:
    counts = Counter(cells)
    texts = {cell: text for cell in counts if (text := cell.strip())}
    if "excel" in formats and not all(map(_SERIAL.fullmatch, texts.values())):
        formats = [form for form in formats if form != "excel"]
    if formats:
        return _by_formats(cells, texts, formats, convert)
    readings = {cell: _iso(text, convert) or read_text(text, combine) for cell, text in texts.items()}
    decided = _decide(counts, readings) if order == "auto" else order
    values: dict[str, D | None] = {cell: getattr(reading, decided) for cell, reading in readings.items()}
    reasons = {cell: _reason(cell, readings[cell], decided) for cell, value in values.items() if value is None}
    return by_cell(cells, values, reasons)


def _iso(text: str, convert: Callable[[datetime], D]) -> ByOrder[D] | None:
    """The quick way for the form most tools write."""
    if text[4:5] != "-" or text[7:8] != "-" or text[10:11] not in ("", "T", " "):
        return None
    value = _converted(text, datetime.fromisoformat, convert)
    return None if value is None else ByOrder(value, value, value)


def _converted(text: str, read: Callable[[str], datetime], convert: Callable[[datetime], D]) -> D | None:
    try:
        moment = read(text)
    except ValueError:
        return None
    return convert(moment) if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _decide(counts: Mapping[str, int], readings: Mapping[str, ByOrder[D]]) -> DecidedOrder:
    counts = {cell: counts[cell] for cell in readings}
    day_first = {cell: reading.dmy for cell, reading in readings.items()}
    month_first = {cell: reading.mdy for cell, reading in readings.items()}
    preferred = prefer(counts, day_first, month_first)
    best, fitting = ("mdy", month_first) if preferred == "second" else ("dmy", day_first)
    if prefer(counts, fitting, {cell: reading.ymd for cell, reading in readings.items()}) == "second":
        return "ymd"
    if isinstance(preferred, Tie):
        raise _undecidable(preferred, day_first, month_first)
    return "mdy" if best == "mdy" else "dmy"


def _undecidable(
    tie: Tie, day_first: Mapping[str, date | None], month_first: Mapping[str, date | None]
) -> UndecidableDates:
    if tie.first != tie.second:
        return UndecidableDates(f"{shown(tie.first)} is a date only day first, {shown(tie.second)} only month first")
    by_day, by_month = day_first[tie.first], month_first[tie.first]
    return UndecidableDates(
        f"{shown(tie.first)} is {told(by_day)} with the day first and {told(by_month)} with the month first"
    )


def _reason(cell: str, reading: ByOrder[D], decided: DecidedOrder) -> str:
    other = next((value for value in reading if value is not None), None)
    if other is None:
        return f"{shown(cell)} is not a date between {FIRST_YEAR} and {LAST_YEAR}."
    return f"{shown(cell)} is {told(other)} in a column whose other dates are {_ORDER_NAMES[decided]}."


def _by_formats(
    cells: Sequence[str], texts: Mapping[str, str], formats: Sequence[str], convert: Callable[[datetime], D]
) -> Parsed[D]:
    readers = [_reader(form) for form in formats]
    values: dict[str, D | None] = {}
    for cell, text in texts.items():
        found = (_converted(text, read, convert) for read in readers)
        values[cell] = next((value for value in found if value is not None), None)
    wanted = " or ".join(f'"{form}"' for form in formats)
    reasons = {cell: f"{shown(cell)} is not a date written as {wanted}." for cell in texts if values[cell] is None}
    return by_cell(cells, values, reasons)


def _reader(form: str) -> Callable[[str], datetime]:
    named = {"excel": excel_serial, "unix": unix_seconds}
    return named.get(form) or (lambda text: datetime.strptime(text, form))  # noqa: DTZ007 - the zone is given by `convert`
