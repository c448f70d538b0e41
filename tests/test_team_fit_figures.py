"""Plans of who could do a service: nobody twice, nobody beyond their free time, more time never worse."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.days import Bools, Floats
from lib.team.fit_figures import FITS, MOVE, NOT, Hands, movable_minutes, plan

ORDER = [NOT, MOVE, FITS]


def hands(
    free: list[list[float]], able: list[list[int]], movable: list[list[float]] | None = None,
    role: list[int] | None = None,
) -> Hands:  # fmt: skip
    none: Floats = np.zeros(np.shape(free))
    return Hands(
        np.array(free, dtype=float),
        none if movable is None else np.array(movable, dtype=float),
        np.array(able, dtype=bool),
        np.array(role or [1] * len(free)),
    )


def need(*minutes: float) -> Floats:
    return np.array(minutes, dtype=float)


def test_free_time_of_those_who_can_covers_a_need() -> None:
    found = plan(need(100), hands([[60, 0], [20, 30]], [[1], [1]]))
    assert found.verdict == FITS
    assert found.work.sum() == 100
    assert found.moves.sum() == 0


def test_a_person_with_two_of_the_skills_is_not_counted_twice() -> None:
    found = plan(need(60, 60), hands([[100]], [[1, 1]]))
    assert found.verdict == NOT
    assert np.isclose(found.short.sum(), 20)


def test_the_one_who_has_both_skills_leaves_the_rarer_one_covered() -> None:
    """Only the first has the second skill: the other must do all of the first."""
    found = plan(need(50, 100), hands([[100], [50]], [[1, 1], [1, 0]]))
    assert found.verdict == FITS
    assert np.allclose(found.work, [[0, 100], [50, 0]])


def test_a_skill_nobody_has_cannot_be_covered() -> None:
    found = plan(need(10), hands([[100]], [[0]]))
    assert (found.verdict, found.short.tolist()) == (NOT, [10])


def test_a_colleague_in_the_same_role_can_take_booked_work_over() -> None:
    found = plan(need(100), hands([[40, 40], [50, 50]], [[1], [0]], [[60, 60], [0, 0]]))
    assert found.verdict == MOVE
    assert np.isclose(found.moves[0, 1], 20)
    assert np.isclose(found.work[0, 0], 100)


def test_nobody_in_another_role_or_without_role_takes_work_over() -> None:
    there = hands([[40], [500]], [[1], [0]], [[60], [0]])
    for role in ([1, 2], [-1, -1]):
        assert plan(need(60), replace(there, role=np.array(role))).verdict == NOT


def test_work_is_handed_over_only_in_weeks_in_which_the_colleague_is_free() -> None:
    there = hands([[0, 0], [100, 0]], [[1], [0]], [[0, 100], [0, 0]])
    assert plan(need(50), there).verdict == NOT
    assert plan(need(50), replace(there, movable=np.array([[100.0, 0], [0, 0]]))).verdict == MOVE


def test_time_is_not_handed_over_and_used_at_once() -> None:
    """Jon has the first skill and could free Mara for the second, but has time for one of both."""
    there = hands([[0], [50]], [[1, 1], [1, 0]], [[50], [0]])
    assert plan(need(0, 50), there).verdict == MOVE
    assert plan(need(50, 50), there).verdict == NOT


def test_an_overbooked_week_frees_nothing_when_work_leaves_it() -> None:
    movable = movable_minutes(np.array([[100.0, 100.0]]), np.array([[120.0, 80.0]]))
    assert movable.tolist() == [[0, 80]]


def test_the_fewest_minutes_are_moved() -> None:
    found = plan(need(70), hands([[30], [100]], [[1], [0]], [[90], [0]]))
    assert np.isclose(found.moves.sum(), 40)


minutes = some.integers(0, 60).map(float)


@some.composite
def teams(draw: some.DrawFn) -> tuple[Floats, Floats, Floats, Bools, list[int]]:
    """Need, capacity, booked minutes, who is able, roles: up to five people, three skills, two weeks."""
    people, skills, weeks = draw(some.integers(1, 5)), draw(some.integers(1, 3)), 2
    table = some.lists(some.lists(minutes, min_size=weeks, max_size=weeks), min_size=people, max_size=people)
    able = draw(
        some.lists(some.lists(some.booleans(), min_size=skills, max_size=skills), min_size=people, max_size=people)
    )
    roles = draw(some.lists(some.integers(-1, 2), min_size=people, max_size=people))
    wanted = draw(some.lists(minutes, min_size=skills, max_size=skills))
    return np.array(wanted), np.array(draw(table)), np.array(draw(table)), np.array(able), roles


def made_of(capacity: Floats, booked: Floats, able: Bools, roles: list[int]) -> Hands:
    free = np.maximum(capacity - booked, 0)
    return Hands(free, movable_minutes(capacity, booked), able, np.array(roles))


def rank(wanted: Floats, there: Hands) -> int:
    return ORDER.index(plan(wanted, there).verdict)


@settings(max_examples=150, deadline=None)
@given(teams())
def test_nobody_is_used_beyond_free_and_freed_time(team: tuple[Floats, Floats, Floats, Bools, list[int]]) -> None:
    wanted, capacity, booked, able, roles = team
    there = made_of(capacity, booked, able, roles)
    found = plan(wanted, there)
    free = there.free.sum(axis=1)
    given_away, taken = found.moves.sum(axis=1), found.moves.sum(axis=0)
    assert (found.work.sum(axis=1) + taken <= free + given_away + 1e-6).all()
    assert (taken <= free + 1e-6).all()
    assert (given_away <= there.movable.sum(axis=1) + 1e-6).all()
    assert (found.work[~able] == 0).all()
    assert (found.work.sum(axis=0) <= wanted + 1e-6).all()
    assert np.allclose(found.short, np.maximum(wanted - found.work.sum(axis=0), 0))
    together = np.minimum(there.movable[:, None, :], there.free[None, :, :]).sum(axis=2)
    assert (found.moves <= together + 1e-6).all()


@settings(max_examples=150, deadline=None)
@given(teams(), some.integers(0, 4), some.integers(0, 1), minutes)
def test_more_capacity_or_fewer_bookings_never_worsen_the_verdict(
    team: tuple[Floats, Floats, Floats, Bools, list[int]], person: int, week: int, more: float
) -> None:
    wanted, capacity, booked, able, roles = team
    before = rank(wanted, made_of(capacity, booked, able, roles))
    at = (person % len(capacity), week)
    larger, lighter = capacity.copy(), booked.copy()
    larger[at] += more
    lighter[at] = max(lighter[at] - more, 0)
    assert rank(wanted, made_of(larger, booked, able, roles)) >= before
    assert rank(wanted, made_of(capacity, lighter, able, roles)) >= before


@settings(max_examples=100, deadline=None)
@given(teams(), some.integers(0, 2), minutes)
def test_needing_more_never_improves_the_verdict(
    team: tuple[Floats, Floats, Floats, Bools, list[int]], skill: int, more: float
) -> None:
    wanted, capacity, booked, able, roles = team
    there = made_of(capacity, booked, able, roles)
    asked = wanted.copy()
    asked[skill % len(asked)] += more
    assert rank(asked, there) <= rank(wanted, there)


@settings(max_examples=60, deadline=None)
@given(teams())
def test_without_moves_the_verdict_is_halls_condition(team: tuple[Floats, Floats, Floats, Bools, list[int]]) -> None:
    """Every set of skills must find as much free time among those who have one of them (Hall 1935)."""
    wanted, capacity, booked, able, _ = team
    there = made_of(capacity, booked, able, [-1] * len(capacity))
    sets = [np.array([bit == "1" for bit in f"{n:0{len(wanted)}b}"]) for n in range(1, 2 ** len(wanted))]
    free = there.free.sum(axis=1)
    enough = all(wanted[one].sum() <= free[able[:, one].any(axis=1)].sum() + 0.25 for one in sets)
    assert (plan(wanted, there).verdict == FITS) == enough
