"""A situation as the plain arrays a solver takes; and a plan, which says who has what afterwards."""

from dataclasses import dataclass

import numpy as np

from lib.days import NONE, Bools, Floats, Ints
from lib.reallocation.eligible import HOLDER, Veto, may, standing
from lib.reallocation.situation import Situation
from lib.reallocation.ties import handover_cost
from lib.team.allocation import Problem, band_cost

# Nobody as the last row of people: takes what no one may, or has the hours for. A point of an average person's load
# left undone is dearer than one up to all contracted hours (133 % of target), cheaper than one beyond them.
UNDONE = 12.0
_ENDLESS = 1e12


@dataclass(frozen=True, eq=False)
class Posed:
    """The problem with its parts: the last person of `problem` is nobody; its last columns what cannot be moved.

    `standing`: as `eligible.standing`. `loss`: what a handover of each item costs.
    """

    situation: Situation
    problem: Problem
    standing: Ints
    loss: Floats

    @property
    def items(self) -> int:
        """How many items there are; columns behind them cannot be moved."""
        return len(self.situation.items)

    @property
    def nobody(self) -> int:
        """The row of nobody."""
        return len(self.situation.people)


def pose(
    situation: Situation, locked: frozenset[str] = frozenset(), vetoed: Veto = frozenset(),
    most_moves: int | None = None, undone: bool = False,
) -> Posed:  # fmt: skip
    """The problem of a situation. `undone`: any item may be left undone, not only those that nobody may take."""
    found = standing(situation, locked, vetoed)
    loss = handover_cost(situation.items, situation.as_of, situation.weights)
    allowed = may(found)
    # Who has no hours in these weeks has no load either, whatever internal work is still booked.
    bound = (situation.people["fixed_minutes"] > 0) & (situation.people["target_minutes"] > 0)
    fixed = np.flatnonzero(bound.to_numpy())
    left = np.ones(allowed.shape[1], dtype=bool) if undone else ~_has_holder(situation, found)
    cost = np.where(allowed, _misfit(situation), np.nan)
    cost = np.vstack([cost, np.where(left, UNDONE * _points(situation), np.nan)])
    hours = np.where(np.isnan(cost), np.nan, situation.hours[None, :])
    target = np.append(situation.people["target_minutes"].to_numpy(), _ENDLESS)
    holder = np.where(_has_holder(situation, found), situation.holder, NONE)
    problem = Problem(
        cost=np.hstack([cost, _fixed(fixed, len(target), 0.0)]),
        hours=np.hstack([hours, _fixed(fixed, len(target), situation.people["fixed_minutes"].to_numpy()[fixed])]),
        capacity=target,
        bands=True,
        incumbent=np.concatenate([holder, fixed]),
        handover=np.concatenate([loss, np.zeros(len(fixed))]),
        locked=np.zeros(len(holder) + len(fixed), dtype=np.bool_),
        fairness=situation.weights.fairness,
        most_moves=most_moves,
    )
    return Posed(situation, problem, found, loss)


def _has_holder(situation: Situation, found: Ints) -> Bools:
    """Whether who has each item now may keep it: with the firm, with hours."""
    return np.asarray((found == HOLDER).any(axis=0))


def _points(situation: Situation) -> Floats:
    """Each item in per cent of an average person's target."""
    target = situation.people["target_minutes"].to_numpy()
    usual = float(target[target > 0].mean()) if (target > 0).any() else 1.0
    return np.asarray(100 * situation.hours / usual)


def _misfit(situation: Situation) -> Floats:
    """What it costs in points that a taker's skills are below those of the holder, person × item."""
    asked, holder = situation.needs.level > 0, situation.holder
    before = np.vstack([situation.held, np.zeros((1, situation.held.shape[1]), dtype=np.int64)])[holder]
    less = np.maximum(np.where(asked, before, 0)[None, :, :] - situation.held[:, None, :], 0)
    return np.asarray(situation.weights.level * np.where(asked[None, :, :], less, 0).sum(axis=2), dtype=np.float64)


def _fixed(rows: Ints, people: int, value: Floats | float) -> Floats:
    """Columns that only one person each may have."""
    made = np.full((people, len(rows)), np.nan)
    made[rows, np.arange(len(rows))] = value
    return made


def load(posed: Posed, person: Ints) -> Floats:
    """Load of each person (nobody left out) as a share of target; NaN for whoever has no hours at all."""
    hours = posed.problem.hours[person, np.arange(len(person))]
    taken = np.bincount(person, np.nan_to_num(hours), minlength=posed.nobody + 1)[:-1]
    target = posed.problem.capacity[:-1]
    return np.asarray(np.divide(taken, target, out=np.full(len(target), np.nan), where=target > 0))


def today(posed: Posed) -> Ints:
    """Who has each column now; nobody where its holder is no longer there."""
    holder = posed.problem.incumbent
    return np.where(holder == NONE, posed.nobody, holder)


def constant(posed: Posed) -> float:
    """What nobody's empty desk adds to every objective: it is no person below target."""
    return float(band_cost(np.zeros(1), posed.problem.fairness)[0])
