"""How many decisions were done by their day, and what was said against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib import format as fmt
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.review.decided import Decided

WINDOW = 90  # days


@dataclass(frozen=True)
class Said:
    """One decision opening the next meeting: what was said, how it stands, and whether to say now what came of it."""

    decision: Decided
    standing: str
    to_judge: bool


def completion_of(decisions: Sequence[Decided], as_of: date) -> Measure:
    """Of the decisions whose due day was over and lay in the 90 days before `as_of`, the share done by that day.

    Wilson's 95 % interval. One due on `as_of` itself can still be done and is not counted.
    """
    due = [day for one in decisions if one.kind == "decision" and (day := one.due_on) is not None and _over(day, as_of)]
    if not due:
        return undefined(f"no decision was due in the {WINDOW} days before {fmt.day(as_of)}")
    hits = sum(
        one.kind == "decision" and one.done_on is not None and one.due_on is not None and _over(one.due_on, as_of)
        and one.done_on <= one.due_on
        for one in decisions
    )  # fmt: skip
    low, high = wilson(hits, len(due))
    return Measure(hits / len(due), base=len(due), hits=hits, low=low, high=high)


def _over(due_on: date, as_of: date) -> bool:
    return as_of - timedelta(WINDOW) <= due_on < as_of


def standing(decision: Decided, as_of: date) -> str:
    """open, overdue, done, done late, not done; a risk is accepted."""
    if decision.kind != "decision":
        return "accepted"
    if decision.done_on is not None:
        late = decision.due_on is not None and decision.done_on > decision.due_on
        return "done late" if late else "done"
    if decision.outcome is not None:
        return "not done"
    return "overdue" if decision.overdue(as_of) else "open"


def said_and_happened(decisions: Sequence[Decided], last_review_id: int | None, as_of: date) -> list[Said]:
    """What a meeting on `as_of` opens with: everything the last closed review decided, what is carried over from
    before it, and what is to be looked at again by now; in the order decided."""
    chosen = [
        one
        for one in decisions
        if one.held_on < as_of and (one.review_id == last_review_id or one.overdue(as_of) or is_to_judge(one, as_of))
    ]
    return [Said(one, standing(one, as_of), is_to_judge(one, as_of)) for one in chosen]


def is_to_judge(decision: Decided, as_of: date) -> bool:
    """Whether it is time to say what came of a decision, and nobody has."""
    look = decision.check_on or decision.due_on
    return decision.kind == "decision" and decision.outcome is None and look is not None and look <= as_of
