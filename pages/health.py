"""Account health: which accounts need care, why, what moved, and what we do not know."""

import streamlit as st

from lib import ui
from lib.ui import (
    health,
    health_backtest,
    health_churn,
    health_formula,
    health_lifetime,
    health_next,
    health_renewals,
    health_retention,
)
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
asked = health.table(view, found, accounts)
chosen = asked or health.most_moved(view)

why, fill = st.columns([5, 4], gap="large")
with why:
    if chosen is not None:
        moved(view, chosen, asked=asked is not None)
with fill:
    health_next.fill_list(view)

ui.tabs(
    "health_tab",
    {
        "Contradictions": lambda: health_next.contradictions_tab(view),
        "Renewals": lambda: health_renewals.renewals_tab(view),
        "Retention": lambda: health_retention.retention_tab(view),
        "Lifetime value": lambda: health_lifetime.lifetime_tab(view),
        "Why clients left": lambda: health_churn.churn_tab(view),
        "Week by week": lambda: health_next.weeks_tab(view),
        "Backtest": lambda: health_backtest.backtest_tab(view),
        "Formula": lambda: health_formula.formula_tab(view),
    },
)
