"""Columns of text turned into numbers, the decimal mark decided from all cells of a column."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Literal, NamedTuple

from lib.importing.number_text import NO_NUMBER, NumberText, read_number
from lib.importing.parsed import Parsed, Tie, UndecidableNumbers, by_cell, prefer, shown

DecimalMark = Literal["auto", ".", ","]
# More digits than the longest cell that is read has, times any scale: nothing is rounded before the last step.
_EXACT = Context(prec=200)
_MOST_CENTS = 10**18
# How most tools write a column of whole numbers: whatever the decimal mark, there is nothing to decide.
_WHOLE_CELLS = re.compile(r"(?:-?[0-9]{1,15}\n)*")


class Decimals(NamedTuple):
    """The distinct cells that are numbers with their value, and the others, except empty ones, with the reason."""

    values: dict[str, Decimal]
    reasons: dict[str, str]


def parse_numbers(cells: Sequence[str], decimal: DecimalMark = "auto") -> Parsed[float]:
    """The number of each cell, a percentage as the figure shown (12 of "12 %"); below 10^15.

    Currency signs and codes, groups of thousands, brackets and trailing minus signs are read. With "auto" the decimal
    mark that fits more cells is taken; raises UndecidableNumbers where both fit equally and differ.
    """
    values, reasons = decide_decimals(cells, read_numbers(cells), decimal, "a number")
    return by_cell(cells, {cell: float(value) for cell, value in values.items()}, reasons)


def parse_cents(cells: Sequence[str], decimal: DecimalMark = "auto", scale: Decimal = Decimal(1)) -> Parsed[int]:
    """The amount of each cell times `scale` in whole cents, exact and then rounded half to even.

    Percentages are refused, and so are amounts in another currency than most of those in the column that name one.
    Raises UndecidableNumbers.
    """
    numbers = read_numbers(cells)
    currency = _currency(Counter(cells), numbers)
    numbers = {cell: _amount(number, currency) for cell, number in numbers.items()}
    values, reasons = decide_decimals(cells, numbers, decimal, f"an amount in {currency}" if currency else "an amount")
    cents = {cell: rounded(_EXACT.multiply(value, scale * 100)) for cell, value in values.items()}
    large = {cell: f"{shown(cell)} is too large." for cell, value in cents.items() if abs(value) >= _MOST_CENTS}
    return by_cell(cells, {cell: value for cell, value in cents.items() if cell not in large}, reasons | large)


def parse_integers(cells: Sequence[str], decimal: DecimalMark = "auto") -> Parsed[int]:
    """The whole number of each cell, "5.0" too, without a currency or percent sign; raises UndecidableNumbers."""
    if (plain := _plain_integers(cells)) is not None:
        return by_cell(cells, plain, {})
    numbers = {
        cell: NumberText(_whole(number.point), _whole(number.comma)) for cell, number in read_plain(cells).items()
    }
    values, reasons = decide_decimals(cells, numbers, decimal, "a whole number")
    return by_cell(cells, {cell: int(value) for cell, value in values.items()}, reasons)


def _plain_integers(cells: Sequence[str]) -> dict[str, int] | None:
    """The distinct cells that are not empty, where every one is written in digits alone; else None."""
    distinct = [cell for cell in dict.fromkeys(cells) if cell]
    if not _WHOLE_CELLS.fullmatch("\n".join([*distinct, ""])):
        return None
    return dict(zip(distinct, map(int, distinct), strict=True))


def read_numbers(cells: Sequence[str]) -> dict[str, NumberText]:
    """The readings of each distinct cell that is not empty."""
    return {cell: read_number(text) for cell in dict.fromkeys(cells) if (text := cell.strip())}


def read_plain(cells: Sequence[str]) -> dict[str, NumberText]:
    """As `read_numbers`, where a currency or a percent sign makes it no number."""
    return {
        cell: NO_NUMBER if number.currency or number.percent else number for cell, number in read_numbers(cells).items()
    }


def decide_decimals(
    cells: Sequence[str], numbers: Mapping[str, NumberText], decimal: DecimalMark, noun: str
) -> Decimals:
    """The values of the distinct cells under the mark wanted or decided; `noun` is what the others are told not to be.

    Raises UndecidableNumbers.
    """
    point = {cell: number.point for cell, number in numbers.items()}
    comma = {cell: number.comma for cell, number in numbers.items()}
    with_point = decimal == "." or (decimal == "auto" and _prefers_point(Counter(cells), point, comma))
    chosen, other, marks = (point, comma, ("point", "comma")) if with_point else (comma, point, ("comma", "point"))
    values = {cell: value for cell, value in chosen.items() if value is not None}
    return Decimals(values, {cell: _reason(cell, other[cell], noun, marks) for cell in chosen if cell not in values})


def rounded(value: Decimal) -> int:
    """The nearest whole number, of two equally near the even one."""
    return int(value.to_integral_value(ROUND_HALF_EVEN))


def _prefers_point(
    counts: Mapping[str, int], point: Mapping[str, Decimal | None], comma: Mapping[str, Decimal | None]
) -> bool:
    preferred = prefer({cell: counts[cell] for cell in point}, point, comma)
    if isinstance(preferred, Tie):
        raise _undecidable(preferred, point, comma)
    return preferred == "first"


def _undecidable(
    tie: Tie, point: Mapping[str, Decimal | None], comma: Mapping[str, Decimal | None]
) -> UndecidableNumbers:
    if tie.first != tie.second:
        return UndecidableNumbers(
            f"{shown(tie.first)} is a number only with a decimal point, {shown(tie.second)} only with a decimal comma"
        )
    return UndecidableNumbers(
        f"{shown(tie.first)} is {point[tie.first]:f} with a decimal point and {comma[tie.first]:f} with a decimal comma"
    )


def _reason(cell: str, other: Decimal | None, noun: str, marks: tuple[str, str]) -> str:
    if other is None:
        return f"{shown(cell)} is not {noun}."
    return f"{shown(cell)} has a decimal {marks[1]} in a column whose other numbers have a decimal {marks[0]}."


def _currency(counts: Mapping[str, int], numbers: Mapping[str, NumberText]) -> str | None:
    named: Counter[str] = Counter()
    for cell, number in numbers.items():
        if number.currency:
            named[number.currency] += counts[cell]
    return named.most_common(1)[0][0] if named else None


def _amount(number: NumberText, currency: str | None) -> NumberText:
    return NO_NUMBER if number.percent or number.currency not in (None, currency) else number


def _whole(value: Decimal | None) -> Decimal | None:
    return value if value is not None and value == value.to_integral_value() else None
