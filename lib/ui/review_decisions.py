"""The tab of decisions: what is to do and overdue, by whom, and what came of what was decided."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.review.decided import Decided
from lib.review.due_figures import is_due_soon
from lib.review.review_figures import completion_of, is_to_judge, standing
from lib.ui.page import View
from lib.ui.review import Meeting, why_not
from lib.ui.review_agenda_item import told
from lib.ui.review_decisions_forms import outcome_forms
from lib.ui.review_decisions_read import decided
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ROWS = 7
NOTHING = "No review has decided anything yet. Open the review on the tab Agenda and decide from any item."
Chooses = Callable[[Decided, date], bool]
SHOWN: dict[str, Chooses] = {
    "To do": lambda one, _: one.open,
    "Overdue": lambda one, day: one.overdue(day),
    "Due in 7 days": is_due_soon,
    "To judge": is_to_judge,
    "Accepted risks": lambda one, _: one.kind != "decision",
    "All": lambda _one, _day: True,
}
_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "Standing": _column.TextColumn(width=85, pinned=True), "Due": _column.DateColumn(format="D MMM YY", width=78),
    "What": _column.TextColumn(width=180), "Client": _column.TextColumn(width=135),
    "Who": _column.TextColumn(width=112), "We expected": _column.TextColumn(width=170),
    "Look again": _column.DateColumn(format="D MMM YY", width=80), "Came of it": _column.TextColumn(width=100),
}  # fmt: skip


def decisions_tab(view: View, _held: Meeting) -> None:
    """What was decided under the filters, in the order it asks for care."""
    known = decided(view)
    if not known:
        st.info(NOTHING)
        return
    counts = {label: sum(chooses(one, view.as_of) for one in known) for label, chooses in SHOWN.items()}
    chosen = st.pills(
        "Which", list(SHOWN), default="To do", key="decisions_shown", label_visibility="collapsed",
        format_func=lambda label: f"{label} ({counts[label]:,})",
    )  # fmt: skip
    label = str(chosen or "All")
    _list(view, label, _ordered([one for one in known if SHOWN[label](one, view.as_of)], view.as_of))
    _by_owner(known, view.as_of)


def _ordered(found: Sequence[Decided], day: date) -> list[Decided]:
    """What is still to do first, by due day; then the newest."""
    waiting = [one for one in found if one.open]
    others = [one for one in found if not one.open]
    return [
        *sorted(waiting, key=lambda one: (one.due_on or date.max, one.id)),
        *sorted(others, key=lambda one: (not is_to_judge(one, day), -one.held_on.toordinal(), one.id)),
    ]


def _list(view: View, label: str, found: Sequence[Decided]) -> None:
    if not found:
        st.caption(f"Nothing stands under “{label}”.")
        return
    chosen = chosen_row(
        _rows(found, view.as_of), f"Decisions of reviews, {label.lower()}: how they stand, due day, what, client, who",
        _LOOKS, key=f"decisions_{label}", ids=[one.id for one in found], rows=ROWS, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a row to say that it is done, or what came of it.")
        return
    with st.container(border=True, key="decision_panel"):
        _panel(view, found[chosen])


def _rows(found: Sequence[Decided], day: date) -> pd.DataFrame:
    rows = [
        (
            _mark(standing(one, day)), one.due_on, one.what, one.account, one.person, one.expected_effect, one.check_on,
            one.outcome,
        )
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_LOOKS), dtype=object)


def _mark(words: str) -> str:
    return f"■ {words}" if words == "overdue" else words


def _panel(view: View, one: Decided) -> None:
    where = f"**{plain(one.account)}**: " if one.account else ""
    st.markdown(f"{where}{told(one)}")
    st.caption(plain(f"Review of {fmt.day(one.held_on)} · {_stands(one, view.as_of)}"))
    if one.account:
        st.page_link("pages/account.py", label="Open the account", query_params={"account": one.account})
    if one.kind != "decision":
        return
    if refused := why_not(view):
        st.caption(plain(refused))
        return
    outcome_forms(view, one)


def _stands(one: Decided, day: date) -> str:
    done = f" on {fmt.day(one.done_on)}" if one.done_on else ""
    came = f", and what was expected: {one.outcome}" if one.outcome else ""
    return f"{standing(one, day)}{done}{came}"


def _by_owner(known: Sequence[Decided], day: date) -> None:
    """Who has how much to do, and how much of it they do by its day: those with open ones first."""
    names = sorted({one.person for one in known if one.person and one.kind == "decision"})
    rows = [_of(name, [one for one in known if one.person == name], day) for name in names]
    if not rows:
        return
    st.markdown("**By who does it**")
    columns = ["Who", "To do", "Overdue", "Done by their day, 90 days"]
    frame = pd.DataFrame(rows, columns=columns).sort_values(["To do", "Who"], ascending=[False, True])
    table(frame, "Decisions by who does them: to do, overdue, done by their day in 90 days", width=560)


def _of(name: str, own: Sequence[Decided], day: date) -> tuple[str, int, int, str]:
    kept = completion_of(own, day)
    return name, sum(one.open for one in own), sum(one.overdue(day) for one in own), fmt.figure(kept, "share", "")
