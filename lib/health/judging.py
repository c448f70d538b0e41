"""Judging every account: the interval, its band with caps and hysteresis, what weighs most, in order of attention."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import Bools, Floats, Ints, record_numbers
from lib.health.figures import GREEN, UNKNOWN, Bounds, attention, bounds, judged, shares
from lib.health.formula import Formula
from lib.health.history import History
from lib.health.signals import Signals
from lib.health.tables import BANDS, FACTORS
from lib.health.words import needs, said, weighs

WORTH_SAYING = 75.0  # a factor at or above this does not weigh on a Green account


@dataclass(frozen=True, eq=False)
class Health:
    """Every active account judged under one formula; arrays by position in `signals`, factors as in FACTORS."""

    signals: Signals
    formula: Formula
    scores: Floats  # valid ones; NaN: unknown or not applicable
    share: Floats
    bounds: Bounds
    band: Ints
    capped: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """One row an account in order of attention.

        Columns: account_id, account, low, high, coverage, band (word), capped_by ("": nothing), worst (factor, "" where
        none is known), words (what weighs most, or what is needed), revenue_cents.
        """
        worst = worst_factors(self)
        frame = pd.DataFrame(
            {
                "account_id": self.signals.accounts["id"],
                "account": self.signals.accounts["name"],
                "low": self.bounds.low,
                "high": self.bounds.high,
                "coverage": self.bounds.coverage,
                "band": pd.Categorical.from_codes(self.band, categories=pd.Index(BANDS)),
                "capped_by": self.capped,
                "worst": [FACTORS[factor] if factor >= 0 else "" for factor in worst],
                "words": [_words(self, at, int(factor)) for at, factor in enumerate(worst)],
                "revenue_cents": self.signals.accounts["revenue_cents"],
            }
        )
        return frame.iloc[self.order].reset_index(drop=True)

    @property
    def order(self) -> Ints:
        """Positions in the order to look at them."""
        return attention(self.band, record_numbers(self.signals.accounts["revenue_cents"]), self.bounds.low)

    @property
    def missing(self) -> Bools:
        """Which factors apply but are not known, account × factor."""
        return np.asarray(np.isnan(self.scores) & ~self.signals.exempt)


def judge(signals: Signals, formula: Formula, history: History) -> Health:
    """Every account of the signals under a formula."""
    scores = signals.valid(formula)
    share = shares(formula.weights, signals.exempt)
    found = bounds(scores, share)
    band, capped = judged(found, signals.standing, formula, history.judged_before, history.lows)
    return Health(signals, formula, scores, share, found, band, capped)


def worst_factors(health: Health) -> Ints:
    """The factor that costs each account the most points of its score; -1 where none is known."""
    lost = np.where(np.isnan(health.scores), -1.0, health.share * (100 - np.nan_to_num(health.scores)))
    return np.where(lost.max(axis=1, initial=-1.0) < 0, -1, lost.argmax(axis=1))


def _words(health: Health, at: int, worst: int) -> str:
    if health.band[at] == UNKNOWN and health.capped[at]:
        return health.capped[at].capitalize()
    if health.band[at] == UNKNOWN:
        return needs(health.signals, missing_of(health, at), at)
    if health.capped[at]:
        return health.capped[at][0].upper() + health.capped[at][1:]
    if worst < 0 or (health.band[at] == GREEN and health.scores[at, worst] >= WORTH_SAYING):
        return "–"
    return weighs(FACTORS[worst], said(health.signals, FACTORS[worst], at))


def missing_of(health: Health, at: int) -> list[str]:
    """The factors of one account that are missing, the weightiest first; of equals, the quickest to enter."""
    share = health.share[at]
    there = [factor for factor, gap in enumerate(health.missing[at]) if gap]
    return [FACTORS[factor] for factor in sorted(there, key=lambda factor: (-share[factor], factor))]
