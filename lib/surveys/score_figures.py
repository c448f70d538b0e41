"""What one question came to: its distribution, its score with base and interval, or its counts where few answered."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t

from lib.days import Bools, Floats, Ints
from lib.format import counted
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import LEAST_ANSWERS, Promoters, in_counts, nps, on_scale

ENDS = {"0-10": (0, 10), "1-5": (1, 5), "1-7": (1, 7)}
# How many of the best points make the box: promoters; satisfied, 4 or 5 (CSAT, "top-2-box"); easy, 5 to 7 (CES).
BOXES = {"0-10": 2, "1-5": 2, "1-7": 3}
NOBODY = "Nobody answered this question."


@dataclass(frozen=True)
class Distribution:
    """How many gave each point of a scale, lowest first.

    `not_applicable` and `blank` sheets are outside the base of every score.
    """

    points: Ints
    counts: Ints
    not_applicable: int
    blank: int

    @property
    def answers(self) -> int:
        return int(self.counts.sum())


def distribution(scores: Any, scale: str, not_applicable: Bools | None = None) -> Distribution:
    """From one entry a sheet: its score (NaN for none) and whether "not applicable" was ticked; raises OutOfScale.

    A sheet that ticks "not applicable" has no answer, whatever its score.
    """
    low, high = ENDS[scale]
    values = on_scale(scores, low, high)
    outside = np.zeros(len(values), dtype=bool) if not_applicable is None else np.asarray(not_applicable, dtype=bool)
    given = values[~outside & ~np.isnan(values)].astype(np.int64)
    counts = np.bincount(given - low, minlength=high - low + 1)
    return Distribution(np.arange(low, high + 1), counts, int(outside.sum()), int((~outside & np.isnan(values)).sum()))


def promoter_score(counts: Promoters, asked: int | None = None) -> Measure:
    """The NPS, −1 to 1, with its score interval; under 5 answers its counts in words and no value.

    Where all `asked` answered the note says so: nobody is missing, yet each may answer otherwise next time.
    """
    n = counts.answers
    if n < LEAST_ANSWERS:
        return undefined(f"Too few answers for a score: {in_counts(counts)}." if n else NOBODY, base=n)
    low, high = score_interval(counts) or (None, None)
    return Measure(nps(counts), base=n, low=low, high=high, note=everybody(n, asked))


def everybody(answered: int, asked: int | None) -> str:
    """`all 4 of 4 contacts` where nobody is missing; empty otherwise."""
    return f"all {answered} of {asked} contacts" if answered and answered == asked else ""


def box(given: Distribution, scale: str, better: str = "higher") -> Measure:
    """The share of the best answers among all answers, with Wilson's interval; `note` says which points they are.

    CSAT: 4 or 5 of 5; CES: 5 to 7 of 7; where `better` is "lower" the same number of the lowest points. The reader
    sees fewer than 5 answers as counts (`hits` of `base`).
    """
    if not given.answers:
        return undefined(NOBODY)
    best = slice(None, BOXES[scale]) if better == "lower" else slice(-BOXES[scale], None)
    hits, points = int(given.counts[best].sum()), given.points[best].tolist()
    low, high = wilson(hits, given.answers)
    note = f"{points[0]} {'or' if len(points) == 2 else 'to'} {points[-1]} on a scale of {scale.replace('-', ' to ')}"
    return Measure(hits / given.answers, base=given.answers, hits=hits, low=low, high=high, note=note)


def average(given: Distribution) -> Measure:
    """The mean answer with Student's 95 % interval, inside the scale; under 5 answers none.

    Where all gave the same point nothing measures chance: there is no interval. For detection; the box is for reading.
    """
    n = given.answers
    if n < LEAST_ANSWERS:
        return undefined(f"Too few answers for a mean: {counted(n, 'answer')}." if n else NOBODY, base=n)
    values: Floats = np.repeat(given.points, given.counts).astype(np.float64)
    mean, half = float(values.mean()), float(t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n))
    if not half:
        return Measure(mean, base=n, note="all gave the same answer")
    return Measure(
        mean, n, low=max(mean - half, float(given.points[0])), high=min(mean + half, float(given.points[-1]))
    )
