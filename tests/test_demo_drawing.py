"""Draws keep within what they are asked for, whatever they are asked."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from lib.demo.days import FAR, NOTHING, first_of, monday, month_of, or_nothing, weekday, workday
from lib.demo.drawing import among, between, happenings, only, shares, spread, words
from lib.demo.world import World

ORDINALS = some.integers(date(1990, 1, 1).toordinal(), date(2090, 1, 1).toordinal())


@given(ORDINALS)
def test_days_as_numbers_are_the_calendars(ordinal: int) -> None:
    day, numbers = date.fromordinal(ordinal), np.array([ordinal])
    assert weekday(numbers)[0] == day.weekday()
    assert first_of(month_of(numbers))[0] == day.replace(day=1).toordinal()
    assert date.fromordinal(monday(ordinal)).weekday() == 0
    assert 0 <= ordinal - monday(ordinal) < 7
    assert date.fromordinal(int(workday(numbers)[0])).weekday() < 5


def test_what_never_ends_has_no_last_day() -> None:
    assert or_nothing(np.array([5, FAR])).tolist() == [5, NOTHING]
    assert or_nothing(np.array([5, 9]), until=7).tolist() == [5, NOTHING]


@given(some.lists(some.floats(0.1, 9), min_size=1, max_size=9), some.integers(0, 500))
def test_shares_add_up_to_the_total(weights: list[float], total: int) -> None:
    assert sum(shares(weights, total, [0] * len(weights))) == total


def test_nobody_gets_less_than_the_least() -> None:
    assert shares([1, 9], 10, [3, 1]) == [3, 9]


@given(some.lists(some.integers(0, 6), max_size=12))
def test_spread_counts_each_group_from_nought(counts: list[int]) -> None:
    group, place = spread(np.array(counts, dtype=np.int64))
    assert [(g, p) for g, count in enumerate(counts) for p in range(count)] == list(zip(group, place, strict=True))


@given(some.integers(0, 2**32), some.integers(-5, 5), some.integers(-5, 5))
def test_between_stays_inside_and_gives_the_low_end_of_an_empty_span(seed: int, low: int, high: int) -> None:
    drawn = between(np.random.default_rng(seed), low, high, 50)
    assert ((drawn >= low) & (drawn <= max(low, high))).all()


@given(some.integers(0, 2**32))
def test_things_happen_within_their_span_oldest_first(seed: int) -> None:
    starts, ends = np.array([10, 400, 50]), np.array([200, 800, 50])
    who, when = happenings(np.random.default_rng(seed), starts, ends, 12.0)
    assert ((when >= starts[who]) & (when < ends[who])).all()
    assert (np.diff(when) >= 0).all()
    assert 2 not in who


def test_one_of_the_entries_somebody_has_is_chosen() -> None:
    first, count = np.array([0, 3, 3]), np.array([3, 0, 2])
    assert among(first, count, np.array([0, 1, 2]), np.array([0.99, 0.5, 0.0])).tolist() == [2, -1, 3]


def test_only_what_was_said_is_kept() -> None:
    assert only(np.array([True, False]), words(["yes", "no"])).tolist() == ["yes", None]


def test_each_subject_has_its_own_draws() -> None:
    world = World(accounts=60, months=36, seed=1, until=date(2026, 11, 21).toordinal())
    first, again, other = (world.stream(name).random(5).tolist() for name in ("people", "people", "clients"))
    assert first == again
    assert first != other


def test_the_records_begin_with_a_month_so_many_months_ago() -> None:
    for until, start in ((date(2026, 11, 21), date(2023, 11, 1)), (date(2026, 11, 30), date(2023, 12, 1))):
        assert World(accounts=60, months=36, seed=1, until=until.toordinal()).start == start.toordinal()
