"""Columns of text turned into dates or timestamps, the order of day and month decided from all cells of a column."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
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
)
from lib.importing.parsed import Parsed, Tie, UndecidableDates, by_cell, prefer, shown

D = TypeVar("D", bound=date)

Order = Literal["auto", "ymd", "dmy", "mdy"]
_DecidedOrder = Literal["ymd", "dmy", "mdy"]
_ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_UNIX = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]+)?")


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
    if formats and (formats != ["excel"] or all(map(_SERIAL.fullmatch, texts.values()))):
        return _by_formats(cells, texts, formats, convert)
    readings = {cell: read_text(text, combine) for cell, text in texts.items()}
    decided = _decide(counts, readings) if order == "auto" else order
    values = {cell: getattr(reading, decided) for cell, reading in readings.items()}
    reasons = {cell: _reason(cell, readings[cell], decided) for cell, value in values.items() if value is None}
    return by_cell(cells, values, reasons)


def _decide(counts: Mapping[str, int], readings: Mapping[str, ByOrder[D]]) -> _DecidedOrder:
    counts = {cell: counts[cell] for cell in readings}
    by_order = {order: {cell: getattr(reading, order) for cell, reading in readings.items()} for order in _ORDER_NAMES}
    preferred = prefer(counts, by_order["dmy"], by_order["mdy"])
    best: _DecidedOrder = "mdy" if preferred == "second" else "dmy"
    if prefer(counts, by_order[best], by_order["ymd"]) == "second":
        return "ymd"
    if isinstance(preferred, Tie):
        raise _undecidable(preferred, readings)
    return best
