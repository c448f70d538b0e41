"""Logging a contact from any page: a button of the frame opens the form over the page, and stored it goes away."""

import streamlit as st

from lib.accounts.profile_queries import account_choices
from lib.ui.flash import show_flashes
from lib.ui.page import View, seen
from lib.ui.record_account import ACCOUNT
from lib.ui.record_contact import contact_form

_ACCOUNT, _OPEN, _STORED = "dialog_account", "_dialog_open", "_dialog_stored"


def log_button() -> None:
    """The button, and the form where it was pressed. Nothing is read before that."""
    st.sidebar.button(
        "Log", icon=":material/edit_note:", key="log_anywhere", shortcut="j", width="stretch", on_click=_press,
        help="Jot down a contact with a client, from any page.",
    )  # fmt: skip
    # Taken away at once: what runs the whole page anew, and putting the form away, leave it closed.
    if st.session_state.pop(_OPEN, False):
        _dialog()


def _press() -> None:
    """Open it, with the account the page is about, where it is about one."""
    st.session_state[_OPEN] = True
    st.session_state[_ACCOUNT] = st.query_params.get(ACCOUNT)
    st.session_state.pop(_STORED, None)


@st.dialog("Log a contact", width="medium")
def _dialog() -> None:
    # The body runs again alone after each entry: stored, the whole page runs anew and leaves the form away.
    if st.session_state.pop(_STORED, False):
        st.rerun()
    show_flashes()
    view = seen(st.container())
    account_id = _account(view)
    if account_id is None:
        st.caption("Type the beginning of the client's name.")
    else:
        contact_form(view, account_id, "dialog", _stored)


def _account(view: View) -> int | None:
    by_name = {one.name: one.id for one in view.read(account_choices, view.as_of)}
    if st.session_state.get(_ACCOUNT) not in by_name:
        st.session_state[_ACCOUNT] = None
    name = st.selectbox("Account", list(by_name), None, key=_ACCOUNT, placeholder="Type the name of an account")
    return None if name is None else by_name[name]


def _stored() -> None:
    st.session_state[_STORED] = True
