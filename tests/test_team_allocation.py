"""The solver: published instances proved, properties on random problems, nonsense refused in words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lib.days import NONE, Ints
from lib.team.allocation import FAIRNESS, NoAllocation, Problem, band_cost, checked, loads, objective
from lib.team.allocation_descent import descend, start
from lib.team.allocation_milp import Programme, keeps_rules, programme, solve

GOLDEN = json.loads((Path(__file__).parent / "golden" / "generalised_assignment.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", GOLDEN["instances"], ids=lambda one: one["name"])
def test_the_optimum_of_a_published_instance_is_proved(one: dict[str, Any]) -> None:
    # Published as maximisation of profit (OR-Library, gap1 and gap12).
    profit, hours, capacity = (np.array(one[name], dtype=float) for name in ("profit", "hours", "capacity"))
    found, _ = solve(Problem(-profit, hours, capacity), 30)
    assert found.proved
    assert -found.objective == pytest.approx(one["best"])
    assert (loads(Problem(-profit, hours, capacity), found.person) <= 100 + 1e-9).all()


def test_the_cost_of_load_rises_by_bands() -> None:
    load = np.array([0.0, 70.0, 100.0, 110.0, 115.0, 133.0, 143.0])
    assert band_cost(load, FAIRNESS).tolist() == pytest.approx([21.0, 0, 0, 10, 15, 15 + 72, 15 + 72 + 200])


def random_problem(seed: int, bands: bool, people: int = 4, accounts: int = 8, **more: Any) -> Problem:
    """Skills forbid some pairs; today's allocation is uneven."""
    rng = np.random.default_rng(seed)
    incumbent = rng.choice(people, accounts, p=rng.dirichlet(np.ones(people)))
    may = rng.random((people, accounts)) < 0.6
    may[incumbent, np.arange(accounts)] = True
    hours = np.where(may, rng.uniform(1, 10, accounts)[None, :] * rng.choice([0.85, 1, 1.2], people)[:, None], np.nan)
    cost = np.where(may, rng.uniform(0, 5, (people, accounts)), np.nan)
    capacity = rng.uniform(8, 20, people) * accounts / (2 * people)
    if not bands:
        capacity = capacity + np.nansum(hours, axis=1).max()
    given_facts = {
        "incumbent": incumbent, "handover": rng.uniform(0, 4, accounts), "locked": rng.random(accounts) < 0.2
    }  # fmt: skip
    return Problem(cost, hours, capacity, bands, **(given_facts | more))


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10**6), bands=some.booleans())
def test_no_better_allocation_exists_than_the_proved_one(seed: int, bands: bool) -> None:
    problem = random_problem(seed, bands, people=3, accounts=6)
    found, _ = solve(problem, 10)
    assert found.proved
    every = np.stack(np.meshgrid(*[np.arange(3)] * 6, indexing="ij"), axis=-1).reshape(-1, 6)
    may = problem.allowed[every, np.arange(6)].all(axis=1)
    costs = [
        objective(problem, person)
        for person in every[may]
        if bands or (loads(problem, person) <= 100 + 1e-6).all()
    ]  # fmt: skip
    assert found.objective == pytest.approx(min(costs))


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10**6), bands=some.booleans(), moves=some.one_of(some.none(), some.integers(0, 4)))
def test_locks_skills_capacity_and_the_limit_on_moves_are_kept_and_descent_is_never_better(
    seed: int, bands: bool, moves: int | None
) -> None:
    problem = random_problem(seed, bands, most_moves=moves)
    found, _ = solve(problem, 10)
    accounts = np.arange(8)
    assert problem.allowed[found.person, accounts].all()
    assert (found.person[problem.locked] == problem.incumbent[problem.locked]).all()
    assert bands or (loads(problem, found.person) <= 100 + 1e-6).all()
    assert moves is None or (found.person != problem.incumbent).sum() <= moves
    first = start(problem)
    assert first is not None
    better, steps = descend(problem, first)
    assert objective(problem, better) <= objective(problem, first) + 1e-9
    assert sum(step.relief for step in steps) == pytest.approx(objective(problem, first) - objective(problem, better))
    assert found.objective <= objective(problem, better) + 1e-6
    again, _ = solve(problem, 10)
    assert (again.person == found.person).all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 10**6), moves=some.integers(0, 4))
