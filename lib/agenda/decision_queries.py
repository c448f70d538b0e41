"""The SELECTs of what reviews decided, as it was known on a day."""

from datetime import UTC, date, datetime, time

import pandas as pd
from sqlalchemy import func, or_, select

from lib.days import dated
from lib.periods import next_day
from lib.review.tables import Decision, Review
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

decision, review, log = table_of(Decision), table_of(Review), table_of(ChangeLog)

_NAMES = (
    "id", "account_id", "person_id", "what", "due_on", "expected_effect", "check_on", "done_on", "outcome"
)  # fmt: skip


def decisions_known(store: Store, as_of: date) -> pd.DataFrame:
    """What the reviews held before a day decided to do, by review; accepted risks are nothing to do.

    Columns: id, account_id, person_id (missing: none), what, due_on, expected_effect, check_on, done_on, outcome, and
    held_on of the review. What was done or judged after the day was not known on it.
    """
    columns = (*(decision.c[name] for name in _NAMES), review.c.held_on)
    statement = (
        select(*columns)
        .join(review, review.c.id == decision.c.review_id)
        .where(review.c.held_on < as_of, decision.c.kind == "decision")
        .order_by(review.c.held_on, decision.c.id)
    )
    found = dated(store.frame(statement), "due_on", "check_on", "done_on", "held_on")
    day = pd.Timestamp(as_of)
    known = [
        _judged_by(row.id, row.check_on, day, _judgements(store), as_of) for row in found.itertuples()
    ] if len(found) else []  # fmt: skip
    outcome = found["outcome"].astype(object).where(pd.Series(known, index=found.index, dtype=bool), None)
    return found.assign(
        done_on=found["done_on"].mask(found["done_on"] > day), outcome=outcome.where(outcome.notna(), None)
    )
