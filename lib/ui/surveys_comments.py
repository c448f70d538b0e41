"""The tab of surveys: comments."""

import streamlit as st

from lib.ui.page import View
from lib.ui.surveys import Chosen


def comments_tab(view: View, chosen: Chosen | None) -> None:
    """To be written."""
    st.caption("…")
