"""News and forecasts from the markets of our clients."""

import streamlit as st

from lib.ui.page import View


def signals_tab(view: View) -> None:
    """News and forecasts from the markets of our clients."""
    st.caption(f"As of {view.as_of}")
