"""Estimates of many groups drawn towards their common mean: empirical Bayes by the methods the catalogue names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import beta
from statsmodels.stats.meta_analysis import combine_effects

from lib.days import Bools, Floats, Ints
from lib.intervals import wilson

LEAST_STRENGTH = 1.0  # a prior weaker than one record says nothing more
_TAIL = 0.025


@dataclass(frozen=True)
class Between:
    """How much groups differ beyond chance: `variance` between them (0: not at all), their mean and its error."""

    variance: float
    mean: float
    error: float


def dersimonian_laird(values: Floats, variances: Floats) -> Between:
    """The variance between groups by moments, in one step (DerSimonian and Laird 1986); never below 0.

    `values` are the estimates of at least one group, `variances` (> 0) their own sampling variances.
    """
    return _between(values, variances, "dl")


def paule_mandel(values: Floats, variances: Floats) -> Between:
    """The same, iterated until the weighted squares equal their expectation (Paule and Mandel 1982)."""
    return _between(values, variances, "pm")


def _between(values: Floats, variances: Floats, method: str) -> Between:
    found = max(0.0, _variance(values, variances, method)) if len(values) > 1 else 0.0
    weights = 1 / (variances + found)
    mean = float(weights @ values / weights.sum())
    return Between(found, mean, float(np.sqrt(1 / weights.sum())))


def _variance(values: Floats, variances: Floats, method: str) -> float:
    with np.errstate(invalid="ignore", divide="ignore"):  # it weighs by the variance before it is cut at 0
        options: dict[str, Any] = {"maxiter": 200, "atol": 1e-10} if method == "pm" else {}
        return float(combine_effects(values, variances, method_re=method, **options).tau2)


def own_weights(variances: Floats, between: float) -> Floats:
    """How much each group's own estimate counts, 1 - B, from 0 (the mean alone) to 1.

    B = (k - 3) / (k - 1) · v / (v + between) for k > 3 groups (Morris 1983, JASA 78, 47-55): for equal variances the
    estimate of Efron and Morris. Up to 3 groups nothing corrects for the variance being estimated.
    """
    groups = len(variances)
    if between <= 0:
        return np.zeros(groups)
    correction = (groups - 3) / (groups - 1) if groups > 3 else 1.0
    return np.asarray(1 - correction * variances / (variances + between), dtype=np.float64)


@dataclass(frozen=True)
class Shrunk:
    """Shares of many groups drawn towards their `mean`; NaN throughout where no group has a record.

    `between` is the variance between groups; where it is 0 they cannot be `told_apart` and each has the pool's share
    and interval. Arrays, one entry a group: `rate`, its 95 % interval `low` to `high`, own `weight`.
    """

    mean: float
    between: float
    rate: Floats
    low: Floats
    high: Floats
    weight: Floats
    told_apart: bool


def shrunk_shares(hits: Ints, base: Ints) -> Shrunk:
    """Shares of `hits` in `base`, one entry a group: each drawn to the mean the more, the fewer records it has.

    The binomial variance is that of the pooled share: a group's own would be 0 where all of few records agree. The
    interval is that of the Beta distribution with as many records as the weights imply; where groups cannot be told
    apart it is Wilson's of the pool. A group without records has the mean and the spread between groups, never a
    narrower interval than a group with records.
    """
    hits, base = np.asarray(hits, dtype=np.int64), np.asarray(base, dtype=np.int64)
    there = base > 0
    if not there.any():
        nothing = np.full(len(base), np.nan)
        return Shrunk(np.nan, 0.0, nothing, nothing, nothing, np.zeros(len(base)), told_apart=False)
    pooled = hits.sum() / base.sum()
    variances = pooled * (1 - pooled) / base[there]
    if pooled in (0.0, 1.0):
        return _as_one(hits, base)
    between = dersimonian_laird(hits[there] / base[there], variances)
    if not between.variance:
        return _as_one(hits, base)
    return _apart(hits, base, there, between, own_weights(variances, between.variance))


def _as_one(hits: Ints, base: Ints) -> Shrunk:
    groups, every, (low, high) = len(base), hits.sum() / base.sum(), wilson(int(hits.sum()), int(base.sum()))
    same = np.full(groups, every)
    return Shrunk(float(every), 0.0, same, np.full(groups, low), np.full(groups, high), np.zeros(groups), False)


def _apart(hits: Ints, base: Ints, there: Bools, between: Between, weights: Floats) -> Shrunk:
    weight, rate = np.zeros(len(base)), np.full(len(base), between.mean)
    weight[there] = weights
    rate[there] += weights * (hits[there] / base[there] - between.mean)
    records = base[there] / weights
    new = min(prior_strength(between.mean, between.variance + between.error**2), records.min())
    strength = np.full(len(base), new)
    strength[there] = records
    low, high = beta_interval(rate, strength)
    return Shrunk(between.mean, between.variance, rate, low, high, weight, told_apart=True)


def prior_strength(mean: Any, variance: Any) -> Any:
    """As many records as a Beta distribution with this mean and variance stands for: by moments, at least one."""
    return np.maximum(mean * (1 - mean) / variance - 1, LEAST_STRENGTH)


def beta_interval(rate: Floats, strength: Floats) -> tuple[Floats, Floats]:
    """The middle 95 % of Beta distributions with mean `rate` (inside 0 to 1) that stand for `strength` records."""
    first, second = rate * strength, (1 - rate) * strength
    return beta.ppf(_TAIL, first, second), beta.ppf(1 - _TAIL, first, second)
