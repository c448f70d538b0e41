"""The tab of surveys: entering."""

import streamlit as st

from lib.ui.page import View


def entering_tab(view: View) -> None:
    """To be written."""
    st.caption("…")
