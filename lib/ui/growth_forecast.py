"""What the open deals will bring by quarter, and how such forecasts did before."""

import streamlit as st

from lib.ui.page import View


def forecast_tab(view: View) -> None:
    """What the open deals will bring by quarter, and how such forecasts did before."""
    st.caption(f"As of {view.as_of}")
