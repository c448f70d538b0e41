"""Load of people by week on the screen, and who is over-extended by which rule."""

import streamlit as st

from lib.ui.page import View


def load_tab(view: View) -> None:
    """Load of people by week on the screen, and who is over-extended by which rule."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
