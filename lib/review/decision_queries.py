"""The SELECT of what weekly reviews decided about accounts."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from lib.days import dated
from lib.review.tables import Decision, Review
from lib.store.base import table_of
from lib.store.engine import Store

decision, review = table_of(Decision), table_of(Review)


def decisions_about_accounts(store: Store, as_of: date) -> pd.DataFrame:
    """Decisions to do something about an account, of reviews held by a day; accepted risks are not something done.

    Columns: account_id, day (the review's).
    """
    statement = (
        select(decision.c.account_id, review.c.held_on.label("day"))
        .join(review, review.c.id == decision.c.review_id)
        .where(review.c.held_on <= as_of, decision.c.account_id.is_not(None), decision.c.kind == "decision")
        .order_by(review.c.held_on, decision.c.id)
    )
    return dated(store.frame(statement), "day")
