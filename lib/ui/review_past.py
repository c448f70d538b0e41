"""The tab of past reviews: each drawn from what was frozen when it was closed, and from nothing else."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.review.frozen import Held
from lib.review.late_queries import Late, entered_late
from lib.review.reading_queries import review_of
from lib.ui.page import View
from lib.ui.review import held_reviews
from lib.ui.review_papers import papers
from lib.ui.review_past_drawn import drawn
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS, CLIENTS = 6, 6
NOTHING = (
    "No review was closed yet. What stands here then: its agenda, its decisions and its figures, exactly as they were "
    "when it was closed. Open one on the tab Agenda."
)
_LOOKS: dict[str, ColumnConfig] = {
    "Closed": st.column_config.TextColumn(width=170), "Closed by": st.column_config.TextColumn(width=170),
}  # fmt: skip


def past_tab(view: View) -> None:
    """The closed reviews, newest first; the chosen one as it was, what was entered late beside it, its minutes."""
    closed = [one for one in held_reviews(view) if one.closed_at is not None]
    if not closed:
        st.info(NOTHING)
        return
    chosen = chosen_row(
        _rows(closed), f"{fmt.counted(len(closed), 'closed review')}, newest first: day, by whom, items, decisions",
        _LOOKS, key="past_reviews", ids=[one.id for one in closed], rows=ROWS,
    )  # fmt: skip
    one = closed[chosen or 0]
    if chosen is None and len(closed) > 1:
        st.caption("Choose a row to see another review; this is the last one.")
    read = view.read(review_of, one.id)
    st.subheader(plain(f"Review of {fmt.day(read.held_on)}"), anchor=False)
    st.caption("Drawn from what was frozen when it was closed: later changes of any record leave it as it is.")
    papers(view, one.id)
    _late(view.read(entered_late, one.id))
    drawn(read)


def _rows(closed: list[Held]) -> pd.DataFrame:
    rows = [
        (one.held_on, _moment(one), one.closed_by, one.items, one.decisions, one.risks)
        for one in closed
    ]  # fmt: skip
    columns = ["Held on", "Closed", "Closed by", "Items", "Decisions", "Accepted risks"]
    return pd.DataFrame(rows, columns=columns)


def _moment(one: Held) -> str:
    return f"{fmt.day(one.closed_at.date())}, {one.closed_at:%H:%M} UTC" if one.closed_at else ""


def _late(found: list[Late]) -> None:
    """What is dated up to the review and was recorded after it was closed: beside it, never in it."""
    if not found:
        return
    with st.container(border=True, key="entered_late"):
        st.markdown(":orange-badge[Entered late] Dated up to this review, recorded after it was closed; not in it.")
        st.markdown("\n".join(f"- {plain(one.words)}{_clients(one)}" for one in found))


def _clients(one: Late) -> str:
    shown, rest = one.accounts[:CLIENTS], len(one.accounts) - CLIENTS
    more = f" and {fmt.counted(rest, 'client')} more" if rest > 0 else ""
    return f": {plain(', '.join(shown) + more)}" if shown else ""
