"""The tab of surveys: results."""

import streamlit as st

from lib.ui.page import View
from lib.ui.surveys import Chosen


def results_tab(view: View, chosen: Chosen | None) -> None:
    """To be written."""
    st.caption("…")
