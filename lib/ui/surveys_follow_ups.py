"""The tab of surveys: follow_ups."""

import streamlit as st

from lib.ui.page import View


def follow_ups_tab(view: View) -> None:
    """To be written."""
    st.caption("…")
