"""Bookings and leave on the screen, changed in a grid."""

import streamlit as st

from lib.ui.page import View


def bookings_tab(view: View) -> None:
    """Bookings and leave on the screen, changed in a grid."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
