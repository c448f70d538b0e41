"""Links to pages that are not for everybody: shown to those who may open them."""

import streamlit as st

from lib.ui import session, who_sees


def data_link(label: str, icon: str | None = None) -> None:
    """A link to the Data page; nothing for whom that page is not, as it would not be found."""
    if who_sees.why_not("Data", session.actor()) is None:
        st.page_link("pages/data.py", label=label, icon=icon)
