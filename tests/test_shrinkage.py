"""Shares of groups drawn to their mean: published numbers, and what must hold for any counts."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from lib.intervals import wilson
from lib.shrinkage import Shrunk, dersimonian_laird, own_weights, paule_mandel, prior_strength, shrunk_shares

# Efron and Morris, Stein's paradox, Scientific American 1977: hits in the first 45 at bats of 18 players.
HITS_OF_45 = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, *[10] * 5, 9, 8, 7])
# metafor's numbers as kept in statsmodels' results_meta.py.
VALUES = np.array([61, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9])
VARIANCES = np.array([0.2025, 1.21, 0.09, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225])

counts = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)


def shrunk(pairs: list[tuple[int, int]]) -> Shrunk:
    return shrunk_shares(np.array([hits for hits, _ in pairs]), np.array([base for _, base in pairs]))


def test_players_are_drawn_to_their_mean_as_published() -> None:
    found = shrunk_shares(HITS_OF_45, np.full(18, 45))
    assert found.told_apart
    assert found.mean == pytest.approx(0.265, abs=0.0005)
    assert found.weight == pytest.approx(np.full(18, 0.212), abs=0.0005)
    assert found.rate[[0, -1]] == pytest.approx([0.294, 0.242], abs=0.0005)


def test_the_variance_between_by_moments_is_as_published() -> None:
    found = dersimonian_laird(VALUES, VARIANCES)
    assert found.variance == pytest.approx(0.288049246973751, abs=1e-12)
    assert found.mean == pytest.approx(62.3901386044504, abs=1e-10)
    assert found.error == pytest.approx(0.245749668040304, abs=1e-12)


def test_the_variance_between_by_iteration_is_as_published() -> None:
    found = paule_mandel(VALUES, VARIANCES)
    assert found.variance == pytest.approx(0.705395309224248, rel=2e-5)
    assert found.mean == pytest.approx(62.4076199113286, rel=1e-7)


@pytest.mark.parametrize(
    ("hits", "base", "low", "high", "within"),
    [
        (81, 263, 0.2553, 0.3662, 5e-5), (15, 148, 0.0624, 0.1605, 5e-5),  # Newcombe 1998
        (13, 16, 0.5699, 0.9341, 5e-5),  # contingencytables, ligarden_2010
        (3, 10, 0.1077913, 0.6032219, 5e-8), (0, 10, 0, 0.2775328, 5e-8), (10, 10, 0.7224672, 1, 5e-8),  # R prop.test
        (100, 200, 0.4313609, 0.5686391, 5e-8), (19, 38, 0.348499283643951, 0.651500716356049, 1e-12),  # statsmodels
    ],
)  # fmt: skip
def test_wilsons_interval_is_as_published(hits: int, base: int, low: float, high: float, within: float) -> None:
    assert wilson(hits, base) == pytest.approx((low, high), abs=within)


@pytest.mark.parametrize(("hits", "base"), [(38, 38), (0, 77)])
def test_wilsons_interval_stays_inside_0_and_1(hits: int, base: int) -> None:
    low, high = wilson(hits, base)
    assert 0 <= low < high <= 1


def test_groups_that_differ_no_more_than_chance_all_have_the_rate_and_interval_of_the_pool() -> None:
    found = shrunk([(5, 10), (6, 10), (0, 0), (22, 40)])
    assert not found.told_apart
    assert found.between == 0
    assert found.rate.tolist() == [33 / 60] * 4
    assert list(zip(found.low.tolist(), found.high.tolist(), strict=True)) == [wilson(33, 60)] * 4


def test_without_any_record_nothing_is_known() -> None:
    found = shrunk([(0, 0), (0, 0)])
    assert not found.told_apart
    assert np.isnan(found.mean)
    assert np.isnan(found.rate).all()


@pytest.mark.parametrize("pairs", [[(0, 3), (0, 90)], [(4, 4), (9, 9)], [(7, 20)]])
def test_all_or_nothing_or_one_group_cannot_be_told_apart(pairs: list[tuple[int, int]]) -> None:
    found = shrunk(pairs)
    assert not found.told_apart
    assert set(found.rate) == {sum(hits for hits, _ in pairs) / sum(base for _, base in pairs)}


def test_up_to_three_groups_keep_the_plain_weight() -> None:
    assert own_weights(np.array([1.0, 3.0]), 1.0).tolist() == [0.5, 0.25]
    assert own_weights(np.ones(5), 1.0).tolist() == [0.75] * 5  # (5 - 3) / (5 - 1) of one half


def test_the_interval_is_that_of_as_many_records_as_the_weights_imply() -> None:
    found = shrunk([(18, 20), (2, 20), (11, 20), (10, 20), (3, 5)])
    strength = 20 / found.weight[0]
    rate = found.rate[0]
    assert found.low[0] == pytest.approx(beta.ppf(0.025, rate * strength, (1 - rate) * strength))
    assert found.high[0] == pytest.approx(beta.ppf(0.975, rate * strength, (1 - rate) * strength))


def test_a_prior_is_as_strong_as_its_variance_says() -> None:
    assert prior_strength(0.5, beta(6, 6).var()) == pytest.approx(12)
    assert prior_strength(0.5, 0.24) == 1  # weaker than one record is none


def test_intervals_hold_the_true_rate_about_as_often_as_they_say() -> None:
    """Groups drawn from Beta(6, 9), 5 to 60 records each; seeded. 95 % ± 1.5 points."""
    chance = np.random.default_rng(4)
    held = []
    for _ in range(40):
        true, base = chance.beta(6, 9, 60), chance.integers(5, 60, 60)
        found = shrunk_shares(chance.binomial(base, true), base)
        held.append(((found.low <= true) & (true <= found.high)).mean())
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_estimates_are_nearer_to_the_truth_than_raw_shares() -> None:
    chance = np.random.default_rng(9)
    true, base = chance.beta(6, 9, 200), chance.integers(2, 30, 200)
    hits = chance.binomial(base, true)
    rate = shrunk_shares(hits, base).rate
    assert ((rate - true) ** 2).sum() < 0.6 * ((hits / base - true) ** 2).sum()


@given(counts)
def test_a_rate_lies_between_its_own_share_and_the_mean(pairs: list[tuple[int, int]]) -> None:
    found = shrunk(pairs)
    for (hits, base), rate in zip(pairs, found.rate, strict=True):
        if base:
            low, high = sorted((hits / base, found.mean))
            assert low - 1e-12 <= rate <= high + 1e-12
        elif sum(of for _, of in pairs):
            assert rate == pytest.approx(found.mean)


@given(counts)
def test_an_interval_lies_inside_0_and_1(pairs: list[tuple[int, int]]) -> None:
    if sum(base for _, base in pairs):
        found = shrunk(pairs)
        assert (found.low >= 0).all()
        assert (found.low <= found.high).all()
        assert (found.high <= 1).all()


def test_a_group_without_records_is_never_known_better_than_one_with_few() -> None:
    """Groups that differ hardly: the spread between them alone would give the new one a narrower interval."""
    found = shrunk([(793, 1223), (479, 745), (915, 1436), (729, 1147), (653, 1051), (15, 25), (654, 1084), (0, 0)])
    assert found.told_apart
    width = found.high - found.low
    assert width[-1] >= width[5] * 0.99 > width[0]


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_groups_is_irrelevant(pairs: list[tuple[int, int]], chance: Any) -> None:
    order = list(range(len(pairs)))
    chance.shuffle(order)
    found, moved = shrunk(pairs), shrunk([pairs[at] for at in order])
    for name in ("rate", "low", "high", "weight"):
        assert getattr(moved, name) == pytest.approx(getattr(found, name)[order], nan_ok=True, rel=1e-6, abs=1e-9)


@given(counts)
def test_more_records_count_more(pairs: list[tuple[int, int]]) -> None:
    found = shrunk(pairs)
    order = np.argsort([base for _, base in pairs], kind="stable")
    assert (np.diff(found.weight[order]) >= -1e-12).all()


@given(counts)
def test_a_group_without_records_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    found, more = shrunk(pairs), shrunk([*pairs, (0, 0)])
    assert more.rate[:-1] == pytest.approx(found.rate, nan_ok=True)
    assert more.low[:-1] == pytest.approx(found.low, nan_ok=True)
