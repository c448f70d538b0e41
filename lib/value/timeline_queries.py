"""The history of one client's objectives, as lines of a timeline."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.accounts.tables import Contact
from lib.events import Event, told
from lib.store.base import table_of
from lib.store.engine import Store
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm

objective, term, reading = table_of(Objective), table_of(ObjectiveTerm), table_of(ObjectiveReading)
contact = table_of(Contact)
_RECORD = ("recorded_at", "batch_id")


def objective_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Objectives agreed, changed, measured, confirmed and closed by a day."""
    found = [*_terms(store, account_id), *_readings(store, account_id), *_closed(store, account_id)]
    return [event for event in found if event.day <= as_of]


def _terms(store: Store, account_id: int) -> Iterator[Event]:
    names = ("objective_id", "starts_on", "baseline", "target", "due_on", "reason", *_RECORD)
    columns = (*(term.c[name] for name in names), objective.c.name, objective.c.unit, objective.c.kind)
    statement = select(*columns).join(objective, objective.c.id == term.c.objective_id)
    rows = store.rows(
        statement.where(objective.c.account_id == account_id).order_by(term.c.objective_id, term.c.starts_on, term.c.id)
    )
    for _, spell in groupby(rows, key=lambda row: row.objective_id):
        terms = list(spell)
        yield _agreed(terms[0])
        yield from (_changed(before, now) for before, now in pairwise(terms))


def _agreed(row: Any) -> Event:
    what = "Outcome promised" if row.kind == "promised outcome" else "Goal agreed"
    aim = f"{row.name}: from {_amount(row, row.baseline)} to {_amount(row, row.target)} by {fmt.day(row.due_on)}"
    return told(row, row.starts_on, "Objectives", what, aim)


def _changed(before: Any, row: Any) -> Event:
    pairs = {
        "start": (_amount(row, before.baseline), _amount(row, row.baseline)),
        "target": (_amount(row, before.target), _amount(row, row.target)),
        "due": (fmt.day(before.due_on), fmt.day(row.due_on)),
    }
    changes = "; ".join(f"{name} {old} → {new}" for name, (old, new) in pairs.items() if old != new)
    why = f" ({row.reason})" if row.reason else ""
    return told(row, row.starts_on, "Objectives", "Objective changed", f"{row.name}: {changes or 'restated'}{why}")


def _readings(store: Store, account_id: int) -> Iterator[Event]:
    joined = reading.join(objective, objective.c.id == reading.c.objective_id)
    joined = joined.outerjoin(contact, contact.c.id == reading.c.confirmed_by_id)
    names = ("read_on", "actual", "evidence", "confirmed_on", *_RECORD)
    columns = (*(reading.c[name] for name in names), objective.c.name, objective.c.unit, contact.c.name.label("by"))
    statement = select(*columns).select_from(joined).where(objective.c.account_id == account_id)
    for row in store.rows(statement):
        said = f"{row.name}: {_amount(row, row.actual)}"
        together = row.confirmed_on == row.read_on
        title = "Objective measured, confirmed by the client" if together else "Objective measured"
        evidence = f" ({row.evidence})" if row.evidence else ""
        yield told(row, row.read_on, "Objectives", title, said + evidence, row.by if together else None)
        if row.confirmed_on is not None and not together:
            yield told(row, row.confirmed_on, "Objectives", "Result confirmed by the client", said, row.by)


def _closed(store: Store, account_id: int) -> Iterator[Event]:
    columns = (objective.c.name, objective.c.closed_on, *(objective.c[name] for name in _RECORD))
    there = (objective.c.account_id == account_id, objective.c.closed_on.is_not(None))
    for row in store.rows(select(*columns).where(*there)):
        yield told(row, row.closed_on, "Objectives", "Objective closed", row.name)


def _amount(row: Any, value: float) -> str:
    return f"{value:g}{f' {row.unit}' if row.unit else ''}"
