"""Columns of text turned into typed values: dates, timestamps, numbers, cents, minutes, and here yes and no."""

from collections.abc import Sequence

from lib.importing.dates import Order, parse_dates, parse_timestamps
from lib.importing.durations import DurationUnit, parse_minutes
from lib.importing.numbers import DecimalMark, parse_cents, parse_integers, parse_numbers
from lib.importing.parsed import (
    Parsed,
    UndecidableColumn,
    UndecidableDates,
    UndecidableDurations,
    UndecidableNumbers,
    by_cell,
    shown,
)

__all__ = [
    "DecimalMark",
    "DurationUnit",
    "Order",
    "Parsed",
    "UndecidableColumn",
    "UndecidableDates",
    "UndecidableDurations",
    "UndecidableNumbers",
    "parse_booleans",
    "parse_cents",
    "parse_dates",
    "parse_integers",
    "parse_minutes",
    "parse_numbers",
    "parse_timestamps",
]

_TICKS = {"x", "✓", "✔", "☑"}
_YES = {"yes", "y", "true", "t", "1", "on", "ja", "j", "wahr", "oui", "o", "vrai", "si", "sí", "verdadero", "sim", "sì"}
_NO = {"no", "n", "false", "f", "0", "off", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nee"}


def parse_booleans(cells: Sequence[str]) -> Parsed[bool]:
    """Yes or no of each cell, in English, German, French, Spanish, Italian, Portuguese or Dutch.

    In a column of ticks ("x") and nothing else an empty cell is no; in every other one it has no value.
    """
    texts = {cell: cell.strip().casefold() for cell in dict.fromkeys(cells)}
    words = {text for text in texts.values() if text}
    ticked = bool(words) and words <= _TICKS
    values: dict[str, bool] = {cell: text in _YES | _TICKS for cell, text in texts.items() if _known(text, ticked)}
    reasons = {
        cell: f"{shown(cell)} is neither yes nor no." for cell, text in texts.items() if text and cell not in values
    }
    return by_cell(cells, values, reasons)


def _known(text: str, ticked: bool) -> bool:
    return text in _YES or text in _NO or text in _TICKS or (ticked and not text)
