"""Every SELECT of one account's escalations, as known on a day."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from lib.people.tables import Person
from lib.relationship.tables import Escalation, EscalationUpdate
from lib.store.base import table_of
from lib.store.engine import Store

escalation, update, person = table_of(Escalation), table_of(EscalationUpdate), table_of(Person)


class EscalationRow(NamedTuple):
    """An escalation as it was known on a day; `owner` is the one colleague who carries it."""

    id: int
    severity: int
    what: str
    opened_on: date
    closed_on: date | None
    resolution: str | None
    owner: str | None
    updates: int
    updated_on: date | None


def escalations(store: Store, account_id: int, as_of: date) -> list[EscalationRow]:
    """Escalations opened by a day: the open ones first, the most severe first, then the closed ones, newest first."""
    told = (
        select(update.c.escalation_id, func.count().label("updates"), func.max(update.c.given_on).label("updated_on"))
        .join(escalation, escalation.c.id == update.c.escalation_id)
        .where(escalation.c.account_id == account_id, update.c.given_on <= as_of)
        .group_by(update.c.escalation_id)
        .subquery()
    )
    columns = (
        escalation.c.id, escalation.c.severity, escalation.c.what, escalation.c.opened_on, escalation.c.closed_on,
        escalation.c.resolution, person.c.name, func.coalesce(told.c.updates, 0), told.c.updated_on,
    )  # fmt: skip
    joined = escalation.outerjoin(person, person.c.id == escalation.c.person_id)
    joined = joined.outerjoin(told, told.c.escalation_id == escalation.c.id)
    statement = select(*columns).select_from(joined)
    there = statement.where(escalation.c.account_id == account_id, escalation.c.opened_on <= as_of)
    found = [_known(EscalationRow(*row), as_of) for row in store.rows(there.order_by(escalation.c.opened_on.desc()))]
    return sorted(found, key=lambda one: (one.closed_on is not None, -one.severity if one.closed_on is None else 0))


def _known(row: EscalationRow, as_of: date) -> EscalationRow:
    closed = row.closed_on is not None and row.closed_on <= as_of
    return row if closed else row._replace(closed_on=None, resolution=None)


class UpdateRow(NamedTuple):
    """One update given on an escalation."""

    given_on: date
    words: str
    by: str | None


def escalation_updates(store: Store, escalation_id: int, as_of: date) -> list[UpdateRow]:
    """The updates given on an escalation by a day, newest first."""
    joined = update.outerjoin(person, person.c.id == update.c.person_id)
    statement = select(update.c.given_on, update.c.words, person.c.name).select_from(joined)
    there = statement.where(update.c.escalation_id == escalation_id, update.c.given_on <= as_of)
    return [UpdateRow(*row) for row in store.rows(there.order_by(update.c.given_on.desc(), update.c.id.desc()))]
