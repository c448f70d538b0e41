"""What came of decisions, the only thing that can be written about a review that is closed."""

from datetime import date

from lib import format as fmt
from lib.errors import RefusedValue
from lib.required import given, happened, not_before
from lib.review.rules import Row, refuse_changed
from lib.review.tables import DECISION_OUTCOMES, Decision, Review
from lib.store.engine import Store
from lib.store.writing import Write, perform


def done(store: Store, who: str, decision_id: int, done_on: date | None, token: str) -> int | None:
    """Write down that what was decided is done. Raises RefusedValue: an accepted risk, done already, a day to come or
    before the review."""
    day = happened("done_on", done_on)

    def work(write: Write) -> int:
        current = write.read(Decision, decision_id)
        _possible(write, current, day)
        if current["done_on"] is not None:
            raise RefusedValue("done_on", f"it was done already, on {fmt.day(current['done_on'])}.")
        write.set(Decision, decision_id, {"done_on": day}, current)
        return decision_id

    return perform(store, who, "decision done", work, token)


def judge(
    store: Store, who: str, decision_id: int, outcome: str | None, done_on: date | None, token: str, *, shown: Row
) -> int | None:
    """Say what came of a decision (`outcome` of DECISION_OUTCOMES), and when it was done (None: it was not).

    `shown`: version, outcome and done_on as the screen showed them; what was said before can so be corrected. Raises
    StaleEdit or DecisionChanged where somebody was faster, RefusedValue naming outcome or done_on.
    """
    said = given("outcome", outcome, "say what came of it.")
    if said not in DECISION_OUTCOMES:
        raise RefusedValue("outcome", f"choose one of: {', '.join(DECISION_OUTCOMES)}.")
    day = None if done_on is None else happened("done_on", done_on)

    def work(write: Write) -> int:
        current = write.read(Decision, decision_id)
        _possible(write, current, day)
        refuse_changed(shown, current)
        write.edit(Decision, decision_id, shown, {"outcome": said, "done_on": day})
        return decision_id

    return perform(store, who, "judge decision", work, token)


def _possible(write: Write, current: Row, day: date | None) -> None:
    if current["kind"] != "decision":
        raise RefusedValue("outcome", "a risk was accepted: there was nothing to be done.")
    not_before("done_on", day, write.read(Review, current["review_id"])["held_on"], "the day it was decided")
