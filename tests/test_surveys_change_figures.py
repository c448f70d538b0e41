"""Whether a score changed between separate groups: own sign, careful at few answers, adjusted together."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import multinomial, ttest_ind
from statsmodels.stats.multitest import multipletests

from lib.surveys.change_figures import (
    NO_SPREAD,
    UNMATCHED,
    Change,
    holm,
    mean_change,
    nps_change,
    said,
    share_change,
    unmatched,
)
from lib.surveys.promoter_figures import Promoters

WORSE, BETTER = Promoters(6, 6, 8), Promoters(2, 3, 15)
enough = some.builds(Promoters, *[some.integers(2, 40)] * 3)


def change_of(p: float | None) -> Change:
    return Change("z", (20, 20), difference=0.2, p=p)


def test_own_reference_numbers_of_two_waves() -> None:
    found = nps_change(WORSE, BETTER)
    assert found.p == pytest.approx(0.032541, abs=5e-7)
    assert (found.low, found.high) == pytest.approx(
        (0.478261 - 1.959964 * 0.223726, 0.478261 + 1.959964 * 0.223726), abs=2e-6
    )
    assert (found.before, found.after, found.difference) == pytest.approx((0.10, 0.65, 0.55))
    assert found.test == "two separate groups: adjusted Wald test (Rocks 2016)"
    assert said(found) == "up"


@given(enough, enough)
def test_the_difference_keeps_its_own_sign(before: Promoters, after: Promoters) -> None:
    there, back = nps_change(before, after), nps_change(after, before)
    assert there.difference == pytest.approx(-(back.difference or 0.0))
    assert (there.low, there.high, there.p) == pytest.approx((-(back.high or 0), -(back.low or 0), back.p))
    assert (there.low or 0) <= (there.difference or 0) <= (there.high or 0)


def test_the_interval_holds_the_difference_seen_even_where_the_adjusted_one_misses_it() -> None:
    found = nps_change(Promoters(5, 0, 0), Promoters(0, 0, 5))
    assert (found.difference, found.high) == (2.0, 2.0)


def test_false_alarms_at_5_against_30_are_rarer_than_one_in_twenty() -> None:
    """Exact for shares .2, .3, .5: surveys.md 2.3 has .038; plain Wald .144."""
    few, many = outcomes(5), outcomes(30)
    alarms = [[nps_change(one, other).reliable for other in many] for one in few]
    chance = chances(few, 5) @ np.array(alarms) @ chances(many, 30)
    assert chance == pytest.approx(0.038, abs=6e-4)


def outcomes(n: int) -> list[Promoters]:
    return [Promoters(d, m, n - d - m) for d in range(n + 1) for m in range(n + 1 - d)]


def chances(found: list[Promoters], n: int) -> np.ndarray:
    return np.asarray(multinomial.pmf(found, n, (0.2, 0.3, 0.5)))


def test_no_change_is_called_not_reliable_and_never_stable() -> None:
    assert said(nps_change(Promoters(6, 6, 8), Promoters(5, 6, 9))) == "no reliable change"
    assert said(nps_change(BETTER, WORSE)) == "down"


def test_under_five_answers_nothing_is_change_of() -> None:
    found = nps_change(Promoters(0, 1, 3), Promoters(4, 4, 4))
    assert (found.p, found.difference, found.reliable, said(found)) == (None, None, False, "not tested")
    assert found.why == "Too few answers to test a change: 4 before, 12 after."
    assert said(share_change((3, 4), (4, 12))) == "not tested"


def test_a_share_has_newcombes_interval_and_a_score_test() -> None:
    found = share_change((48, 80), (56, 70))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.difference == pytest.approx(0.2)
    assert found.p == pytest.approx(0.00807, abs=5e-4)
    assert "Newcombe" in found.test


@pytest.mark.parametrize(("before", "after"), [((0, 9), (0, 7)), ((9, 9), (7, 7))])
def test_all_or_nothing_in_both_waves_is_no_change(before: tuple[int, int], after: tuple[int, int]) -> None:
    found = share_change(before, after)
    assert (found.difference, found.p, said(found)) == (0.0, 1.0, "no reliable change")


def test_a_mean_is_tested_by_welch() -> None:
    before, after = np.array([1.0, 2, 3, 4, 5, np.nan]), np.array([4.0, 4, 5, 5, 5, 5])
    found = mean_change(before, after)
    assert found.p == pytest.approx(ttest_ind(after, before[:5], equal_var=False).pvalue)
    assert (found.base, found.difference) == ((5, 6), pytest.approx(5 / 3))
    assert mean_change(np.full(6, 4.0), np.full(6, 5.0)).why == NO_SPREAD


def test_areas_on_one_page_are_adjusted_together() -> None:
    """Holm 1979: .01 × 4, then .015 × 3, .03 × 2, .04 × 1, none below the one before."""
    found = holm([change_of(0.03), change_of(0.01), change_of(None), change_of(0.04), change_of(0.015)])
    assert [one.adjusted_p for one in found] == [
        pytest.approx(p) if p else None for p in (0.06, 0.04, None, 0.06, 0.045)
    ]
    assert [said(one) for one in found] == ["no reliable change", "up", "not tested", "no reliable change", "up"]
    assert holm([]) == []


@given(some.lists(some.floats(0.0, 1.0), min_size=1, max_size=8))
def test_adjusting_never_makes_a_change_more_certain(ps: list[float]) -> None:
    found = holm([change_of(p) for p in ps])
    assert all((one.adjusted_p or 0.0) >= p for one, p in zip(found, ps, strict=True))


def test_adjusted_p_values_are_those_of_statsmodels() -> None:
    ps = [0.2, 0.001, 0.04, 0.9, 0.013, 0.04]
    expected = multipletests(ps, method="holm")[1]
    assert [one.adjusted_p for one in holm([change_of(p) for p in ps])] == pytest.approx(expected)


def test_an_anonymous_change_says_that_people_could_not_be_matched() -> None:
    found = unmatched(nps_change(WORSE, BETTER))
    assert found == replace(nps_change(WORSE, BETTER), note=UNMATCHED)
