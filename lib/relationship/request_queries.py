"""Every SELECT of what all clients asked for, as known on a day, with who noted that the client was told."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from lib.relationship.queries import (
    RequestRow,
    account,
    contact,
    end_of,
    person,
    request,
    request_known,
)
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

log = table_of(ChangeLog)
_FIELDS = ("id", "what", "department", "asked_at", "first_answer_at", "state", "closed_on", "client_told_on")


class ClientAsk(NamedTuple):
    """A request with its client; `told_by`: who noted that the client was told (None: an import, or nobody yet)."""

    account_id: int
    account: str
    row: RequestRow
    told_by: str | None


def client_requests(store: Store, as_of: date) -> list[ClientAsk]:
    """What clients that are not archived asked for by a day, the longest waiting first."""
    joined = request.join(account, account.c.id == request.c.account_id)
    joined = joined.outerjoin(contact, contact.c.id == request.c.contact_id)
    joined = joined.outerjoin(person, person.c.id == request.c.person_id)
    columns = (request.c[name] for name in _FIELDS)
    statement: Select[Any] = select(*columns, contact.c.name, person.c.name, account.c.id, account.c.name)
    there = statement.select_from(joined).where(account.c.archived_on.is_(None), request.c.asked_at < end_of(as_of))
    told_by = _told_by(store)
    found = []
    for *own, account_id, name in store.rows(there.order_by(request.c.asked_at, request.c.id)):
        row = request_known(RequestRow(*own), as_of)
        found.append(ClientAsk(account_id, name, row, told_by.get(row.id) if row.client_told_on else None))
    return found


def _told_by(store: Store) -> dict[int, str]:
    noted = select(func.max(log.c.id)).where(
        log.c.table_name == request.name, log.c.field == "client_told_on", log.c.kind == "changed"
    )
    newest = noted.group_by(log.c.row_id)
    rows = store.rows(select(log.c.row_id, log.c.who).where(log.c.id.in_(newest)))
    return {row[0]: row[1] for row in rows}
