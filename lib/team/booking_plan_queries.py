"""Every SELECT of what-if plans that were applied: the change log keeps them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

log = table_of(ChangeLog)
APPLIED, UNDONE = "apply plan ", "undo plan "
NEWEST = 20


class AppliedPlan(NamedTuple):
    """A plan that was written down: `mark` tells it from others of its name; `rows` changes it made."""

    mark: str
    name: str
    who: str
    at: datetime
    rows: int
    undone: bool


def applied_plans(store: Store) -> list[AppliedPlan]:
    """The plans applied last, newest first."""
    columns = (log.c.action, func.min(log.c.who), func.min(log.c.at), func.count())
    groups = select(*columns).where(log.c.action.startswith(APPLIED)).group_by(log.c.action)
    found = store.rows(groups.order_by(func.min(log.c.id).desc()).limit(NEWEST))
    gone = store.rows(select(log.c.action).where(log.c.action.startswith(UNDONE)).distinct())
    undone = {action.removeprefix(UNDONE) for (action,) in gone}
    plans = []
    for action, who, at, rows in found:
        mark, name = action.removeprefix(APPLIED).split(" ", 1)
        plans.append(AppliedPlan(mark, name, who, at, int(rows), mark in undone))
    return plans
