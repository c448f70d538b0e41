"""The tab of surveys: exits."""

import streamlit as st

from lib.ui.page import View


def exits_tab(view: View) -> None:
    """To be written."""
    st.caption("…")
