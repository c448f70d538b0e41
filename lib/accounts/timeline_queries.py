"""The history of one client's contracts, owners, people and profile, as lines of a timeline."""

from collections.abc import Iterator, Set
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, select

from lib.accounts.profile import PROFILE_FIELDS
from lib.accounts.tables import AccountOwner, AccountProfile, Contact, Contract, Renewal, Service
from lib.errors import words
from lib.events import Event, told
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

contract, renewal, service = table_of(Contract), table_of(Renewal), table_of(Service)
owner, person, contact = table_of(AccountOwner), table_of(Person), table_of(Contact)
profile, log = table_of(AccountProfile), table_of(ChangeLog)
_RECORD = ("recorded_at", "batch_id")
Terms = Set[tuple[str, str | None, date | None]]


def contract_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Contract terms begun and ended by a day, notice given, renewals decided."""
    names = ("kind", "starts_on", "ends_before", "notice_given_on", "monthly_fee_cents", "total_fee_cents", *_RECORD)
    joined = contract.outerjoin(service, service.c.id == contract.c.service_id)
    statement = select(*(contract.c[name] for name in names), service.c.name.label("service")).select_from(joined)
    rows = store.rows(statement.where(contract.c.account_id == account_id))
    # A term that follows another without a gap renews it: neither an end nor a beginning.
    begins = {(row.kind, row.service, row.starts_on) for row in rows}
    ends = {(row.kind, row.service, row.ends_before) for row in rows}
    found = [event for row in rows for event in _of_contract(row, begins, ends)]
    return [event for event in [*found, *_renewals(store, account_id)] if event.day <= as_of]


def _of_contract(row: Any, begins: Terms, ends: Terms) -> Iterator[Event]:
    what = f"{row.kind.capitalize()}{f' for {row.service}' if row.service else ''}"
    monthly = row.monthly_fee_cents is not None
    fee = row.monthly_fee_cents if monthly else row.total_fee_cents
    title = "Contract renewed" if (row.kind, row.service, row.starts_on) in ends else "Contract began"
    yield told(row, row.starts_on, "Contracts", title, f"{what}, a month" if monthly else what, cents=fee)
    if row.notice_given_on is not None:
        yield told(row, row.notice_given_on, "Contracts", "Notice given", what)
    if row.ends_before is not None and (row.kind, row.service, row.ends_before) not in begins:
        yield told(row, row.ends_before - timedelta(1), "Contracts", "Contract ended", what)


def _renewals(store: Store, account_id: int) -> Iterator[Event]:
    joined = renewal.join(contract, contract.c.id == renewal.c.contract_id)
    joined = joined.outerjoin(service, service.c.id == contract.c.service_id)
    names = ("outcome", "decided_on", "final_cents", *_RECORD)
    statement = select(*(renewal.c[name] for name in names), service.c.name.label("service")).select_from(joined)
    decided = (contract.c.account_id == account_id, renewal.c.decided_on.is_not(None), renewal.c.outcome.is_not(None))
    for row in store.rows(statement.where(*decided)):
        yield told(row, row.decided_on, "Contracts", f"Renewal: {row.outcome}", row.service, cents=row.final_cents)


def owner_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Who took the account over by a day, and from whom."""
    columns = (owner.c.starts_on, owner.c.duty, *(owner.c[name] for name in _RECORD), person.c.name)
    statement = select(*columns).join(person, person.c.id == owner.c.person_id)
    there = statement.where(owner.c.account_id == account_id, owner.c.starts_on <= as_of)
    rows = store.rows(there.order_by(owner.c.starts_on, owner.c.id))
    leads = [row for row in rows if row.duty == "lead"]
    first = [told(row, row.starts_on, "People", f"{row.name} looks after the account") for row in leads[:1]]
    handed = [
        told(row, row.starts_on, "People", f"Handed over from {before.name} to {row.name}")
        for before, row in pairwise(leads)
    ]
    support = [
        told(row, row.starts_on, "People", f"{row.name} supports the account") for row in rows if row.duty != "lead"
    ]
    return first + handed + support


def contact_leave_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """The client's people who left by a day."""
    names = ("name", "title", "role", "left_on", *_RECORD)
    there = (contact.c.account_id == account_id, contact.c.left_on <= as_of)
    rows = store.rows(select(*(contact.c[name] for name in names)).where(*there))
    return [
        told(row, row.left_on, "People", f"{row.name} left the client", ", ".join(filter(None, [row.role, row.title])))
        for row in rows
    ]


def profile_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """What changed in what we understand of the client by a day, old → new, with who wrote it down."""
    added = and_(log.c.table_name == profile.name, log.c.row_id == profile.c.id, log.c.kind == "added")
    joined = profile.outerjoin(contact, contact.c.id == profile.c.sponsor_id).outerjoin(log, added)
    names = ("starts_on", *PROFILE_FIELDS, *_RECORD)
    columns = (*(profile.c[name] for name in names), contact.c.name.label("sponsor"), log.c.who.label("editor"))
    statement = select(*columns).select_from(joined)
    there = statement.where(profile.c.account_id == account_id, profile.c.starts_on <= as_of)
    rows = store.rows(there.order_by(profile.c.starts_on, profile.c.id))
    return [event for before, row in pairwise(rows) for event in _of_profile(before, row)]


def _of_profile(before: Any, row: Any) -> Iterator[Event]:
    for field in PROFILE_FIELDS:
        shown = "sponsor" if field == "sponsor_id" else field
        old, new = getattr(before, shown), getattr(row, shown)
        if old != new:
            yield told(row, row.starts_on, "Changes", _changed(field, old, new), who=row.editor)


def _changed(field: str, old: object, new: object) -> str:
    return f"{words(field).capitalize()}: {_or_nothing(old)} → {_or_nothing(new)}"


def _or_nothing(value: object) -> str:
    return "–" if value is None else str(value)
