"""Value and goals: what was promised to clients, and how far it has come."""

import streamlit as st

from lib import ui
from lib.ui import value, value_objective, value_table, value_tabs

view = ui.page("Value and goals")

if view.is_empty:
    ui.empty_store()
    st.stop()
if value.is_without(view):
    value_tabs.nothing_yet(view)
    st.stop()

figures = value.headline(view)

st.markdown(value.answer(view, figures))
ui.cards(view, value.cards_of(view, figures))

chosen = value_table.choose(view)
if chosen is not None:
    value_objective.panel(view, chosen)

ui.tabs(
    "value_tab",
    {
        "Reviews due": lambda: value_tabs.reviews_tab(view),
        "Promised outcomes": lambda: value_tabs.promised_tab(view),
        "Changed objectives": lambda: value_tabs.changed_tab(view),
        "Benchmarks": lambda: value_tabs.benchmarks_tab(view),
        "New objective": lambda: value_tabs.new_tab(view),
    },
)
