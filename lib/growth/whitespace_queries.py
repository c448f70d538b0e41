"""Every SELECT behind whitespace: what each client bought of each service, what it declined, what it cannot have."""

from datetime import date

import pandas as pd
from sqlalchemy import case, func, or_, select

from lib.accounts.tables import Service
from lib.days import dated
from lib.growth.tables import ServiceDecline, ServiceIneligibility
from lib.money.tables import Revenue
from lib.periods import trailing_year
from lib.store.base import table_of
from lib.store.engine import Store

revenue, service = table_of(Revenue), table_of(Service)
decline, ineligible = table_of(ServiceDecline), table_of(ServiceIneligibility)


def bought(store: Store, as_of: date) -> pd.DataFrame:
    """What each account ever bought of each service by a day (service_id NaN: nobody said which).

    Columns: account_id, service_id, year_cents (revenue of the twelve months that end with the day), last_on (of the
    last positive amount).
    """
    year = trailing_year(as_of)
    cents, day = revenue.c.amount_cents, revenue.c.earned_on
    statement = (
        select(
            revenue.c.account_id,
            revenue.c.service_id,
            func.sum(case((day >= year.start, cents), else_=0)).label("year_cents"),
            func.max(case((cents > 0, day))).label("last_on"),
        )
        .where(day < year.end, revenue.c.account_id.is_not(None))
        .group_by(revenue.c.account_id, revenue.c.service_id)
        .order_by(revenue.c.account_id, revenue.c.service_id)
    )
    return dated(store.frame(statement), "last_on").astype({"year_cents": "int64"})


def services(store: Store) -> pd.DataFrame:
    """The catalogue. Columns: id, name, retired_on (NaT: on sale); by id."""
    columns = (service.c.id, service.c.name, service.c.retired_on)
    return dated(store.frame(select(*columns).order_by(service.c.id)), "retired_on")


def declines(store: Store, as_of: date) -> pd.DataFrame:
    """Every "not now" said by a day, oldest first.

    Columns: account_id, service_id, declined_on, not_before_on (NaT: nobody said), words.
    """
    columns = (decline.c.account_id, decline.c.service_id, decline.c.declined_on, decline.c.not_before_on)
    statement = select(*columns, decline.c.words).where(decline.c.declined_on <= as_of)
    found = store.frame(statement.order_by(decline.c.declined_on, decline.c.id))
    return dated(found, "declined_on", "not_before_on")


def ineligibilities(store: Store, as_of: date) -> pd.DataFrame:
    """What could not be sold to whom on a day, and why; the spell begun last stands last.

    Columns: account_id, service_id, why, ends_before (NaT: open-ended).
    """
    columns = (ineligible.c.account_id, ineligible.c.service_id, ineligible.c.why, ineligible.c.ends_before)
    statement = select(*columns).where(
        ineligible.c.starts_on <= as_of, or_(ineligible.c.ends_before.is_(None), ineligible.c.ends_before > as_of)
    )
    return dated(store.frame(statement.order_by(ineligible.c.starts_on, ineligible.c.id)), "ends_before")
