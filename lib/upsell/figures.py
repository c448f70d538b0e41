"""Figures of conversations: pure functions of counts and marks."""

import numpy as np

from lib.days import Bools, Floats
from lib.measure import Measure, undefined


def conversations_ready(ready: Bools) -> Measure:
    """How many of the conversations something speaks for may be had now; the note tells how many are held back."""
    held = int(np.count_nonzero(~ready))
    return Measure(int(np.count_nonzero(ready)), base=len(ready), note=f"{held:,} more held back" if held else "")


def expected_margin_ready(ready: Bools, expected_cents: Floats) -> Measure:
    """Expected margin a year of the conversations that may be had now, in cents; NaN where it is not known."""
    known = ready & ~np.isnan(expected_cents)
    if not known.any():
        return undefined(
            "no margin of these services is recorded" if ready.any() else "there is no conversation to have"
        )
    missing = int(np.count_nonzero(ready & ~known))
    note = f"{missing:,} without a known margin left out" if missing else ""
    return Measure(float(expected_cents[known].sum()), base=int(np.count_nonzero(known)), note=note)


def right_earned(earned: Bools) -> Measure:
    """Accounts whose right to be asked for more is earned ÷ active accounts; a count of all, so without interval."""
    if not len(earned):
        return undefined("no account is an active client on this day")
    hits = int(np.count_nonzero(earned))
    return Measure(hits / len(earned), base=len(earned), hits=hits)
