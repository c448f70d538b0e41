"""Account health: which accounts need care, why, what moved, and what we do not know."""

import streamlit as st

from lib import ui
from lib.ui import health, health_formula, health_next, health_renewals
from lib.ui.health_board import summary
from lib.ui.health_why import moved

view = ui.page("Account health")

if view.is_empty:
    ui.empty_store()
    st.stop()

found = summary(view)
st.markdown(health.answer(view, found))
ui.cards(view, health.cards(view, found))

bands, page = health.choices(view)
accounts = health.accounts(view, bands, page)
chosen = health.table(view, found, accounts) or health.most_moved(view)

why, fill = st.columns([5, 4], gap="large")
with why:
    if chosen is not None:
        moved(view, chosen)
with fill:
    health_next.fill_list(view)

ui.tabs(
    "health_tab",
    {
        "Contradictions": lambda: health_next.contradictions_tab(view),
        "Renewals": lambda: health_renewals.renewals_tab(view),
        "Week by week": lambda: health_next.weeks_tab(view),
        "Formula": lambda: health_formula.formula_tab(view),
    },
)
