"""Utilisation on the screen in its several definitions, and targets by role."""

import streamlit as st

from lib.ui.page import View


def utilisation_tab(view: View) -> None:
    """Utilisation on the screen in its several definitions, and targets by role."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
