"""Load of account managers from the relationship side, and overload by where it comes from."""

import streamlit as st

from lib.ui.page import View


def managers_tab(view: View) -> None:
    """Load of account managers from the relationship side, and overload by where it comes from."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
