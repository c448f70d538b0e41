"""Intervals of a Net Promoter Score: published numbers, exact coverage, and what must hold for any counts."""

from math import isclose
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import multinomial, norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from lib.intervals import wilson
from lib.surveys.interval_figures import (
    AGRESTI_MIN,
    Interval,
    adjusted,
    adjusted_wald,
    newcombe,
    score_interval,
    score_statistic,
    simultaneous_contrasts,
    simultaneous_shares,
    wald,
)
from lib.surveys.promoter_figures import Promoters, nps
from tests.survey_golden import near, published

METHODS = (wald, adjusted_wald, score_interval)
promoters = some.builds(Promoters, *[some.integers(0, 60)] * 3).filter(lambda counts: counts.answers > 0)


@published("G7")
def test_g7_wald(case: dict[str, Any]) -> None:
    counts = Promoters(*case["inputs"])
    assert nps(counts) == case["nps"]
    assert wald(counts) == near(case["expect"], case)


@published("G8")
def test_g8_adjusted_wald_of_agresti_and_min(case: dict[str, Any]) -> None:
    counts = Promoters(*case["inputs"])
    assert adjusted(counts, AGRESTI_MIN)[0] == pytest.approx(case["centre"], abs=5e-8)
    assert adjusted_wald(counts, AGRESTI_MIN) == near(case["expect"], case)


@published("G9")
def test_g9_wald_and_adjusted_wald_of_one_table(case: dict[str, Any]) -> None:
    counts = Promoters(*case["inputs"])
    assert nps(counts) == near(case["nps"], case)
    assert wald(counts) == near(case["wald"], case)
    assert adjusted_wald(counts, AGRESTI_MIN) == near(case["adjusted"], case)


@published("G10")
def test_g10_score_interval(case: dict[str, Any]) -> None:
    assert score_interval(Promoters(*case["inputs"])) == near(case["expect"], case)


@published("G11")
def test_g11_score_interval_where_all_are_alike(case: dict[str, Any]) -> None:
    assert score_interval(Promoters(*case["inputs"])) == near(case["expect"], case)


@published("G12")
def test_g12_score_interval_and_statistic_of_tango(case: dict[str, Any]) -> None:
    counts = Promoters(*case["inputs"])
    interval = score_interval(counts, case["confidence"])
    assert interval is not None
    assert interval[0] == near(case["low"], case)
    statistic = score_statistic(counts, case["score"])
    assert statistic == near(case["statistic"], case)
    assert norm.sf(statistic) == near(case["p"], case)


@published("G13")
def test_g13_score_interval_of_rare_answers_and_its_mirror(case: dict[str, Any]) -> None:
    assert score_interval(Promoters(*case["inputs"]), case["confidence"]) == near(case["expect"], case)


@published("G14")
def test_g14_score_interval_of_90_per_cent(case: dict[str, Any]) -> None:
    assert score_interval(Promoters(*case["inputs"]), case["confidence"]) == near(case["expect"], case)


@published("G15")
def test_g15_contrast_that_holds_for_all_pairs(case: dict[str, Any]) -> None:
    found = simultaneous_contrasts(np.array(case["inputs"]), case["alpha"], case["method"])
    assert found[1, 2] == near(case["expect"], case)


@published("G16")
def test_g16_wilson_of_newcombe(case: dict[str, Any]) -> None:
    assert wilson(*case["inputs"]) == near(case["expect"], case)


@published("G17")
def test_g17_wilson_is_narrower_than_the_exact_interval(case: dict[str, Any]) -> None:
    assert wilson(*case["inputs"]) == near(case["expect"], case)
    assert proportion_confint(*case["inputs"], method="beta") == near(case["exact"], case)


@published("G18")
def test_g18_wilson_of_none_some_and_all(case: dict[str, Any]) -> None:
    assert wilson(*case["inputs"]) == near(case["expect"], case)


@published("G19")
def test_g19_wilson_of_half(case: dict[str, Any]) -> None:
    assert wilson(*case["inputs"]) == near(case["expect"], case)


