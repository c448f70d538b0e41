"""Whether a score changed between two groups of people: the difference with its own sign, the test and its name.

Intervals are of 95 % for one comparison; `holm` adjusts the p values of all that are shown together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import norm, ttest_ind
from statsmodels.stats.proportion import test_proportions_2indep as score_test

from lib.days import Floats
from lib.surveys.interval_figures import adjusted, newcombe
from lib.surveys.promoter_figures import LEAST_ANSWERS, Promoters, nps

SIGNIFICANT = 0.05
SEPARATE_NPS = "two separate groups: adjusted Wald test (Rocks 2016)"
SEPARATE_SHARES = "two separate groups: score test, interval by Newcombe's method 10"
SEPARATE_MEANS = "two separate groups: Welch's t test"
UNMATCHED = "Anonymous waves cannot be matched: who answered both counts as two people, which is the careful side."
NO_SPREAD = "No answer differs inside a wave: chance cannot be measured."


@dataclass(frozen=True)
class Change:
    """One score in two waves; numbers are None where no test was made, and `why` says why.

    `difference` is after − before, `low` to `high` its 95 % interval; `base` the answers of both waves, `both` how many
    people are known to have answered both; `test` the method in words; `adjusted_p` as of `holm`; `note` a caveat.
    """

    test: str
    base: tuple[int, int]
    both: int = 0
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    why: str = ""
    note: str = ""

    @property
    def reliable(self) -> bool:
        """Whether chance alone would hardly make such a difference: p below 5 %, adjusted where it was."""
        p = self.p if self.adjusted_p is None else self.adjusted_p
        return p is not None and p < SIGNIFICANT


def said(change: Change) -> str:
    """`up`, `down`, `no reliable change` (never "stable": it may only be too little data) or `not tested`."""
    if change.p is None or change.difference is None:
        return "not tested"
    if not change.reliable:
        return "no reliable change"
    return "up" if change.difference > 0 else "down"


def holm(changes: Sequence[Change]) -> list[Change]:
    """The same changes, in order, with p values that hold for all tested ones together.

    Holm 1979, Scandinavian Journal of Statistics 6, 65-70: the smallest of m times m, the next times m − 1 …, none
    below the one before. Not by statsmodels, which collects garbage in each call (0.05 s and more on a page).
    """
    tested = sorted((change.p, at) for at, change in enumerate(changes) if change.p is not None)
    found, least = list(changes), 0.0
    for rank, (p, at) in enumerate(tested):
        least = max(least, min(1.0, p * (len(tested) - rank)))
        found[at] = replace(changes[at], adjusted_p=least)
    return found


def unmatched(change: Change) -> Change:
    """The change of an anonymous survey, with the caveat that goes beside it."""
    return replace(change, note=" ".join(filter(None, (change.note, UNMATCHED))))


def nps_change(before: Promoters, after: Promoters) -> Change:
    """Of an NPS between two groups of different, or unknown, people.

    z, p and interval by the adjusted Wald test (Rocks 2016; its R function returns the absolute difference, this one
    keeps the sign), which holds its level from 5 answers on. The interval is widened where it would miss what was seen.
    """
    base = (before.answers, after.answers)
    if min(base) < LEAST_ANSWERS:
        return too_few(SEPARATE_NPS, base)
    (was, error_was), (became, error_became) = adjusted(before), adjusted(after)
    was_seen, became_seen = nps(before) or 0.0, nps(after) or 0.0
    low, high, p = normal(became - was, float(np.hypot(error_was, error_became)))
    seen = became_seen - was_seen
    return Change(SEPARATE_NPS, base, 0, was_seen, became_seen, seen, *holding(seen, low, high, 2.0), p)


def share_change(before: tuple[int, int], after: tuple[int, int]) -> Change:
    """Of a share, (hits, base) of two groups of different, or unknown, people."""
    base = (before[1], after[1])
    if min(base) < LEAST_ANSWERS:
        return too_few(SEPARATE_SHARES, base)
    low, high = newcombe(before, after)
    was, became = before[0] / before[1], after[0] / after[1]
    alike = before[0] + after[0] in (0, sum(base))  # the test divides by the spread of the pool
    p = 1.0 if alike else float(score_test(*after, *before, compare="diff", method="score").pvalue)
    return Change(SEPARATE_SHARES, base, 0, was, became, became - was, low, high, p)


def mean_change(before: Floats, after: Floats) -> Change:
    """Of a mean rating between two groups of different, or unknown, people; NaN where there is no answer."""
    was, became = before[~np.isnan(before)], after[~np.isnan(after)]
    base = (len(was), len(became))
    if min(base) < LEAST_ANSWERS:
        return too_few(SEPARATE_MEANS, base)
    means = (float(was.mean()), float(became.mean()), float(became.mean() - was.mean()))
    if not (np.ptp(was) or np.ptp(became)):
        return Change(SEPARATE_MEANS, base, 0, *means, why=NO_SPREAD)
    test = ttest_ind(became, was, equal_var=False)
    low, high = test.confidence_interval(0.95)
    return Change(SEPARATE_MEANS, base, 0, *means, float(low), float(high), float(test.pvalue))


def normal(difference: float, error: float) -> tuple[float, float, float]:
    """Low, high of the 95 % interval and the two-sided p of a difference with standard error > 0."""
    half = float(norm.ppf(0.975)) * error
    return difference - half, difference + half, float(2 * norm.sf(abs(difference) / error))


def holding(seen: float, low: float, high: float, most: float) -> tuple[float, float]:
    """An interval around an adjusted difference, inside ±`most` and wide enough to hold the difference seen."""
    return max(-most, min(low, seen)), min(most, max(high, seen))


def too_few(test: str, base: tuple[int, int], both: int = 0) -> Change:
    """No test under 5 answers in a wave."""
    return Change(test, base, both, why=f"Too few answers to test a change: {base[0]} before, {base[1]} after.")
