"""Data: what comes in, what waits for a person, what goes out, and who changed what."""

import streamlit as st

from lib import ui
from lib.ui import data_import, data_store, data_waiting

view = ui.page("Data")
waiting = data_waiting.count(view)

st.markdown(data_waiting.answer(waiting))
data_store.demo_notice(view)

bring, wait, past, take, log, firm = st.tabs(
    ["Import", "Waiting", "Imports so far", "Export", "Change log", "Firm"], key="data_tab", on_change="rerun"
)
with bring:
    if bring.open:
        data_import.import_tab(view)
with wait:
    if wait.open:
        data_waiting.waiting_tab(view)
with past:
    if past.open:
        data_store.imports_tab(view)
with take:
    if take.open:
        data_store.export_tab(view)
with log:
    if log.open:
        data_store.log_tab(view)
with firm:
    if firm.open:
        data_store.firm_tab(view)
