"""Whether a score changed where it is known who answered: all, some or none of the people in both waves.

Arrays have one entry a person, the same people in the same order in both waves, NaN where they did not answer.
"""

import numpy as np
from scipy.stats import binom

from lib.days import Bools, Floats
from lib.surveys.change_figures import (
    NO_SPREAD,
    Change,
    holding,
    mean_change,
    normal,
    nps_change,
    share_change,
    too_few,
)
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import LEAST_ANSWERS, counted_signs, signs

SAME = "the same people twice: test of marginal mean scores"
SAME_SHARES = "the same people twice: McNemar's mid-P test, interval by Tango"
PARTLY = "partly the same people: z test with their covariance"
PARTLY_ADJUSTED = "partly the same people: adjusted Wald test with their covariance"
ONLY_DIRECTION = "the same people twice: mid-P sign test, as all moved alike"
# Pseudo-answers of an adjusted test: how many, their sum, their sum of squares.
NPS_PSEUDO = (3.0, 0.0, 1.5)  # Rocks 2016: 3/4, 3/2, 3/4
SHARE_PSEUDO = (2.0, 1.0, 1.0)  # Agresti and Caffo 2000: a hit and a miss


def matched_nps_change(before: Floats, after: Floats) -> Change:
    """Of an NPS, answers 0 to 10; the test follows from who answered both waves. Raises OutOfScale."""
    was, became = signs(before), signs(after)
    both, base = in_both(was, became), bases(was, became)
    if not both.any():
        return nps_change(counted_signs(was), counted_signs(became))
    if both.sum() == max(base):
        return matched_change(was, became)
    return _partly(was, became, NPS_PSEUDO, most=2.0)


def matched_share_change(before: Floats, after: Floats) -> Change:
    """Of a share, 1 a hit and 0 none; the test follows from who answered both waves."""
    both, base = in_both(before, after), bases(before, after)
    if not both.any():
        return share_change((int(np.nansum(before)), base[0]), (int(np.nansum(after)), base[1]))
    if both.sum() < max(base):
        return _partly(before, after, SHARE_PSEUDO, most=1.0)
    if min(base) < LEAST_ANSWERS:
        return too_few(SAME_SHARES, base, base[0])
    was, became = before[both], after[both]
    moved = counted_signs(became - was)
    low, high = score_interval(moved) or (None, None)
    p, means = mid_p(moved.detractors, moved.promoters), (float(was.mean()), float(became.mean()))
    return Change(SAME_SHARES, base, base[0], *means, means[1] - means[0], low, high, p)


def matched_mean_change(before: Floats, after: Floats) -> Change:
    """Of a mean rating; the test follows from who answered both waves."""
    return matched_change(before, after) if in_both(before, after).any() else mean_change(before, after)


def matched_change(before: Floats, after: Floats) -> Change:
    """Of the mean of any values (ratings, +1/0/−1) where some or all answered both waves.

    All: marginal mean scores, Var = [Σ (aᵢ − aⱼ)² pᵢⱼ − δ²] / N (contingencytables,
    `Wald_test_and_CI_marginal_mean_scores_paired_cxc`). Some: V₁ + V₂ − 2 n₁₂ Cov₁₂ / (n₁ n₂). Where all people moved
    alike only the direction is tested, and there is no interval.
    """
    both, base = in_both(before, after), bases(before, after)
    same = int(both.sum())
    test = SAME if same == max(base) else PARTLY
    if min(base) < LEAST_ANSWERS:
        return too_few(test, base, same)
    means, error = (float(np.nanmean(before)), float(np.nanmean(after))), matched_error(before, after)
    seen = means[1] - means[0]
    if error:
        return Change(test, base, same, *means, seen, *normal(seen, error))
    if test == PARTLY:
        return Change(test, base, same, *means, seen, why=NO_SPREAD)
    moved = counted_signs(np.sign(after[both] - before[both]))
    return Change(ONLY_DIRECTION, base, same, *means, seen, p=mid_p(moved.detractors, moved.promoters))


def matched_error(before: Floats, after: Floats, more: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> float:
    """The standard error of mean after − mean before, variances with divisor n; `more` pseudo-answers in each wave."""
    (_, was, first), (_, became, second) = _moments(before, more), _moments(after, more)
    variance = was / first + became / second - 2 * _joint(before, after) / (first * second)
    return float(np.sqrt(variance)) if variance > 1e-12 else 0.0  # below it is what rounding leaves of 0


def _joint(before: Floats, after: Floats) -> float:
    both = in_both(before, after)
    was, became = before[both], after[both]
    return float(((was - was.mean()) * (became - became.mean())).sum()) if len(was) else 0.0


def _moments(values: Floats, more: tuple[float, float, float]) -> tuple[float, float, float]:
    """Mean, variance and number of the answers with the pseudo-answers."""
    given, (number, total, squares) = values[~np.isnan(values)], more
    n = len(given) + number
    mean = float(given.sum() + total) / n
    return mean, float((given**2).sum() + squares) / n - mean**2, n


def _partly(before: Floats, after: Floats, more: tuple[float, float, float], most: float) -> Change:
    """The adjusted test of separate groups with the covariance of who answered both.

    Without the pseudo-answers it raises false alarms in 14 % of cases at 5 against 30 answers, as plain Wald does.
    """
    base, same = bases(before, after), int(in_both(before, after).sum())
    if min(base) < LEAST_ANSWERS:
        return too_few(PARTLY_ADJUSTED, base, same)
    centre = _moments(after, more)[0] - _moments(before, more)[0]
    low, high, p = normal(centre, matched_error(before, after, more))
    was, became = float(np.nanmean(before)), float(np.nanmean(after))
    seen = became - was
    return Change(PARTLY_ADJUSTED, base, same, was, became, seen, *holding(seen, low, high, most), p)


def mid_p(fell: int, rose: int) -> float:
    """McNemar's mid-P: how often chance moves people so unevenly, half of the case seen counted; 1 where none moved.

    Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13, 91.
    """
    moved, fewer = fell + rose, min(fell, rose)
    return 1.0 if fell == rose else float(2 * binom.cdf(fewer, moved, 0.5) - binom.pmf(fewer, moved, 0.5))


def in_both(before: Floats, after: Floats) -> Bools:
    """Who answered both waves."""
    return ~np.isnan(before) & ~np.isnan(after)


def bases(before: Floats, after: Floats) -> tuple[int, int]:
    """How many answered before and after."""
    return int((~np.isnan(before)).sum()), int((~np.isnan(after)).sum())
