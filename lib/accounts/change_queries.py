"""The history of one client's own records: every changed field, old → new, with who and when."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, literal, select, union_all

from lib import format as fmt
from lib.accounts.profile import CHANGE_PROFILE
from lib.accounts.tables import Account, AccountProfile, Contact, Contract, Sector, Service
from lib.errors import words
from lib.events import Event
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

log, account, contact = table_of(ChangeLog), table_of(Account), table_of(Contact)
contract, profile = table_of(Contract), table_of(AccountProfile)
# What a field that ends in _id holds the number of.
_TARGETS: dict[str, type[Base]] = {
    "sector_id": Sector, "parent_id": Account, "service_id": Service, "sponsor_id": Contact
}  # fmt: skip
# Told by lines of their own: that somebody left, that notice was given, that a profile gave way to the next.
_TOLD_ELSEWHERE = ("left_on", "notice_given_on")
Names = Mapping[tuple[str, int], str]


def field_change_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Changed fields of the account, its contacts, contracts and profile by a day, from the change log."""
    theirs = union_all(
        _changes(account, account.c.id == account_id, literal("")),
        _changes(contact, contact.c.account_id == account_id, contact.c.name),
        _changes(contract, contract.c.account_id == account_id, contract.c.kind),
        _changes(profile, profile.c.account_id == account_id, literal("")).where(log.c.action != CHANGE_PROFILE),
    )
    rows = [row for row in store.rows(theirs) if row.at.date() <= as_of and row.field not in _TOLD_ELSEWHERE]
    names = _names(store, rows)
    return [
        Event(row.at.date(), "Changes", _title(row, names), who=row.who, imported=row.batch_id is not None)
        for row in rows
    ]


def _changes(table: Table, theirs: ColumnElement[bool], called: ColumnElement[Any]) -> "Select[Any]":
    columns = (*(log.c[name] for name in ("at", "who", "table_name", "field", "old", "new", "batch_id")),)
    rows = select(*columns, called.label("called")).join(table, table.c.id == log.c.row_id)
    return rows.where(theirs, log.c.table_name == table.name, log.c.kind == "changed")


def _names(store: Store, rows: Iterable[Any]) -> Names:
    """The names behind record numbers in the log, one read for each kind of record."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        if row.field in _TARGETS:
            wanted.setdefault(row.field, set()).update(int(value) for value in (row.old, row.new) if value)
    found: dict[tuple[str, int], str] = {}
    for field, numbers in wanted.items():
        table = table_of(_TARGETS[field])
        for number, name in store.rows(select(table.c.id, table.c.name).where(table.c.id.in_(numbers))):
            found[field, number] = name
    return found


def _title(row: Any, names: Names) -> str:
    of = f"{words(row.table_name).capitalize()}{f' {row.called}' if row.called else ''}"
    old, new = (_shown(row.field, value, names) for value in (row.old, row.new))
    return f"{of}, {words(row.field)}: {old} → {new}"


def _shown(field: str, value: str | None, names: Names) -> str:
    if value is None:
        return "–"
    if field in _TARGETS:
        return names.get((field, int(value)), f"number {value}")
    if field.endswith("_cents"):
        return f"{int(value) / 100:,.2f}"
    if field.endswith(("_on", "_before", "_since")):
        return fmt.day(date.fromisoformat(value))
    return {"True": "yes", "False": "no"}.get(value, value)
