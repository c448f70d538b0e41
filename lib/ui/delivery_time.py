"""On time, days lost and goals met on the screen."""

import streamlit as st

from lib.ui.page import View


def time_tab(view: View) -> None:
    """On time, days lost and goals met on the screen."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
