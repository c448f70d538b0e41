"""What-if on the screen: plans side by side, nothing saved until applied."""

import streamlit as st

from lib.ui.page import View


def whatif_tab(view: View) -> None:
    """What-if on the screen: plans side by side, nothing saved until applied."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
