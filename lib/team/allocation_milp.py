"""The allocation as a mixed-integer programme: convex load bands, one person an account, handovers in the cost."""

from collections.abc import Callable
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
from lib.team.allocation_cuts import cuts
from lib.team.allocation_descent import Move, descend, start

MANY = 2_000  # pairs from which on the linear relaxation first tells which of them no best allocation can hold
MANY_MORE = 12_000  # pairs left from which on a good allocation is first looked for among the most promising
NEAR = 4  # pairs an account, those the relaxation likes best, among which a good allocation is looked for first
LEAST_SECONDS = 0.1
GAP = 5e-5  # where the solver stops: half of what counts as proved
ROUNDING = 1e-6  # of hours, as a share of capacity: by so much the solver's whole numbers may be off
_INFEASIBLE = 2
_BAND_COLUMNS = 5  # ideal, over, high, beyond, under
Tell = Callable[[str], object]


def _unheard(_what: str) -> None:
    """Nobody waits."""


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


def solve(
    problem: Problem, seconds: float = 5.0, known: Ints | None = None, floor: float = -np.inf, tell: Tell = _unheard
) -> tuple[Solution, list[Move]]:  # fmt: skip
    """The best allocation that `seconds` find, and the moves that a plain descent would make from today's.

    Descent first, then HiGHS; the better is kept. `known`: an allocation to begin from as well; `floor`: what is
    proved already that none can cost less than; `tell` hears what is looked for. Raises NoAllocation where the problem
    makes no sense, or has no answer. A proved answer is the same every time; one that ran out of time may not be.
    """
    begun, problem = monotonic(), checked(problem)
    tell("a first plan, by single moves")
    first = start(problem)
    person, moves = descend(problem, first) if first is not None else (None, [])
    best = _Best(problem, floor)
    for one in (person, known):
        best.offer(one)
    _search(problem, best, begun + seconds, tell)
    if best.person is None:
        raise NoAllocation(f"No allocation was found in {seconds:g} seconds: allow more time, or more capacity.")
    if not best.proved:
        best.offer(descend(problem, best.person)[0])
    return Solution(best.person, best.cost, min(best.bound, best.cost), monotonic() - begun), moves


class _Best:
    """The best allocation so far and what is proved about any."""

    def __init__(self, problem: Problem, floor: float) -> None:
        self.problem, self.bound = problem, floor
        self.person: Ints | None = None
        self.cost = np.inf

    def offer(self, person: Ints | None) -> None:
        """Keep an allocation where it keeps the rules and is better."""
        if person is not None and keeps_rules(self.problem, person):
            cost = objective(self.problem, person)
            if cost < self.cost:
                self.person, self.cost = person, cost

    @property
    def proved(self) -> bool:
        """Whether nothing is left to look for."""
        return self.person is not None and Solution(self.person, self.cost, self.bound, 0.0).proved


def _search(problem: Problem, best: _Best, ends: float, tell: Tell) -> None:
    """HiGHS on the whole programme, or first on the pairs that its relaxation likes and cannot rule out."""
    made = programme(problem, np.asarray(problem.allowed))
    if len(made.person) > MANY:
        tell("how good a plan can be at all")
        found = _relaxed(problem, made, _share(ends, 2 / 3))
        if found is not None:
            best.bound = max(best.bound, found.objective)
            if len(_useful(found, best.cost)) > MANY_MORE and not best.proved:
                tell("the most promising moves")
                near = _pairs(problem, made, _near(made, found, best.person))
                best.offer(_integer(problem, near, _share(ends, 1 / 2), False)[0])
            made = _pairs(problem, made, _useful(found, best.cost))
    if best.proved:
        return
    tell("every other plan")
    person, bound = _integer(problem, made, _share(ends, 1.0), best.person is None)
    best.offer(person)
    best.bound = max(best.bound, min(bound, best.cost))


def _share(ends: float, share: float) -> float:
    """A share of the seconds left."""
    return max(LEAST_SECONDS, share * (ends - monotonic()))


