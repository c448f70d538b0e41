"""Who looks after what: the problem as plain arrays, its cost, and what a solver gives back. Knows no store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lib.days import NONE, Bools, Floats, Ints
from lib.errors import StewardError

# Load in per cent of what a person should carry, and what a point of it costs: just right, then over, high, beyond.
# These are choices, not facts: a firm may set others.
IDEAL_FROM, IDEAL_TO, HIGH_TO = 70.0, 100.0, 115.0
BEYOND = 133.0
FAIRNESS: Mapping[str, float] = {"over": 1.0, "high": 4.0, "beyond": 20.0, "under": 0.3}
STEPS = (("over", IDEAL_TO, HIGH_TO), ("high", HIGH_TO, BEYOND), ("beyond", BEYOND, np.inf))


class NoAllocation(StewardError):
    """There is no allocation, or the problem makes no sense; the sentence says which account, person or number."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Accounts to be given to people, one person each. People are rows, accounts columns.

    - cost: of each pair; NaN where it is not allowed
    - hours: what the account takes of that person a week; NaN where it is not allowed
    - capacity: hours a week each person should carry
    - bands: False keeps everybody within capacity and minimises cost alone; True lets load exceed it at a rising cost
    - incumbent: who has each account now (NONE: nobody), handover: what it costs to take it from them
    - locked: accounts that stay with their incumbent
    - fairness: cost of a point of load by band, as FAIRNESS
    - most_moves: how many accounts may change hands (None: any number)
    """

    cost: Floats
    hours: Floats
    capacity: Floats
    bands: bool = False
    incumbent: Ints = field(default_factory=lambda: np.array([], dtype=np.int64))
    handover: Floats = field(default_factory=lambda: np.array([], dtype=np.float64))
    locked: Bools = field(default_factory=lambda: np.array([], dtype=np.bool_))
    fairness: Mapping[str, float] = field(default_factory=lambda: dict(FAIRNESS))
    most_moves: int | None = None

    @property
    def allowed(self) -> Bools:
        """Which pairs may be: cost and hours known, some capacity; a locked account may only stay where it is."""
        may = ~(np.isnan(self.cost) | np.isnan(self.hours))
        may &= (self.capacity[:, None] > 0) | ~(self.hours > 0)  # who has no time can take nothing that needs some
        if self.locked.any():
            stays = np.arange(len(self.capacity))[:, None] == self.incumbent[None, :]
            may &= stays | ~self.locked[None, :]
        return np.asarray(may)

    @property
    def pair_cost(self) -> Floats:
        """The cost of each pair with the handover where somebody else has the account now; NaN: not allowed."""
        cost = np.where(self.allowed, self.cost, np.nan)
        if not len(self.incumbent):
            return cost
        moved = np.arange(len(self.capacity))[:, None] != self.incumbent[None, :]
        return cost + np.where(moved & (self.incumbent != NONE), self.handover, 0.0)


@dataclass(frozen=True, eq=False)
class Solution:
    """The person of each account, what that costs, the least any allocation can cost, and whether that is proved."""

    person: Ints
    objective: float
    bound: float
    seconds: float

    @property
    def proved(self) -> bool:
        """Whether no allocation is better, up to a ten-thousandth."""
        return self.objective - self.bound <= 1e-4 * max(1.0, abs(self.objective))

    @property
    def gap(self) -> float:
        """How much better another allocation could be at most, as a share of this one's cost."""
        return max(0.0, self.objective - self.bound) / max(abs(self.objective), 1e-9)


def loads(problem: Problem, person: Ints) -> Floats:
    """Load of each person in per cent of capacity under an allocation; somebody without capacity but with work: inf."""
    accounts = np.arange(len(person))
    taken = np.bincount(person, problem.hours[person, accounts], minlength=len(problem.capacity))
    with np.errstate(divide="ignore", invalid="ignore"):
        load = 100.0 * taken / problem.capacity
    return np.where(taken == 0, 0.0, load)


def band_cost(load: Floats, fairness: Mapping[str, float]) -> Floats:
    """What the load of each person costs: nothing from 70 to 100 %, then more a point the further it is."""
    cost = fairness["under"] * np.maximum(IDEAL_FROM - load, 0.0)
    for name, start, end in STEPS:
        cost = cost + fairness[name] * np.clip(load - start, 0.0, end - start)
    return np.asarray(cost)


def objective(problem: Problem, person: Ints) -> float:
    """What an allocation costs: pairs with their handovers, and where loads may exceed capacity those loads."""
    pairs = float(problem.pair_cost[person, np.arange(len(person))].sum())
    return pairs + (float(band_cost(loads(problem, person), problem.fairness).sum()) if problem.bands else 0.0)


def checked(problem: Problem) -> Problem:
    """The same problem where it makes sense. Raises NoAllocation naming the row, column or number that does not."""
    people, accounts = problem.cost.shape
    if not people or not accounts:
        raise NoAllocation("There is nobody, or nothing, to allocate: give at least one person and one account.")
    if problem.hours.shape != problem.cost.shape or len(problem.capacity) != people:
        raise NoAllocation(
            f"cost has {people} rows of {accounts}: hours must have as many, and capacity one number a person."
        )
    if np.isinf(problem.cost).any() or np.isinf(problem.hours).any() or not np.isfinite(problem.capacity).all():
        raise NoAllocation("Costs, hours and capacities must be numbers; null says that a pair is not allowed.")
    if (problem.hours[~np.isnan(problem.hours)] < 0).any() or (problem.capacity < 0).any():
        raise NoAllocation("Hours and capacities cannot be negative.")
    _check_incumbents(problem, people, accounts)
    stuck = np.flatnonzero(~problem.allowed.any(axis=0))
    if len(stuck):
        raise NoAllocation(f"Nobody may take account {stuck[0]}: allow somebody, or unlock it.")
    return problem


def _check_incumbents(problem: Problem, people: int, accounts: int) -> None:
    for name in ("incumbent", "handover", "locked"):
        if len(getattr(problem, name)) not in (0, accounts):
            raise NoAllocation(f"{name} must have one entry an account, {accounts} in all.")
    if len(problem.incumbent) and ((problem.incumbent < NONE) | (problem.incumbent >= people)).any():
        raise NoAllocation(f"incumbent must name people by row, 0 to {people - 1}, or null.")
    if len(problem.incumbent) != len(problem.handover):
        raise NoAllocation("handover and incumbent belong together: give both or neither.")
    if len(problem.locked) and not len(problem.incumbent):
        raise NoAllocation("locked needs incumbent: an account is locked to who has it now.")
    if problem.most_moves is not None and (problem.most_moves < 0 or not len(problem.incumbent)):
        raise NoAllocation("A limit on moves needs incumbent, and cannot be negative.")
