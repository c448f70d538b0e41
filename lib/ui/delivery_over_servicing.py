"""Hours worked beyond what the fee buys, by account and by owner."""

import streamlit as st

from lib.ui.page import View


def over_servicing_tab(view: View) -> None:
    """Hours worked beyond what the fee buys, by account and by owner."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
