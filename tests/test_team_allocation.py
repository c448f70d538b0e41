"""The solver: published instances proved, properties on random problems, nonsense refused in words."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.days import NONE
from lib.team.allocation import FAIRNESS, NoAllocation, Problem, band_cost, checked, loads, objective
from lib.team.allocation_descent import descend, start
from lib.team.allocation_milp import solve

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
