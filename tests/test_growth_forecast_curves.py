"""Aalen–Johansen: by hand, against plain shares, and with weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import Floats
from lib.growth.forecast_curves import Curve, curve, won_between
from lib.growth.stage_history import LOST, OPEN, WON, Stays

FATES = some.lists(some.tuples(some.integers(0, 60), some.sampled_from([OPEN, WON, LOST])), min_size=1, max_size=40)


def history(rows: list[tuple[int, int]], seen_from: list[int] | None = None) -> Stays:
    count = len(rows)
    days = np.array([row[0] for row in rows], dtype=np.int64)
    return Stays(
        deals=count, records_from=0, deal=np.arange(count), stage=np.ones(count, dtype=np.int64),
        renewal=np.zeros(count, dtype=np.bool_), since=np.zeros(count, dtype=np.int64), stayed=days, days=days,
        seen_from=np.array(seen_from or [0] * count, dtype=np.int64), outcome=np.array([row[1] for row in rows]),
    )  # fmt: skip


def plain_curve(
    rows: list[tuple[int, int]], seen_from: list[int] | None = None, weights: Floats | None = None
) -> Curve:
    made = history(rows, seen_from)
    return curve(made, np.ones(len(rows), dtype=np.bool_), np.ones((len(rows), 1)) if weights is None else weights)


def test_five_deals_by_hand() -> None:
    """Won on day 2, open at 3, lost on 4, won on 6, open at 7.

    Day 2: 5 at risk, won 1/5, left 4/5. Day 4: 3 at risk, left 4/5 · 2/3 = 8/15. Day 6: 2 at risk, won 8/15 · 1/2.
    """
    found = plain_curve([(2, WON), (3, OPEN), (4, LOST), (6, WON), (7, OPEN)])
    assert found.days.tolist() == [2, 4, 6]
    assert found.left[:, 0] == pytest.approx([1, 4 / 5, 8 / 15, 4 / 15])
    assert found.won[:, 0] == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5 + 4 / 15])


def test_a_deal_counts_only_from_when_it_was_seen() -> None:
    """The second deal is on record from day 3: on day 2 one deal is at risk, so all are won; then nobody is left."""
    found = plain_curve([(2, WON), (4, WON)], seen_from=[0, 3])
    assert found.won[:, 0] == pytest.approx([0, 1, 1])
    assert plain_curve([(2, WON), (4, WON)]).won[:, 0] == pytest.approx([0, 0.5, 1])


def test_the_chance_of_a_deal_open_so_long_counts_only_what_came_later() -> None:
    """After 3 days 4/5 are left; won later 4/15, within 2 days nothing, within 3 days all of it."""
    found = plain_curve([(2, WON), (3, OPEN), (4, LOST), (6, WON), (7, OPEN)])
    chance = won_between(found, np.array([3]), np.array([2, 3]))
    assert chance[0, :, 0] == pytest.approx([0, 1 / 3, 1 / 3])


def test_where_nobody_was_left_there_is_no_chance_to_tell() -> None:
    assert np.isnan(won_between(plain_curve([(2, WON)]), np.array([5]), np.array([10]))).all()


@given(FATES.filter(lambda rows: all(fate != OPEN for _, fate in rows)), some.integers(0, 70))
def test_without_open_deals_it_is_the_plain_share(rows: list[tuple[int, int]], age: int) -> None:
    later = [(day, fate) for day, fate in rows if day > age]
    chance = won_between(plain_curve(rows), np.array([age]), np.array([10]))[0, :, 0]
    if not later:
        assert np.isnan(chance).all()
        return
    assert chance[1] == pytest.approx(sum(fate == WON for _, fate in later) / len(later))
    assert chance[0] == pytest.approx(sum(fate == WON and day <= age + 10 for day, fate in later) / len(later))


@given(FATES, some.integers(0, 60), some.integers(1, 90))
def test_chances_are_shares_that_grow_with_time(rows: list[tuple[int, int]], age: int, days: int) -> None:
    weights = np.random.default_rng(len(rows)).standard_exponential((len(rows), 3))
    chance = won_between(plain_curve(rows, weights=weights), np.array([age]), np.array([days, 2 * days]))
    told = chance[~np.isnan(chance).any(axis=(1, 2))]
    assert ((told >= 0) & (told <= 1)).all()
    assert (np.diff(told, axis=1) >= -1e-12).all()


@given(FATES)
def test_a_deal_that_weighs_double_counts_as_two(rows: list[tuple[int, int]]) -> None:
    weights = np.ones((len(rows), 1))
    weights[0] = 2
    doubled, twice = plain_curve(rows, weights=weights), plain_curve([rows[0], *rows])
    assert doubled.days.tolist() == twice.days.tolist()
    assert doubled.won[:, 0] == pytest.approx(twice.won[:, 0])
    assert doubled.left[:, 0] == pytest.approx(twice.left[:, 0], abs=1e-12)
