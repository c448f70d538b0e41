"""One account of a wave: its people by role with their scores, and their answer sheets."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.surveys import queries
from lib.ui.account_surveys import score_in_words
from lib.ui.page import View
from lib.ui.surveys_accounts_read import Asked, by_role
from lib.ui.surveys_accounts_words import mark
from lib.ui.tables import table
from lib.ui.text import plain


def account_panel(view: View, asked: Asked, account: str) -> None:
    """The people of the account in their roles, and what each of them answered in this wave."""
    with st.container(border=True, key="survey_account"):
        st.markdown(f"**{plain(account)}**")
        people = by_role(asked)
        _roles(people[people["account"] == account])
        _sheets(view, asked, account)
        if st.button("Open the account: tab Surveys", key="survey_account_open", type="tertiary"):
            st.session_state["account_tab"] = "Surveys"
            st.switch_page("pages/account.py", query_params={"account": account})


def _roles(people: pd.DataFrame) -> None:
    roles = list(dict.fromkeys(people["role"]))
    grid = st.grid(max(len(roles), 1), min_column_width=170)
    for role in roles:
        with grid.container():
            st.caption("No role" if role == "–" else plain(role.capitalize()))
            for row in people[people["role"] == role].to_dict("records"):
                st.markdown(f"{plain(row['contact'])}: **{plain(mark(row))}**")


def _sheets(view: View, asked: Asked, account: str) -> None:
    own = asked.sheets[asked.sheets["account"] == account]
    if own.empty:
        st.caption("Nobody of this account answered in this wave.")
        return
    said = view.read(queries.account_answers, int(own["account_id"].iloc[0]), view.as_of)
    said = said[said["response_id"].isin(own["response_id"])]
    shown = pd.DataFrame(
        {
            "Contact": said["contact"].fillna("nobody named"),
            "Answered": said["answered_on"],
            "Question": said["question"],
            "Score": [score_in_words(row) for row in said.to_dict("records")],
            "Words": said["words"].fillna(""),
        }
    )
    looks: dict[str, ColumnConfig] = {
        "Question": st.column_config.TextColumn(width=300), "Words": st.column_config.TextColumn(width=320),
    }  # fmt: skip
    sheets = fmt.counted(own["response_id"].nunique(), "answer sheet")
    table(shown, f"{sheets} of {account}: contact, question, score, words", looks, height=38 + 35 * min(len(shown), 8))
