"""Scope, changes waiting for the client, revision rounds on the screen."""

import streamlit as st

from lib.ui.page import View


def scope_tab(view: View) -> None:
    """Scope, changes waiting for the client, revision rounds on the screen."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
