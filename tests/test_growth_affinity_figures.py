"""Affinity of services: by hand, under chance alone, and its use as a factor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.days import Bools
from lib.growth.affinity_figures import affinities, chance_lift, clear_by_chance, pairs_looked_at
from lib.intervals import wilson

ownerships = arrays(np.bool_, st.tuples(st.integers(1, 30), st.integers(1, 5)))


def firm() -> Bools:
    """40 accounts: 20 own service 0, of them 14 own service 1; of the other 20 only 1 does. Service 2 is nobody's."""
    owns = np.zeros((40, 3), dtype=np.bool_)
    owns[:20, 0] = owns[:14, 1] = owns[20, 1] = True
    return owns


def test_a_lift_is_the_share_among_owners_over_the_share_among_all() -> None:
    pair = affinities(firm()).iloc[0]
    assert (pair["owned"], pair["other"], pair["owners"], pair["both"]) == (0, 1, 20, 14)
    assert (pair["share"], pair["base_share"]) == (0.7, 0.375)
    assert pair["lift"] == pytest.approx(0.7 / 0.375)
    low, high = wilson(14, 20)
    assert (pair["lift_low"], pair["lift_high"]) == pytest.approx((low / 0.375, high / 0.375))
    assert pair["clear"]


def test_a_service_nobody_owns_has_no_pairs() -> None:
    assert set(affinities(firm())["owned"]) == {0, 1}
    assert affinities(np.zeros((5, 3), dtype=np.bool_)).empty
    assert affinities(np.zeros((0, 0), dtype=np.bool_)).empty


def test_under_ten_owners_nothing_is_clear() -> None:
    owns = np.zeros((100, 2), dtype=np.bool_)
    owns[:9] = True
    pairs = affinities(owns)
    assert (pairs["lift_low"] > 5).all()
    assert not pairs["clear"].any()
    assert pairs_looked_at(pairs) == 0


def test_a_chance_is_raised_by_the_lower_bound_of_what_is_owned() -> None:
    owns = firm()
    pairs = affinities(owns)
    factor = chance_lift(owns, pairs)
    assert factor[0, 1] == pytest.approx(wilson(14, 20)[0] / 0.375)
    assert factor[0, 2] == 1
    assert factor[25].tolist() == [1, 1, 1]  # owns nothing


def test_the_largest_of_several_lower_bounds_counts() -> None:
    chance = np.random.default_rng(3)
    third = chance.random(200) < 0.5
    owns = np.column_stack([third ^ (chance.random(200) < 0.1), third ^ (chance.random(200) < 0.3), third])
    pairs = affinities(owns)
    bounds = pairs.loc[pairs["other"] == 2, "lift_low"].tolist()
    both = int(np.flatnonzero(owns[:, 0] & owns[:, 1])[0])
    assert min(bounds) > 1
    assert chance_lift(owns, pairs)[both, 2] == max(bounds)


def test_by_chance_alone_no_more_look_clear_than_is_said() -> None:
    """Services bought independently of each other; seeded."""
    chance = np.random.default_rng(12)
    looked_at = clear = 0
    for _ in range(60):
        pairs = affinities(chance.random((120, 8)) < chance.uniform(0.15, 0.6, 8))
        looked_at += pairs_looked_at(pairs)
        clear += int(pairs["clear"].sum())
    assert clear <= clear_by_chance(looked_at)
    assert clear > 0  # so it can fail


@pytest.mark.parametrize(("pairs", "by_chance"), [(0, 0), (1, 1), (40, 1), (132, 4)])
def test_how_many_look_clear_by_chance_is_rounded_up(pairs: int, by_chance: int) -> None:
    assert clear_by_chance(pairs) == by_chance


@given(ownerships)
def test_lift_is_the_same_both_ways_and_inside_its_interval(owns: Bools) -> None:
    pairs = affinities(owns)
    other_way = pairs.set_index(["other", "owned"])["lift"]
    for pair in pairs.to_dict("records"):
        assert other_way[(pair["owned"], pair["other"])] == pytest.approx(pair["lift"])
        assert pair["lift_low"] - 1e-12 <= pair["lift"] <= pair["lift_high"] + 1e-12


@given(ownerships)
def test_a_factor_is_never_below_one(owns: Bools) -> None:
    factor = chance_lift(owns, affinities(owns))
    assert factor.shape == owns.shape
    assert (factor >= 1).all()
