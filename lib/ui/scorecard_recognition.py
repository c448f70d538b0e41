"""Recognition: wins and thanks that name a person or the accounts they led, and the form that records one."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.review.recognition_actions import record_win
from lib.ui.account_sides import our_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.scorecard import named
from lib.ui.scorecard_day import say_where_it_went, usual_day
from lib.ui.scorecard_read import Chosen, recognition_of
from lib.ui.tables import table
from lib.ui.text import plain

ROWS = 6
LONG = 48  # letters that fit on one line
_column = st.column_config


def recognition_tab(view: View, chosen: Chosen) -> None:
    """Wins and thanks of the period, newest first."""
    found = recognition_of(view, chosen)
    period = plain(named(chosen.period))
    if found.empty:
        st.info(
            f"No win and no thanks of {period} names {plain(chosen.person)} or an account they led then. "
            "Record one below: the team hears of it in the weekly review."
        )
    else:
        thanked = int(found["thanks_from"].notna().sum())
        others = f", **{thanked}** with thanks from somebody" if thanked else ""
        st.markdown(f"**{fmt.counted(len(found), 'win')}** in {period}{others}.")
        table(_table(found), f"{fmt.counted(len(found), 'win')} of the period, newest first", _looks(),
              wrap=ROWS if (found["words"].str.len() > LONG).any() else 0)  # fmt: skip
    _adding(view, chosen)


def _table(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Day": found["day"], "What went well": found["words"], "Thanks from": found["thanks_from"],
            "Account": found["account"], "Names": found["named"], "Here because": found["because"],
        }
    )  # fmt: skip


def _looks() -> dict[str, ColumnConfig]:
    return {
        "Day": _column.DateColumn(format="D MMM YYYY", width=95),
        "What went well": _column.TextColumn(width=330), "Thanks from": _column.TextColumn(width=130),
        "Account": _column.TextColumn(width=150), "Names": _column.TextColumn(width=120),
        "Here because": _column.TextColumn(width=110, help="It names them, or an account they led that day"),
    }  # fmt: skip


def _adding(view: View, chosen: Chosen) -> None:
    box = st.expander("Record a win or thanks", key="scorecard_record_win", on_change="rerun")
    if not box.open:
        return
    with box:
        if not needs_a_name("win"):
            _form(view, chosen)


def _form(view: View, chosen: Chosen) -> None:
    cells = [
        Cell("words", "What went well", "sentence"),
        Cell("thanks_from", "Thanks from", help="Who said it, as they want to be named; empty: our own words."),
        Cell("happened_on", "On", "date", usual_day(view)),
        Cell("person_id", "Whom it names", "choice", chosen.person_id,
             {None: "–"} | our_people(view) | {chosen.person_id: chosen.person}),
        Cell("account_id", "Account", "choice", None, {None: "–"} | view.read(account_names)),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        record_win(view.store, view.who or "", **typed, token=once)
        say_where_it_went(view, typed["happened_on"])

    entry(f"win_{chosen.person_id}", cells, "Record it", save, "Recorded: the team will hear of it.")
