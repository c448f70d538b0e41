"""Every SELECT of work and life: only ever of the people asked for, so that nothing of anybody else is read."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select

from lib.days import dated
from lib.delivery.tables import Project, TimeEntry
from lib.people.tables import Person, ReportingLine, WeeklyHours
from lib.periods import Period
from lib.store.base import table_of
from lib.store.engine import Store
from lib.team.tables import Absence

person, line, hours = table_of(Person), table_of(ReportingLine), table_of(WeeklyHours)
entry, project, absence = table_of(TimeEntry), table_of(Project), table_of(Absence)


def may_see(store: Store, person_id: int, as_of: date, now: date) -> list[int]:
    """Whose signals a person may see: their own, and of those who report to them directly on `as_of` and still `now`.

    Who led somebody once does not see them any more by choosing an earlier day. Their own number first.
    """
    on_both = [
        (line.c.starts_on <= day, or_(line.c.ends_before.is_(None), line.c.ends_before > day)) for day in (as_of, now)
    ]
    theirs = select(line.c.person_id).where(line.c.manager_id == person_id, *on_both[0], *on_both[1])
    reports = {int(number) for (number,) in store.rows(theirs)} - {person_id}
    return [person_id, *sorted(reports)]


def those(store: Store, people: Sequence[int], as_of: date) -> pd.DataFrame:
    """Some people who had not left by a day, by name. Columns: id, name, country, region, joined_on, left_on."""
    names = ("id", "name", "country", "region", "joined_on", "left_on")
    here = (person.c.id.in_(people), or_(person.c.left_on.is_(None), person.c.left_on > as_of))
    found = store.frame(select(*(person.c[name] for name in names)).where(*here).order_by(person.c.name))
    return dated(found, "joined_on", "left_on")


def contract_hours(store: Store, people: Sequence[int]) -> pd.DataFrame:
    """Their contracted minutes a week. Columns: person_id, minutes_per_week, starts_on, ends_before."""
    columns = (hours.c.person_id, hours.c.minutes_per_week, hours.c.starts_on, hours.c.ends_before)
    found = store.frame(select(*columns).where(hours.c.person_id.in_(people)).order_by(hours.c.id))
    return dated(found, "starts_on", "ends_before")


def days_worked(store: Store, people: Sequence[int], span: Period) -> pd.DataFrame:
    """What they logged. Columns: person_id, day, account_id (NA: internal), minutes; one row a person, day, client."""
    client = func.coalesce(entry.c.account_id, project.c.account_id).label("account_id")
    columns = (entry.c.person_id, entry.c.worked_on.label("day"), client, func.sum(entry.c.minutes).label("minutes"))
    inside = (entry.c.worked_on >= span.start, entry.c.worked_on < span.end, entry.c.person_id.in_(people))
    statement = (
        select(*columns)
        .outerjoin(project, project.c.id == entry.c.project_id)
        .where(*inside)
        .group_by(entry.c.person_id, entry.c.worked_on, client)
        .order_by(entry.c.person_id, entry.c.worked_on)
    )
    return dated(store.frame(statement), "day").astype({"account_id": "Int64", "minutes": "int64"})


def days_away(store: Store, people: Sequence[int], span: Period) -> pd.DataFrame:
    """Their absences that touch a span. Columns: person_id, kind, minutes_per_day (NaN: the whole day), starts_on,
    ends_before."""
    columns = (
        absence.c.person_id, absence.c.kind, absence.c.minutes_per_day, absence.c.starts_on, absence.c.ends_before
    )  # fmt: skip
    touching = (
        absence.c.person_id.in_(people), absence.c.starts_on < span.end,
        or_(absence.c.ends_before.is_(None), absence.c.ends_before > span.start),
    )  # fmt: skip
    found = store.frame(select(*columns).where(*touching).order_by(absence.c.starts_on, absence.c.id))
    return dated(found, "starts_on", "ends_before").astype({"minutes_per_day": "float64"})


def records_begin(store: Store) -> tuple[date | None, date | None]:
    """The first day anybody logged time, and the first day of leave on record: of the firm, of no one person."""
    worked = store.rows(select(func.min(entry.c.worked_on)))[0][0]
    left = store.rows(select(func.min(absence.c.starts_on)).where(absence.c.kind == "leave"))[0][0]
    return worked, left
