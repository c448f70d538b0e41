"""The allocation as a mixed-integer programme: convex load bands, one person an account, handovers in the cost."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
from scipy.sparse import coo_array, hstack, vstack

from lib.days import NONE, Bools, Floats, Ints
from lib.team.allocation import (
    BEYOND,
    HIGH_TO,
    IDEAL_FROM,
    IDEAL_TO,
    NoAllocation,
    Problem,
    Solution,
    checked,
    objective,
)  # fmt: skip
from lib.team.allocation_descent import Move, descend, start

MANY = 10_000  # pairs from which on the linear relaxation first tells which of them no best allocation can hold
LEAST_SECONDS = 0.1
_INFEASIBLE = 2
_BAND_COLUMNS = 5  # ideal, over, high, beyond, under


@dataclass(frozen=True, eq=False)
class Programme:
    """Columns are the pairs of `person` and `account`, then five bands a person; rows are accounts, then people."""

    person: Ints
    account: Ints
    cost: Floats
    matrix: Any
    low: Floats
    high: Floats
    most: Floats  # upper bounds of the columns; the lower ones are 0, of the ideal band 70
    least: Floats


def solve(problem: Problem, seconds: float = 5.0) -> tuple[Solution, list[Move]]:
    """The best allocation that `seconds` find, and the moves that a plain descent would make from today's.

    Descent first, then HiGHS; the better is kept. Raises NoAllocation where the problem makes no sense, or has no
    answer. A proved answer is the same every time; one that ran out of time may not be.
    """
    begun, problem = monotonic(), checked(problem)
    first = start(problem)
    person, moves = descend(problem, first) if first is not None else (None, [])
    best = np.inf if person is None else objective(problem, person)
    made = programme(problem, np.asarray(problem.allowed))
    bound = -np.inf
    if len(made.person) > MANY:
        made, bound = _narrowed(problem, made, best, seconds / 3)
    found, its_bound = _integer(made, max(LEAST_SECONDS, seconds - (monotonic() - begun)), person is None)
    bound = max(bound, its_bound)
    if found is not None and (person is None or objective(problem, found) < best):
        person, best = found, objective(problem, found)
    if person is None:
        raise NoAllocation(f"No allocation was found in {seconds:g} seconds: allow more time, or more capacity.")
    return Solution(person, best, min(bound, best), monotonic() - begun), moves


def programme(problem: Problem, pairs: Bools) -> Programme:
    """The programme over the chosen pairs (person × account)."""
    person, account = np.nonzero(pairs)
    people, accounts, count = len(problem.capacity), pairs.shape[1], len(person)
    hours = problem.hours[person, account]
    column = np.arange(count)
    once = coo_array((np.ones(count), (account, column)), shape=(accounts, count))
    if problem.bands:
        share = 100.0 * hours / np.maximum(problem.capacity[person], 1e-9)
        load = coo_array((share, (person, column)), shape=(people, count))
        bands, cost, least, most = _bands(problem)
    else:
        load = coo_array((hours, (person, column)), shape=(people, count))
        bands, cost, least, most = coo_array((people, 0)), np.array([]), np.array([]), np.array([])
    rows = [hstack([once, coo_array((accounts, bands.shape[1]))]), hstack([load, bands])]
    low = [np.ones(accounts), np.zeros(people) if problem.bands else np.full(people, -np.inf)]
    high = [np.ones(accounts), np.zeros(people) if problem.bands else problem.capacity + 1e-9]
    if problem.most_moves is not None:
        moved = ((person != problem.incumbent[account]) & (problem.incumbent[account] != NONE)).astype(float)
        rows.append(coo_array(np.concatenate([moved, np.zeros(bands.shape[1])])[None, :]))
        low.append(np.array([0.0]))
        high.append(np.array([float(problem.most_moves)]))
    return Programme(
        person, account, np.concatenate([problem.pair_cost[person, account], cost]), vstack(rows).tocsr(),
        np.concatenate(low), np.concatenate(high), np.concatenate([np.ones(count), most]),
        np.concatenate([np.zeros(count), least]),
    )  # fmt: skip


def _bands(problem: Problem) -> tuple[Any, Floats, Floats, Floats]:
    """Load − (ideal + over + high + beyond − under) = 0, five columns a person."""
    people = len(problem.capacity)
    ones = -np.ones((people, 1)) * np.array([1.0, 1.0, 1.0, 1.0, -1.0])
    row = np.repeat(np.arange(people), _BAND_COLUMNS)
    matrix = coo_array((ones.ravel(), (row, np.arange(people * _BAND_COLUMNS))), shape=(people, people * _BAND_COLUMNS))
    fair = problem.fairness
    cost = np.tile([0.0, fair["over"], fair["high"], fair["beyond"], fair["under"]], people)
    least = np.tile([IDEAL_FROM, 0.0, 0.0, 0.0, 0.0], people)
    most = np.tile([IDEAL_TO, HIGH_TO - IDEAL_TO, BEYOND - HIGH_TO, np.inf, IDEAL_FROM], people)
    return matrix, cost, least, most


def _narrowed(problem: Problem, made: Programme, best: float, seconds: float) -> tuple[Programme, float]:
    """The programme without the pairs that no better allocation can hold, and the bound of the relaxation.

    A pair whose reduced cost is more than what the best known allocation lies above the relaxation costs too much in
    any better one: leaving it out loses nothing (reduced-cost fixing).
    """
    from scipy.optimize import linprog

    equal = made.low == made.high
    found = linprog(
        made.cost, A_eq=made.matrix[equal], b_eq=made.high[equal],
        A_ub=made.matrix[~equal] if (~equal).any() else None, b_ub=made.high[~equal] if (~equal).any() else None,
        bounds=np.column_stack([made.least, made.most]), method="highs", options={"time_limit": seconds},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        raise NoAllocation(_SHORT)
    if found.status != 0:
        return made, -np.inf
    count = len(made.person)
    useful = found.lower.marginals[:count] <= best - found.fun + 1e-6
    kept = np.zeros(problem.cost.shape, dtype=bool)
    kept[made.person[useful], made.account[useful]] = True
    return programme(problem, kept), float(found.fun)


_SHORT = "There is no allocation within these capacities: more hours are asked for than the people allowed can give."


def _integer(made: Programme, seconds: float, needed: bool) -> tuple[Ints | None, float]:
    """The best allocation of the programme in time (None: none found) and its bound. Raises NoAllocation."""
    # Imported here: it takes most of a second, and nothing else on a page needs it.
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = len(made.person)
    whole = np.concatenate([np.ones(count), np.zeros(len(made.cost) - count)])
    found = milp(
        made.cost, integrality=whole, bounds=Bounds(made.least, made.most),
        constraints=LinearConstraint(made.matrix, made.low, made.high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        if needed:
            raise NoAllocation(_SHORT)
        return None, -np.inf
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:
        return None, bound
    chosen = np.flatnonzero(found.x[:count] > 0.5)
    person = np.full(int(made.account.max()) + 1, NONE, dtype=np.int64)
    person[made.account[chosen]] = made.person[chosen]
    return person, bound
