"""Data: what comes in, what waits for a person, what goes out, and who changed what."""

import streamlit as st

from lib import ui
from lib.ui import data_backup, data_import, data_store, data_waiting

view = ui.page("Data")
waiting = data_waiting.count(view)

st.markdown(data_waiting.answer(waiting))
data_store.demo_notice(view)

ui.tabs(
    "data_tab",
    {
        "Import": lambda: data_import.import_tab(view),
        "Waiting": lambda: data_waiting.waiting_tab(view),
        "Imports so far": lambda: data_store.imports_tab(view),
        "Export": lambda: data_store.export_tab(view),
        "Change log": lambda: data_store.log_tab(view),
        "Backups": lambda: data_backup.backup_tab(view),
        "Firm": lambda: data_store.firm_tab(view),
    },
)
