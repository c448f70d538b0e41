"""The form that applies suggested moves: which of them, why, stored once."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.team.allocation_actions import PlannedMove, RunFacts, apply_moves
from lib.ui import team_suggest_read as read
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

MOST_BOXES = 12  # side by side; more are folded away


def apply_form(view: View, held: read.Held) -> None:
    """Apply the ticked moves as one run; on a past day it says why it cannot."""
    possible = held.found.moves[held.found.moves["to_id"].notna()]
    if possible.empty:
        return
    start = held.found.situation.start
    st.markdown(f"**Apply from {fmt.day(start)}**")
    if not read.is_today(view):
        st.info(
            f"This is the plan as of {fmt.day(view.as_of)}: it can be looked at, not applied. Set the page's day "
            "to today to suggest moves that can be."
        )
        return
    if needs_a_name("suggest_apply", to="apply allocation"):
        return
    st.caption(
        "Bookings end for the giver and go on for the taker from that day; bookings that begin later change person; "
        "placeholders stay. Moves left out change the loads told for those below. It can be undone below."
    )
    _form(view, held, possible)


def _form(view: View, held: read.Held, possible: pd.DataFrame) -> None:
    ticked = _ticked(held, possible)
    st.caption(f"{len(ticked):,} of {fmt.counted(len(possible), 'move')} ticked.")

    def save(typed: Typed, once: str) -> None:
        start = held.found.situation.start
        apply_moves(view.store, view.who or "", start, planned(ticked), _facts(held), typed["reason"], once)
        read.forget(view)

    cells = [Cell("reason", "Reason", help="Stands on each booking that changes hands.")]
    entry(f"suggest_apply_{held.mark}", cells, "Apply", save, "Applied: the bookings are changed. It can be undone.")


def _ticked(held: read.Held, possible: pd.DataFrame) -> pd.DataFrame:
    """One box a move, all ticked at first; the moves ticked."""
    many = len(possible) > MOST_BOXES
    box = st.expander(f"Choose which of {len(possible):,} moves", key="suggest_boxes") if many else st.container()
    grid = box.grid(2, min_column_width=330)
    kept = [
        grid.checkbox(_told(one), value=True, key=f"suggest_tick_{held.mark}_{one.item}")
        for one in possible.itertuples()
    ]
    return possible[kept]


def _told(move: Any) -> str:
    words = plain(f"{move.account}: {move.from_person} → {move.to_person}, {move.minutes / 60:,.1f} h")
    return f"{words} :orange[▲ notice near]" if move.notice_within_90 else words


def planned(moves: pd.DataFrame) -> list[PlannedMove]:
    """Suggested moves as the action takes them."""
    return [_planned(one) for one in moves.itertuples()]


def _planned(one: Any) -> PlannedMove:
    account, giver, taker = (int(number) for number in (one.account_id, one.from_id, one.to_id))
    return PlannedMove(str(one.item), account, giver, taker, float(one.minutes), bool(one.leads))


def _facts(held: read.Held) -> RunFacts:
    found = held.found
    return RunFacts(
        found.situation.start, found.situation.weeks, float(found.objective), 0.0 if found.proved else float(found.gap),
        found.settings,
    )  # fmt: skip
