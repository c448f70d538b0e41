"""Projects on a time line and in a table."""

import streamlit as st

from lib.ui.page import View


def projects_tab(view: View) -> None:
    """Projects on a time line and in a table."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
