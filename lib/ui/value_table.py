"""The table of objectives: its two filters, its columns, and which one was chosen."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.ui import value_words as said
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.value import objectives
from lib.value.figures import STATES

KIND_CHOICES = {"All": None, "Promised outcomes": "promised outcome", "Goals": "goal"}
EVERY_OPEN = "all open"


def choose(view: View) -> Any:
    """The table under its filters; the chosen objective as a row of `lib.ui.value.objectives` by name, or None."""
    kind, state = _kind(view), _state()
    shown, ids = view.keep("table of objectives", lambda: _table(view, kind, state), kind, state)
    if not ids:
        st.info("No objective here. Choose another kind or state, or another owner, sector or day at the left.")
        return None
    chosen = chosen_row(
        shown,
        f"{len(ids)} objectives, what needs care first: how far each came of what was expected, who confirmed it",
        LOOKS, key="objectives", ids=ids, rows=8,
    )  # fmt: skip
    return None if chosen is None else one(view, ids[chosen])


def _table(view: View, kind: str | None, state: str) -> tuple[pd.DataFrame, list[int]]:
    found = objectives(view)
    of_kind = found if kind is None else found[found["kind"] == kind]
    listed = of_kind[of_kind["state"] != "closed"] if state == EVERY_OPEN else of_kind[of_kind["state"] == state]
    return said.shown(listed), listed["objective_id"].tolist()


def one(view: View, objective_id: int) -> Any:
    """One objective as a row of `lib.ui.value.objectives`, by name."""
    found = view.keep("one objective", lambda: _one(objectives(view), objective_id), objective_id)
    return next(found.itertuples())


def _one(found: pd.DataFrame, objective_id: int) -> pd.DataFrame:
    return found[found["objective_id"] == objective_id]


def _kind(view: View) -> str | None:
    picked = view.controls.segmented_control(
        "Kind", list(KIND_CHOICES), default="All", key="objective_kind", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return KIND_CHOICES[picked or "All"]


def _state() -> str:
    # The words stand in the address: counts would change them with every write, so the answer tells those.
    picked = st.pills(
        "State", [EVERY_OPEN, *STATES], key="objective_state", bind="query-params", label_visibility="collapsed",
        default=EVERY_OPEN, required=True, format_func=str.capitalize,
    )  # fmt: skip
    return picked or EVERY_OPEN


_column = st.column_config
LOOKS: dict[str, ColumnConfig] = {
    "State": _column.TextColumn(width=80, help=said.STATE_HELP),
    "Account": _column.TextColumn(width=138),
    "Objective": _column.TextColumn(width=168),
    "From → to": _column.TextColumn(width=142, help="Baseline and target of the terms in force."),
    "Actual": _column.NumberColumn(format="localized", width=60, help="The latest reading."),
    "Expected": _column.NumberColumn(
        format="localized",
        width=68,
        help="Where a straight line from baseline to target stood on the day it was read; once due, the target.",
    ),
    "Pace": _column.ProgressColumn(
        format="%d %%", min_value=0, max_value=100, width=74, help="Progress as a share of what the line expected."
    ),
    "Read on": _column.DateColumn(format="D MMM YY", width=76),
    "Confirmed": _column.DateColumn(
        format="D MMM YY", width=76, help="The day the client confirmed a reading last; – where nobody ever did."
    ),
    "Due": _column.DateColumn(format="D MMM YY", width=76),
    "Confirmed by": _column.TextColumn(width=130, help="Who at the client confirmed it."),
    "Review due": _column.DateColumn(format="D MMM YY", width=85),
    "Owner": _column.TextColumn(width=110),
    "Kind": _column.TextColumn(width=120),
}
