"""Columns of text turned into whole minutes."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

from lib.importing.number_text import NumberText
from lib.importing.numbers import DecimalMark, decide_decimals, read_plain, rounded
from lib.importing.parsed import Parsed, UndecidableDurations, by_cell, shown

DurationUnit = Literal["auto", "hours", "seconds"]
_CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?", re.ASCII)
_AMOUNT = r"([0-9]{1,7}(?:[.,][0-9]{1,6})?)"
_UNITS = re.compile(
    rf"(?:{_AMOUNT}\s*h(?:rs?|ours?)?\.?)?[\s,]*(?:{_AMOUNT}\s*m(?:ins?|inutes?)?\.?)?"
    rf"[\s,]*(?:{_AMOUNT}\s*s(?:ecs?|econds?)?\.?)?",
    re.IGNORECASE | re.ASCII,
)
_SECONDS = (3600, 60, 1)
# Nobody books a thousand hours in one entry, and fewer than a thousand seconds are no entry either.
_MANY_HOURS = 1000


def parse_minutes(
    cells: Sequence[str], unit: DurationUnit = "auto", decimal: DecimalMark = "auto"
) -> Parsed[int]:
    """The duration of each cell in minutes, rounded half to even: 1:30:00, 01:30 (hours and minutes), 1h 30m, 1.5.

    `unit` is that of plain numbers; with "auto" they are hours. Raises UndecidableNumbers, and UndecidableDurations
    where they are all whole and one is a thousand or more, so that they may well be seconds.
    """
    written = {cell: _written_minutes(cell.strip()) for cell in dict.fromkeys(cells)}
    numbers = {cell: _not_negative(number) for cell, number in read_plain(cells).items() if written[cell] is None}
    values, reasons = decide_decimals(cells, numbers, decimal, "a duration of zero or more")
    if unit == "auto":
        _refuse_likely_seconds(values)
    factor = Decimal(60) if unit != "seconds" else Decimal(1) / 60
    minutes = {cell: rounded(value * 60) if unit != "seconds" else rounded(value / 60) for cell, value in values.items()}
    return by_cell(cells, {**written, **minutes}, reasons)
