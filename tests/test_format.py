"""Values as a person reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib import format as fmt
from lib.measure import Measure, undefined
from lib.periods import Period


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (0, "€0"), (9_995, "€100"), (95_000, "€950"), (99_949, "€999"), (99_950, "€1 k"), (1_243_150, "€12.4 k"),
        (30_600_000, "€306 k"), (99_949_999, "€999 k"), (99_950_000, "€1 M"), (192_000_000, "€1.92 M"),
        (1_000_000_000_00, "€1 bn"), (-1_243_150, "-€12.4 k"),
    ],
)  # fmt: skip
def test_an_amount_is_told_in_three_figures(cents: int, shown: str) -> None:
    assert fmt.money(cents, "EUR") == shown


@given(some.integers(-(10**13), 10**13))
def test_an_amount_never_takes_more_room_than_a_card_has(cents: int) -> None:
    assert len(fmt.money(cents, "EUR")) <= 10


def test_a_currency_without_a_sign_stands_as_its_code() -> None:
    assert fmt.money(500_00, "CHF") == "CHF 500"
    assert fmt.money_exact(-1_234_567, "USD") == "-$12,345.67"


def test_a_minus_is_ascii_so_that_the_arrow_of_a_delta_follows_it() -> None:
    assert fmt.money(-100, "EUR").startswith("-")
    assert fmt.points(-0.03) == "-3 points"
    assert fmt.points(0.03) == "+3 points"


@pytest.mark.parametrize(
    ("measure", "unit", "shown"),
    [
        (Measure(0.75, base=4, hits=3), "share", "3 of 4"),
        (Measure(0.75, base=40, hits=30), "share", "75 %"),
        (Measure(0.75, base=4), "share", "75 %"),
        (Measure(0.0), "count", "0"),
        (Measure(12_345.0), "count", "12,345"),
        (Measure(3.5), "ratio", "3.5"),
        (undefined("no deals"), "share", "–"),
        (undefined("no capacity", absent="not applicable"), "share", "n/a"),
        (undefined("too few answers", absent="withheld"), "share", "withheld"),
    ],
)
def test_the_four_kinds_of_absence_and_small_numbers_look_different(measure: Measure, unit: str, shown: str) -> None:
    assert fmt.figure(measure, unit, "EUR") == shown


def test_an_interval_is_told_in_the_figures_own_unit() -> None:
    assert fmt.interval(Measure(0.6, low=0.55, high=0.65), "share", "EUR") == "55 % to 65 %"
    assert fmt.interval(Measure(0.6), "share", "EUR") == ""


def test_days_and_periods_are_written_out() -> None:
    assert fmt.day(date(2026, 11, 4)) == "4 Nov 2026"
    assert fmt.span(Period(date(2017, 1, 1), date(2017, 4, 1))) == "1 Jan 2017 – 31 Mar 2017"
