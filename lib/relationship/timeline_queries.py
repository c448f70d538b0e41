"""The history of one client's contact, promises and requests, as lines of a timeline."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, select

from lib import format as fmt
from lib.accounts.tables import Contact
from lib.events import Event, days_late, sides, told
from lib.people.tables import Person
from lib.relationship.queries import end_of, of_account
from lib.relationship.tables import ClientRequest, Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import table_of
from lib.store.engine import Store

interaction, promise, request = table_of(Interaction), table_of(Promise), table_of(ClientRequest)
contact, person = table_of(Contact), table_of(Person)
took_part, colleague = table_of(InteractionContact), table_of(InteractionPerson)
_MAIL = {"outbound": "sent", "inbound": "received"}
_OTHER = {"outbound": "from us, unanswered", "inbound": "from the client"}


def contact_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Every contact and note by a day, with who took part; those kept only on one of the client's people too."""
    names = ("id", "happened_on", "kind", "direction", "formal_update", "summary", "recorded_at", "batch_id")
    there = (interaction.c.id.in_(of_account(account_id)), interaction.c.happened_on <= as_of)
    rows = store.rows(select(*(interaction.c[name] for name in names)).where(*there))
    theirs = _participants(store, took_part, contact, "contact_id", account_id)
    ours = _participants(store, colleague, person, "person_id", account_id)
    return [
        told(row, row.happened_on, "Contact", _contact_title(row), row.summary, sides(theirs[row.id], ours[row.id]))
        for row in rows
    ]


def _contact_title(row: Any) -> str:
    ways = {"email": _MAIL, "note": {}}.get(row.kind, _OTHER)
    way = ways.get(row.direction, "")
    said = " ".join(filter(None, [row.kind.capitalize(), way]))
    return f"{said}, formal update" if row.formal_update else said


def _participants(store: Store, link: Table, who: Table, column: str, account_id: int) -> defaultdict[int, str]:
    statement = (
        select(link.c.interaction_id, who.c.name)
        .join(who, who.c.id == link.c[column])
        .where(link.c.interaction_id.in_(of_account(account_id)))
        .order_by(who.c.name)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in store.rows(statement):
        names[number].append(name)
    return defaultdict(str, {number: ", ".join(found) for number, found in names.items()})


def promise_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Promises made by a day, and what became of them by then."""
    names = ("what", "made_on", "due_on", "settled_on", "outcome", "recorded_at", "batch_id")
    statement = _with_people(promise, names).where(promise.c.account_id == account_id, promise.c.made_on <= as_of)
    return [event for row in store.rows(statement) for event in _of_promise(row) if event.day <= as_of]


def _of_promise(row: Any) -> Iterator[Event]:
    who = sides(row.contact, row.person)
    yield told(row, row.made_on, "Promises", f"Promise made, due {fmt.day(row.due_on)}", row.what, who)
    if row.outcome is not None:
        settled = row.settled_on or row.due_on
        late = days_late(settled, row.due_on) if row.outcome == "kept" else ""
        yield told(row, settled, "Promises", f"Promise {row.outcome}{late}", row.what, who)


def request_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """What the client asked for by a day, first answers, how it ended, and when the client was told."""
    names = (
        "what", "department", "asked_at", "first_answer_at", "state", "closed_on", "client_told_on", "recorded_at",
        "batch_id",
    )  # fmt: skip
    asked = (request.c.account_id == account_id, request.c.asked_at < end_of(as_of))
    rows = store.rows(_with_people(request, names).where(*asked))
    return [event for row in rows for event in _of_request(row) if event.day <= as_of]


def _of_request(row: Any) -> Iterator[Event]:
    who = sides(row.contact, row.person)
    yield told(row, row.asked_at.date(), "Requests", f"Request to {row.department}", row.what, who)
    if row.first_answer_at is not None:
        yield told(row, row.first_answer_at.date(), "Requests", "Request answered", row.what, who)
    together = row.client_told_on is not None and row.client_told_on == row.closed_on
    if row.closed_on is not None:
        title = f"Request {row.state}{', client told' if together else ''}"
        yield told(row, row.closed_on, "Requests", title, row.what, who)
    if row.client_told_on is not None and not together:
        yield told(row, row.client_told_on, "Requests", "Client told what became of a request", row.what, who)


def _with_people(table: Table, names: tuple[str, ...]) -> "Select[Any]":
    joined = table.outerjoin(contact, contact.c.id == table.c.contact_id)
    joined = joined.outerjoin(person, person.c.id == table.c.person_id)
    columns = (*(table.c[name] for name in names), contact.c.name.label("contact"), person.c.name.label("person"))
    return select(*columns).select_from(joined)
