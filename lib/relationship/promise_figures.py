"""How promises, requests and escalations stand on a day: pure functions of their dates."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from lib.periods import Period
from lib.relationship.office_hours import OfficeHours, business_hours

# Days between two updates of an open escalation, by severity: daily, every three days, weekly, every two weeks.
UPDATE_EVERY = {4: 1, 3: 3, 2: 7, 1: 14}


class Promised(Protocol):
    """A promise as it was known on a day."""

    @property
    def due_on(self) -> date: ...
    @property
    def settled_on(self) -> date | None: ...
    @property
    def outcome(self) -> str | None: ...


class Asked(Protocol):
    """A client's request as it was known on a day."""

    @property
    def asked_at(self) -> datetime: ...
    @property
    def first_answer_at(self) -> datetime | None: ...
    @property
    def state(self) -> str: ...


def promise_standing(promise: Promised, as_of: date) -> str:
    """open, overdue (past its due day and open), kept, kept late, broken or withdrawn."""
    if promise.outcome is None:
        return "overdue" if promise.due_on < as_of else "open"
    late = promise.settled_on is not None and promise.settled_on > promise.due_on
    return "kept late" if promise.outcome == "kept" and late else promise.outcome


def promise_counts(promises: Sequence[Promised], period: Period, as_of: date) -> tuple[int, int, int]:
    """Kept in time and due in the period, and carried over: due before it and still open.

    One that is open and not past due yet is not counted as due; a withdrawn one never is.
    """
    counted = [one for one in promises if _is_due(one, as_of)]
    due = [one for one in counted if one.due_on in period]
    kept = [one for one in due if promise_standing(one, as_of) == "kept"]
    carried = [one for one in counted if one.due_on < period.start and one.outcome is None]
    return len(kept), len(due), len(carried)


def _is_due(promise: Promised, as_of: date) -> bool:
    return promise_standing(promise, as_of) not in ("open", "withdrawn")


def answer_hours(requests: Sequence[Asked], office: OfficeHours) -> list[float]:
    """Business hours from request to first answer, of the requests that were answered."""
    return [business_hours(one.asked_at, one.first_answer_at, office) for one in requests if one.first_answer_at]


def unanswered(requests: Sequence[Asked]) -> int:
    """How many requests are open and nobody has answered them yet."""
    return sum(one.first_answer_at is None and one.state == "open" for one in requests)


def next_update(severity: int, opened_on: date, last_update_on: date | None) -> date:
    """The day the next update of an open escalation is due: its clock restarts with each update given."""
    return (last_update_on or opened_on) + timedelta(UPDATE_EVERY[severity])
