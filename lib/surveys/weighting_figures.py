"""Scores where answers do not count alike, and errors where several people of one account answer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.errors import RefusedValue
from lib.surveys.ranking_figures import moments

DRAWS = 2_000


@dataclass(frozen=True)
class Weighted:
    """A weighted mean of `answers`, its standard error (None: one answer), effective number and design effect.

    `effective` answers say as much as these do (Kish 1965); neither knows that people of one account answer alike.
    """

    mean: float
    error: float | None
    answers: int
    effective: float
    design_effect: float


def weighted(values: Floats, weights: Floats) -> Weighted | None:
    """One entry an answer (+1/0/−1 or a rating; NaN is left out); None where no answer has weight.

    SE² = n / (n − 1) Σ w² (v − m)² / (Σ w)². Raises RefusedValue for a weight below 0 or missing.
    """
    if not (weights >= 0).all():
        raise RefusedValue("weight", "is missing or below 0: give every answer a weight of 0 or more.")
    there = ~np.isnan(values) & (weights > 0)
    v, w, n = values[there], weights[there], int(there.sum())
    if not n:
        return None
    total, squares = float(w.sum()), float((w**2).sum())
    mean = float(w @ v / total)
    error = float(np.sqrt(n / (n - 1) * (w**2 @ (v - mean) ** 2)) / total) if n > 1 else None
    return Weighted(mean, error, n, total**2 / squares, n * squares / total**2)


def mean_of_accounts(values: Floats, accounts: Any) -> float | None:
    """Every account counts once, however many of its people answered; NaN answers are left out, None without any."""
    there = ~np.isnan(values)
    means = pd.Series(values[there]).groupby(np.asarray(accounts)[there]).mean()
    return float(means.mean()) if len(means) else None


def likeness(values: Floats, accounts: Any) -> float | None:
    """How alike people of one account answer, 0 to 1 (intraclass correlation, τ² / (τ² + W)); None: not known."""
    found = moments(values, accounts)
    if found is None or found.within is None or found.between is None or found.variance + found.within == 0:
        return None
    return found.variance / (found.variance + found.within)


def clustered_error(values: Floats, accounts: Any) -> float | None:
    """The standard error of the mean where people of one account answer alike: SE √(1 + (n₀ − 1) ICC).

    Takes the answers as `moments` does; None where likeness is not known.
    """
    found, alike = moments(values, accounts), likeness(values, accounts)
    if found is None or alike is None:
        return None
    given = values[~np.isnan(values)]
    return float(np.sqrt(given.var() / len(given) * (1 + (found.size - 1) * alike)))


def resampled(values: Floats, accounts: Any, seed: int = 1, draws: int = DRAWS) -> tuple[float, float] | None:
    """The middle 95 % of the mean over accounts drawn again with replacement, whole; None under two accounts.

    The accounts are drawn, not the people: those of one account are not independent of each other.
    """
    there = ~np.isnan(values)
    _, at = np.unique(np.asarray(accounts)[there], return_inverse=True)
    sums, sizes = np.bincount(at, values[there]), np.bincount(at)
    if len(sizes) < 2:
        return None
    drawn = np.random.default_rng(seed).integers(len(sizes), size=(draws, len(sizes)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)
