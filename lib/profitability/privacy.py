"""Which margins would tell what one person costs: pure functions, asked before a margin is shown."""

import numpy as np

from lib.days import Bools, Ints
from lib.measure import Measure, undefined

FEWEST = 3  # people whose hours must be in a margin before everybody may see it
WHY = f"fewer than {FEWEST} people worked on it, so the margin would tell what one of them costs"


def withheld(people: Ints, *, sees_costs: bool) -> Bools:
    """Which margins are not shown, from the number of people whose hours made each of them.

    A margin made of hours gives away their cost: fees and hours stand beside it. With one person, or two of whom one
    knows the own cost, that is a person's. Sums are made of the shown rows only (`summed`), so that no total less the
    rows beside it, under no filter and in no table, leaves a withheld one.
    """
    hidden: Bools = (people < FEWEST) & (not sees_costs)
    return hidden


def summed(values: Ints, hidden: Bools) -> int:
    """The sum of what is shown: a total never holds a withheld row."""
    return int(values[~hidden].sum())


def told(margin: Measure, *, hidden: bool, sees_costs: bool) -> Measure:
    """The margin as it may be shown: withheld, or in whole points to who may not see costs.

    Whole points, so that two days of one account less each other do not give away the hours between them.
    """
    if hidden:
        return undefined(WHY, base=None, absent="withheld")
    if sees_costs or margin.value is None:
        return margin
    return Measure(float(np.round(margin.value, 2)), base=margin.base, note=margin.note)
