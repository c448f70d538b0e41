"""Cover on the screen: each person taken out and the work given out again, as a job whose result is kept."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.reallocation.covering import COVERED, NOT, PARTLY, cover
from lib.reallocation.situation import read_situation
from lib.store.writing import data_version
from lib.ui import jobs
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

KEY, ROWS = "cover", 12
# The subjects a situation is read from: another booking, skill, owner or promise makes another answer.
SUBJECTS = ("people", "accounts", "relationship", "delivery", "growth", "health", "team", "store")
MARKS = {COVERED: "● Covered", PARTLY: "▲ Partly", NOT: "■ Not covered"}


def cover_section(view: View) -> None:
    """If somebody were not there: who could do their work, found by taking each person out and solving again."""
    st.subheader("If somebody were not there", anchor=False)
    if jobs.watch(KEY):
        return
    held: dict[str, Any] = st.session_state.setdefault("_cover", {})
    now = _ground(view)
    found = held.get("rows")
    if found is None:
        st.caption(
            "Takes each person out in turn and gives their work to the others, within contracted hours and skills."
        )
        _button(view, held, now, "Work out the cover")
        return
    if held["of"] != now:
        st.warning("Bookings, people or the day changed since this was worked out.")
        _button(view, held, now, "Work it out again")
    _shown(view, found)


def _ground(view: View) -> tuple[Any, ...]:
    """What a result stands on: the day and the counters of what it was read from."""
    return (view.as_of, *(pair for pair in data_version(view.store) if pair[0] in SUBJECTS))


def _button(view: View, held: dict[str, Any], now: tuple[Any, ...], label: str) -> None:
    st.button(label, key="cover_begin", type="primary", on_click=_begin, args=(view, held, now))


def _begin(view: View, held: dict[str, Any], now: tuple[Any, ...]) -> None:
    store, as_of = view.store, view.as_of

    def work(tell: jobs.Progress) -> str:
        rows = cover(read_situation(store, as_of), tell)
        held.update(rows=rows, of=now)  # the session's own dictionary: a thread has no session to ask for it
        return f"The cover of {fmt.counted(len(rows), 'person').replace('persons', 'people')} is worked out."

    jobs.begin(KEY, "Cover", work)


def _shown(view: View, found: pd.DataFrame) -> None:
    rows = found if view.owner is None else found[found["person"] == view.owner]
    if rows.empty:
        st.info("Nobody here has booked work for a client in these weeks, so there is nothing to cover.")
        return
    st.markdown(_answer(rows))
    chosen = chosen_row(
        _table(rows), "Who could do the work of each person", _looks(),
        key="cover_rows", ids=rows["person_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a person to read by whom, and what would be left, in full.")
    else:
        st.markdown(_in_full(rows.iloc[chosen]))
    st.caption(
        "Eight whole weeks from the first Monday at least two weeks ahead; everybody else keeps their own work, and "
        "nobody goes beyond contracted hours. One person at a time: two absences together may lack cover."
    )


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Person": rows["person"], "Verdict": rows["verdict"].map(MARKS), "Booked": rows["minutes"] / 60,
            "Left": rows["unplaced"] / 60, "By": rows["by"].where(rows["by"] != "", None),
        }
    )  # fmt: skip


def _looks() -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "Person": column.TextColumn(width=140, pinned=True), "Verdict": column.TextColumn("Their work", width=110),
        "Booked": column.NumberColumn("Booked (h a week)", format="%.1f", width=126),
        "Left": column.NumberColumn("Without cover (h)", format="%.1f", width=122),
        "By": column.TextColumn("By whom", width=430),
    }  # fmt: skip


def _in_full(row: "pd.Series[Any]") -> str:
    by = f" Could go to {plain(row['by'])}." if row["by"] else ""
    return f"**{plain(row['person'])}**: {plain(row['words'])}.{by}"


def _answer(rows: pd.DataFrame) -> str:
    counts = {verdict: int((rows["verdict"] == verdict).sum()) for verdict in (COVERED, PARTLY, NOT)}
    said = [f"**{counts[COVERED]}** fully", f"**{counts[PARTLY]}** partly", f"**{counts[NOT]}** not at all"]
    return f"Of **{len(rows)}** with booked work for clients, colleagues could cover {', '.join(said)}."
