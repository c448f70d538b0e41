"""Every SELECT of bookings as a grid shows them: with the names behind their links, and what can be chosen."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Table, or_, select, true

from lib.accounts.tables import Account, Sector
from lib.days import dated
from lib.delivery.tables import Project
from lib.people.tables import Person, Role, Skill
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.team.tables import Absence, Booking

booking, absence, person = (table_of(model) for model in (Booking, Absence, Person))
role, skill, account, sector, project = (table_of(model) for model in (Role, Skill, Account, Sector, Project))
LINKS = ("person_id", "role_id", "skill_id", "account_id", "project_id", "opportunity_id")


def listed(store: Store, since: date | None) -> pd.DataFrame:
    """Bookings that end after `since` (None: all), by person, begin and id; placeholders last.

    Columns: id, version, person_id, role_id, skill_id, account_id, project_id, opportunity_id (NA: none), person,
    account, sector (None: none), minutes_per_week, tentative (bool), chance (NaN), reason, starts_on, ends_before (NaT:
    open-ended).
    """
    plain = ("id", "version", *LINKS, "minutes_per_week", "tentative", "chance", "reason")
    names = (person.c.name.label("person"), account.c.name.label("account"), sector.c.name.label("sector"))
    columns = (*(booking.c[name] for name in plain), *names, *_days(booking))
    joined = (
        select(*columns).outerjoin(person, person.c.id == booking.c.person_id)
        .outerjoin(account, account.c.id == booking.c.account_id).outerjoin(sector, sector.c.id == account.c.sector_id)
    )  # fmt: skip
    order = (person.c.name.is_(None), person.c.name, booking.c.starts_on, booking.c.id)
    found = store.frame(_after(joined, booking, since).order_by(*order))
    kinds = dict.fromkeys(LINKS, "Int64") | {"tentative": "bool", "chance": "float64"}
    return dated(found, "starts_on", "ends_before").astype(kinds)


def absences_listed(store: Store, since: date | None) -> pd.DataFrame:
    """Absences that end after `since` (None: all), by begin, person and id.

    Columns: id, version, person_id, person, kind, minutes_per_day (NaN: whole days), starts_on, ends_before (NaT).
    """
    plain = (absence.c.id, absence.c.version, absence.c.person_id, absence.c.kind, absence.c.minutes_per_day)
    joined = select(*plain, person.c.name.label("person"), *_days(absence)).join(
        person, person.c.id == absence.c.person_id
    )
    found = store.frame(_after(joined, absence, since).order_by(absence.c.starts_on, person.c.name, absence.c.id))
    return dated(found, "starts_on", "ends_before").astype({"minutes_per_day": "float64"})


def _days(table: Table) -> tuple[ColumnElement[Any], ...]:
    return as_stored(table.c.starts_on), as_stored(table.c.ends_before)


def _after(statement: Any, table: Table, since: date | None) -> Any:
    if since is None:
        return statement
    return statement.where(or_(table.c.ends_before.is_(None), table.c.ends_before > since))


def people_on(store: Store, day: date) -> dict[int, str]:
    """Everybody who has not left by a day, those to come included: number → name, in alphabetical order."""
    here = or_(person.c.left_on.is_(None), person.c.left_on > day)
    return _names(store, select(person.c.id, person.c.name).where(here).order_by(person.c.name))


def roles(store: Store) -> dict[int, str]:
    """The firm's roles: number → name, in alphabetical order."""
    return _names(store, select(role.c.id, role.c.name).order_by(role.c.name))


def skills(store: Store) -> dict[int, str]:
    """The skills the firm staffs by: number → name, in alphabetical order."""
    return _names(store, select(skill.c.id, skill.c.name).order_by(skill.c.name))


def accounts_on(store: Store, day: date) -> dict[int, str]:
    """The clients not archived by a day: number → name, in alphabetical order."""
    there = or_(account.c.archived_on.is_(None), account.c.archived_on > day)
    return _names(store, select(account.c.id, account.c.name).where(there).order_by(account.c.name))


def _names(store: Store, statement: Any) -> dict[int, str]:
    return {int(number): str(name) for number, name in store.rows(statement)}


def projects_to_do(store: Store) -> pd.DataFrame:
    """Projects planned or running, by name. Columns: id, name, account_id (NA), account (None)."""
    columns = (project.c.id, project.c.name, project.c.account_id, account.c.name.label("account"))
    going = select(*columns).outerjoin(account, account.c.id == project.c.account_id)
    found = store.frame(going.where(project.c.state.in_(("planned", "running"))).order_by(project.c.name, project.c.id))
    return found.astype({"account_id": "Int64"})


def work_names(store: Store) -> pd.DataFrame:
    """Every project that a booking is for, whatever its state. Columns: id, name, account (None)."""
    columns = (project.c.id, project.c.name, account.c.name.label("account"))
    booked = select(*columns).outerjoin(account, account.c.id == project.c.account_id)
    return store.frame(booked.where(project.c.id.in_(select(booking.c.project_id))).order_by(project.c.id))


def booked_while(store: Store, person_id: int, start: date, end: date | None) -> pd.DataFrame:
    """The bookings of a person that touch the days from `start` to before `end` (None: no end), by begin.

    Columns: account, project (None: none), minutes_per_week, starts_on, ends_before (NaT).
    """
    begun = true() if end is None else booking.c.starts_on < end
    columns = (account.c.name.label("account"), project.c.name.label("project"), booking.c.minutes_per_week)
    joined = (
        select(*columns, *_days(booking)).outerjoin(account, account.c.id == booking.c.account_id)
        .outerjoin(project, project.c.id == booking.c.project_id).where(booking.c.person_id == person_id, begun)
    )  # fmt: skip
    return dated(store.frame(_after(joined, booking, start).order_by(booking.c.starts_on)), "starts_on", "ends_before")
