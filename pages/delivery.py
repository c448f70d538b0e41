"""Delivery and money: is the work on time and on scope, what does it earn, and what is given away."""

import streamlit as st

from lib import ui
from lib.ui import (
    delivery,
    delivery_benchmarks,
    delivery_budgets,
    delivery_margin,
    delivery_over_servicing,
    delivery_projects,
    delivery_roadblocks,
    delivery_scope,
    delivery_time,
    delivery_write_offs,
)

view = ui.page("Delivery and money")

if view.is_empty:
    ui.empty_store()
    st.stop()

figures = delivery.headline(view)

st.markdown(delivery.answer(view, figures))
ui.cards(view, delivery.cards(view, figures))

ui.tabs(
    "delivery_tab",
    {
        "On time": lambda: delivery_time.time_tab(view),
        "Projects": lambda: delivery_projects.projects_tab(view),
        "Scope and revisions": lambda: delivery_scope.scope_tab(view),
        "Roadblocks": lambda: delivery_roadblocks.roadblocks_tab(view),
        "Budgets": lambda: delivery_budgets.budgets_tab(view),
        "Margin": lambda: delivery_margin.margin_tab(view),
        "Over-servicing": lambda: delivery_over_servicing.over_servicing_tab(view),
        "Write-offs": lambda: delivery_write_offs.write_offs_tab(view),
        "Benchmarks": lambda: delivery_benchmarks.benchmarks_tab(view),
    },
)
