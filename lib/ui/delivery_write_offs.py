"""Work given away on the screen, by account, owner and reason."""

import streamlit as st

from lib.ui.page import View


def write_offs_tab(view: View) -> None:
    """Work given away on the screen, by account, owner and reason."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
