"""The pipeline as a board: a column for each open stage, its largest deals as cards that can be moved."""

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import format as fmt
from lib.growth import hygiene_figures as hygiene
from lib.ui import growth_pipeline_forms as forms
from lib.ui.flash import flash
from lib.ui.growth import DEAL_SUBJECTS, known_stages
from lib.ui.growth_pipeline_deal import NO_CLIENT, deal_panel
from lib.ui.page import View
from lib.ui.text import plain

CARDS, MOST = 6, 30  # cards in a column; on the whole board, for each carries widgets
FIT = 5  # columns side by side on a laptop
LONG = 90  # letters of a next step on a card; the whole of it stands in the deal's details
# Streamlit gives a line that does not wrap scroll bars, and the arrow of a popover reaches past its line.
_HEADS = """<style>[class*="st-key-card_head_"] {overflow: visible}</style>"""
CHOSEN = "_pipeline_deal"


@dataclass(frozen=True)
class Column:
    """One stage as it is drawn: its heading and what stands below its cards in Markdown, and the rows of the cards."""

    head: str
    below: str
    cards: list[dict[str, Any]]


def board(view: View, deals: pd.DataFrame, kind: str) -> None:
    """Draw the columns, and the opportunity of which the details were asked for; `kind` tells what deals they are."""
    st.html(_HEADS)
    columns = view.keep("pipeline board", lambda: _laid_out(view, deals), kind, of=DEAL_SUBJECTS)
    wide = len(columns) > FIT
    # Above five the board is wider than a laptop and scrolls sideways inside its own box.
    row = st.container(horizontal=True, wrap=False, key="pipeline_board") if wide else None
    places = [row.container(width=230) for _ in columns] if row is not None else st.columns(len(columns))
    for place, column in zip(places, columns, strict=True):
        with place:
            st.markdown(column.head)
            for card in column.cards:
                _card(view, card)
            if column.below:
                st.caption(column.below)
    chosen = st.session_state.get(CHOSEN)
    if chosen is not None and (deals["id"] == chosen).any():
        deal_panel(view, int(chosen), "board")
        st.button("Close the details", key="board_close", type="tertiary", on_click=_open, args=(None,))


def _laid_out(view: View, deals: pd.DataFrame) -> list[Column]:
    columns = _columns(view, deals)
    shown = min(CARDS, max(MOST // max(len(columns), 1), 1))
    return [_column(view, name, deals[deals["stage_id"] == number], shown) for number, name in columns]


def _columns(view: View, deals: pd.DataFrame) -> list[tuple[int, str]]:
    """The firm's open stages in their order, and those that deals stand in though they are not in use any more."""
    used = set(deals["stage_id"].tolist())
    usable = forms.open_stages(view)
    known = known_stages(view)
    there = {int(number): str(name) for number, name in zip(known["id"], known["name"], strict=True)}
    found = [(number, name) for number, name in there.items() if number in usable or number in used]
    return [*found, *((number, hygiene.NO_STAGE) for number in sorted(used - set(there)))]


def _column(view: View, name: str, deals: pd.DataFrame, shown: int) -> Column:
    worth = fmt.money(int(deals["value_cents"].sum()), view.currency)
    ranked = deals.sort_values("value_cents", ascending=False, na_position="last", kind="stable")
    rest, below = ranked.iloc[shown:], ""
    if len(rest):
        below = plain(f"and {len(rest):,} more, {fmt.money(int(rest['value_cents'].sum()), view.currency)}")
    cards: list[dict[str, Any]] = [_told(view, row) for row in ranked.head(shown).to_dict("records")]
    return Column(f"**{plain(name)}** · {len(deals):,} · {plain(worth)}", below, cards)


def _told(view: View, row: dict[Any, Any]) -> dict[str, Any]:
    """One card: what is drawn of it, and which deal it is for a move."""
    client = row["account"] if isinstance(row["account"], str) else NO_CLIENT
    service = row["service"] if isinstance(row["service"], str) else "service not said"
    lines = (plain(f"{service} · {_worth(view, row)}"), *_standing(row))
    words = "  \n".join(f":small[{line}]" for line in lines)
    numbers = {name: int(row[name]) for name in ("id", "version", "stage_id")}
    return numbers | {"client": f"**{plain(client)}**", "words": words}


def _card(view: View, row: dict[Any, Any]) -> None:
    with st.container(border=True, gap=None):
        head = st.container(
            horizontal=True, wrap=False, horizontal_alignment="distribute", vertical_alignment="center", gap="small",
            key=f"card_head_{row['id']}",
        )  # fmt: skip
        head.markdown(row["client"])
        _move(view, row, head)
        st.markdown(row["words"])


def _worth(view: View, row: dict[Any, Any]) -> str:
    if pd.isna(row["value_cents"]):
        return "no amount"
    at_list = " at list price" if pd.isna(row["amount_cents"]) else ""
    return f"{fmt.money(int(row['value_cents']), view.currency)}{at_list}"


def _standing(row: dict[Any, Any]) -> tuple[str, str]:
    """Age, next step and owner, safe to show; what needs care stands out by its mark and its word."""
    age = "age not known" if pd.isna(row["age_days"]) else fmt.counted(int(row["age_days"]), "day")
    owner = row["owner"] if isinstance(row["owner"], str) else "nobody"
    old = " :orange[▲ ageing]" if row["ageing"] is True else ""
    late = " :orange[▲ overdue]" if row["step_state"] == hygiene.OVERDUE else ""
    return f"{plain(age)}{old} · {plain(owner)}", f"{plain(_step(row))}{late}"


def _step(row: dict[Any, Any]) -> str:
    if row["step_state"] == hygiene.NO_STEP:
        return "No next step"
    step = shorten(row["next_step"], LONG, placeholder="…") if isinstance(row["next_step"], str) else "Next step"
    if row["step_state"] == hygiene.NO_DATE:
        return f"{step}, no date"
    return f"{step} by {fmt.day(row['next_step_on'])}"


def _move(view: View, row: dict[Any, Any], place: DeltaGenerator) -> None:
    number = int(row["id"])
    box = place.popover("Move", type="tertiary", key=f"board_move_{number}", on_change="rerun", width="content")
    if not box.open:
        return
    with box:
        others = {at: name for at, name in forms.open_stages(view).items() if at != row["stage_id"]}
        key = f"board_to_{number}_{row['version']}"
        st.selectbox(
            "To the stage", list(others), None, key=key, format_func=lambda at: others.get(at, "–"),
            placeholder="Choose", on_change=_moved, args=(view, row, key),
        )  # fmt: skip
        st.button("Details, won, lost", key=f"board_open_{number}", on_click=_open, args=(number,))


def _moved(view: View, row: dict[Any, Any], key: str) -> None:
    wanted = st.session_state.get(key)
    if wanted is not None:
        forms.move_in_place(view, int(row["id"]), int(row["version"]), int(row["stage_id"]), int(wanted))


def _open(number: int | None) -> None:
    st.session_state[CHOSEN] = number
    if number is not None:  # they may stand out of sight
        flash("Its details stand below the board.")
