"""Columns of numbers read back in the notation they were written in, or say that it cannot be known."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.importing.values import UndecidableNumbers, parse_cents, parse_integers, parse_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("5", 5), ("-5", -5), ("+5", 5), ("−5", -5), ("5-", -5), ("(5)", -5), ("($1,234.50)", -1234.5),
        ("1234.5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1234,5", 1234.5), ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5), ("1\u202f234,5", 1234.5), ("1'234.5", 1234.5), ("1’234.5", 1234.5),
        ("1,234,567", 1234567), ("1.234.567", 1234567), ("12,34,567.8", 1234567.8), ("0.125", 0.125), ("0,125", 0.125),
        (".5", 0.5), (",5", 0.5), ("5.", 5), ("1234.567", 1234.567), ("12.5%", 12.5), ("12 %", 12), ("1.5E+3", 1500),
        ("$5", 5), ("US$ 5", 5), ("€ 5,50", 5.5), ("5.50 €", 5.5), ("EUR 5.50", 5.5), ("5.50 USD", 5.5), ("-$5", -5),
        ("$-5", -5), ("5 kr", 5), ("Fr. 5", 5), ("R$ 5", 5), (" 5 ", 5),
    ],
)  # fmt: skip
def test_a_number_is_read_in_each_usual_form(text: str, number: float) -> None:
    parsed = parse_numbers([text])
    assert parsed.values == [number]
    assert parsed.refusals == []


@pytest.mark.parametrize(
    "text",
    [
        "abc", "-", "1,2,3", "1.2.3", "12,34", "1,23,4.5", "1 23", "1'234.000,5", "1, 234", "--5", "(-5)", "(5", "-5-",
        "5 5", "ABC123", "PRJ 7", "USD", "€", "%", "€5€", "1e", "1e400", "9" * 16, "٣", "½", "nan", "inf", "0x1F",
        "1_000",
    ],
)  # fmt: skip
def test_what_is_no_number_with_a_point_is_refused_with_its_row(text: str) -> None:
    parsed = parse_numbers(["0.5", text], ".")
    assert parsed.values == [0.5, None]
    ((row, reason),) = parsed.refusals
    assert row == 1
    assert "number" in reason


def test_empty_cells_have_no_number_and_are_not_refused() -> None:
    parsed = parse_numbers(["", "7", " \u00a0"])
    assert (parsed.values, parsed.refusals) == ([None, 7, None], [])


@pytest.mark.parametrize("parse", [parse_numbers, parse_cents])
def test_a_column_that_no_number_decides_is_undecidable(parse: object) -> None:
    with pytest.raises(UndecidableNumbers) as error:
        parse(["5", "1,234", "", "n/a"])  # type: ignore[operator]
    assert str(error.value) == (
        '"1,234" is 1234 with a decimal point and 1.234 with a decimal comma, and the other numbers of this column do '
        'not decide it: say decimal = "." or "," in the mapping, or --decimal on the command line.'
    )


def test_a_column_that_contradicts_itself_evenly_is_undecidable() -> None:
    with pytest.raises(UndecidableNumbers, match=r'"1,234\.5" is a number only with a decimal point, "1\.234,5" only'):
        parse_numbers(["1.234,5", "1,234.5"])


def test_one_decisive_number_decides_the_column() -> None:
    assert parse_numbers(["1,234", "0.5"]).values == [1234, 0.5]
    assert parse_numbers(["1,234", "0,5"]).values == [1.234, 0.5]
    assert parse_numbers(["1.234", "0.125"]).values == [1.234, 0.125]


def test_one_bad_number_does_not_turn_the_column() -> None:
    parsed = parse_numbers(["1,50", "2,25", "1.5", "1.234", "x"])
    assert parsed.values == [1.5, 2.25, None, 1234, None]
    assert parsed.refusals == [
        (2, '"1.5" has a decimal point in a column whose other numbers have a decimal comma.'),
        (4, '"x" is not a number.'),
    ]


def test_the_decimal_mark_can_be_said() -> None:
    assert parse_numbers(["1,234"], ".").values == [1234]
    assert parse_numbers(["1,234"], ",").values == [1.234]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1100.04", 110004), ("0.1", 10), ("$1,234.56", 123456), ("-5", -500), ("(0.07)", -7), ("0.005", 0),
        ("0.015", 2), ("0.025", 2), ("-0.015", -2), ("1.2345", 123), ("4.35", 435),
        ("999999999999999.99", 99999999999999999),
    ],
)  # fmt: skip
def test_amounts_are_exact_cents_rounded_half_to_even(text: str, cents: int) -> None:
    assert parse_cents([text]).values == [cents]


def test_amounts_can_be_in_another_unit() -> None:
    assert parse_cents(["1100.04", "251.41"], scale=Decimal(1_000_000)).values == [110_004_000_000, 25_141_000_000]
    assert parse_cents(["123456"], scale=Decimal("0.01")).values == [123456]


def test_amounts_that_no_cell_can_hold_are_refused() -> None:
    parsed = parse_cents(["999999999999999"], scale=Decimal(1_000_000))
    assert (parsed.values, parsed.refusals) == ([None], [(0, '"999999999999999" is too large.')])


def test_percentages_and_other_currencies_are_no_amounts_of_the_column() -> None:
    """Summed as they stand they would be silently wrong."""
    parsed = parse_cents(["€5.00", "6.00 EUR", "7.00", "$8.00", "9.00%", "x"])
    assert parsed.values == [500, 600, 700, None, None, None]
    assert parsed.refusals == [
        (3, '"$8.00" is not an amount in EUR.'),
        (4, '"9.00%" is not an amount in EUR.'),
        (5, '"x" is not an amount in EUR.'),
    ]


def test_whole_numbers_are_read() -> None:
    parsed = parse_integers(["7", "5.0", "-3", "", "2.5", "$4"])
    assert parsed.values == [7, 5, -3, None, None, None]
    assert parsed.refusals == [(4, '"2.5" is not a whole number.'), (5, '"$4" is not a whole number.')]


def test_a_group_of_thousands_is_plain_among_whole_numbers() -> None:
    assert parse_integers(["1,234", "7"]).values == [1234, 7]
    assert parse_integers(["1.234", "7"]).values == [1234, 7]
    with pytest.raises(UndecidableNumbers):
        parse_integers(["1.000"])


def english(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}"


def german(cents: int) -> str:
    return english(cents).translate(str.maketrans(".,", ",."))


def swiss(cents: int) -> str:
    return english(cents).replace(",", "’") + " CHF"


def bookkeeping(cents: int) -> str:
    return f"(${english(-cents)})" if cents < 0 else f"${english(cents)}"


@pytest.mark.parametrize("write", [english, german, swiss, bookkeeping])
@given(st.lists(st.integers(-(10**16), 10**16)))
def test_cents_read_back_in_each_notation(write: object, amounts: list[int]) -> None:
    parsed = parse_cents([write(cents) for cents in amounts])  # type: ignore[operator]
    assert (parsed.values, parsed.refusals) == (amounts, [])


@given(st.decimals(-(10**9), 10**9, places=6), st.decimals("0.001", 10**6, places=3))
def test_cents_are_as_decimal_arithmetic_has_them(amount: Decimal, scale: Decimal) -> None:
    expected = int((amount * scale * 100).to_integral_value(ROUND_HALF_EVEN))
    assert parse_cents([f"{amount:f}"], ".", scale).values == [expected]


@given(st.lists(st.floats(-1e14, 1e14, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-50)))
def test_the_shortest_writing_of_a_number_reads_back(numbers: list[float]) -> None:
    assert parse_numbers([repr(number) for number in numbers], ".").values == numbers


@given(st.lists(st.text(max_size=20) | st.text(alphabet="0123456789.,'()-% €$E", max_size=20)))
def test_any_text_is_a_number_or_refused_or_empty(cells: Sequence[str]) -> None:
    for parsed in (
        parse_cents(cells, "."),
        parse_cents(cells, ","),
        parse_numbers(cells, "."),
        parse_integers(cells, ","),
    ):
        refused = {row for row, _ in parsed.refusals}
        for row, (cell, value) in enumerate(zip(cells, parsed.values, strict=True)):
            assert (value is None) == (row in refused or not cell.strip())
