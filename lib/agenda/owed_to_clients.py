"""What the clients somebody looks after are owed on a day: contact, updates, answers, escalations, onboarding steps."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lib import format as fmt
from lib.relationship.figures import next_check_in
from lib.relationship.promise_figures import next_update
from lib.relationship.queries import requests
from lib.relationship.standing import Standing, standing
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "relationship")


class Owed(NamedTuple):
    """What is owed on a day, in a sentence; `account` is NONE where it is of no known client."""

    day: date
    kind: str
    words: str
    account: int
    page: str = "account"


def owed_to_clients(store: Store, accounts: Mapping[int, str], name: str, as_of: date) -> list[Owed]:
    """What each of these clients (names by number) is owed by who leads them: `name`; what others carry is left out."""
    return [one for account in accounts.items() for one in _of_client(store, account, name, as_of)]


def _of_client(store: Store, account: tuple[int, str], name: str, as_of: date) -> Iterator[Owed]:
    found = standing(store, account[0], as_of)
    if found.left_on:
        return
    yield from _contact(found, account)
    yield from _carried(found, account, name)
    for one in requests(store, account[0], as_of):
        if one.state == "open" and one.to in (None, name):
            asked = one.asked_at.date()
            words = f"Answer {account[1]}: “{one.what}”, asked on {fmt.day(asked)}."
            yield Owed(asked, "request", words, account[0])


def _contact(found: Standing, account: tuple[int, str]) -> Iterator[Owed]:
    ideal, most = found.gaps
    check_in = next_check_in(found.last, ideal, most)
    if check_in and found.last:
        limit = f"at most {most} days are agreed" if most is not None else f"every {ideal} days would be ideal"
        words = f"Check in with {account[1]}: last talked on {fmt.day(found.last)}, {limit}."
        yield Owed(check_in, "check-in", words, account[0])
    if found.cadence.next_on:
        yield Owed(found.cadence.next_on, "formal update", f"Give {account[1]} its formal update.", account[0])


def _carried(found: Standing, account: tuple[int, str], name: str) -> Iterator[Owed]:
    for one in found.escalations:
        if one.closed_on is None and one.owner in (None, name):
            day = next_update(one.severity, one.opened_on, one.updated_on)
            words = f"Tell {account[1]} how the escalation “{one.what}” stands (severity {one.severity})."
            yield Owed(day, "escalation update", words, account[0])
    for step in found.steps:
        if step.done_on is None and step.person in (None, name):
            yield Owed(step.due_on, "onboarding step", f"Onboarding of {account[1]}: {step.name}.", account[0])
