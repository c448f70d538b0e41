"""Whether a score changed where the same people, or some of them, answered both waves."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.stats.contingency_tables import mcnemar

from lib.days import Floats
from lib.surveys.change_figures import NO_SPREAD, SEPARATE_MEANS, SEPARATE_NPS, SEPARATE_SHARES, nps_change, said
from lib.surveys.interval_figures import score_interval
from lib.surveys.matched_change_figures import (
    ONLY_DIRECTION,
    PARTLY,
    PARTLY_ADJUSTED,
    SAME,
    SAME_SHARES,
    matched_change,
    matched_error,
    matched_mean_change,
    matched_nps_change,
    matched_share_change,
    mid_p,
)
from lib.surveys.promoter_figures import Promoters, count
from tests.survey_golden import near, published

OUT = np.nan


def people(table: list[list[int]], values: list[float]) -> tuple[Floats, Floats]:
    """One entry a person of a table of rows (before) and columns (after)."""
    pairs = [(values[i], values[j]) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    before, after = np.array(pairs, dtype=np.float64).T
    return before, after


@published("G23")
def test_g23_mcnemars_mid_p_and_its_relatives(case: dict[str, Any]) -> None:
    table = case["inputs"]
    (_, rose), (fell, _) = table
    assert (rose - fell) / np.sqrt(rose + fell) == pytest.approx(case["z"], abs=5e-4)
    assert mcnemar(table, exact=False, correction=False).pvalue == near(case["asymptotic"], case)
    assert mcnemar(table, exact=True).pvalue == near(case["exact"], case)
    found = matched_share_change(*people(table, [0.0, 1.0]))
    assert found.p == near(case["mid_p"], case)
    assert (found.test, found.both, said(found)) == (SAME_SHARES, 161, "down")
    assert (found.low, found.high) == score_interval(Promoters(16, 139, 6)), "Tango's own use of the interval"


@published("G24")
def test_g24_change_of_the_mean_of_the_same_people(case: dict[str, Any]) -> None:
    """Published as rows − columns; ours is after − before, so the rows are the later wave."""
    rows, columns = people(case["inputs"], case["scores"])
    found = matched_change(before=columns, after=rows)
    assert (found.difference, found.low, found.high) == near(case["expect"], case)
    assert found.test == SAME


def test_who_answered_which_wave_chooses_the_test() -> None:
    before = np.array([9.0, 7, 3, 9, 10, 8, OUT, OUT, OUT, OUT, OUT, OUT])
    after = np.array([9.0, 9, 7, 9, 8, 10, OUT, OUT, OUT, OUT, OUT, OUT])
    others = np.array([OUT] * 6 + [9.0, 7, 3, 9, 10, 8])
    some_more = np.where(np.isnan(others), after, others)
    for same, test in ((after, SAME), (some_more, PARTLY_ADJUSTED), (others, SEPARATE_NPS)):
        assert matched_nps_change(before, same).test == test
    hits = np.where(np.isnan(before), OUT, before > 8)
    assert matched_share_change(hits, np.where(np.isnan(others), OUT, others > 8)).test == SEPARATE_SHARES
    assert matched_share_change(hits, np.where(np.isnan(some_more), OUT, some_more > 8)).test == PARTLY_ADJUSTED
    means = [matched_mean_change(before, same).test for same in (after, some_more, others)]
    assert means == [SAME, PARTLY, SEPARATE_MEANS]


def test_without_common_people_the_test_is_that_of_separate_groups() -> None:
    before, after = np.array([9.0, 9, 3, 8, 2, *[OUT] * 5]), np.array([*[OUT] * 5, 9.0, 9, 9, 10, 8])
    assert matched_nps_change(before, after) == nps_change(count(before), count(after))


ratings = some.lists(some.tuples(some.integers(0, 10), some.integers(0, 10)), min_size=5, max_size=30)


@given(ratings)
def test_with_all_in_both_waves_the_error_is_that_of_the_differences(pairs: list[tuple[int, int]]) -> None:
    before, after = np.array(pairs, dtype=np.float64).T
    expected = np.sqrt((after - before).var() / len(pairs))
    assert matched_error(before, after) == pytest.approx(expected, abs=1e-6)


@given(ratings, some.data())
def test_people_who_answer_alike_twice_make_a_change_surer(pairs: list[tuple[int, int]], data: some.DataObject) -> None:
    """The covariance of some who answered both never widens the error where it is above 0."""
    before, after = np.array(pairs, dtype=np.float64).T
    out = np.array(data.draw(some.lists(some.booleans(), min_size=len(pairs), max_size=len(pairs))))
    some_only = np.where(out, OUT, before)
    if out.all() or not matched_error(some_only, after):
        return
    apart = np.sqrt(np.nanvar(some_only) / (~out).sum() + after.var() / len(after))
    both = np.cov(before[~out], after[~out], ddof=0)[0, 1]
    assert (matched_error(some_only, after) <= apart + 1e-9) == (both >= -1e-9)


def test_partly_the_same_people_by_hand() -> None:
    """V₁ = V₂ = 2/3, n = 6 each, four in both with covariance 1/2: √(1/9 + 1/9 − 2·4·½/36) = 1/3."""
    before = np.array([1.0, 1, -1, -1, 0, 0, OUT, OUT])
    after = np.array([1.0, 0, -1, 0, OUT, OUT, 1, -1])
    assert matched_error(before, after) == pytest.approx(1 / 3)


def test_a_share_of_partly_the_same_people_by_hand() -> None:
    """A hit and a miss more: 4 and 5 of 7; four in both with Σ = 1/2: Var = 12/49/7 + 10/49/7 − 2·½/49 = 15/343."""
    before, after = np.array([1.0, 1, 0, 0, 1, OUT]), np.array([1.0, 1, 1, 0, OUT, 1])
    found = matched_share_change(before, after)
    assert (found.both, found.base, found.test) == (4, (5, 5), PARTLY_ADJUSTED)
    assert found.difference == pytest.approx(0.2)
    half = 1.959964 * np.sqrt(15 / 343)
    assert (found.low, found.high) == pytest.approx((1 / 7 - half, 1 / 7 + half), abs=1e-6)


def test_partly_the_same_people_raise_few_false_alarms_at_few_answers() -> None:
    draw = np.random.default_rng(6)
    alarms = 0
    for _ in range(400):
        scores = draw.choice([3.0, 8.0, 10.0], size=33, p=(0.2, 0.3, 0.5))
        before, after = scores.copy(), np.where(draw.random(33) < 0.5, scores, draw.permutation(scores))
        before[5:], after[:3] = OUT, OUT
        alarms += matched_nps_change(before, after).reliable
    assert alarms / 400 < 0.07


@pytest.mark.parametrize("people_asked", [6, 20])
def test_where_all_move_alike_only_the_direction_is_tested(people_asked: int) -> None:
    found = matched_nps_change(np.full(people_asked, 10.0), np.full(people_asked, 3.0))
    assert (found.test, found.difference, found.low) == (ONLY_DIRECTION, -2.0, None)
    assert found.p == pytest.approx(0.5**people_asked)
    assert said(found) == "down"
    unmoved = matched_nps_change(np.full(people_asked, 10.0), np.full(people_asked, 9.0))
    assert (unmoved.difference, unmoved.p, said(unmoved)) == (0.0, 1.0, "no reliable change")


def test_a_mean_of_partly_the_same_people_without_spread_is_not_tested() -> None:
    before, after = np.array([4.0] * 6 + [OUT]), np.array([5.0] * 5 + [OUT, 5.0])
    found = matched_mean_change(before, after)
    assert (found.p, found.why, said(found)) == (None, NO_SPREAD, "not tested")


def test_under_five_answers_nothing_is_tested() -> None:
    few = np.array([9.0, 9, 9, 9, OUT])
    for before, after in ((few, few), (few, np.array([9.0, 8, 7, 6, 10]))):
        assert said(matched_nps_change(before, after)) == "not tested"
    hits = np.array([1.0, 0, 1, 1, OUT])
    assert said(matched_share_change(hits, hits)) == "not tested"
    assert said(matched_mean_change(few, few)) == "not tested"


@given(some.integers(0, 60), some.integers(0, 60))
def test_mid_p_is_a_chance_below_the_exact_one(fell: int, rose: int) -> None:
    exact = mcnemar([[0, fell], [rose, 0]], exact=True).pvalue if fell + rose else 1.0
    assert 0 < mid_p(fell, rose) <= exact + 1e-12
    assert mid_p(fell, rose) == mid_p(rose, fell)
