"""Every SELECT that load is computed from beside capacity: bookings with their names, and hours as logged."""

from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select

from lib.accounts.tables import Account
from lib.days import dated
from lib.delivery.tables import Project, TimeEntry
from lib.people.tables import Role, Skill
from lib.store.base import as_stored, table_of
from lib.store.engine import Store
from lib.team.tables import Booking

booking, entry = table_of(Booking), table_of(TimeEntry)
account, project, role, skill = (table_of(model) for model in (Account, Project, Role, Skill))


def bookings_named(store: Store, start: date, end: date) -> pd.DataFrame:
    """Bookings that touch the days from `start` to before `end`, by id; placeholders are those without a person.

    Columns: id, person_id (NA: nobody named yet), account, project, role, skill (names; None: none),
    minutes_per_week, tentative (bool), chance (NaN: nobody said), reason, starts_on, ends_before (NaT: open-ended).
    """
    columns = (
        booking.c.id, booking.c.person_id, account.c.name.label("account"), project.c.name.label("project"),
        role.c.name.label("role"), skill.c.name.label("skill"), booking.c.minutes_per_week, booking.c.tentative,
        booking.c.chance, booking.c.reason, as_stored(booking.c.starts_on), as_stored(booking.c.ends_before),
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(account, account.c.id == booking.c.account_id)
        .outerjoin(project, project.c.id == booking.c.project_id)
        .outerjoin(role, role.c.id == booking.c.role_id)
        .outerjoin(skill, skill.c.id == booking.c.skill_id)
        .where(booking.c.starts_on < end, or_(booking.c.ends_before.is_(None), booking.c.ends_before > start))
        .order_by(booking.c.id)
    )
    found = dated(store.frame(statement), "starts_on", "ends_before")
    kinds = {"person_id": "Int64", "tentative": "bool", "chance": "float64", "minutes_per_week": "int64"}
    words = dict.fromkeys(("account", "project", "role", "skill", "reason"), "object")
    return found.astype({**kinds, **words})


def logged_days(store: Store, start: date, end: date) -> pd.DataFrame:
    """Minutes logged a person and day from `start` to before `end`. Columns: person_id, worked_on, minutes.

    Entries that name nobody stay out: they load no one.
    """
    columns = (entry.c.person_id, as_stored(entry.c.worked_on), func.sum(entry.c.minutes).label("minutes"))
    within = (entry.c.worked_on >= start, entry.c.worked_on < end, entry.c.person_id.is_not(None))
    found = store.frame(select(*columns).where(*within).group_by(entry.c.person_id, entry.c.worked_on))
    return dated(found, "worked_on").astype({"minutes": "int64"})


def logged_work(store: Store, person_id: int, start: date, end: date) -> pd.DataFrame:
    """What one person logged from `start` to before `end`, newest first.

    Columns: worked_on, account (None: internal), task, minutes, billable.
    """
    columns = (entry.c.worked_on, account.c.name.label("account"), entry.c.task, entry.c.minutes, entry.c.billable)
    statement = (
        select(*columns)
        .outerjoin(account, account.c.id == entry.c.account_id)
        .where(entry.c.person_id == person_id, entry.c.worked_on >= start, entry.c.worked_on < end)
        .order_by(entry.c.worked_on.desc(), entry.c.id)
    )
    return dated(store.frame(statement), "worked_on")
