"""Margin, realisation and effective hourly rate on the screen."""

import streamlit as st

from lib.ui.page import View


def margin_tab(view: View) -> None:
    """Margin, realisation and effective hourly rate on the screen."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
