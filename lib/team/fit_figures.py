"""Whether people's free time covers the skills a service needs, alone or after colleagues took work over."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from lib.days import NONE, Bools, Floats, Ints

Verdict = Literal["fits", "fits with a move", "does not fit"]
FITS: Verdict = "fits"
MOVE: Verdict = "fits with a move"
NOT: Verdict = "does not fit"
ENOUGH = 0.5  # a whole window short of less than half a minute is covered: what rounding leaves
# What the programme minimises: a missing minute weighs more than any chain of moves that would cover it, and of two
# who could do the work the one with more free time does it.
_COVERED, _MOVED, _SPREAD = -1e4, 1.0, 1.0


@dataclass(frozen=True, eq=False)
class Hands:
    """The people a plan may use, all arrays with one row a person.

    `free` and `movable` are minutes, person × week: what is left of capacity, and what of the booked work a colleague
    could take over so that as much time becomes free. `able`: person × skill. `role`: role number, NONE for none.
    """

    free: Floats
    movable: Floats
    able: Bools
    role: Ints


@dataclass(frozen=True, eq=False)
class Plan:
    """Who would do what over the window, in minutes.

    `work` is person × skill, `short` what each skill lacks; `moves` is giver × taker: booked work handed over.
    """

    verdict: Verdict
    work: Floats
    short: Floats
    moves: Floats


def movable_minutes(capacity: Floats, expected: Floats) -> Floats:
    """Booked minutes whose hand-over frees as many, person × week: none in a week that is overbooked anyway."""
    return np.where(expected <= capacity, expected, 0.0)


def plan(need: Floats, hands: Hands) -> Plan:
    """How the `need` (minutes of the window, by skill) can be covered; nobody is used beyond their free time.

    A small linear programme (a flow from people to skills): a person with two of the skills counts once. Only where
    free time does not suffice is work handed over, to colleagues in the same role with free time in the same weeks.
    """
    alone = _assign(need, hands, np.empty((0, 2), dtype=np.int64))
    if _covered(alone) or not _in_reach(need, hands):
        return alone
    pairs = _pairs(hands)
    moved = _assign(need, hands, pairs) if len(pairs) else alone
    return moved if _covered(moved) else alone


def _covered(found: Plan) -> bool:
    return found.verdict != NOT


def _in_reach(need: Floats, hands: Hands) -> bool:
    """Whether the free and freed time of those with each skill could cover it, were it all for that skill."""
    most = (hands.free + hands.movable).sum(axis=1)
    return bool((need <= most @ hands.able + ENOUGH).all())


def _pairs(hands: Hands) -> Ints:
    """Giver and taker, pairs × 2: same role, and the giver has a needed skill that the taker lacks."""
    able, role = hands.able, hands.role
    wanted = (able[:, None, :] & ~able[None, :, :]).any(axis=2)
    same = (role[:, None] == role[None, :]) & (role != NONE)[:, None]
    useful = (hands.movable.sum(axis=1) > 0)[:, None] & (hands.free.sum(axis=1) > 0)[None, :]
    return np.argwhere(wanted & same & useful)


def _assign(need: Floats, hands: Hands, pairs: Ints) -> Plan:
    """The most that can be covered, with the fewest moved minutes."""
    jobs = np.argwhere(hands.able & (need > 0))
    work, moves = np.zeros(hands.able.shape), np.zeros((len(hands.able), len(hands.able)))
    if len(jobs):
        done = _solved(need, hands, jobs, pairs)
        work[tuple(jobs.T)], moves[tuple(pairs.T)] = done[: len(jobs)], done[len(jobs) :]
    short = np.maximum(need - work.sum(axis=0), 0.0)
    covered = bool(short.sum() < ENOUGH)
    verdict = NOT if not covered else MOVE if moves.sum() >= ENOUGH else FITS
    return Plan(verdict, work, short, moves)


def _solved(need: Floats, hands: Hands, jobs: Ints, pairs: Ints) -> Floats:
    """The minutes of each job (person, skill) and of each pair (giver, taker)."""
    free, count = hands.free.sum(axis=1), len(hands.free)
    does, wants = _rows(jobs[:, 0], count), _rows(jobs[:, 1], len(need))
    gives, takes = _rows(pairs[:, 0], count), _rows(pairs[:, 1], count)
    rules = sparse.bmat(
        [
            [wants, None],  # no skill gets more than it needs
            [does, takes - gives],  # work and what was taken over fit into free and freed time
            [-does, gives],  # only what the service itself asks of a person is freed
            [sparse.csr_array(does.shape), gives],  # nobody hands over more than they have
        ],
        format="csr",
    )
    limits = np.concatenate([need, free, np.zeros(count), hands.movable.sum(axis=1)])
    together = np.minimum(hands.movable[pairs[:, 0]], hands.free[pairs[:, 1]]).sum(axis=1)
    most = np.concatenate([np.full(len(jobs), np.inf), together])
    costs = np.concatenate([_COVERED + _SPREAD / (1 + free[jobs[:, 0]]), np.full(len(pairs), _MOVED)])
    bounds = np.column_stack([np.zeros(len(most)), most])
    return np.asarray(linprog(costs, rules, limits, bounds=bounds, method="highs").x, dtype=np.float64)


def _rows(at: Ints, count: int) -> Any:
    """A sparse table of `count` rows with a one in row `at[j]` of each column j."""
    return sparse.csr_array((np.ones(len(at)), (at, np.arange(len(at)))), shape=(count, len(at)))
