"""The SELECT of hours worked for the whole book, entry by entry."""

from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select

from lib.delivery.tables import Project, TimeEntry
from lib.periods import Period
from lib.store.base import as_stored, table_of
from lib.store.engine import Store

entry, project = table_of(TimeEntry), table_of(Project)


def hours_of_book(store: Store, span: Period) -> pd.DataFrame:
    """Every time entry of a span, in no order; one that names only a project is of the account of the project.

    Columns: account_id (None: internal work), project_id, person_id, day (ISO words or dates), minutes, billable.
    """
    columns = (
        func.coalesce(entry.c.account_id, project.c.account_id).label("account_id"), entry.c.project_id,
        entry.c.person_id, as_stored(entry.c.worked_on).label("day"), entry.c.minutes, entry.c.billable,
    )  # fmt: skip
    inside = (entry.c.worked_on >= span.start, entry.c.worked_on < span.end)
    return store.frame(select(*columns).outerjoin(project, project.c.id == entry.c.project_id).where(*inside))


def hours_of_open_projects(store: Store, as_of: date) -> pd.DataFrame:
    """Every time entry up to a day on projects not delivered by then, by day. Columns: project_id, account_id,
    person_id, day (ISO words or dates), minutes."""
    columns = (
        entry.c.project_id, project.c.account_id, entry.c.person_id, as_stored(entry.c.worked_on).label("day"),
        entry.c.minutes,
    )  # fmt: skip
    still = or_(project.c.delivered_on.is_(None), project.c.delivered_on > as_of)
    statement = select(*columns).join(project, project.c.id == entry.c.project_id)
    return store.frame(statement.where(entry.c.worked_on <= as_of, still).order_by(entry.c.worked_on))
