"""Columns of text turned into whole minutes."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from lib.importing.number_text import NO_NUMBER, NumberText
from lib.importing.numbers import DecimalMark, decide_decimals, read_plain, rounded
from lib.importing.parsed import Parsed, UndecidableDurations, by_cell

DurationUnit = Literal["auto", "hours", "seconds"]
_LONGEST = 60
_CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?")
_AMOUNT = r"([0-9]{1,7}(?:,[0-9]{1,2}|\.[0-9]{1,6})?)"
_UNITS = re.compile(
    rf"(?:{_AMOUNT}\s*h(?:rs?|ours?)?\.?)?[\s,]*(?:{_AMOUNT}\s*m(?:ins?|inutes?)?\.?)?"
    rf"[\s,]*(?:{_AMOUNT}\s*s(?:ecs?|econds?)?\.?)?",
    re.IGNORECASE,
)
_SECONDS_IN_UNITS = (3600, 60, 1)
# Nobody books a thousand hours in one entry.
_MANY_HOURS = 1000


def parse_minutes(cells: Sequence[str], unit: DurationUnit = "auto", decimal: DecimalMark = "auto") -> Parsed[int]:
    """The duration of each cell in minutes, rounded half to even: 1:30:00, 01:30 (hours and minutes), 1h 30m, 1.5.

    `unit` is that of plain numbers; with "auto" they are hours. Raises UndecidableNumbers, and UndecidableDurations
    where they are all whole and one is a thousand or more, so that they may well be seconds.
    """
    minutes = {
        cell: rounded(seconds / 60)
        for cell in dict.fromkeys(cells)
        if (seconds := _written_seconds(cell.strip())) is not None
    }
    numbers = {cell: _not_negative(number) for cell, number in read_plain(cells).items() if cell not in minutes}
    values, reasons = decide_decimals(cells, numbers, decimal, "a duration in hours, minutes or seconds")
    if unit == "auto":
        _refuse_likely_seconds(values)
    minutes |= {cell: rounded(value / 60 if unit == "seconds" else value * 60) for cell, value in values.items()}
    return by_cell(cells, minutes, reasons)


def _written_seconds(text: str) -> Decimal | None:
    """The seconds of a text that says its units, by colons or by letters."""
    clock = _CLOCK.fullmatch(text)
    match = clock or (_UNITS.fullmatch(text) if len(text) <= _LONGEST else None)
    if match is None or not any(match.groups()):
        return None
    parts = zip(match.groups(default="0"), _SECONDS_IN_UNITS, strict=True)
    return sum((Decimal(part.replace(",", ".")) * seconds for part, seconds in parts), Decimal(0))


def _not_negative(number: NumberText) -> NumberText:
    negative = any(value is not None and value < 0 for value in (number.point, number.comma))
    return NO_NUMBER if negative else number


def _refuse_likely_seconds(values: Mapping[str, Decimal]) -> None:
    if all(value == value.to_integral_value() for value in values.values()):
        for cell, value in values.items():
            if value >= _MANY_HOURS:
                raise UndecidableDurations(cell)
