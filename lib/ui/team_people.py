"""Weekly hours, roles and skills of people on the screen, changed in a grid."""

import streamlit as st

from lib.ui.page import View


def people_tab(view: View) -> None:
    """Weekly hours, roles and skills of people on the screen, changed in a grid."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
