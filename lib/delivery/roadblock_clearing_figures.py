"""How many roadblocks of a period were cleared."""

import numpy as np

from lib.days import Bools, Ints
from lib.measure import Measure, undefined


def stood(opened: Ints, closed: Ints, start: int, end: int) -> Bools:
    """Which stood on any day from `start` (inside) to `end` (outside); `closed` LAST where still open."""
    there: Bools = (opened < end) & (closed >= start)
    return there


def roadblocks_cleared(opened: Ints, closed: Ints, start: int, end: int) -> Measure:
    """Of the roadblocks that stood in a period, the share closed by its last day; one entry each.

    A count of all, not a sample: no interval.
    """
    there = stood(opened, closed, start, end)
    base = int(np.count_nonzero(there))
    if not base:
        return undefined("no roadblock stood in the period")
    hits = int(np.count_nonzero(there & (closed < end)))
    note = f"{base - hits:,} still open" if hits < base else ""
    return Measure(hits / base, base=base, hits=hits, note=note)
