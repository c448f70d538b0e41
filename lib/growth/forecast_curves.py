"""The share of deals won, and still open, by days since they entered a stage: Aalen–Johansen with weighted deals."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from lib.days import Bools, Floats, Ints
from lib.growth.stage_history import OPEN, WON, Stays


@dataclass(frozen=True, eq=False)
class Curve:
    """What became of deals by days since they entered: steps at the days on which one was decided.

    `won` and `left` have one row a step and one before the first (0 won, all left), one column a set of weights.
    """

    days: Ints  # of each step, ascending
    won: Floats  # share won by then
    left: Floats  # share still open after that day


def curve(history: Stays, rows: Bools, weights: Floats) -> Curve:
    """The curve of the chosen stays; `weights` of shape (chosen stays, sets), all above 0.

    Competing risks, censored (open) and left-truncated (`seen_from`): the share won grows by S(t-) · won / at risk at
    each day (Aalen and Johansen 1978, Scand J Statist 5, 141-150). With every weight 1 it is that estimate; with
    exponential weights a draw of the Bayesian bootstrap (Rubin 1981, Ann Statist 9, 130-134).
    """
    chosen = np.flatnonzero(rows)
    days, seen_from, outcome = history.days[chosen], history.seen_from[chosen], history.outcome[chosen]
    steps = np.unique(days[outcome != OPEN])
    at_risk = _at_risk(
        np.searchsorted(steps, seen_from), np.searchsorted(steps, days, side="right"), len(steps), weights
    )
    place = np.searchsorted(steps, days)
    decided = _summed(place, outcome != OPEN, len(steps), weights) / at_risk
    won = _summed(place, outcome == WON, len(steps), weights) / at_risk
    none = np.zeros((1, weights.shape[1]))
    left = np.concatenate([none + 1, np.cumprod(np.clip(1 - decided, 0, 1), axis=0)])
    return Curve(steps, np.concatenate([none, np.cumsum(left[:-1] * won, axis=0)]), left)


def _at_risk(first: Ints, after: Ints, steps: int, weighted: Floats) -> Floats:
    """The weight under observation at each step: of the deals from step `first` up to before `after`."""
    here = after > first
    ones = np.ones(int(here.sum()))
    begun = _sums(first[here], np.flatnonzero(here), ones, steps + 1, weighted)
    ended = _sums(after[here], np.flatnonzero(here), ones, steps + 1, weighted)
    return np.asarray(np.cumsum(begun - ended, axis=0)[:steps])


def _summed(place: Ints, chosen: Bools, steps: int, weighted: Floats) -> Floats:
    at = np.flatnonzero(chosen)
    return _sums(place[at], at, np.ones(len(at)), steps, weighted)


def _sums(place: Ints, rows: Ints, ones: Floats, steps: int, weighted: Floats) -> Floats:
    found: Floats = csr_array((ones, (place, rows)), shape=(steps, len(weighted))) @ weighted
    return found


def won_between(made: Curve, age: Ints, horizons: Ints) -> Floats:
    """The chance of deals open after `age` days to be won within each horizon (days ahead), and ever.

    Shape (deals, horizons + 1, sets); NaN where nobody was left after `age` days. What is missing to 1 is lost, or
    longer open than any deal was seen.
    """
    start = np.searchsorted(made.days, age, side="right")
    until = np.searchsorted(made.days, age[:, None] + horizons[None, :], side="right")
    until = np.concatenate([until, np.full((len(age), 1), len(made.days))], axis=1)
    left = made.left[start]
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (made.won[until] - made.won[start][:, None, :]) / left[:, None, :]
    return np.where(left[:, None, :] > 1e-12, np.clip(chance, 0, 1), np.nan)
