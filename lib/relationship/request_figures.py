"""What clients asked for by department: what waits, since when, and whom nobody told how it ended. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.relationship.queries import RequestRow
from lib.relationship.tables import DEPARTMENTS

WAITING, ENDED = ("open", "answered"), ("done", "declined")


@dataclass(frozen=True)
class Desk:
    """How the requests to a department stand: not closed, of these without any answer, days of the oldest of them;
    closed without the client being told.
    """

    department: str
    waiting: int
    unanswered: int
    oldest_days: int | None
    untold: int


def desks(requests: Sequence[RequestRow], as_of: date) -> list[Desk]:
    """One for each department, in its usual order."""
    return [_desk(name, [one for one in requests if one.department == name], as_of) for name in DEPARTMENTS]


def _desk(name: str, requests: Sequence[RequestRow], as_of: date) -> Desk:
    waiting = [one for one in requests if one.state in WAITING]
    return Desk(
        name, len(waiting), sum(one.state == "open" for one in waiting),
        max((age(one, as_of) for one in waiting), default=None), sum(untold(one) for one in requests),
    )  # fmt: skip


def age(request: RequestRow, as_of: date) -> int:
    """Days since the client asked: to the day where something is still owed, else until it was closed."""
    until = as_of if owed(request) or request.closed_on is None else request.closed_on
    return (until - request.asked_at.date()).days


def untold(request: RequestRow) -> bool:
    """Whether it ended and the client does not know how."""
    return request.state in ENDED and request.client_told_on is None


def owed(request: RequestRow) -> bool:
    """Whether somebody still has to do something about it: answer, close, or tell the client."""
    return request.state in WAITING or untold(request)
