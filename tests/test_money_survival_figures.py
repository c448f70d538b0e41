"""How long clients stay: the textbook's tables, months as a calendar counts them, and late entry."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import number
from lib.money.survival_figures import (
    Lives,
    kaplan_meier,
    life_table,
    log_rank,
    median_months,
    months_begun,
    seen,
    whole_months,
)
from tests.lives import lives_of

# Freireich et al. 1963, weeks of remission under 6-MP and placebo; "+" is still in remission. The data of lifelines'
# gehan.dat; S(t) as printed in Kleinbaum & Klein, Survival Analysis.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"

LIFE = some.tuples(some.integers(0, 30), some.integers(0, 40), some.booleans())
BOOKS = some.lists(LIFE, min_size=1, max_size=40)


def lives(book: list[tuple[int, int, bool]]) -> Lives:
    since, months, ended = zip(*book, strict=True)
    return Lives(np.array(since), np.array(months), np.array(ended))


def test_kaplan_meier_is_the_textbook_s() -> None:
    found = kaplan_meier(lives_of(SIX_MP))
    assert found.month.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.ended.tolist() == [3, 1, 1, 1, 1, 1, 1]
    printed = [0.85714286, 0.80672269, 0.75294118, 0.69019608, 0.62745098, 0.53781513, 0.44817927]
    assert found.share == pytest.approx(printed)
    assert median_months(lives_of(SIX_MP)) == 23


def test_kaplan_meier_without_anybody_left_at_the_end() -> None:
    found = kaplan_meier(lives_of(PLACEBO))
    printed = [
        0.9047619, 0.80952381, 0.76190476, 0.66666667, 0.57142857, 0.38095238, 0.28571429, 0.19047619, 0.14285714,
        0.0952381, 0.04761905, 0.0,
    ]  # fmt: skip
    assert found.share == pytest.approx(printed)
    assert median_months(lives_of(PLACEBO)) == 8
    assert (found.low[-1], found.high[-1]) == (0, found.high[-2])


def test_log_rank_is_the_textbook_s() -> None:
    both = [lives_of(text) for text in (SIX_MP, PLACEBO)]
    pooled = Lives(*(np.concatenate(columns) for columns in zip(*both, strict=True)))
    found = log_rank(pooled, np.repeat(["6-MP", "placebo"], 21))
    assert found.chi_square == pytest.approx(16.792941)
    assert found.p < 0.001


def test_the_interval_lies_around_the_share_and_between_0_and_1() -> None:
    found = kaplan_meier(lives_of(SIX_MP))
    assert (found.low < found.share).all()
    assert (found.share < found.high).all()
    # R's survfit(conf.type = "log-log") gives 0.620 to 0.952 for the first step.
    assert (found.low[0], found.high[0]) == pytest.approx((0.6197, 0.9516), abs=1e-4)


def test_one_whose_beginning_is_not_on_record_counts_only_from_then_on() -> None:
    """Two clients from before the records: nobody watched them in their first year, so they say nothing of it."""
    found = kaplan_meier(lives([(12, 20, True), (12, 30, False), (0, 5, True), (0, 30, False)]))
    assert found.month.tolist() == [5, 20]
    assert found.at_risk.tolist() == [2, 3]
    assert found.share == pytest.approx([1 / 2, 1 / 2 * 2 / 3])


def test_nobody_watched_teaches_nothing() -> None:
    book = lives([(9, 9, True), (0, 0, False)])
    assert not seen(book).any()
    assert len(kaplan_meier(book).month) == 0
    assert life_table(book).at_risk.sum() == 0
    assert median_months(book) is None


@given(BOOKS)
def test_the_life_table_is_what_kaplan_meier_stands_on(book: list[tuple[int, int, bool]]) -> None:
    table, found = life_table(lives(book)), kaplan_meier(lives(book))
    assert found.month.tolist() == (np.flatnonzero(table.ended) + 1).tolist()
    assert found.at_risk.tolist() == table.at_risk[found.month - 1].tolist()
    with np.errstate(invalid="ignore"):
        stayed = np.cumprod(1 - np.nan_to_num(table.ended / table.at_risk))
    assert found.share == pytest.approx(stayed[found.month - 1])


@given(BOOKS)
def test_a_client_counted_twice_is_two_clients(book: list[tuple[int, int, bool]]) -> None:
    weighted = life_table(lives(book), np.full((1, len(book)), 2.0))
    doubled = life_table(lives(book + book))
    assert weighted.at_risk[0].tolist() == doubled.at_risk.tolist()
    assert weighted.ended[0].tolist() == doubled.ended.tolist()


@pytest.mark.parametrize(
    ("first", "outside", "whole", "begun"),
    [
        ("2024-01-01", "2025-01-01", 12, 12),  # a year's contract ends in its twelfth month
        ("2024-01-01", "2025-01-02", 12, 13),
        ("2024-01-15", "2024-02-14", 0, 1),
        ("2024-01-15", "2024-02-15", 1, 1),
        ("2024-01-31", "2024-03-01", 1, 2),
        ("2024-05-05", "2024-05-05", 0, 1),
    ],
)
def test_months_are_those_of_the_calendar(first: str, outside: str, whole: int, begun: int) -> None:
    starts, ends = (np.array([np.datetime64(day).astype("int64")]) for day in (first, outside))
    assert whole_months(starts, ends).tolist() == [whole]
    assert months_begun(starts, ends).tolist() == [begun]


@given(some.dates(), some.integers(0, 20_000))
def test_a_month_begun_is_at_most_one_more_than_the_whole_ones(day: date, length: int) -> None:
    start = np.array([number(day)])
    whole, begun = (of(start, start + length) for of in (whole_months, months_begun))
    assert 0 <= begun[0] - max(whole[0], 0) <= 1
