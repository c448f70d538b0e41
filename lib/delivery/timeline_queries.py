"""The history of one client's projects, as lines of a timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.accounts.tables import Contact
from lib.delivery.tables import Project, ScopeChange
from lib.events import Event, days_late, told
from lib.store.base import table_of
from lib.store.engine import Store

project, change, contact = table_of(Project), table_of(ScopeChange), table_of(Contact)
_RECORD = ("recorded_at", "batch_id")


def project_events(store: Store, account_id: int, as_of: date) -> list[Event]:
    """Projects started, delivered and judged by a day, changes of scope asked for and decided."""
    changes = _changes(store, account_id)
    found = [*_projects(store, account_id, changes), *(event for row in changes for event in _of_change(row))]
    return [event for event in found if event.day <= as_of]


def _changes(store: Store, account_id: int) -> Sequence[Any]:
    joined = change.join(project, project.c.id == change.c.project_id)
    joined = joined.outerjoin(contact, contact.c.id == change.c.decided_by_id)
    names = ("project_id", "asked_on", "what", "minutes", "fee_cents", "new_due_on", "decision", "decided_on", *_RECORD)
    columns = (*(change.c[name] for name in names), project.c.name.label("project"), contact.c.name.label("by"))
    statement = select(*columns).select_from(joined).where(project.c.account_id == account_id)
    return store.rows(statement.order_by(change.c.project_id, change.c.decided_on, change.c.id))


def _projects(store: Store, account_id: int, changes: Sequence[Any]) -> Iterator[Event]:
    by_project = {number: list(rows) for number, rows in groupby(changes, key=lambda row: row.project_id)}
    names = ("id", "name", "starts_on", "original_due_on", "delivered_on", "goal", "goal_met", "judged_on", *_RECORD)
    for row in store.rows(select(*(project.c[name] for name in names)).where(project.c.account_id == account_id)):
        if row.starts_on is not None:
            yield told(row, row.starts_on, "Projects", "Project started", row.name)
        if row.delivered_on is not None:
            late = days_late(row.delivered_on, _due(row, by_project.get(row.id, ())))
            yield told(row, row.delivered_on, "Projects", f"Project delivered{late}", row.name)
        if row.goal_met is not None and row.judged_on is not None:
            title = f"Goal of a project {'met' if row.goal_met else 'not met'}"
            yield told(row, row.judged_on, "Projects", title, ": ".join(filter(None, [row.name, row.goal])))


def _due(row: Any, changes: Sequence[Any]) -> date | None:
    """The due day agreed last before the delivery, in order of the decisions."""
    moved = [
        one.new_due_on
        for one in changes
        if one.decision == "approved" and one.new_due_on and (one.decided_on or one.asked_on) <= row.delivered_on
    ]
    due: date | None = moved[-1] if moved else row.original_due_on
    return due


def _of_change(row: Any) -> Iterator[Event]:
    said = f"{row.project}: {row.what}"
    yield told(row, row.asked_on, "Projects", "Change of scope asked for", said, cents=row.fee_cents)
    if row.decided_on is not None and row.decision != "waiting":
        moved = f", now due {fmt.day(row.new_due_on)}" if row.new_due_on and row.decision == "approved" else ""
        yield told(row, row.decided_on, "Projects", f"Change of scope {row.decision}{moved}", said, row.by)
