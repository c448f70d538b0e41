"""Opportunities that came without an account, to be looked through until each has one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from lib.accounts.tables import Service
from lib.growth.tables import Opportunity, Stage
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store

DEALS, SERVICES, PEOPLE, STAGES = table_of(Opportunity), table_of(Service), table_of(Person), table_of(Stage)


def unassigned(
    store: Store, limit: int = 100, offset: int = 0, filters: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """Opportunities without account, the newest first, those never dated last.

    Columns: id, version, name (or the source's own number), service, person, stage, opened_on, amount_cents.
    `filters`: column of the opportunity → value, such as person_id or stage_id.
    """
    named = func.coalesce(DEALS.c.name, DEALS.c.source_id).label("name")
    columns = (
        DEALS.c.id, DEALS.c.version, named, SERVICES.c.name.label("service"), PEOPLE.c.name.label("person"),
        STAGES.c.name.label("stage"), DEALS.c.opened_on, DEALS.c.amount_cents,
    )  # fmt: skip
    joined = (
        DEALS.outerjoin(SERVICES, SERVICES.c.id == DEALS.c.service_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == DEALS.c.person_id)
        .join(STAGES, STAGES.c.id == DEALS.c.stage_id)
    )
    order = (DEALS.c.opened_on.is_(None), DEALS.c.opened_on.desc(), DEALS.c.id)
    statement = select(*columns).select_from(joined).where(*_where(filters)).order_by(*order)
    return store.frame(statement.limit(limit).offset(offset))


def unassigned_count(store: Store, filters: Mapping[str, Any] | None = None) -> int:
    """How many opportunities have no account."""
    return int(store.rows(select(func.count()).select_from(DEALS).where(*_where(filters)))[0][0])


def _where(filters: Mapping[str, Any] | None) -> list[ColumnElement[bool]]:
    return [DEALS.c.account_id.is_(None), *(DEALS.c[name] == value for name, value in (filters or {}).items())]
