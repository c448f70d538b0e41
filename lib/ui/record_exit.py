"""Record: what a client that leaves said in its exit interview."""

import streamlit as st

from lib import format as fmt
from lib.relationship.departure_queries import departures
from lib.ui.account_departure import departure_form
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_account import choose_first
from lib.ui.surveys_exits_form import answers_form
from lib.ui.text import plain


def form(view: View, account_id: int | None) -> None:
    """The interview of the account's last departure; where it has none, that it leaves is recorded first."""
    if account_id is None:
        choose_first()
        return
    left = view.read(departures, view.as_of)
    own = left[left["account_id"] == account_id].sort_values("decided_on")
    if own.empty:
        st.info("This client has not left, as far as it was written down. Record first that it leaves.")
        departure_form(view, account_id)
    elif not needs_a_name("record_exit"):
        last = own.iloc[-1].to_dict()
        named = plain(f"{last['account']}, decided {fmt.day(last['decided_on'])}")
        st.caption(f"The interview of {named}.")
        answers_form(view, last, named)
