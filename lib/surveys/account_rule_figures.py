"""One score of a wave by three rules of what an account counts: each person, each account once, each by its revenue."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from lib.days import Floats
from lib.measure import Measure, undefined
from lib.surveys.interval_figures import score_interval
from lib.surveys.promoter_figures import LEAST_ANSWERS, counted_signs
from lib.surveys.weighting_figures import weighted

NO_REVENUE = "No account that answered has revenue in these twelve months."


@dataclass(frozen=True)
class Rule:
    """A rule, the score by it, and what it answers."""

    name: str
    measure: Measure
    answers: str


def account_rules(values: Floats, accounts: Any, revenue: Floats, ends: tuple[float, float]) -> list[Rule]:
    """One entry an answer: what it counts for (`signs` or a rating), its account, that account's revenue (0: none).

    `ends` are the lowest and highest value, (-1, 1) for promoters less detractors. Under 5 answers none has a value.
    """
    if len(values) < LEAST_ANSWERS:
        few = undefined(f"Too few answers for a score: {len(values)}.", base=len(values))
        return [Rule(name, few, words) for name, words in RULES.items()]
    made = (_everyone(values, ends), _accounts_once(values, accounts, ends), _by_revenue(values, revenue, ends))
    return [Rule(name, measure, words) for (name, words), measure in zip(RULES.items(), made, strict=True)]


RULES = {
    "Count everyone": "What do the people who answered think? An account with many answers weighs more.",
    "Count each account once": "What does a typical account think? Large and small ones weigh the same.",
    "Count accounts by revenue": "What do those think who pay for most of our work? A few large ones decide it.",
}


def _everyone(values: Floats, ends: tuple[float, float]) -> Measure:
    if ends == (-1.0, 1.0):
        low, high = score_interval(counted_signs(values)) or (None, None)
        return Measure(float(values.mean()), base=len(values), low=low, high=high, note="answers")
    return _student(values, ends, "answers")


def _accounts_once(values: Floats, accounts: Any, ends: tuple[float, float]) -> Measure:
    means = pd.Series(values).groupby(np.asarray(accounts)).mean()
    return _student(np.asarray(means, dtype=np.float64), ends, "accounts")


def _student(values: Floats, ends: tuple[float, float], of: str) -> Measure:
    n = len(values)
    spread = float(values.std(ddof=1)) if n > 1 else 0.0
    if not spread:
        return Measure(float(values.mean()), base=n, note=of)
    half = float(t.ppf(0.975, n - 1)) * spread / np.sqrt(n)
    return _bounded(float(values.mean()), float(half), n, ends, of)


def _by_revenue(values: Floats, revenue: Floats, ends: tuple[float, float]) -> Measure:
    found = weighted(values, np.clip(revenue, 0.0, None))
    if found is None or found.error is None:
        return undefined(NO_REVENUE, base=0)
    told = f"answers, worth {found.effective:.0f} alike"
    return _bounded(found.mean, float(norm.ppf(0.975)) * found.error, found.answers, ends, told)


def _bounded(mean: float, half: float, n: int, ends: tuple[float, float], of: str) -> Measure:
    return Measure(mean, base=n, low=max(ends[0], mean - half), high=min(ends[1], mean + half), note=of)
