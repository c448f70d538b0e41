"""Account × service: what is owned, in the pipeline, declined, not eligible, a gap or suggested."""

import streamlit as st

from lib.ui.page import View


def whitespace_tab(view: View) -> None:
    """Account × service: what is owned, in the pipeline, declined, not eligible, a gap or suggested."""
    st.caption(f"As of {view.as_of}")
