"""How often we win, by service, sector, owner and manager."""

import streamlit as st

from lib.ui.page import View


def rates_tab(view: View) -> None:
    """How often we win, by service, sector, owner and manager."""
    st.caption(f"As of {view.as_of}")
