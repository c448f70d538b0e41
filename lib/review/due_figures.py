"""How many decisions are carried over, and how many come due before the next review."""

from collections.abc import Sequence
from datetime import date, timedelta

from lib.measure import Measure, undefined
from lib.review.decided import Decided

AHEAD = 7  # days: the next review
NOTHING = "no review has decided anything yet"


def carried_over(decisions: Sequence[Decided], as_of: date) -> Measure:
    """Decisions still to be done on a day whose due day is over; the base is all that are still to be done."""
    return _count(decisions, [one for one in decisions if one.overdue(as_of)])


def due_soon(decisions: Sequence[Decided], as_of: date) -> Measure:
    """Decisions still to be done that come due from a day to seven days later, both inside; base as above."""
    return _count(decisions, [one for one in decisions if is_due_soon(one, as_of)])


def is_due_soon(one: Decided, as_of: date) -> bool:
    """Whether it is still to be done and its due day is from `as_of` to seven days later."""
    return one.open and one.due_on is not None and as_of <= one.due_on <= as_of + timedelta(AHEAD)


def _count(decisions: Sequence[Decided], found: Sequence[Decided]) -> Measure:
    if not any(one.kind == "decision" for one in decisions):
        return undefined(NOTHING)
    return Measure(len(found), base=sum(one.open for one in decisions))
