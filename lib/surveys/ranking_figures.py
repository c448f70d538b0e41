"""Accounts by score, each drawn to the mean of all the more, the fewer answered; no order where none is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats
from lib.shrinkage import dersimonian_laird, own_weights
from lib.surveys.promoter_figures import LEAST_ANSWERS

_Z = 1.959963984540054
_ROUNDING = 1e-12
NOT_APART = "Accounts cannot be told apart: they differ no more than chance makes them."
ONE_ACCOUNT = "Accounts cannot be told apart: only one has answers."
NO_ANSWER = "Nobody answered yet."
ONE_ANSWER_EACH = "Accounts cannot be told apart: each has one answer, so nothing measures chance."


@dataclass(frozen=True)
class Moments:
    """One-way analysis of variance: mean squares `within` (None: one answer each) and `between` (None: one account).

    `size` is n₀, the answers of a typical account; `answers` of all.
    """

    answers: int
    accounts: int
    mean: float
    within: float | None
    between: float | None
    size: float

    @property
    def variance(self) -> float:
        """The variance between accounts beyond chance, τ² = max(0, (between − within) / n₀); 0 where unknown."""
        if self.within is None or self.between is None:
            return 0.0
        beyond = self.between - self.within
        return beyond / self.size if beyond > _ROUNDING * self.within else 0.0


@dataclass(frozen=True)
class Ranking:
    """`rows` highest estimate first where accounts are `told_apart`, else as they came and `why` says why not.

    Columns: account, answers, own (the account's own mean; NaN under 5 answers), estimate, its 95 % interval low to
    high (NaN: nothing measures chance), weight (how much its own mean counts, 0 to 1). `variance` is τ².
    """

    rows: pd.DataFrame
    told_apart: bool
    mean: float
    variance: float
    why: str = ""


def moments(values: Floats, accounts: Any) -> Moments | None:
    """From one entry an answer: its value (+1/0/−1 or a rating; NaN is left out) and its account. None: no answer."""
    there = ~np.isnan(values)
    if not there.any():
        return None
    given = values[there]
    _, at, sizes = np.unique(np.asarray(accounts)[there], return_inverse=True, return_counts=True)
    answers, groups = len(given), len(sizes)
    means, mean = np.bincount(at, given) / sizes, float(given.mean())
    spare, size = answers - groups, float(answers)
    within = float(((given - means[at]) ** 2).sum()) / spare if spare else None
    if groups == 1:
        return Moments(answers, 1, mean, within, None, size)
    between = float((sizes * (means - mean) ** 2).sum()) / (groups - 1)
    return Moments(answers, groups, mean, within, between, (size - float((sizes**2).sum()) / size) / (groups - 1))


def by_account(values: Floats, accounts: Any, low: float = -1.0, high: float = 1.0) -> Ranking:
    """Empirical Bayes estimates of accounts from single answers; one entry an answer, as `moments` takes.

    Bⱼ = W / (W + nⱼ τ²) with W pooled over accounts, never the account's own spread, which is 0 where all agree;
    estimate = Bⱼ μ + (1 − Bⱼ) ȳⱼ, μ weighted by precision. Its variance (1 − Bⱼ) W / nⱼ + Bⱼ² Var(μ) (Morris 1983),
    which takes τ² as known; intervals stay inside `low` to `high`, the ends of the values.
    """
    found = moments(values, accounts)
    if found is None:
        return _pool(_rows([], [], np.zeros(0)), np.nan, np.nan, NO_ANSWER, (low, high))
    there = ~np.isnan(values)
    groups = pd.Series(values[there]).groupby(np.asarray(accounts)[there], sort=True)
    names, sizes = groups.size().index.to_numpy(), groups.size().to_numpy()
    rows = _rows(names, sizes, groups.mean().to_numpy(dtype=np.float64))
    if found.within is None or not found.variance:
        return _as_one(rows, found, low, high)
    chance = found.within / sizes
    return _apart(rows, chance, chance / (chance + found.variance), found.variance, (low, high))


def by_given_variance(
    accounts: Any, means: Floats, variances: Floats, answers: Any, low: float = -1.0, high: float = 1.0
) -> Ranking:
    """The same from the means of accounts and their own sampling variances (> 0), such as weighted scores have.

    τ² by DerSimonian and Laird, weights as in `lib.shrinkage.own_weights`; one entry an account, at least one.
    """
    found = dersimonian_laird(means, variances)
    rows = _rows(np.asarray(accounts), np.asarray(answers), means)
    if not found.variance:
        why = NOT_APART if len(rows) > 1 else ONE_ACCOUNT
        return _pool(rows, found.mean, found.error, why, (low, high))
    return _apart(rows, variances, 1 - own_weights(variances, found.variance), found.variance, (low, high))


def _rows(names: Any, answers: Any, own: Any) -> pd.DataFrame:
    return pd.DataFrame({"account": names, "answers": answers, "own": own})


def _apart(rows: pd.DataFrame, chance: Floats, drawn: Floats, variance: float, ends: tuple[float, float]) -> Ranking:
    weights = 1 / (variance + chance)
    own = rows["own"].to_numpy()
    mean = float(weights @ own / weights.sum())
    error = np.sqrt((1 - drawn) * chance + drawn**2 / weights.sum())
    estimates = rows.assign(estimate=drawn * mean + (1 - drawn) * own)
    full = _bounded(estimates, np.where(chance > 0, error, np.nan), ends).assign(weight=1 - drawn)
    ordered = full.sort_values(["estimate", "account"], ascending=[False, True], ignore_index=True)
    return Ranking(_counts_hidden(ordered), True, mean, variance)


def _as_one(rows: pd.DataFrame, found: Moments, low: float, high: float) -> Ranking:
    why = ONE_ACCOUNT if found.accounts == 1 else ONE_ANSWER_EACH if found.within is None else NOT_APART
    chance = found.between if found.within is None else found.within
    return _pool(rows, found.mean, float(np.sqrt((chance or 0.0) / found.answers)), why, (low, high))


def _pool(rows: pd.DataFrame, mean: float, error: float, why: str, ends: tuple[float, float]) -> Ranking:
    full = _bounded(rows.assign(estimate=mean), np.full(len(rows), error or np.nan), ends).assign(weight=0.0)
    return Ranking(_counts_hidden(full), False, mean, 0.0, why)


def _bounded(rows: pd.DataFrame, error: Floats, ends: tuple[float, float]) -> pd.DataFrame:
    low, high = rows["estimate"] - _Z * error, rows["estimate"] + _Z * error
    return rows.assign(low=low.clip(lower=ends[0]), high=high.clip(upper=ends[1]))


def _counts_hidden(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(own=rows["own"].where(rows["answers"] >= LEAST_ANSWERS))
