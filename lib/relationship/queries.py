"""Every SELECT of what passes between us and one client, as known on a day: contact, promises, requests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import CompoundSelect, Select, and_, func, select, union

from lib.accounts.tables import Account, Contact, Contract
from lib.days import dated
from lib.people.tables import Person
from lib.periods import next_day
from lib.relationship.tables import (
    ClientRequest,
    Departure,
    Interaction,
    InteractionContact,
    InteractionPerson,
    Promise,
)
from lib.store.base import table_of
from lib.store.engine import Store

interaction, account = table_of(Interaction), table_of(Account)
contact, contract, person = table_of(Contact), table_of(Contract), table_of(Person)
took_part, colleague = table_of(InteractionContact), table_of(InteractionPerson)
promise, request, departure = table_of(Promise), table_of(ClientRequest), table_of(Departure)


def of_account(account_id: int) -> "CompoundSelect[Any]":
    """Numbers of an account's interactions: its own, and those kept only on one of its contacts."""
    own = select(interaction.c.id).where(interaction.c.account_id == account_id)
    on_person = (
        select(interaction.c.id)
        .join(took_part, took_part.c.interaction_id == interaction.c.id)
        .join(contact, contact.c.id == took_part.c.contact_id)
        .where(contact.c.account_id == account_id, interaction.c.account_id.is_(None))
    )
    return union(own, on_person)


def end_of(day: date) -> datetime:
    """The moment a day is over (UTC): what was known by the end of it lies before."""
    return datetime.combine(next_day(day), time(), UTC)


class ContactDay(NamedTuple):
    """One contact that was logged; notes are none."""

    day: date
    kind: str
    direction: str
    formal_update: bool
    summary: str | None

    @property
    def two_way(self) -> bool:
        """Whether both sides spoke."""
        return self.direction == "two way"


def contact_days(store: Store, account_id: int, as_of: date) -> list[ContactDay]:
    """Every contact with an account by a day, newest first."""
    columns = (
        interaction.c.happened_on, interaction.c.kind, interaction.c.direction, interaction.c.formal_update,
        interaction.c.summary,
    )  # fmt: skip
    there = (
        interaction.c.id.in_(of_account(account_id)), interaction.c.happened_on <= as_of, interaction.c.kind != "note",
    )  # fmt: skip
    statement = select(*columns).where(*there).order_by(interaction.c.happened_on.desc(), interaction.c.id.desc())
    return [ContactDay(*row) for row in store.rows(statement)]


def meetings(store: Store, account_id: int, as_of: date) -> pd.DataFrame:
    """Two-way contacts with an account by a day, one row a participant of theirs and of ours, oldest first.

    Columns: id, day, contact_id, contact, contact_left_on, contact_of (the account of that contact, where it is
    another), person_id, person, person_left_on; missing where nobody of that side is named.
    """
    columns = (
        interaction.c.id, interaction.c.happened_on.label("day"), took_part.c.contact_id,
        contact.c.name.label("contact"), contact.c.left_on.label("contact_left_on"),
        account.c.name.label("contact_of"), colleague.c.person_id, person.c.name.label("person"),
        person.c.left_on.label("person_left_on"),
    )  # fmt: skip
    joined = interaction.outerjoin(took_part, took_part.c.interaction_id == interaction.c.id)
    joined = joined.outerjoin(contact, contact.c.id == took_part.c.contact_id)
    joined = joined.outerjoin(account, and_(account.c.id == contact.c.account_id, account.c.id != account_id))
    joined = joined.outerjoin(colleague, colleague.c.interaction_id == interaction.c.id)
    joined = joined.outerjoin(person, person.c.id == colleague.c.person_id)
    there = (
        interaction.c.id.in_(of_account(account_id)), interaction.c.happened_on <= as_of,
        interaction.c.kind != "note", interaction.c.direction == "two way",
    )  # fmt: skip
    statement = select(*columns).select_from(joined).where(*there).order_by(interaction.c.happened_on, interaction.c.id)
    return dated(store.frame(statement), "day", "contact_left_on", "person_left_on")


