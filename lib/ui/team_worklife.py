"""Signals of work and life, for the person and their lead only."""

import streamlit as st

from lib.ui.page import View


def worklife_tab(view: View) -> None:
    """Signals of work and life, for the person and their lead only."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
