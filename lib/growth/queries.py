"""Every SELECT of opportunities."""

from datetime import date

import pandas as pd
from sqlalchemy import Select, func, or_, select

from lib.days import dated
from lib.growth.tables import Opportunity, Stage
from lib.store.base import table_of
from lib.store.engine import Store

opportunity, stage = table_of(Opportunity), table_of(Stage)


def deals(store: Store, as_of: date, since: date | None = None) -> pd.DataFrame:
    """Opportunities begun by `as_of` (or at an unknown day), without those closed before `since`; by id.

    Columns: id, name, account_id, service_id, person_id, stage, stage_kind (as they stand now), opened_on, closed_on,
    amount_cents.
    """
    columns = (
        opportunity.c.id, opportunity.c.name, opportunity.c.account_id, opportunity.c.service_id,
        opportunity.c.person_id, stage.c.name.label("stage"), stage.c.kind.label("stage_kind"),
        opportunity.c.opened_on, opportunity.c.closed_on, opportunity.c.amount_cents,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(stage, stage.c.id == opportunity.c.stage_id)
        .where(or_(opportunity.c.opened_on.is_(None), opportunity.c.opened_on <= as_of))
        .order_by(opportunity.c.id)
    )
    return dated(store.frame(_not_closed_before(statement, since)), "opened_on", "closed_on")


def _not_closed_before(statement: "Select[tuple[object, ...]]", since: date | None) -> "Select[tuple[object, ...]]":
    if since is None:
        return statement
    return statement.where(or_(opportunity.c.closed_on.is_(None), opportunity.c.closed_on >= since))


def first_deal_day(store: Store) -> date | None:
    """The first day on which an opportunity was opened or closed."""
    opened, closed = (
        select(func.min(column)).scalar_subquery() for column in (opportunity.c.opened_on, opportunity.c.closed_on)
    )
    days = [day for day in store.rows(select(opened, closed))[0] if day is not None]
    return min(days, default=None)
