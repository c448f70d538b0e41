"""Every SELECT of money behind lifetimes and their margin: last revenue, revenue by margin, passed-on costs."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from sqlalchemy import and_, case, func, select

from lib.accounts.tables import Account, Service
from lib.days import dated
from lib.money.tables import PassThroughCost, Revenue
from lib.periods import Period
from lib.store.base import table_of
from lib.store.engine import Store

account, service = table_of(Account), table_of(Service)
revenue, passed_on = table_of(Revenue), table_of(PassThroughCost)


def last_revenue_by_account(store: Store, as_of: date) -> pd.DataFrame:
    """The last day with revenue of each account, credits left out. Columns: id, day (NaT: none by `as_of`); by id."""
    # Backwards along an index, up to the first that is no credit; a maximum would look at every line.
    latest = (
        select(revenue.c.earned_on)
        .where(revenue.c.account_id == account.c.id, revenue.c.earned_on <= as_of, revenue.c.amount_cents > 0)
        .order_by(revenue.c.earned_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    return dated(store.frame(select(account.c.id, latest.label("day")).order_by(account.c.id)), "day")


def revenue_by_margin(store: Store, span: Period) -> pd.DataFrame:
    """Revenue of each account in a span, and what its services leave of it.

    Columns: account_id, cents, known_cents (of services whose margin is known), margin_cents (those × their margin).
    """
    known = service.c.margin_share.is_not(None)
    columns = (
        revenue.c.account_id,
        func.sum(revenue.c.amount_cents).label("cents"),
        func.sum(case((known, revenue.c.amount_cents), else_=0)).label("known_cents"),
        func.sum(case((known, revenue.c.amount_cents * service.c.margin_share), else_=0.0)).label("margin_cents"),
    )
    statement = (
        select(*columns)
        .outerjoin(service, service.c.id == revenue.c.service_id)
        .where(revenue.c.earned_on >= span.start, revenue.c.earned_on < span.end, revenue.c.account_id.is_not(None))
        .group_by(revenue.c.account_id)
        .order_by(revenue.c.account_id)
    )
    return store.frame(statement)


def first_services(store: Store, as_of: date) -> pd.DataFrame:
    """The service each account first paid for on record, by a day. Columns: account_id, service; one row an account.

    Of several on that day it is the one that brought most then.
    """
    there = (revenue.c.earned_on <= as_of, revenue.c.account_id.is_not(None), revenue.c.service_id.is_not(None))
    first = select(revenue.c.account_id, func.min(revenue.c.earned_on).label("day")).where(*there)
    begun = first.group_by(revenue.c.account_id).subquery()
    statement = (
        select(revenue.c.account_id, service.c.name.label("service"), func.sum(revenue.c.amount_cents).label("cents"))
        .join(begun, and_(begun.c.account_id == revenue.c.account_id, begun.c.day == revenue.c.earned_on))
        .join(service, service.c.id == revenue.c.service_id)
        .group_by(revenue.c.account_id, service.c.name)
        .order_by(revenue.c.account_id, func.sum(revenue.c.amount_cents).desc(), service.c.name)
    )
    return store.frame(statement).drop_duplicates("account_id", ignore_index=True)[["account_id", "service"]]


def passed_on_by_account(store: Store, span: Period) -> pd.DataFrame:
    """Costs bought for each account and passed on, in a span. Columns: account_id, cents."""
    statement = (
        select(passed_on.c.account_id, func.sum(passed_on.c.amount_cents).label("cents"))
        .where(passed_on.c.spent_on >= span.start, passed_on.c.spent_on < span.end)
        .group_by(passed_on.c.account_id)
        .order_by(passed_on.c.account_id)
    )
    return store.frame(statement)


def revenue_by_day(store: Store, account_ids: Sequence[int], as_of: date) -> pd.DataFrame:
    """All revenue of some accounts up to a day. Columns: account_id, day, cents; one row an account and day."""
    statement = (
        select(revenue.c.account_id, revenue.c.earned_on.label("day"), func.sum(revenue.c.amount_cents).label("cents"))
        .where(revenue.c.account_id.in_(account_ids), revenue.c.earned_on <= as_of)
        .group_by(revenue.c.account_id, revenue.c.earned_on)
        .order_by(revenue.c.account_id, revenue.c.earned_on)
    )
    return dated(store.frame(statement), "day")
