"""Which account the page Record is about, and which form stands open: in the address, so that a link opens both."""

import streamlit as st

from lib.ui.account_choice import choices_of
from lib.ui.page import View
from lib.ui.text import plain

# The account page keeps its account under the same key: who comes from there goes on with the same client.
ACCOUNT, FORM = "account", "record_form"


def choose_account(view: View) -> int | None:
    """The account chosen by typing its name, those under the frame's filters first; None until one is chosen."""
    by_name = {one.name: one.id for one in choices_of(view)}
    state, asked = st.session_state, st.query_params.get(ACCOUNT)
    if state.get(ACCOUNT) not in (None, *by_name):
        state[ACCOUNT] = None
    # "Nothing" is one of the choices: a field that can be cleared costs the keyboard one more stop.
    name = st.selectbox(
        "Account", [None, *by_name], key=ACCOUNT, bind="query-params", persist_state="session",
        format_func=lambda name: name or "Type the name of an account",
    )  # fmt: skip
    if name is None:
        if asked is not None:
            st.warning(plain(f"No account is called “{asked}”. Type the beginning of its name."))
        return None
    return by_name[name]


def choose_first() -> None:
    """What a form says that is about one account, while none is chosen."""
    st.info("Choose the account above: type the beginning of its name.")


def open_form(label: str, account: str | None) -> None:
    """Open a form of `record.FORMS` for an account by name; for a button's `on_click`, here or on its way here."""
    st.session_state[FORM] = label
    if account is not None:
        st.session_state[ACCOUNT] = account
