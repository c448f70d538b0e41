"""The pipeline: board and table, ageing, next steps, stages and loss reasons."""

import streamlit as st

from lib.ui.page import View


def pipeline_tab(view: View) -> None:
    """The pipeline: board and table, ageing, next steps, stages and loss reasons."""
    st.caption(f"As of {view.as_of}")
