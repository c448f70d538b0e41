"""Every SELECT of revenue."""

from datetime import date

import pandas as pd
from sqlalchemy import func, select

from lib.accounts.tables import Account
from lib.days import dated
from lib.money.tables import Revenue
from lib.store.base import table_of
from lib.store.engine import Store

revenue, account = table_of(Revenue), table_of(Account)


def revenue_lines(store: Store, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Revenue from `since` (None: the first) to `as_of`, both inside, by day.

    Columns: day, account_id, service_id, person_id, kind, amount_cents. One index answers it.
    """
    columns = (
        revenue.c.earned_on.label("day"), revenue.c.account_id, revenue.c.service_id, revenue.c.person_id,
        revenue.c.kind, revenue.c.amount_cents,
    )  # fmt: skip
    statement = select(*columns).where(revenue.c.earned_on <= as_of).order_by(revenue.c.earned_on)
    if since is not None:
        statement = statement.where(revenue.c.earned_on >= since)
    return dated(store.frame(statement), "day")


def first_revenue_day(store: Store) -> date | None:
    """The day the records of revenue begin."""
    day: date | None = store.rows(select(func.min(revenue.c.earned_on)))[0][0]
    return day


def first_revenue_by_account(store: Store, as_of: date) -> pd.DataFrame:
    """The first day with revenue of each account. Columns: id, day (NaT: none by `as_of`); by id."""
    # One look into an index for each account: a GROUP BY would walk all history.
    earliest = (
        select(func.min(revenue.c.earned_on))
        .where(revenue.c.account_id == account.c.id, revenue.c.earned_on <= as_of)
        .scalar_subquery()
    )
    return dated(store.frame(select(account.c.id, earliest.label("day")).order_by(account.c.id)), "day")