class PromiseRow(NamedTuple):
    """A promise as it was known on a day: settled later, it is still open."""

    id: int
    what: str
    made_on: date
    due_on: date
    settled_on: date | None
    outcome: str | None
    by: str | None
    to: str | None


def promises(store: Store, account_id: int, as_of: date) -> list[PromiseRow]:
    """Promises made to an account by a day: the open ones first, by due day, then the settled ones, newest first.

    One settled on an unknown day counts as settled on its due day.
    """
    columns = (
        promise.c.id, promise.c.what, promise.c.made_on, promise.c.due_on, promise.c.settled_on, promise.c.outcome,
        person.c.name, contact.c.name,
    )  # fmt: skip
    joined = promise.outerjoin(person, person.c.id == promise.c.person_id)
    joined = joined.outerjoin(contact, contact.c.id == promise.c.contact_id)
    statement = select(*columns).select_from(joined)
    there = statement.where(promise.c.account_id == account_id, promise.c.made_on <= as_of)
    found = [promise_known(PromiseRow(*row), as_of) for row in store.rows(there.order_by(promise.c.due_on))]
    settled = [one for one in found if one.outcome is not None]
    return [one for one in found if one.outcome is None] + settled[::-1]


def promise_known(row: PromiseRow, as_of: date) -> PromiseRow:
    """The promise without what came after the day."""
    if row.outcome is None:
        return row._replace(settled_on=None)
    settled = row.settled_on or row.due_on
    return row._replace(settled_on=settled) if settled <= as_of else row._replace(settled_on=None, outcome=None)


class RequestRow(NamedTuple):
    """A client's request as it was known on a day: answered or closed later, it is still open."""

    id: int
    what: str
    department: str
    asked_at: datetime
    first_answer_at: datetime | None
    state: str
    closed_on: date | None
    client_told_on: date | None
    by: str | None
    to: str | None


def requests(store: Store, account_id: int, as_of: date) -> list[RequestRow]:
    """What a client asked for by a day: open and answered ones first, longest waiting first, then the closed ones."""
    names = ("id", "what", "department", "asked_at", "first_answer_at", "state", "closed_on", "client_told_on")
    joined = request.outerjoin(contact, contact.c.id == request.c.contact_id)
    joined = joined.outerjoin(person, person.c.id == request.c.person_id)
    statement: Select[Any] = select(*(request.c[name] for name in names), contact.c.name, person.c.name)
    there = statement.select_from(joined).where(request.c.account_id == account_id, request.c.asked_at < end_of(as_of))
    found = [request_known(RequestRow(*row), as_of) for row in store.rows(there.order_by(request.c.asked_at))]
    closed = [one for one in found if one.state in ("done", "declined")]
    return [one for one in found if one.state in ("open", "answered")] + closed[::-1]


def request_known(row: RequestRow, as_of: date) -> RequestRow:
    """The request without what came after the day."""
    answer = row.first_answer_at if row.first_answer_at and row.first_answer_at < end_of(as_of) else None
    told = row.client_told_on if row.client_told_on and row.client_told_on <= as_of else None
    later = row.closed_on is not None and row.closed_on > as_of
    closed = None if later else row.closed_on
    state = row.state
    if later or state in ("open", "answered"):
        state = "answered" if answer else "open"
    return row._replace(first_answer_at=answer, client_told_on=told, closed_on=closed, state=state)


def last_two_way(days: Sequence[ContactDay]) -> date | None:
    """The newest two-way contact of `contact_days`."""
    return next((one.day for one in days if one.two_way), None)


def departed_on(store: Store, account_id: int, as_of: date) -> date | None:
    """The last day we worked for a client that has left by a day; None where it has not, or came back since."""
    gone = (departure.c.account_id == account_id, departure.c.last_day_on <= as_of)
    back = select(func.max(contract.c.starts_on)).where(
        contract.c.account_id == account_id, contract.c.starts_on <= as_of
    )
    last = select(func.max(departure.c.last_day_on)).where(*gone)
    left, returned = store.rows(select(last.scalar_subquery(), back.scalar_subquery()))[0]
    return None if left is None or (returned is not None and returned > left) else left
