"""Every SELECT of one project: the hours worked on it, and what the forms of changes and roadblocks start from."""

from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import case, func, or_, select

from lib.accounts.tables import Contact
from lib.days import dated
from lib.delivery.tables import Project, Roadblock, ScopeChange, TimeEntry
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store

project, change, roadblock = table_of(Project), table_of(ScopeChange), table_of(Roadblock)
entry, person, contact = table_of(TimeEntry), table_of(Person), table_of(Contact)


class ChangeForm(NamedTuple):
    """What is stored of a change of scope now, whatever day is shown."""

    version: int
    account_id: int | None
    decision: str
    decided_on: date | None


class RoadblockForm(NamedTuple):
    """What is stored of a roadblock now, whatever day is shown."""

    version: int
    opened_on: date
    closed_on: date | None


def hours_by_person(store: Store, project_id: int, as_of: date) -> pd.DataFrame:
    """Hours logged on a project up to a day, by person; the most first.

    Columns: person (None: nobody named), minutes, unbilled, first_on, last_on.
    """
    given = or_(entry.c.billable.is_(False), entry.c.invoiced.is_(False))
    minutes = func.sum(entry.c.minutes).label("minutes")
    columns = (
        person.c.name.label("person"), minutes, func.sum(case((given, entry.c.minutes), else_=0)).label("unbilled"),
        func.min(entry.c.worked_on).label("first_on"), func.max(entry.c.worked_on).label("last_on"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(person, person.c.id == entry.c.person_id)
        .where(entry.c.project_id == project_id, entry.c.worked_on <= as_of)
        .group_by(person.c.name)
        .order_by(minutes.desc())
    )
    return dated(store.frame(statement), "first_on", "last_on")


def change_form(store: Store, change_id: int) -> ChangeForm | None:
    """A change of scope as it is stored; None where it is gone."""
    columns = (change.c.version, project.c.account_id, change.c.decision, change.c.decided_on)
    statement = select(*columns).join(project, project.c.id == change.c.project_id).where(change.c.id == change_id)
    found = store.rows(statement)
    return ChangeForm(*found[0]) if found else None


def roadblock_form(store: Store, roadblock_id: int) -> RoadblockForm | None:
    """A roadblock as it is stored; None where it is gone."""
    columns = (roadblock.c.version, roadblock.c.opened_on, roadblock.c.closed_on)
    found = store.rows(select(*columns).where(roadblock.c.id == roadblock_id))
    return RoadblockForm(*found[0]) if found else None
