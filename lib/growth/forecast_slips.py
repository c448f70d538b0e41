"""When a deal closes that has an expected close: as late or early as the firm's own won deals were."""

from datetime import date

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, Ints, number, numbers

ENOUGH_SLIPS = 10  # slips that put a close after today from which on they speak


def slips(decided: pd.DataFrame) -> Ints:
    """Days from the expected to the real close of won deals (as `pipeline.decided_deals`), ascending."""
    won = decided[decided["won"] & decided["expected_close_on"].notna() & decided["closed_on"].notna()]
    return np.sort(numbers(won["closed_on"]) - numbers(won["expected_close_on"]))


def slipped(expected: Ints, slips: Ints, as_of: date, horizons: Ints, drawn: Floats) -> Floats:
    """The share of slips, of those that put the close after today, that put it within each horizon.

    Shape (deals, horizons, sets); NaN for a deal without expected close, or with fewer than ENOUGH_SLIPS such slips.
    """
    below = np.concatenate([np.zeros((1, drawn.shape[1])), np.cumsum(drawn, axis=0)])
    today = number(as_of) - expected
    start = np.searchsorted(slips, today, side="right")
    until = np.searchsorted(slips, today[:, None] + horizons[None, :], side="right")
    ahead = below[-1] - below[start]
    known = (expected != NONE) & (len(slips) - start >= ENOUGH_SLIPS)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (below[until] - below[start][:, None, :]) / ahead[:, None, :]
    return np.where(known[:, None, None], np.clip(share, 0, 1), np.nan)
