"""Growth targets and referrals, and where the book and its accounts stand."""

import streamlit as st

from lib.ui.page import View


def targets_tab(view: View) -> None:
    """Growth targets and referrals, and where the book and its accounts stand."""
    st.caption(f"As of {view.as_of}")
