"""How complete the briefs of projects are: what a team must know before it starts."""

import numpy as np

from lib.days import Bools
from lib.format import counted
from lib.measure import Measure, undefined


def briefs_complete(goal: Bools, hours: Bools, due: Bools) -> Measure:
    """Of projects begun in a period, the share whose record says goal, agreed hours and due date; one entry each.

    A count of all, not a sample: no interval. The note says what is missing most.
    """
    base = len(goal)
    if not base:
        return undefined("no project was begun in the period")
    hits = int(np.count_nonzero(goal & hours & due))
    missing = {"the goal": ~goal, "the hours": ~hours, "the due date": ~due}
    often = max(missing, key=lambda name: int(np.count_nonzero(missing[name])))
    count = int(np.count_nonzero(missing[often]))
    return Measure(hits / base, base=base, hits=hits, note=_lacks(often, count))


def _lacks(what: str, count: int) -> str:
    return f"{counted(count, 'project')} {'lacks' if count == 1 else 'lack'} {what}" if count else ""
