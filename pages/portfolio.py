"""Portfolio: the book in money, which accounts bring what, and what became of them."""

import streamlit as st

from lib import ui
from lib.ui import account, portfolio
from lib.ui.portfolio import HEADLINE, SPANS

view = ui.page("Portfolio")

if view.is_empty:
    ui.empty_store()
    st.stop()

usual = portfolio.usual_span(view)
words = view.controls.segmented_control(
    "Period", SPANS, default=usual, key="period", bind="query-params", label_visibility="collapsed", required=True
)
span, before, against = portfolio.span_of(view.as_of, words or usual)
figures = portfolio.headline(view, span, before)
accounts = portfolio.accounts(view, span)

st.markdown(portfolio.answer(view, figures, span, against))
ui.cards(view, [portfolio.card(view, name, figures[name], span) for name in HEADLINE])

chosen = ui.chosen_row(
    accounts.drop(columns="account_id"),
    f"{len(accounts)} accounts by revenue: growth, revenue by month, owner, sector, services and since when",
    portfolio.account_columns(view, words or usual),
    key="portfolio_accounts",
    ids=accounts["account_id"].tolist(),
    rows=8,
)
if chosen is not None:
    account.panel(view, int(accounts["account_id"].iloc[chosen]), accounts["Owner"].iloc[chosen])

ui.tabs(
    "portfolio_tab",
    {
        "Revenue by month": lambda: portfolio.revenue_tab(view),
        "Retention by quarter": lambda: portfolio.retention_tab(view),
        "Revenue by account": lambda: portfolio.matrix_tab(view),
        "All figures": lambda: portfolio.figures_tab(view, figures, span),
    },
)