def test_what_a_limit_on_moves_can_bring_at_most_is_told_right(
    monkeypatch: pytest.MonkeyPatch, seed: int, moves: int
) -> None:
    """The rows that bound relief cut no allocation off, also where the relaxation rules pairs out."""
    monkeypatch.setattr("lib.team.allocation_milp.MANY", 0)
    plain = random_problem(seed, True, people=3, accounts=6, most_moves=moves)
    problem = replace(plain, capacity=plain.capacity * 0.6)
    if seed % 3 == 0:  # somebody has one they may not keep, and one is nobody's
        problem.incumbent[0], problem.locked[0] = NONE, False
    found, _ = solve(problem, 10)
    every = np.stack(np.meshgrid(*[np.arange(3)] * 6, indexing="ij"), axis=-1).reshape(-1, 6)
    best = min(objective(problem, person) for person in every if keeps_rules(problem, person))
    assert found.proved
    assert found.objective == pytest.approx(best, rel=1.1e-4)
    assert found.bound <= best + 1e-6
    made = programme(problem, problem.allowed)
    whole = [person for person in every if keeps_rules(problem, person)]
    assert all(_fits(made, problem, person) for person in whole[:: max(1, len(whole) // 50)])


def _fits(made: Programme, problem: Problem, person: Ints) -> bool:
    """Whether an allocation, its loads laid into the bands, keeps every row of the programme."""
    load = loads(problem, person)
    taken = (person[made.account] == made.person).astype(float)
    parts = [np.clip(load, 70, 100), np.clip(load - 100, 0, 15), np.clip(load - 115, 0, 18)]
    bands = np.column_stack([*parts, np.maximum(load - 133, 0), np.maximum(70 - load, 0)])
    rows = made.matrix @ np.concatenate([taken, bands.ravel()])
    return bool((rows >= made.low - 1e-6).all() and (rows <= made.high + 1e-6).all())


def test_a_limit_on_moves_that_incumbents_break_is_refused() -> None:
    cost = np.array([[1.0, np.nan], [4.0, 2.0]])
    today = {"incumbent": np.array([1, 0]), "handover": np.ones(2), "most_moves": 0}
    with pytest.raises(NoAllocation, match="so few moves"):
        solve(Problem(cost, np.full((2, 2), 3.0), np.array([4.0, 4.0]), True, **today), 5)


def test_the_relaxation_leaves_out_no_pair_that_the_best_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(7, True, people=6, accounts=30)
    whole, _ = solve(problem, 10)
    monkeypatch.setattr("lib.team.allocation_milp.MANY", 0)
    narrowed, _ = solve(problem, 10)
    assert whole.proved
    assert narrowed.proved
    assert narrowed.objective == pytest.approx(whole.objective)


def test_more_moves_never_cost_more_and_none_is_today() -> None:
    costs = [solve(random_problem(11, True, most_moves=moves), 10)[0].objective for moves in range(5)]
    assert costs == sorted(costs, reverse=True)
    problem = random_problem(11, True, most_moves=0)
    assert solve(problem, 10)[0].person.tolist() == problem.incumbent.tolist()


def test_what_cannot_be_is_said() -> None:
    cost, hours = np.ones((2, 2)), np.full((2, 2), 8.0)
    with pytest.raises(NoAllocation, match="more hours are asked for"):
        solve(Problem(cost, hours, np.array([8.0, 7.0])), 5)
    nobody = np.array([[1.0, np.nan], [1.0, np.nan]])
    with pytest.raises(NoAllocation, match="Nobody may take account 1"):
        solve(Problem(nobody, hours, np.array([20.0, 20.0])), 5)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cost": np.ones((0, 0)), "hours": np.ones((0, 0)), "capacity": np.ones(0)}, "nobody, or nothing"),
        ({"hours": np.ones((2, 3))}, "hours must have as many"),
        ({"capacity": np.ones(3)}, "capacity one number a person"),
        ({"capacity": np.array([1.0, NAN])}, "must be numbers"),
        ({"cost": np.array([[1, INF], [1, 1.0]])}, "must be numbers"),
        ({"hours": -np.ones((2, 2))}, "cannot be negative"),
        ({"locked": np.array([True, False])}, "locked needs incumbent"),
        ({"incumbent": np.array([0, 5]), "handover": np.ones(2)}, "people by row, 0 to 1"),
        ({"incumbent": np.array([0]), "handover": np.ones(1)}, "one entry an account"),
        ({"incumbent": np.array([0, NONE])}, "belong together"),
        ({"most_moves": 1}, "needs incumbent"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(changed: dict[str, Any], words: str) -> None:
    plain = {"cost": np.ones((2, 2)), "hours": np.ones((2, 2)), "capacity": np.full(2, 9.0)}
    with pytest.raises(NoAllocation, match=words):
        checked(Problem(**(plain | changed)))
