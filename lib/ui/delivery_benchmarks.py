"""Published benchmarks as defaults that the firm may edit."""

import streamlit as st

from lib.ui.page import View


def benchmarks_tab(view: View) -> None:
    """Published benchmarks as defaults that the firm may edit."""
    st.info(f"Nothing is shown here yet, as of {view.as_of}.")
