"""Logging a contact from an account's page: the button, and the form where it was opened."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.ui.page import View
from lib.ui.record_contact import contact_form

_OPEN = "_logging"


def log_button(row: DeltaGenerator) -> None:
    """The button that opens and closes the form; beside the choice of the account."""
    row.button(
        "Log contact", icon=":material/edit_note:", key="log_contact", shortcut="l", on_click=_toggle,
        help="A meeting, a call, a message, a note: the keep-in-touch clock starts again from it.",
    )  # fmt: skip


def _toggle() -> None:
    st.session_state[_OPEN] = not st.session_state.get(_OPEN, False)


def log_form(view: View, account_id: int) -> None:
    """The form, where it was opened; stored, it closes."""
    if not st.session_state.get(_OPEN):
        return
    with st.container(border=True, key="log_panel"):
        contact_form(view, account_id, "log", _close)


def _close() -> None:
    st.session_state[_OPEN] = False
