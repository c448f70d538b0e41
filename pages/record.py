"""Record: what happened, typed in ten seconds, and the five things that would tell us most."""

import streamlit as st

from lib import ui
from lib.ui import record, record_last, record_requests

view = ui.page("Record")

if view.is_empty:
    ui.empty_store()
    st.stop()

st.markdown(record.answer(view))

ui.tabs(
    "record_tab",
    {
        "Record": lambda: record.record_tab(view),
        "Client requests": lambda: record_requests.requests_tab(view),
        "Last entries": lambda: record_last.last_tab(view),
    },
)
