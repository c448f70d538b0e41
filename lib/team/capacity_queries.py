"""Every SELECT that capacity is computed from: people, contracted hours, absence, bookings, roles and skills."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Table, or_, select

from lib.days import dated
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.team.tables import Absence, Booking

person, hours, absence, booking = (table_of(model) for model in (Person, WeeklyHours, Absence, Booking))
role, person_role, skill, held = (table_of(model) for model in (Role, PersonRole, Skill, PersonSkill))


def team(store: Store) -> pd.DataFrame:
    """Everybody who works or worked here, by id.

    Columns: id, name, country, region (None: nobody said), joined_on, left_on (the first day no longer here; NaT).
    """
    names = ("id", "name", "country", "region", "joined_on", "left_on")
    found = store.frame(select(*(person.c[name] for name in names)).order_by(person.c.id))
    return dated(found, "joined_on", "left_on")


def weekly_hours(store: Store) -> pd.DataFrame:
    """Contracted minutes a week. Columns: person_id, minutes_per_week, starts_on, ends_before (NaT: in force)."""
    columns = (
        hours.c.person_id,
        hours.c.minutes_per_week,
        as_stored(hours.c.starts_on),
        as_stored(hours.c.ends_before),
    )
    return dated(store.frame(select(*columns).order_by(hours.c.id)), "starts_on", "ends_before")


def absences(store: Store, start: date, end: date) -> pd.DataFrame:
    """Absences that touch the days from `start` to before `end`, by id.

    Columns: person_id, kind, minutes_per_day (NaN: the whole day), starts_on, ends_before (NaT: no end known).
    """
    columns = (
        absence.c.person_id, absence.c.kind, absence.c.minutes_per_day, as_stored(absence.c.starts_on),
        as_stored(absence.c.ends_before),
    )  # fmt: skip
    found = store.frame(select(*columns).where(_touching(absence, start, end)).order_by(absence.c.id))
    return dated(found, "starts_on", "ends_before").astype({"minutes_per_day": "float64"})


def bookings(store: Store, start: date, end: date) -> pd.DataFrame:
    """Bookings that touch the days from `start` to before `end`, by id; placeholders are those without a person.

    Columns: id, person_id, role_id, skill_id, account_id, project_id, opportunity_id (NA: none), minutes_per_week,
    tentative (bool), chance (NaN: nobody said), reason, starts_on, ends_before (NaT: open-ended).
    """
    links = ("person_id", "role_id", "skill_id", "account_id", "project_id", "opportunity_id")
    plain = ("id", *links, "minutes_per_week", "tentative", "chance", "reason")
    columns = (*(booking.c[name] for name in plain), as_stored(booking.c.starts_on), as_stored(booking.c.ends_before))
    found = store.frame(select(*columns).where(_touching(booking, start, end)).order_by(booking.c.id))
    kinds = dict.fromkeys(links, "Int64") | {"tentative": "bool", "chance": "float64", "minutes_per_week": "int64"}
    return dated(found, "starts_on", "ends_before").astype(kinds)


def _touching(table: Table, start: date, end: date) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = table.c.starts_on < end
    return begun & or_(table.c.ends_before.is_(None), table.c.ends_before > start)


def roles_on(store: Store, day: date) -> pd.DataFrame:
    """The role each person is in on a day, by person: the one begun last. Columns: person_id, role_id, role."""
    columns = (person_role.c.person_id, person_role.c.role_id, role.c.name.label("role"))
    statement = select(*columns).join(role, role.c.id == person_role.c.role_id).where(_in_force(person_role, day))
    found = store.frame(statement.order_by(person_role.c.person_id, person_role.c.starts_on, person_role.c.id))
    return found.drop_duplicates("person_id", keep="last").reset_index(drop=True)


def skills_on(store: Store, day: date) -> pd.DataFrame:
    """The skills each person has on a day, by person and skill. Columns: person_id, skill_id, skill, level."""
    columns = (held.c.person_id, held.c.skill_id, skill.c.name.label("skill"), held.c.level)
    statement = select(*columns).join(skill, skill.c.id == held.c.skill_id).where(_in_force(held, day))
    found = store.frame(statement.order_by(held.c.person_id, held.c.skill_id, held.c.starts_on, held.c.id))
    return found.drop_duplicates(["person_id", "skill_id"], keep="last").reset_index(drop=True)


def _in_force(table: Table, day: date) -> Any:
    return (table.c.starts_on <= day) & or_(table.c.ends_before.is_(None), table.c.ends_before > day)
