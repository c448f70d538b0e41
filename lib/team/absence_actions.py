"""Every write to leave and other absence: rows of a grid added, changed and removed in one transaction."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from lib.errors import RefusedValue
from lib.people.tables import Person, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.grid_actions import (
    RowChange,
    dated,
    each,
    ends,
    overlap,
    refuse_outside_employment,
    remove_row,
    said_span,
    store_row,
)
from lib.team.tables import ABSENCE_KINDS, Absence

ABSENCE, HOURS = table_of(Absence), table_of(WeeklyHours)
WORK_DAYS = 5
LONGEST_DAY = 12 * 60  # minutes; where nobody wrote down somebody's weekly hours
Row = Mapping[str, Any]


def save_absences(store: Store, who: str, changes: Sequence[RowChange], token: str) -> int | None:
    """Store all changes of a grid of absences, or none.

    The values of a row: person_id, kind, starts_on, last_on (None: no end known), hours_a_day (None: whole days). The
    same person away twice on one day is refused. Raises RowsRefused naming every row that stood in the way.
    """

    def work(write: Write) -> int:
        kept: dict[str, int] = {}

        def act(change: RowChange) -> None:
            if change.wanted is None:
                remove_row(write, Absence, change)
            else:
                kept[change.name] = _store(write, change, change.wanted)

        each(changes, act)
        each((one for one in changes if one.wanted is not None), lambda one: _refuse_twice(write, one, kept[one.name]))
        return len(changes)

    return perform(store, who, "save absences", work, token)


def _store(write: Write, change: RowChange, wanted: Row) -> int:
    shown = _stored(change.shown) if change.row_id is not None else {}
    if wanted["person_id"] is None:
        raise RefusedValue("person_id", "choose who is away.")
    if wanted["kind"] not in ABSENCE_KINDS:
        raise RefusedValue("kind", "choose what kind of absence it is.")
    starts = dated(wanted)
    _refuse_more_than_a_day(write, wanted, starts)
    values = _stored(wanted)
    if change.row_id is None or any(values[name] != shown[name] for name in ("person_id", "starts_on", "ends_before")):
        refuse_outside_employment(write.read(Person, values["person_id"]), starts, values["ends_before"])
    return store_row(write, Absence, change, shown, values)


def _stored(row: Row) -> dict[str, Any]:
    hours = row["hours_a_day"]
    return {
        "person_id": row["person_id"], "kind": row["kind"], "starts_on": row["starts_on"],
        "ends_before": ends(row["last_on"]), "minutes_per_day": None if hours is None else round(hours * 60),
    }  # fmt: skip


def _refuse_more_than_a_day(write: Write, wanted: Row, starts: date) -> None:
    hours = wanted["hours_a_day"]
    if hours is None:
        return
    day = _working_day(write, wanted["person_id"], starts)
    if not math.isfinite(hours) or not 0 < hours * 60 <= day or not round(hours * 60):
        raise RefusedValue(
            "hours_a_day",
            f"of part of a day must be more than 0 and at most {day / 60:g}; leave it empty for whole days.",
        )


def _working_day(write: Write, person_id: int, day: date) -> float:
    """The minutes of a person's working day then: a fifth of their weekly hours."""
    in_force = (HOURS.c.starts_on <= day) & or_(HOURS.c.ends_before.is_(None), HOURS.c.ends_before > day)
    of_them = select(HOURS.c.minutes_per_week).where(HOURS.c.person_id == person_id, in_force)
    week = write.connection.execute(of_them.order_by(HOURS.c.starts_on.desc()).limit(1)).scalar()
    return week / WORK_DAYS if week else LONGEST_DAY


def _refuse_twice(write: Write, change: RowChange, own: int) -> None:
    now = write.read(Absence, own)
    others = select(ABSENCE).where(ABSENCE.c.person_id == now["person_id"], ABSENCE.c.id != own)
    before = _stored(change.shown) if change.row_id is not None else None
    for other in map(dict, write.connection.execute(others.order_by(ABSENCE.c.starts_on)).mappings()):
        stood = before is not None and before["person_id"] == now["person_id"] and overlap(before, other)
        if overlap(now, other) and not stood:
            name = write.read(Person, now["person_id"])["name"]
            raise RefusedValue("starts_on", f"{name} is away then already ({said_span(other)}): change that entry.")


def record_away(write: Write, person_id: int, kind: str, starts_on: date, ends_before: date) -> int:
    """One absence as part of a larger action; RefusedValue where the person is away then already or not here."""
    person = write.read(Person, person_id)
    refuse_outside_employment(person, starts_on, ends_before)
    made = write.add(Absence(person_id=person_id, kind=kind, starts_on=starts_on, ends_before=ends_before))
    _refuse_twice(write, RowChange(str(person["name"]), None), made)
    return made
