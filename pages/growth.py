"""Upsell opportunities: where accounts can grow, whether the right to ask is earned, and what to expect in money."""

import streamlit as st

from lib import ui
from lib.ui import (
    growth_forecast,
    growth_pipeline,
    growth_rates,
    growth_services,
    growth_signals,
    growth_targets,
    growth_whitespace,
    upsell,
    upsell_panel,
    upsell_table,
)

view = ui.page("Upsell opportunities")

if view.is_empty:
    ui.empty_store()
    st.stop()

figures = upsell.headline(view)

st.markdown(upsell.answer(view, figures))
ui.cards(view, upsell.cards(view, figures))

chosen = upsell_table.conversation_list(view)
if chosen is not None:
    upsell_panel.panel(view, chosen)

ui.tabs(
    "growth_tab",
    {
        "Pipeline": lambda: growth_pipeline.pipeline_tab(view),
        "Whitespace": lambda: growth_whitespace.whitespace_tab(view),
        "Forecast": lambda: growth_forecast.forecast_tab(view),
        "Win rates": lambda: growth_rates.rates_tab(view),
        "Targets and growth": lambda: growth_targets.targets_tab(view),
        "Market signals": lambda: growth_signals.signals_tab(view),
        "Price list": lambda: growth_services.services_tab(view),
    },
)
