"""The quarterly and yearly check-ups of a person's clients: held, due or owed, and the way to the next one."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.review.check_up_figures import DUE, HELD, OWED
from lib.scorecard.check_ups import CheckUps
from lib.ui.page import View
from lib.ui.scorecard_check_ups_form import check_up_form
from lib.ui.scorecard_read import Chosen, check_ups_of
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 12
WORDS = {OWED: "■ owed since", DUE: "▲ due by", HELD: "● held on"}
_column = st.column_config


def check_ups_tab(view: View, chosen: Chosen) -> None:
    """What is owed first; a client chosen leads to its check-up pack and to the form."""
    found = check_ups_of(view, chosen)
    if found.rows.empty:
        st.info(
            f"{plain(chosen.person)} leads no active client on {fmt.day(view.as_of)}, so no check-up falls to them."
        )
        return
    st.markdown(_answer(found))
    at = chosen_row(
        _table(found.rows), "Check-ups of each client: quarter and year, what is owed longest first", _looks(),
        key="scorecard_check_ups", ids=[(chosen.person_id, *pair) for pair in _pairs(found.rows)], rows=ROWS,
    )  # fmt: skip
    row = None if at is None else found.rows.iloc[at]
    if row is None:
        st.caption("Choose a line for that client's check-up pack, and to write down that it was held.")
    else:
        _pack(row)
    check_up_form(view, chosen, found.rows, row)


def _pairs(rows: pd.DataFrame) -> list[tuple[int, str]]:
    return list(zip(rows["account_id"].tolist(), rows["period"].tolist(), strict=True))


def _answer(found: CheckUps) -> str:
    states = found.rows["state"].value_counts()
    owed, due = (int(states.get(state, 0)) for state in (OWED, DUE))
    quarter, year = (plain(fmt.figure(one, "share", "")) for one in (found.quarter, found.year))
    late = f"**{owed}** owed" if owed else "None owed"
    return f"{late}, {due} due; held in the running quarter with **{quarter}** clients, in the year with **{year}**."


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Client": rows["account"],
            "For the": rows["period"],
            "Standing": [WORDS.get(state, "none on record") for state in rows["state"]],
            "Day": rows["on"],
            "Last held": rows["last_on"],
            "Leads it since": rows["led_since"],
        }
    )


def _looks() -> dict[str, ColumnConfig]:
    days = {name: _column.DateColumn(format="D MMM YYYY", width=115) for name in ("Day", "Last held", "Leads it since")}
    return {
        "Client": _column.TextColumn(width=230, pinned=True), "For the": _column.TextColumn(width=80),
        "Standing": _column.TextColumn(
            width=130, help="Owed: a whole quarter (year) went by without one. Due: the running one has none yet."
        ),
        **days,
    }  # fmt: skip


def _pack(row: "pd.Series[Any]") -> None:
    pressed = st.button(
        f"Check-up pack of {plain(row['account'])}", key="scorecard_pack", icon=":material/slideshow:",
        help="On the account's page: slides and pages made from the records",
    )  # fmt: skip
    if pressed:
        st.session_state["account_tab"] = "Check-up pack"
        st.switch_page("pages/account.py", query_params={"account": str(row["account"])})
