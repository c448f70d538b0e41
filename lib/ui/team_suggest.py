"""Suggested moves of work on the screen: asked for, looked at, locked, vetoed, applied, undone."""

import streamlit as st

from lib.ui.page import View


def suggest_tab(view: View) -> None:
    """Suggested moves of work on the screen: asked for, looked at, locked, vetoed, applied, undone."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
