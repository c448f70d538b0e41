"""Figures of the deals open on a day: pure functions of aligned arrays, one entry a deal."""

from dataclasses import replace

import numpy as np

from lib.days import Bools, Ints
from lib.growth.figures import pipeline_value
from lib.measure import Measure


def open_pipeline(amounts: Ints, list_prices: Ints, renewals: Bools) -> Measure:
    """Value in cents of the open deals that would be new money: renewals stay out, the note counts them.

    `amounts` and `list_prices` as of `pipeline_value`: NONE (-1) where there is none.
    """
    measured = pipeline_value(amounts[~renewals], list_prices[~renewals])
    if not renewals.any():
        return measured
    count = int(np.count_nonzero(renewals))
    noun = "renewal" if count == 1 else "renewals"
    return replace(measured, note=", ".join(filter(None, [measured.note, f"{count:,} {noun} apart"])))
