"""Every SELECT of entries that could be what somebody is typing: of one client, kind and day, with who stored them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Column, Table, func, select

from lib.relationship.queries import colleague, interaction, promise, request, took_part
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

log = table_of(ChangeLog)


class Entered(NamedTuple):
    """An entry of a client: its words, the people it names as (side, number), when it was stored and by whom."""

    id: int
    words: str | None
    people: frozenset[tuple[str, int]]
    at: datetime
    who: str | None


def interactions_of(store: Store, account_id: int, kind: str, day: date) -> list[Entered]:
    """The contacts of one kind with a client on a day, oldest first."""
    rows = store.rows(
        select(interaction.c.id, interaction.c.summary, interaction.c.recorded_at)
        .where(interaction.c.account_id == account_id, interaction.c.kind == kind, interaction.c.happened_on == day)
        .order_by(interaction.c.id)
    )
    numbers = [row[0] for row in rows]
    named = _named(store, took_part, took_part.c.contact_id, "contact", numbers)
    named |= _named(store, colleague, colleague.c.person_id, "person", numbers)
    who = _stored_by(store, "interaction", numbers)
    return [
        Entered(number, words, frozenset(pair for at, pair in named if at == number), when, who.get(number))
        for number, words, when in rows
    ]


def _named(
    store: Store, table: Table, column: "Column[int]", side: str, numbers: Collection[int]
) -> set[tuple[int, tuple[str, int]]]:  # fmt: skip
    rows = store.rows(select(table.c.interaction_id, column).where(table.c.interaction_id.in_(numbers)))
    return {(number, (side, one)) for number, one in rows}


def promises_of(store: Store, account_id: int, made_on: date) -> list[Entered]:
    """The promises made to a client on a day, oldest first."""
    return _entered(store, promise, account_id, promise.c.made_on == made_on)


def requests_of(store: Store, account_id: int, department: str, asked_at: datetime) -> list[Entered]:
    """What a client asked of a department within a day before or after a moment (UTC), oldest first."""
    near = request.c.asked_at.between(asked_at - timedelta(days=1), asked_at + timedelta(days=1))
    return _entered(store, request, account_id, (request.c.department == department) & near)


def _entered(store: Store, table: Table, account_id: int, there: "Column[bool] | object") -> list[Entered]:
    columns = (table.c.id, table.c.what, table.c.contact_id, table.c.person_id, table.c.recorded_at)
    rows = store.rows(select(*columns).where(table.c.account_id == account_id, there).order_by(table.c.id))  # type: ignore[arg-type]
    who = _stored_by(store, table.name, [row[0] for row in rows])
    found = []
    for number, words, contact, person, at in rows:
        sides = (("contact", contact), ("person", person))
        people = frozenset((side, one) for side, one in sides if one is not None)
        found.append(Entered(number, words, people, at, who.get(number)))
    return found


def _stored_by(store: Store, table: str, numbers: Collection[int]) -> dict[int, str]:
    """Who added each of the rows; the newest line counts, because a number that was free again is given anew."""
    newest = (
        select(func.max(log.c.id))
        .where(log.c.table_name == table, log.c.row_id.in_(numbers), log.c.kind == "added")
        .group_by(log.c.row_id)
    )
    return {row[0]: row[1] for row in store.rows(select(log.c.row_id, log.c.who).where(log.c.id.in_(newest)))}
