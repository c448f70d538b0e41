"""The SELECT of what hours cost: time sheets with the rate in force on each day, for the margin of lifetimes."""

import pandas as pd
from sqlalchemy import case, func, or_, select

from lib.delivery.tables import Project, TimeEntry
from lib.people.tables import CostRate
from lib.periods import Period
from lib.store.base import table_of
from lib.store.engine import Store

entry, project, rate = table_of(TimeEntry), table_of(Project), table_of(CostRate)


def hours_cost(store: Store, span: Period) -> pd.DataFrame:
    """What the hours of a span cost, by account; hours on a project belong to its account.

    Columns: account_id, minutes, priced_minutes (of people with a cost rate that day), cost_cents.
    """
    in_force = (
        rate.c.starts_on <= entry.c.worked_on,
        or_(rate.c.ends_before.is_(None), rate.c.ends_before > entry.c.worked_on),
    )
    # Where spells overlap the one that began last decides, as everywhere.
    price = (
        select(rate.c.cents_per_hour)
        .where(rate.c.person_id == entry.c.person_id, *in_force)
        .order_by(rate.c.starts_on.desc(), rate.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    theirs = func.coalesce(entry.c.account_id, project.c.account_id).label("account_id")
    lines = (
        select(theirs, entry.c.minutes, price.label("price"))
        .outerjoin(project, project.c.id == entry.c.project_id)
        .where(entry.c.worked_on >= span.start, entry.c.worked_on < span.end)
        .subquery()
    )
    columns = (
        lines.c.account_id,
        func.sum(lines.c.minutes).label("minutes"),
        func.sum(case((lines.c.price.is_not(None), lines.c.minutes), else_=0)).label("priced_minutes"),
        func.sum(func.coalesce(lines.c.minutes * lines.c.price, 0) / 60.0).label("cost_cents"),
    )
    statement = select(*columns).where(lines.c.account_id.is_not(None))
    return store.frame(statement.group_by(lines.c.account_id).order_by(lines.c.account_id))
