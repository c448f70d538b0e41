"""Draws of what the history teaches: the Bayesian bootstrap over deals and over quarters."""

from dataclasses import dataclass

import numpy as np

from lib.days import Bools, Floats, Ints
from lib.growth.stage_history import Stays


@dataclass(frozen=True, eq=False)
class Lots:
    """Weights of shape (…, 1 + sets), all 1 in the first set, which is the best estimate.

    Deals are redrawn (Rubin 1981, Ann Statist 9, 130-134), and so are the quarters they belong to: what happened in a
    quarter happened to all its deals together (Owen and Eckles 2012, Ann Appl Stat 6, 895-927).
    """

    deals: Floats
    quarters: Floats  # from `first_quarter` on
    first_quarter: int
    slips: Floats

    def of(self, history: Stays, rows: Bools) -> Floats:
        """The weights of the chosen stays: that of the deal times that of the quarter the stay is counted from."""
        quarter = quarter_numbers(history.since[rows]) - self.first_quarter
        return self.deals[history.deal[rows]] * self.quarters[quarter]


def lots(history: Stays, slips: int, last_day: int, sets: int, rng: np.random.Generator) -> Lots:
    """Weights for the deals and quarters of a history up to a day, and for so many slips."""

    def some(count: int) -> Floats:
        return np.concatenate([np.ones((count, 1)), rng.standard_exponential((count, sets))], axis=1)

    last = int(quarter_numbers(np.array([last_day]))[0])
    first = int(quarter_numbers(history.since).min(initial=last))
    return Lots(some(history.deals), some(last - first + 1), first, some(slips))


def quarter_numbers(days: Ints) -> Ints:
    """The calendar quarter of days since 1970-01-01, counted from that of 1970-01-01."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3
