"""Skills only one person has, and who could cover for whom."""

import streamlit as st

from lib.ui.page import View


def cover_tab(view: View) -> None:
    """Skills only one person has, and who could cover for whom."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
