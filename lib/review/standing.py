"""How the decisions of reviews stand on a day, read and reckoned."""

from datetime import date

from sqlalchemy import select

from lib.measure import Measure
from lib.review.queries import last_review_day
from lib.review.reading_queries import decisions, review
from lib.review.review_figures import Said, completion_of, said_and_happened
from lib.store.engine import Store


def completion(store: Store, as_of: date) -> Measure:
    """Of the decisions that fell due in the 90 days before a day, the share done by their due day, with interval."""
    return completion_of(decisions(store, as_of), as_of)


def said(store: Store, as_of: date) -> list[Said]:
    """What the meeting of a day opens with: what was said against what happened."""
    day = last_review_day(store, as_of)
    last = store.rows(select(review.c.id).where(review.c.held_on == day)) if day is not None else []
    return said_and_happened(decisions(store, as_of), last[0][0] if last else None, as_of)
