"""Intervals around a Net Promoter Score and around shares that are looked at together or compared."""

from functools import lru_cache
from itertools import combinations
from math import inf, sqrt
from typing import Literal

import numpy as np
from scipy.optimize import bisect
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import confint_proportions_2indep, multinomial_proportions_confint

from lib.days import Floats, Ints
from lib.surveys.promoter_figures import Promoters, signed_variance

Interval = tuple[float, float]
# Pseudo-answers added to detractors, passives and promoters.
ROCKS = (0.75, 1.5, 0.75)
AGRESTI_MIN = (0.5, 1.0, 0.5)
_NEAR = 1e-13


@lru_cache(maxsize=65_536)
def score_interval(counts: Promoters, confidence: float = 0.95) -> Interval | None:
    """The score interval of an NPS: every value that the counts do not contradict; None where nobody answered.

    The one to show: it never misses the score and holds its level from three answers on. Tango 1998, Statistics in
    Medicine 17, 891-908: the difference of paired shares has the same algebra, so it also bounds such a difference.
    """
    if not counts.answers:
        return None
    z = float(norm.ppf((1 + confidence) / 2))
    mirrored = Promoters(counts.promoters, counts.passives, counts.detractors)
    return -_upper(mirrored, z), _upper(counts, z)


def _upper(counts: Promoters, z: float) -> float:
    found = (counts.promoters - counts.detractors) / counts.answers
    if found == 1:
        return 1.0
    return float(bisect(lambda score: z - abs(score_statistic(counts, score)), found, 1.0, xtol=_NEAR))


def score_statistic(counts: Promoters, score: float) -> float:
    """Tango's T of the hypothesis that the true NPS is `score` (−1 to 1): falls as `score` rises, 0 at the observed."""
    detractors, _, promoters = counts
    n = counts.answers
    apart = promoters - detractors - n * score
    b = (2 * n - promoters + detractors) * score - detractors - promoters
    spread = score * (1 - score)
    share = (sqrt(max(0.0, b * b + 8 * n * detractors * spread)) - b) / (4 * n)
    variance = n * (2 * share + spread)
    if abs(apart) <= _NEAR * n:
        return 0.0
    return apart / sqrt(variance) if variance > 0 else inf * apart


def adjusted_wald(
    counts: Promoters, pseudo: tuple[float, float, float] = ROCKS, confidence: float = 0.95
) -> Interval | None:
    """Wald's interval after adding pseudo-answers: the documented alternative, which may miss the observed score.

    `pseudo` by Rocks 2016 (R package NPS, `nps_test`) or AGRESTI_MIN (Agresti and Min 2005). None: nobody answered.
    """
    if not counts.answers:
        return None
    centre, error = adjusted(counts, pseudo)
    return _around(centre, error, confidence)


def adjusted(counts: Promoters, pseudo: tuple[float, float, float] = ROCKS) -> tuple[float, float]:
    """The NPS after adding pseudo-answers, and its standard error."""
    added = tuple(number + more for number, more in zip(counts, pseudo, strict=True))
    detractors, passives, promoters = added
    total = sum(added)
    return (promoters - detractors) / total, sqrt(signed_variance(detractors, passives, promoters) / total)


def wald(counts: Promoters, confidence: float = 0.95) -> Interval | None:
    """Score ± z standard errors, for reference only: with few answers it holds far less than it says."""
    return adjusted_wald(counts, (0.0, 0.0, 0.0), confidence)


def _around(centre: float, error: float, confidence: float) -> Interval:
    half = float(norm.ppf((1 + confidence) / 2)) * error
    return max(-1.0, centre - half), min(1.0, centre + half)


def simultaneous_shares(counts: Ints, alpha: float = 0.05) -> Floats:
    """Intervals that hold for the shares of all categories together: low and high, a row each (Goodman 1965)."""
    return np.asarray(multinomial_proportions_confint(counts, alpha=alpha, method="goodman"), dtype=np.float64)


def simultaneous_contrasts(
    counts: Ints, alpha: float = 0.05, method: Literal["bonferroni", "scheffe"] = "bonferroni"
) -> dict[tuple[int, int], tuple[float, float, float]]:
    """How the shares of each two categories differ (first − second) with intervals that hold for all pairs together.

    By pair of positions: difference, low, high. Goodman 1964, Annals of Mathematical Statistics 35, 716-725.
    """
    pairs = list(combinations(range(len(counts)), 2))
    tail, freedom = (alpha / len(pairs), 1) if method == "bonferroni" else (alpha, len(counts) - 1)
    wide, total = chi2.ppf(1 - tail, freedom), counts.sum()
    found = {}
    for one, other in pairs:
        first, second = counts[one] / total, counts[other] / total
        half = float(np.sqrt(wide * (first + second - (first - second) ** 2) / total))
        found[one, other] = (float(first - second), float(first - second) - half, float(first - second) + half)
    return found


def newcombe(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """The 95 % interval of the difference of two shares of separate groups, after − before, each (hits, base > 0).

    Newcombe 1998, Statistics in Medicine 17, 873-890, method 10: both Wilson intervals joined.
    """
    low, high = confint_proportions_2indep(*after, *before, method="newcomb", compare="diff")
    return float(low), float(high)
