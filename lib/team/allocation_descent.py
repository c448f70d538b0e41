"""A first allocation and its betterment by single moves and swaps: fast, never proved, its moves explain themselves."""

from dataclasses import dataclass

import numpy as np

from lib.days import NONE, Floats, Ints
from lib.team.allocation import Problem, band_cost

MOST_STEPS = 2_000
_NEVER = 1e18


@dataclass(frozen=True)
class Move:
    """One account from one person to another, and by how much that lowers the cost."""

    account: int
    giver: int
    taker: int
    relief: float


def start(problem: Problem) -> Ints | None:
    """The incumbents where they may keep theirs, the others by least cost a unit of room; None: capacity runs out."""
    cost, allowed = problem.pair_cost, problem.allowed
    accounts = cost.shape[1]
    person = np.full(accounts, NONE, dtype=np.int64)
    room = problem.capacity.astype(float).copy()
    kept = [a for a in range(len(problem.incumbent)) if _may_keep(problem, a)]
    order = np.argsort(-np.nanmin(np.where(allowed, problem.hours, np.nan), axis=0), kind="stable")
    for account in [*kept, *(a for a in order.tolist() if a not in set(kept))]:
        options = np.array([problem.incumbent[account]]) if account in kept else np.flatnonzero(allowed[:, account])
        hours = problem.hours[options, account]
        if not problem.bands:
            fits = hours <= room[options] + 1e-9
            options, hours = options[fits], hours[fits]
            if not len(options):
                return None
        tight = np.maximum(hours - room[options], 0.0) if problem.bands else np.zeros(len(options))
        best = options[np.argmin(cost[options, account] + 100.0 * tight / np.maximum(problem.capacity[options], 1e-9))]
        person[account] = best
        room[best] -= problem.hours[best, account]
    return person


def _may_keep(problem: Problem, account: int) -> bool:
    now = int(problem.incumbent[account])
    return now != NONE and bool(problem.allowed[now, account])


def descend(problem: Problem, person: Ints) -> tuple[Ints, list[Move]]:
    """Take the best single move until none lowers the cost; the allocation then, and the moves in order."""
    person, moves = person.copy(), []
    cost = np.where(problem.allowed, problem.pair_cost, _NEVER)
    hours = np.where(problem.allowed, problem.hours, 0.0)
    accounts = np.arange(len(person))
    taken: Floats = np.bincount(person, hours[person, accounts], minlength=len(problem.capacity)).astype(float)
    for _ in range(MOST_STEPS):
        change = _changes(problem, cost, hours, person, taken)
        taker, account = np.unravel_index(int(change.argmin()), change.shape)
        relief = -float(change[taker, account])
        if relief <= 1e-9:
            break
        giver = int(person[account])
        moves.append(Move(int(account), giver, int(taker), relief))
        taken[giver] -= hours[giver, account]
        taken[taker] += hours[taker, account]
        person[account] = taker
    return person, moves


def _changes(problem: Problem, cost: Floats, hours: Floats, person: Ints, taken: Floats) -> Floats:
    """By how much each move (person × account) changes the cost; never where it is not allowed, or out of room."""
    accounts = np.arange(len(person))
    change = cost - cost[person, accounts]
    more = taken[:, None] + hours
    if problem.bands:
        now = _band(problem, taken)
        without = _band(problem, taken[person] - hours[person, accounts], person) - now[person]
        change = change + without[None, :] + _band(problem, more) - now[:, None]
    else:
        change = np.where(more > problem.capacity[:, None] + 1e-9, _NEVER, change)
    change[person, accounts] = 0.0
    return change + _beyond_budget(problem, person)


def _beyond_budget(problem: Problem, person: Ints) -> Floats:
    """A wall against more moves than are allowed; going back to the incumbent is always allowed."""
    wall = np.zeros((len(problem.capacity), len(person)))
    if problem.most_moves is None:
        return wall
    moved = (person != problem.incumbent) & (problem.incumbent != NONE)
    if moved.sum() >= problem.most_moves:
        wall[:, ~moved & (problem.incumbent != NONE)] = _NEVER
        wall[person, np.arange(len(person))] = 0.0
    return wall


def _band(problem: Problem, taken: Floats, people: Ints | None = None) -> Floats:
    capacity = problem.capacity if people is None else problem.capacity[people]
    capacity = capacity[:, None] if taken.ndim == 2 else capacity
    load = np.where(taken > 1e-9, 100.0 * taken / np.maximum(capacity, 1e-9), 0.0)
    return band_cost(load, problem.fairness)
