"""Deals won and lost, their size, and what is still open."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import NONE, Ints
from lib.growth.figures import average_deal, median_deal, pipeline_value, win_rate
from lib.intervals import wilson


def cents(*amounts: int) -> Ints:
    return np.array(amounts, dtype=np.int64)


@pytest.mark.parametrize(
    ("hits", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_is_the_published_one(hits: int, base: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson(hits, base) == pytest.approx((low, high), abs=5e-5)


def test_win_rate_leaves_open_deals_out_and_carries_its_interval() -> None:
    measured = win_rate(won=3, lost=1)
    assert (measured.value, measured.hits, measured.base) == (0.75, 3, 4)
    assert (measured.low, measured.high) == wilson(3, 4)


def test_win_rate_without_closed_deals_is_undefined() -> None:
    assert win_rate(0, 0).value is None
    assert win_rate(0, 3).value == 0


@given(some.integers(0, 500), some.integers(0, 500))
def test_the_interval_holds_the_win_rate(won: int, lost: int) -> None:
    measured = win_rate(won, lost)
    if measured.value is not None and measured.low is not None and measured.high is not None:
        assert -1e-12 <= measured.low <= measured.value + 1e-12
        assert measured.value - 1e-12 <= measured.high <= 1 + 1e-12


def test_deal_sizes_are_mean_and_median_of_won_amounts() -> None:
    won = cents(100, 200, 900)
    assert (average_deal(won).value, median_deal(won).value) == (400, 200)
    assert average_deal(cents()).value is None
    assert median_deal(cents()).value is None


def test_the_pipeline_says_how_many_deals_stand_at_list_price_and_how_many_at_nothing() -> None:
    measured = pipeline_value(cents(500, NONE, NONE, 0), cents(100, 300, NONE, 700))
    assert (measured.value, measured.base) == (800, 4)
    assert measured.note == "1 of 4 valued at list price, 1 of 4 without any amount"


def test_an_empty_pipeline_is_worth_nothing() -> None:
    assert pipeline_value(cents(), cents()).value == 0
