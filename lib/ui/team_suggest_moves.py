"""The list of suggested moves, and one of them in a panel: what it does, what it loses, lock, veto, handover pack."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.ui import team_suggest_read as read
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.team_suggest_pack import handover_pack
from lib.ui.text import plain

ROWS = 10
_column = st.column_config


def moves(view: View, held: read.Held) -> None:
    """The moves in the order to make them; the chosen one in a panel."""
    found = held.found.moves
    if found.empty:
        st.info("No move is worth its handover: the plan leaves everything as it is.")
        return
    st.markdown(f"**{_title(found)}**")
    chosen = chosen_row(
        shown(found), "Suggested moves with loads before and after, skills, what is lost and what it costs", _LOOKS,
        key=f"suggest_moves_{view.as_of}", ids=[f"{one.item}>{one.to_id}" for one in found.itertuples()], rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption(
            "Choose one to see what it does and loses, to lock or veto it, and to make its handover pack. Loads are "
            "told in the order of the list: each move after those above it."
        )
        return
    _panel(view, held, found.iloc[chosen])


def _title(found: pd.DataFrame) -> str:
    near = int(found["notice_within_90"].sum())
    leads = int(found["leads"].sum())
    parts = [fmt.counted(len(found), "move"), f"{found['minutes'].sum() / 60:,.1f} hours a week"]
    parts += [f"{leads:,} with the lead of the account"] if leads else []
    parts += [f"{near:,} with a notice or renewal date within 90 days"] if near else []
    return ", ".join(parts)


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """The moves as a person reads them; a notice date near is marked, the skills stand in the panel."""
    marked = found["notice_within_90"].map({True: "▲ ", False: ""})
    return pd.DataFrame(
        {
            "No.": range(1, len(found) + 1),
            "Account": found["account"],
            "From": found["from_person"],
            "To": found["to_person"],
            "Hours": (found["minutes"] / 60).round(1),
            "Giver": [_loads(*pair) for pair in zip(found["from_before"], found["from_after"], strict=True)],
            "Taker": [_loads(*pair) for pair in zip(found["to_before"], found["to_after"], strict=True)],
            "Relief": found["relief"].astype("Float64"),
            "Cost": found["handover_cost"],
            "Lost": marked + found["lost"].str.replace(" with the client", "", regex=False),
        }
    )


def _loads(before: float, after: float, unit: str = "") -> str:
    told = ["–" if pd.isna(load) else f"{load * 100:.0f}{unit}" for load in (before, after)]
    return " → ".join(told)


_LOOKS: dict[str, ColumnConfig] = {
    "No.": _column.NumberColumn(width=44),
    "Account": _column.TextColumn(width=140),
    "From": _column.TextColumn(width=118),
    "To": _column.TextColumn(width=118),
    "Hours": _column.NumberColumn("h a week", format="%.1f", width=72, help="Booked, on average over the weeks."),
    "Giver": _column.TextColumn("Giver (%)", width=88, help="Their load, per cent of target, before → after."),
    "Taker": _column.TextColumn("Taker (%)", width=88, help="Their load, per cent of target, before → after."),
    "Cost": _column.NumberColumn("Cost", format="%.1f", width=56, help="Points: what the handover loses."),
    "Relief": _column.NumberColumn("Relief", format="%.1f", width=62, help="Points gained, the cost taken off."),
    "Lost": _column.TextColumn(
        "What is lost",
        width=184,
        help="Time with the client and what is under way. ▲: a notice or renewal date is near.",
    ),
}


def _panel(view: View, held: read.Held, move: Any) -> None:
    with st.container(border=True, key="suggest_panel"):
        st.subheader(plain(f"{move['account']}: {move['from_person']} → {move['to_person']}"), anchor=False)
        grid = st.grid(3, min_column_width=200)
        for name, before, after in (
            (move["from_person"], move["from_before"], move["from_after"]),
            (move["to_person"], move["to_before"], move["to_after"]),
        ):
            grid.metric(
                plain(f"Load of {name}"), _loads(before, after, " %"), _change(before, after), delta_color="inverse"
            )
        lead = "with the lead of the account" if move["leads"] else None
        grid.metric("Work", f"{move['minutes'] / 60:,.1f} h a week", lead, delta_color="off", delta_arrow="off")
        st.markdown("  \n".join(_facts(move)))
        if move["notice_within_90"]:
            st.warning("A notice or renewal date lies within 90 days: think of who the client talks to then.")
        _lock_and_veto(view, move)
        if not pd.isna(move["to_id"]):
            handover_pack(view, held, move)


def _change(before: float, after: float) -> str | None:
    # Of the shares as they are shown: 148 % → 132 % is 16 points, whatever stands behind the comma.
    return None if pd.isna(before) or pd.isna(after) else fmt.points(round(after, 2) - round(before, 2))


def _facts(move: Any) -> list[str]:
    relief = "–" if pd.isna(move["relief"]) else f"{move['relief']:,.1f}"
    return [
        f"**Skills:** {plain(move['skill_match'] or '–')}",
        f"**What is lost:** {plain(move['lost'])}",
        f"**Handover cost:** {move['handover_cost']:,.1f} points · **relief after that cost:** {relief} points",
    ]


def _lock_and_veto(view: View, move: Any) -> None:
    row = st.container(horizontal=True)
    row.button(
        f"Keep with {plain(move['from_person'])}", icon=":material/lock:", key="suggest_lock", on_click=_lock,
        args=(view, move), help="Lock: the next solving leaves this work where it is.",
    )  # fmt: skip
    if not pd.isna(move["to_id"]):
        row.button(
            f"Not {plain(move['to_person'])}", icon=":material/block:", key="suggest_veto", on_click=_veto,
            args=(view, move), help="Veto: the next solving looks for somebody else.",
        )  # fmt: skip


def _lock(view: View, move: Any) -> None:
    read.asked(view).locked[move["item"]] = f"{move['account']} with {move['from_person']}"


def _veto(view: View, move: Any) -> None:
    read.asked(view).vetoed[move["item"], int(move["to_id"])] = f"{move['account']} not to {move['to_person']}"
