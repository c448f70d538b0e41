"""A first allocation and its betterment by single moves and swaps: fast, never proved, its moves explain themselves."""

from dataclasses import dataclass

import numpy as np

from lib.days import NONE, Bools, Floats, Ints
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
    person, room = np.full(accounts, NONE, dtype=np.int64), problem.capacity.astype(float)
    kept = _may_stay(problem, allowed)
    order = np.argsort(-np.nanmin(np.where(allowed, problem.hours, np.nan), axis=0), kind="stable")
    for account in [*np.flatnonzero(kept).tolist(), *order[~kept[order]].tolist()]:
        options = problem.incumbent[[account]] if kept[account] else np.flatnonzero(allowed[:, account])
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


def _may_stay(problem: Problem, allowed: Bools) -> Bools:
    """Which accounts somebody has now who may keep them."""
    if not len(problem.incumbent):
        return np.zeros(allowed.shape[1], dtype=np.bool_)
    now = np.maximum(problem.incumbent, 0)
    return np.asarray((problem.incumbent != NONE) & allowed[now, np.arange(len(now))])


def descend(problem: Problem, person: Ints) -> tuple[Ints, list[Move]]:
    """Take the best single move until none lowers the cost; the allocation then, and the moves in order."""
    person, moves, accounts = person.copy(), [], np.arange(len(person))
    cost = np.where(problem.allowed, problem.pair_cost, _NEVER)
    hours = np.where(problem.allowed, problem.hours, 0.0)
    taken: Floats = np.bincount(person, hours[person, accounts], minlength=len(problem.capacity)).astype(float)
    taking = _taking(problem, cost, hours, taken, np.arange(len(taken)))
    giving = _giving(problem, cost, hours, taken, person, accounts)
    for _ in range(MOST_STEPS):
        change = taking + giving
        change[person, accounts] = 0.0
        _wall(problem, person, change)
        taker, account = np.unravel_index(int(change.argmin()), change.shape)
        relief, giver = -float(change[taker, account]), int(person[account])
        if relief <= 1e-9:
            break
        moves.append(Move(int(account), giver, int(taker), relief))
        taken[giver] -= hours[giver, account]
        taken[taker] += hours[taker, account]
        person[account] = taker
        # Only what the two of them would take or give costs something else now.
        both = np.array([giver, taker])
        taking[both] = _taking(problem, cost[both], hours[both], taken[both], both)
        theirs = np.flatnonzero((person == giver) | (person == taker))
        giving[theirs] = _giving(problem, cost, hours, taken, person, theirs)
    return person, moves


def _taking(problem: Problem, cost: Floats, hours: Floats, taken: Floats, people: Ints) -> Floats:
    """What each account would cost each of `people` more (person × account); never where it is not allowed or fits."""
    more = taken[:, None] + hours
    if not problem.bands:
        return np.where(more > problem.capacity[people][:, None] + 1e-9, _NEVER, cost)
    return cost + _band(problem, more, people) - _band(problem, taken, people)[:, None]


def _giving(problem: Problem, cost: Floats, hours: Floats, taken: Floats, person: Ints, accounts: Ints) -> Floats:
    """What each of some accounts costs less where it is taken from who has it (a negative number, mostly)."""
    who = person[accounts]
    less = -cost[who, accounts]
    if not problem.bands:
        return np.asarray(less)
    return less + _band(problem, taken[who] - hours[who, accounts], who) - _band(problem, taken[who], who)


def _wall(problem: Problem, person: Ints, change: Floats) -> None:
    """A wall in `change` against more moves than are allowed; going back to the incumbent is always allowed."""
    if problem.most_moves is None:
        return
    moved, known = (person != problem.incumbent) & (problem.incumbent != NONE), problem.incumbent != NONE
    if moved.sum() >= problem.most_moves:
        change[:, ~moved & known] = _NEVER
        stays = np.flatnonzero(~moved & known)
        change[person[stays], stays] = 0.0


def _band(problem: Problem, taken: Floats, people: Ints) -> Floats:
    capacity = problem.capacity[people]
    capacity = capacity[:, None] if taken.ndim == 2 else capacity
    load = np.where(taken > 1e-9, 100.0 * taken / np.maximum(capacity, 1e-9), 0.0)
    return band_cost(load, problem.fairness)
