"""Roadblocks on the screen with age and owner."""

import streamlit as st

from lib.ui.page import View


def roadblocks_tab(view: View) -> None:
    """Roadblocks on the screen with age and owner."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
