"""Budget burn on the screen, with the forecast at completion."""

import streamlit as st

from lib.ui.page import View


def budgets_tab(view: View) -> None:
    """Budget burn on the screen, with the forecast at completion."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