@published("G20")
def test_g20_wilson_stays_inside_nought_and_one(case: dict[str, Any]) -> None:
    low, high = wilson(*case["inputs"])
    assert 0 <= low < high <= 1


@published("G21")
def test_g21_newcombe_keeps_the_sign_of_the_difference(case: dict[str, Any]) -> None:
    first, second = (tuple(pair) for pair in case["inputs"])
    assert newcombe(before=second, after=first) == near(case["expect"], case)


@published("G22")
def test_g22_newcombe_beside_agresti_and_caffo(case: dict[str, Any]) -> None:
    first, second = (tuple(pair) for pair in case["inputs"])
    assert newcombe(second, first) == near(case["newcombe"], case)
    beside = confint_proportions_2indep(*first, *second, method="agresti-caffo", compare="diff")
    assert beside == near(case["agresti_caffo"], case)


@published("G28")
def test_g28_shares_of_all_categories_together(case: dict[str, Any]) -> None:
    found = simultaneous_shares(np.array(case["inputs"]))
    assert found[0] == near(case["expect"]["first"], case)
    assert found[-1] == near(case["expect"]["last"], case)


def test_own_reference_numbers_of_a_small_wave() -> None:
    counts = Promoters(2, 3, 15)
    assert adjusted_wald(counts) == pytest.approx((0.280640, 0.849795), abs=5e-7)
    assert score_interval(counts) == pytest.approx((0.269508, 0.846584), abs=5e-7)


def test_the_adjusted_interval_of_one_promoter_misses_the_score_seen() -> None:
    low, high = adjusted_wald(Promoters(0, 0, 1)) or (0.0, 0.0)
    assert (low, high) == pytest.approx((-0.485, 0.985), abs=5e-4)
    assert high < 1


# Exact over all outcomes, true shares .05, .25, .70: surveys.md 2.3.
@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (3, (0.630, 0.915, 0.968)), (5, (0.801, 0.913, 0.959)), (10, (0.858, 0.949, 0.961)),
        (20, (0.917, 0.953, 0.965)),
    ],
)  # fmt: skip
def test_each_interval_holds_as_often_as_was_computed(n: int, expected: tuple[float, ...]) -> None:
    shares = (0.05, 0.25, 0.70)
    outcomes = [Promoters(d, m, n - d - m) for d in range(n + 1) for m in range(n + 1 - d)]
    chances = multinomial.pmf(outcomes, n, shares)
    for method, chance in zip(METHODS, expected, strict=True):
        inside = [holds(method(counts), shares[2] - shares[0]) for counts in outcomes]
        assert float(chances @ inside) == pytest.approx(chance, abs=6e-4), method.__name__


def holds(interval: Interval | None, score: float) -> bool:
    return interval is not None and interval[0] - 1e-9 <= score <= interval[1] + 1e-9


@given(promoters)
def test_the_score_interval_holds_the_score_stays_in_range_and_mirrors(counts: Promoters) -> None:
    low, high = score_interval(counts) or (np.nan, np.nan)
    seen = nps(counts) or 0.0
    assert -1 <= low <= seen <= high <= 1
    assert low < high
    assert score_interval(Promoters(*reversed(counts))) == (-high, -low)


@given(promoters)
def test_the_ends_of_the_score_interval_are_just_contradicted(counts: Promoters) -> None:
    for end in score_interval(counts) or ():
        assert abs(end) == 1 or isclose(abs(score_statistic(counts, end)), 1.959964, abs_tol=1e-4)


@given(promoters)
def test_ten_times_the_answers_narrow_every_interval(counts: Promoters) -> None:
    more = Promoters(*(10 * number for number in counts))
    for method in (adjusted_wald, score_interval):
        (low, high), (low_more, high_more) = method(counts) or (0, 0), method(more) or (0, 0)
        assert high_more - low_more < high - low


def test_nobody_has_no_interval() -> None:
    assert [method(Promoters(0, 0, 0)) for method in METHODS] == [None] * 3
