"""The tab of surveys: build."""

import streamlit as st

from lib.ui.page import View


def build_tab(view: View) -> None:
    """To be written."""
    st.caption("…")
