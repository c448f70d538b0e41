"""The runs of moves that were applied, and taking one back."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.errors import StewardError
from lib.team.allocation_queries import applied_moves, applied_runs
from lib.team.allocation_undo_actions import undo_run
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ROWS = 6


def applied(view: View) -> None:
    """What was applied by the page's day, newest first; the chosen run with its moves and a way back."""
    runs = view.read(applied_runs, view.as_of)
    st.markdown("**What was applied**")
    if runs.empty:
        st.caption("No suggestion was applied yet. What is applied stands here, with a way to take it back.")
        return
    chosen = chosen_row(
        _shown(runs), "Runs of moves that were applied", _LOOKS,
        key="suggest_runs", ids=runs["run_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to see its moves, and to undo it.")
        return
    _run(view, runs.iloc[chosen])


def _shown(runs: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Run": runs["run_id"],
            "Applied on": [one.date() for one in runs["ran_at"]],
            "By": runs["who"],
            "From": runs["from_week_on"],
            "Moves": runs["moves"],
            "Proof": [_proof(gap) for gap in runs["proved_gap"]],
            "Reason": runs["reason"],
            "State": [_state(one) for one in runs.itertuples()],
        }
    )


_LOOKS: dict[str, ColumnConfig] = {
    "Run": st.column_config.NumberColumn(width=54), "Moves": st.column_config.NumberColumn(width=66),
    "Reason": st.column_config.TextColumn(width=270), "State": st.column_config.TextColumn(width=150),
}  # fmt: skip


def _proof(gap: float) -> str:
    if pd.isna(gap):
        return "–"
    return "proved best" if gap < 1e-6 else f"within {max(gap, 0.01) * 100:.0f} %"


def _state(run: Any) -> str:
    if run.state == "applied":
        return "applied"
    return f"undone by {run.undone_by}" if isinstance(run.undone_by, str) else "undone"


def _run(view: View, run: Any) -> None:
    number = int(run["run_id"])
    moves = view.read(applied_moves, number)
    with st.container(border=True, key="suggest_run"):
        shown = pd.DataFrame(
            {
                "Account": moves["account"], "From": moves["from_person"], "To": moves["to_person"],
                "Hours a week": (moves["minutes"] / 60).round(1), "State": moves["state"],
            }
        )  # fmt: skip
        table(shown, f"The moves of run {number}", {"Hours a week": st.column_config.NumberColumn(format="%.1f")})
        if run["state"] == "undone":
            st.caption("It was undone: bookings and owners are as before.")
        elif not run["can_undo"]:
            st.caption("It was not applied here, so nothing is known of the bookings before: it cannot be undone.")
        elif not needs_a_name("suggest_undo", to="undo allocation"):
            st.button(
                f"Undo run {number}", icon=":material/undo:", key=f"suggest_undo_{number}", on_click=_undo,
                args=(view, number, token(f"undo_run_{number}")),
                help=plain("Gives every booking and owner back as it was, unless somebody changed one since."),
            )  # fmt: skip


def _undo(view: View, number: int, once: str) -> None:
    try:
        undo_run(view.store, view.who or "", number, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        flash(f"Run {number} is undone: bookings and owners are as before.")
    finally:
        spend(f"undo_run_{number}")
