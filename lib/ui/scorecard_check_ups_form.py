"""The form that writes down a check-up held with a client."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.review.recognition_actions import record_check_up
from lib.review.tables import CHECK_UP_PERIODS
from lib.ui.account_sides import our_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.scorecard_day import say_where_it_went, usual_day
from lib.ui.scorecard_read import Chosen


def check_up_form(view: View, chosen: Chosen, rows: pd.DataFrame, row: "pd.Series[Any] | None") -> None:
    """A closed form; the client and period of the chosen line stand in it."""
    box = st.expander("Record a check-up", key="scorecard_record_check_up", on_change="rerun")
    if not box.open:
        return
    with box:
        if not needs_a_name("check_up", to="record check-up"):
            _form(view, chosen, rows, row)


def _form(view: View, chosen: Chosen, rows: pd.DataFrame, row: "pd.Series[Any] | None") -> None:
    clients = dict(zip(rows["account_id"].astype(int), rows["account"].astype(str), strict=True))
    client, period = (None, "quarter") if row is None else (int(row["account_id"]), str(row["period"]))
    cells = [
        Cell("account_id", "Client", "choice", client, clients),
        Cell("period", "For the", "choice", period, {word: word.capitalize() for word in CHECK_UP_PERIODS},
             help="A yearly check-up counts for its quarter too."),
        Cell("held_on", "Held on", "date", usual_day(view)),
        Cell("person_id", "Held by", "choice", chosen.person_id, our_people(view) | {chosen.person_id: chosen.person}),
        Cell("words", "What came of it"),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        record_check_up(view.store, view.who or "", **typed, token=once)
        say_where_it_went(view, typed["held_on"])

    entry(f"check_up_{chosen.person_id}_{client}_{period}", cells, "Record it", save, "Recorded.")
