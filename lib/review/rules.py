"""What every write to a review asks first: that it is open, and that who and what it names are known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.accounts.tables import Account
from lib.errors import RefusedValue, StewardError
from lib.people.tables import Person
from lib.review.tables import Review
from lib.store.base import table_of
from lib.store.writing import Write

ACCOUNT, PERSON = table_of(Account), table_of(Person)
Row = Mapping[str, Any]


class ReviewClosed(StewardError):
    """A write to a review whose figures are frozen."""

    def __init__(self, held_on: date) -> None:
        super().__init__(
            f"The review of {fmt.day(held_on)} is closed and stays as it was: only what came of its decisions can "
            "still be written down. Record this in the next review."
        )


class DecisionChanged(StewardError):
    """Somebody changed or took back what this person wants to change."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Somebody was faster: this decision reads “{what}” now. Nothing was saved; look, and choose again."
        )


def still_open(write: Write, review_id: int) -> dict[str, Any]:
    """The review as it stands. Raises ReviewClosed, NotFound."""
    found = write.read(Review, review_id)
    if found["closed_at"] is not None:
        raise ReviewClosed(found["held_on"])
    return found


def known_account(write: Write, account_id: int | None) -> None:
    """Raises RefusedValue where a number is given that no account has."""
    known = select(ACCOUNT.c.id).where(ACCOUNT.c.id == account_id)
    if account_id is not None and write.connection.execute(known).first() is None:
        raise RefusedValue("account_id", "there is no such client: choose one from the list.")


def known_person(write: Write, person_id: int | None, on: date, until: date | None = None) -> None:
    """Raises RefusedValue for a number that nobody has, for who left before `on`, and who leaves before `until`."""
    if person_id is None:
        return
    found = write.connection.execute(select(PERSON.c.name, PERSON.c.left_on).where(PERSON.c.id == person_id)).first()
    if found is None:
        raise RefusedValue("person_id", "there is no such colleague: choose one from the list.")
    if found.left_on is not None and found.left_on < on:
        raise RefusedValue("person_id", f"{found.name} left on {fmt.day(found.left_on)}: choose who is here.")
    if found.left_on is not None and until is not None and found.left_on < until:
        raise RefusedValue("person_id", f"{found.name} leaves on {fmt.day(found.left_on)}, before it is due.")


def refuse_changed(shown: Row, current: Row) -> None:
    """Raises DecisionChanged where a decision is not what was shown though it has the same number and version.

    The number of one that was taken back may come again for the next.
    """
    same = current["version"] == shown["version"]
    if same and any(current[name] != value for name, value in shown.items() if name in current):
        raise DecisionChanged(current["what"])
