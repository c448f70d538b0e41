"""Every SELECT that utilisation is computed from beside capacity and load: hours by kind, and roles with targets."""

from datetime import date

import pandas as pd
from sqlalchemy import case, func, select

from lib.days import dated
from lib.delivery.tables import TimeEntry
from lib.people.tables import Role
from lib.store.base import table_of
from lib.store.engine import Store
from lib.team.tables import Booking

entry, role, booking = table_of(TimeEntry), table_of(Role), table_of(Booking)


def worked(store: Store, start: date, end: date) -> pd.DataFrame:
    """Minutes logged from `start` to before `end`, one row a person, by person.

    Columns: person_id, logged, billable, client (for a client, billed or not).
    """
    columns = (
        entry.c.person_id,
        func.sum(entry.c.minutes).label("logged"),
        func.sum(case((entry.c.billable.is_(True), entry.c.minutes), else_=0)).label("billable"),
        func.sum(case((entry.c.account_id.is_not(None), entry.c.minutes), else_=0)).label("client"),
    )
    within = (entry.c.worked_on >= start, entry.c.worked_on < end, entry.c.person_id.is_not(None))
    found = store.frame(select(*columns).where(*within).group_by(entry.c.person_id).order_by(entry.c.person_id))
    return found.astype("int64")


def first_days(store: Store) -> tuple[date | None, date | None]:
    """The day of the first hour logged by anybody, and that on which the first booking begins; None: there is none."""
    logged = store.rows(select(func.min(entry.c.worked_on)).where(entry.c.person_id.is_not(None)))[0][0]
    return logged, store.rows(select(func.min(booking.c.starts_on)))[0][0]


def roles(store: Store) -> pd.DataFrame:
    """The firm's roles by name. Columns: id, name, target (share of capacity to be billable; NaN: none), version."""
    columns = (role.c.id, role.c.name, role.c.utilisation_target.label("target"), role.c.version)
    return store.frame(select(*columns).order_by(role.c.name)).astype({"target": "float64"})


def confirmed_bookings(store: Store, start: date, end: date) -> pd.DataFrame:
    """Confirmed bookings of people that begin before `end` and end after `start`, by id.

    Columns: person_id, minutes_per_week, starts_on, ends_before (NaT: open-ended).
    """
    columns = (booking.c.person_id, booking.c.minutes_per_week, booking.c.starts_on, booking.c.ends_before)
    kept = (booking.c.person_id.is_not(None), booking.c.tentative.is_(False), booking.c.starts_on < end)
    still = booking.c.ends_before.is_(None) | (booking.c.ends_before > start)
    return dated(store.frame(select(*columns).where(*kept, still).order_by(booking.c.id)), "starts_on", "ends_before")
