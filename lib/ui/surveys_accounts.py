"""The tab of surveys: accounts."""

import streamlit as st

from lib.ui.page import View
from lib.ui.surveys import Chosen


def accounts_tab(view: View, chosen: Chosen | None) -> None:
    """To be written."""
    st.caption("…")
