"""What another formula would make of the same accounts on the same day: who changes band, and how many stand where."""

import numpy as np
import pandas as pd

from lib.health.judging import Health
from lib.health.tables import BANDS


def movers(now: Health, then: Health) -> pd.DataFrame:
    """The accounts that would change band, in the order of attention they would then have.

    Both are judged from the same signals. Columns: account_id, account, band_now, band_then, low_now, high_now,
    low_then, high_then, revenue_cents, words (what weighs most then, or what is needed).
    """
    names = np.array(BANDS)
    before = pd.DataFrame(
        {
            "account_id": now.signals.accounts["id"], "band_now": names[now.band], "low_now": now.bounds.low,
            "high_now": now.bounds.high,
        }
    )  # fmt: skip
    after = then.table.rename(columns={"band": "band_then", "low": "low_then", "high": "high_then"})
    both = after.astype({"band_then": "str"}).merge(before[now.band != then.band], on="account_id")
    return both.drop(columns=["coverage", "capped_by", "worst"])


def shifted(now: Health, then: Health) -> int:
    """How many accounts keep their band with another interval."""
    same = now.band == then.band
    other = (now.bounds.low != then.bounds.low) | (now.bounds.high != then.bounds.high)
    return int((same & other).sum())


def band_counts(now: Health, then: Health) -> pd.DataFrame:
    """How many accounts stand in each band. Columns: band, now, then; in the order of BANDS."""
    counts = (np.bincount(health.band, minlength=len(BANDS)) for health in (now, then))
    return pd.DataFrame(dict(zip(("band", "now", "then"), (BANDS, *counts), strict=True)))
