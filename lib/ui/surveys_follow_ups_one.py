"""One conversation owed: what was said, and the steps to take it, hand it over, note and close it."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.surveys import follow_up_actions as actions
from lib.ui.account_sides import our_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_follow_ups_words import score_of, who_of
from lib.ui.text import plain
from lib.ui.who import myself


def panel(view: View, row: "pd.Series[Any]") -> None:
    """An open conversation with its forms."""
    with st.container(border=True, key="follow_up"):
        _head(row)
        key = f"follow_up_{row['id']}_{row['version']}"
        if needs_a_name(key):
            return
        _take(view, row, key)
        note = Cell("note", "What was said and agreed", help="Needed to close it.")
        entry(f"{key}_close", [note], "Close it", _step(view, row, actions.close_follow_up), "Closed: well done.")
        _more(view, row, key)


def closed_panel(view: View, row: "pd.Series[Any]") -> None:
    """A closed conversation, which can be opened again."""
    with st.container(border=True, key="follow_up_done"):
        _head(row)
        key = f"reopen_{row['id']}_{row['version']}"
        if needs_a_name(key):
            return
        st.button("Open it again", key=key, on_click=_reopen, args=(view, int(row["id"]), int(row["version"]), key))


def _head(row: "pd.Series[Any]") -> None:
    where = f" · {plain(row['account'])}" if not pd.isna(row["account"]) else ""
    st.markdown(f"**{plain(who_of(row))}**{where}: {plain(row['reason'])}")
    asked = f" · {plain(row['survey'])}, {plain(row['wave'])}" if not pd.isna(row["wave"]) else ""
    st.caption(f"Score {plain(score_of(row))} · opened {plain(fmt.day(row['opened_at'].date()))}{asked}")
    if row["comment"] is not None and not pd.isna(row["comment"]):
        st.markdown(f"“{plain(row['comment'])}”")
    if row["note"] is not None and not pd.isna(row["note"]):
        st.caption(f"Note: {plain(row['note'])}")
    if where:
        st.page_link("pages/account.py", label="Open the account", query_params={"account": str(row["account"])})


def _step(view: View, row: "pd.Series[Any]", action: Any) -> Any:
    def save(typed: Typed, once: str) -> None:
        action(view.store, view.who or "", int(row["id"]), int(row["version"]), **typed, token=once)

    return save


def _take(view: View, row: "pd.Series[Any]", key: str) -> None:
    mine = myself()
    if mine is None or (row["person_id"] == mine and row["state"] == "in progress"):
        return
    st.button(
        "Take it", key=f"{key}_take", on_click=_taken, args=(view, int(row["id"]), int(row["version"]), mine, key)
    )


def _taken(view: View, number: int, version: int, mine: int, key: str) -> None:
    try:
        actions.hand_over(view.store, view.who or "", number, version, mine, token(f"{key}_take"))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"{key}_take")
        flash("It is yours.")


def _reopen(view: View, number: int, version: int, key: str) -> None:
    try:
        actions.reopen(view.store, view.who or "", number, version, token(key))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash("It is open again.")


def _more(view: View, row: "pd.Series[Any]", key: str) -> None:
    box = st.expander("Hand it over, or write a note", key=f"{key}_more", on_change="rerun")
    if not box.open:
        return
    with box:
        people = Cell("person_id", "Whose it becomes", "choice", None, our_people(view))
        entry(f"{key}_hand", [people], "Hand it over", _step(view, row, actions.hand_over), "Handed over.")
        note = Cell("note", "Note", start=None if pd.isna(row["note"]) else row["note"])
        entry(f"{key}_note", [note], "Keep the note", _step(view, row, actions.note_down), "Kept.")
