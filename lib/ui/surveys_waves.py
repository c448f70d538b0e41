"""The tab of surveys: waves."""

import streamlit as st

from lib.ui.page import View


def waves_tab(view: View) -> None:
    """To be written."""
    st.caption("…")
