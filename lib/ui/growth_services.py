"""The price list: services with price, margin, risk and the skills they need."""

import streamlit as st

from lib.ui.page import View


def services_tab(view: View) -> None:
    """The price list: services with price, margin, risk and the skills they need."""
    st.caption(f"As of {view.as_of}")
