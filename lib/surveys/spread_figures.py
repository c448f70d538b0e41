"""How a whole distribution moved: the same people's answers crossed, and a share over several waves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from statsmodels.stats.contingency_tables import SquareTable

from lib.days import Floats, Ints
from lib.surveys.change_figures import normal

SHIFT_TESTS = {
    "stuart_maxwell": "the same people twice: Stuart–Maxwell test of the whole distribution",
    "bhapkar": "the same people twice: Bhapkar's test of the whole distribution",
    "bowker": "the same people twice: Bowker's test of symmetry",
}


@dataclass(frozen=True)
class Shift:
    """Whether the same people's answers are spread otherwise than before; `p` None where it cannot be tested."""

    test: str
    people: int
    statistic: float | None
    freedom: int
    p: float | None


def crossed(before: Ints, after: Ints, low: int, high: int) -> Ints:
    """How many people went from each point of a scale (row) to each (column); one entry a person, all answered both."""
    points = high - low + 1
    return np.bincount((before - low) * points + (after - low), minlength=points * points).reshape(points, points)


def shift(table: Ints, method: Literal["stuart_maxwell", "bhapkar", "bowker"] = "stuart_maxwell") -> Shift:
    """Whether rows (before) and columns (after) of the same people have one distribution; statsmodels' SquareTable.

    Points that nobody chose in either wave are left out: they say nothing and would make the test undefined.
    """
    used = (table.sum(axis=0) + table.sum(axis=1)) > 0
    kept, people = table[np.ix_(used, used)], int(table.sum())
    if len(kept) < 2 or not (kept - np.diag(np.diag(kept))).any():
        return Shift(SHIFT_TESTS[method], people, None, 0, None)
    square = SquareTable(kept, shift_zeros=False)
    found = square.symmetry() if method == "bowker" else square.homogeneity(method)
    if np.isnan(found.pvalue):
        return Shift(SHIFT_TESTS[method], people, None, int(found.df), None)
    return Shift(SHIFT_TESTS[method], people, float(found.statistic), int(found.df), float(found.pvalue))


@dataclass(frozen=True)
class Trend:
    """By how much a share rises from one wave to the next, with its 95 % interval and p; separate groups."""

    slope: float
    low: float
    high: float
    p: float


def share_trend(hits: Sequence[int], base: Sequence[int], at: Sequence[float] | None = None) -> Trend | None:
    """The straight line through the shares of three or more waves, each weighted by its answers (base > 0).

    `at` places the waves, 1, 2, 3 … without it. Each wave has its own binomial variance (Fagerland, Lydersen and Laake
    2017, Statistical Analysis of Contingency Tables, 5.7). None: fewer than three waves, or no spread in any.
    """
    answers, places = np.asarray(base, dtype=np.float64), np.arange(1.0, len(base) + 1) if at is None else np.array(at)
    shares: Floats = np.asarray(hits, dtype=np.float64) / answers
    away = answers * (places - np.average(places, weights=answers))
    pull = away / (away @ places)
    error = float(np.sqrt((pull**2 * shares * (1 - shares) / answers).sum()))
    if len(shares) < 3 or not error:
        return None
    return Trend(float(pull @ shares), *normal(float(pull @ shares), error))