def keeps_rules(problem: Problem, person: Ints) -> bool:
    """Whether an allocation is one: allowed pairs, capacity where it binds, no more moves than may be."""
    accounts = np.arange(len(person))
    if (person == NONE).any() or not problem.allowed[person, accounts].all():
        return False
    moved = (person != problem.incumbent) & (problem.incumbent != NONE) if len(problem.incumbent) else person < 0
    if problem.most_moves is not None and moved.sum() > problem.most_moves:
        return False
    taken = np.bincount(person, problem.hours[person, accounts], minlength=len(problem.capacity))
    return problem.bands or bool((taken <= problem.capacity * (1 + ROUNDING) + 1e-9).all())


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
        if problem.bands:
            relief, least_relief = cuts(problem, person, account, count + bands.shape[1])
            rows.append(relief)
            low.append(least_relief)
            high.append(np.full(len(least_relief), np.inf))
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


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """The linear relaxation: what it costs, how much of each pair it takes, and what more of a pair would cost."""

    objective: float
    taken: Floats
    dearer: Floats


def _relaxed(problem: Problem, made: Programme, seconds: float) -> _Relaxed | None:
    """The relaxation of a programme; None where the time did not suffice. Raises NoAllocation."""
    from scipy.optimize import linprog

    equal, above, below = made.low == made.high, np.isfinite(made.low), np.isfinite(made.high)
    above, below = above & ~equal, below & ~equal
    rows, limits = (
        vstack([made.matrix[below], -made.matrix[above]]),
        np.concatenate([made.high[below], -made.low[above]]),
    )
    found = linprog(
        made.cost, A_eq=made.matrix[equal], b_eq=made.high[equal], A_ub=rows, b_ub=limits,
        bounds=np.column_stack([made.least, made.most]), method="highs", options={"time_limit": seconds},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        raise NoAllocation(_short(problem))
    if found.status != 0:
        return None
    count = len(made.person)
    return _Relaxed(float(found.fun), found.x[:count], found.lower.marginals[:count])


def _useful(found: _Relaxed, best: float) -> Ints:
    """The pairs that a better allocation than the best known may hold.

    A pair whose reduced cost is more than what the best known allocation lies above the relaxation costs too much in
    any better one: leaving it out loses nothing (reduced-cost fixing).
    """
    return np.flatnonzero(found.dearer <= best - found.objective + 1e-6)


def _near(made: Programme, found: _Relaxed, person: Ints | None) -> Ints:
    """Of each account the pairs with the least reduced cost, what the relaxation takes, and the best known pair."""
    order = np.lexsort((found.dearer, made.account))
    begins = np.flatnonzero(np.diff(made.account[order], prepend=NONE))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    known = np.zeros(len(order), dtype=np.bool_) if person is None else person[made.account] == made.person
    return np.flatnonzero((rank < NEAR) | (found.taken > ROUNDING) | known)


def _pairs(problem: Problem, made: Programme, kept: Ints) -> Programme:
    """The programme over some of its pairs only."""
    if len(kept) == len(made.person):
        return made
    pairs = np.zeros(problem.cost.shape, dtype=np.bool_)
    pairs[made.person[kept], made.account[kept]] = True
    return programme(problem, pairs)


def _short(problem: Problem) -> str:
    if problem.most_moves is not None:
        return "There is no allocation with so few moves: more accounts cannot stay where they are."
    return "There is no allocation within these capacities: more hours are asked for than the people allowed can give."


def _integer(problem: Problem, made: Programme, seconds: float, needed: bool) -> tuple[Ints | None, float]:
    """The best allocation of the programme in time (None: none found) and its bound. Raises NoAllocation."""
    # Imported here: it takes most of a second, and nothing else on a page needs it.
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = len(made.person)
    whole = np.concatenate([np.ones(count), np.zeros(len(made.cost) - count)])
    found = milp(
        made.cost, integrality=whole, bounds=Bounds(made.least, made.most),
        constraints=LinearConstraint(made.matrix, made.low, made.high),
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        if needed:
            raise NoAllocation(_short(problem))
        return None, -np.inf
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:
        return None, bound
    chosen = np.flatnonzero(found.x[:count] > 0.5)
    person = np.full(int(made.account.max()) + 1, NONE, dtype=np.int64)
    person[made.account[chosen]] = made.person[chosen]
    return person, bound
