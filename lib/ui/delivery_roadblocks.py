"""Roadblocks on the screen with age and owner."""

from datetime import timedelta

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import record_numbers
from lib.delivery import roadblock_figures
from lib.measure import Measure
from lib.periods import Period, next_day
from lib.ui.account_figures import Told, told
from lib.ui.delivery_projects_read import nothing_yet, projects, roadblocks
from lib.ui.delivery_roadblocks_forms import close_form, open_form
from lib.ui.page import View
from lib.ui.tables import chosen_row, table

DAYS, ROWS = 90, 8
_column = st.column_config


def roadblocks_tab(view: View) -> None:
    """Roadblocks on the screen with age and owner."""
    if nothing_yet(view, projects(view), "what stops projects, since when, and who clears it"):
        return
    found = roadblocks(view)
    lately = roadblock_figures.of_period(found, _window(view))
    still, closed = lately[lately["open"]].reset_index(drop=True), lately[~lately["open"]]
    st.markdown(_answer(still, closed))
    told(view, _figures(still, closed))
    _open(view, still, len(found))
    open_form(view)
    _closed(closed)


def _answer(still: pd.DataFrame, closed: pd.DataFrame) -> str:
    if still.empty:
        return f"**Nothing stops a project**; {fmt.counted(len(closed), 'roadblock')} closed in the last {DAYS} days."
    stopped = fmt.counted(int(still["project_id"].nunique()), "project")
    oldest = fmt.counted(int(still["age_days"].max()), "day")
    return (
        f"**{fmt.counted(len(still), 'roadblock')}** open on **{stopped}**, the oldest for **{oldest}**; "
        f"**{len(closed):,}** closed in the last {DAYS} days."
    )


def _window(view: View) -> Period:
    end = next_day(view.as_of)
    return Period(end - timedelta(days=DAYS), end, f"{DAYS} days")


def _figures(still: pd.DataFrame, closed: pd.DataFrame) -> list[Told]:
    oldest = int(still["age_days"].max()) if len(still) else 0
    unowned = int((still["person"] == "nobody").sum())
    so_far = roadblock_figures.days_so_far(record_numbers(still["age_days"]))
    return [
        Told("Open", Measure(len(still), base=len(still)), "count", "Roadblocks open at the end of the day.",
             f"the oldest for {fmt.counted(oldest, 'day')}" if len(still) else "nothing stops a project",
             lambda: _rows(still)),
        Told("Without an owner", Measure(unowned, base=len(still)), "count",
             "Open roadblocks that no colleague of ours is named to clear.", "of the open ones",
             lambda: _rows(still[still["person"] == "nobody"])),
        Told("Days so far", so_far, "count",
             "Days the open roadblocks have stood, together; what they cost is said when they close.",
             "of the open ones", lambda: _rows(still)),
        Told("Closed", Measure(len(closed), base=len(closed)), "count", f"Roadblocks closed in the last {DAYS} days.",
             f"in {DAYS} days", lambda: _rows(closed)),
        Told("Days lost", roadblock_figures.days_lost(record_numbers(closed["lost"])), "count",
             f"Days that roadblocks closed in the last {DAYS} days cost, as was said when they closed.",
             f"to those closed in {DAYS} days", lambda: _rows(closed)),
    ]  # fmt: skip


def _rows(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "What": found["what"],
            "Account": found["account"],
            "Project": found["project"],
            "Cause": found["cause"].str.capitalize(),
            "Who clears it": found["person"],
            "Opened": found["opened_on"],
            "Closed": found["closed_on"],
            "Age (days)": found["age_days"],
            "Days lost": found["lost"],
        }
    )


def _open(view: View, still: pd.DataFrame, known: int) -> None:
    st.markdown("**Open roadblocks**")
    if still.empty:
        st.caption("None is open." if known else "No roadblock was ever noted. Add the first below.")
        return
    at = chosen_row(
        _rows(still).drop(columns=["Closed", "Days lost"]), "Open roadblocks with age and owner, oldest first", _LOOKS,
        key="delivery_roadblocks", ids=still["id"].tolist(), rows=ROWS, wrap=True,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to close it.")
        return
    close_form(view, still.iloc[at])


def _closed(closed: pd.DataFrame) -> None:
    st.markdown(f"**Closed in the last {DAYS} days**")
    if closed.empty:
        st.caption("None was closed.")
        return
    rows = _rows(closed).sort_values("Closed", ascending=False, kind="stable")
    table(rows, f"Roadblocks closed in the last {DAYS} days, newest first", _LOOKS, wrap=ROWS)


_LOOKS: dict[str, ColumnConfig] = {
    "What": _column.TextColumn(width=196), "Account": _column.TextColumn(width=128),
    "Project": _column.TextColumn(width=166), "Cause": _column.TextColumn(width=98),
    "Who clears it": _column.TextColumn(width=104),
    "Opened": _column.DateColumn(format="D MMM YY", width=76),
    "Closed": _column.DateColumn(format="D MMM YY", width=76),
    "Age (days)": _column.NumberColumn(width=76),
    "Days lost": _column.NumberColumn(width=72, help="As was said when it closed; – where nobody said."),
}  # fmt: skip
