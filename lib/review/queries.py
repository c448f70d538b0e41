"""Every SELECT of weekly reviews."""

from datetime import date

from sqlalchemy import func, select

from lib.review.tables import Review
from lib.store.base import table_of
from lib.store.engine import Store

review = table_of(Review)


def last_review_day(store: Store, as_of: date) -> date | None:
    """The day of the last closed review held before a day; None where there is none."""
    closed = select(func.max(review.c.held_on)).where(review.c.closed_at.is_not(None), review.c.held_on < as_of)
    day: date | None = store.rows(closed)[0][0]
    return day
