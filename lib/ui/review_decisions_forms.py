"""What came of a decision: that it is done, and whether what was expected happened."""

from typing import Any

import streamlit as st

from lib.periods import today
from lib.review.decided import Decided
from lib.review.outcome_actions import done, judge
from lib.review.tables import DECISION_OUTCOMES
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

JUDGING = "_review_judging"
OUTCOMES = {word: word.capitalize() for word in DECISION_OUTCOMES}


def outcome_forms(view: View, one: Decided) -> None:
    """Say that a decision is done, or what came of it; on a past day only that it was done."""
    key = f"outcome_{one.review_id}_{one.id}_{one.version}"
    if needs_a_name(key):
        return
    if one.expected_effect:
        st.caption("Done is what we did; what came of it is whether the expected effect can be seen.")
    if one.open:
        entry(f"{key}_done", [Cell("done_on", "Done on", "date", view.as_of)], "It is done", _done(view, one), "Done.")
    if view.as_of < today():
        st.caption("What came of a decision is judged on today's day: choose it in the sidebar.")
        return
    cells = [
        Cell("outcome", "What we expected …", "choice", one.outcome, OUTCOMES),
        Cell("done_on", "Done on", "date", one.done_on, help="Left empty: it was not done."),
    ]
    entry(f"{key}_judge", cells, "Say what came of it", _judge(view, one), "Written down.")


def _done(view: View, one: Decided) -> Any:
    def save(typed: Typed, once: str) -> None:
        done(view.store, view.who or "", one.id, typed["done_on"], once)
        st.session_state.pop(JUDGING, None)

    return save


def _judge(view: View, one: Decided) -> Any:
    shown = {"version": one.version, "outcome": one.outcome, "done_on": one.done_on}

    def save(typed: Typed, once: str) -> None:
        judge(view.store, view.who or "", one.id, typed["outcome"], typed["done_on"], once, shown=shown)
        st.session_state.pop(JUDGING, None)

    return save
