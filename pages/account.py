"""Account: everything about one client."""

import streamlit as st

from lib import ui
from lib.ui import (
    account_choice,
    account_head,
    account_money,
    account_pack,
    account_value,
    account_work,
    health_why,
)

view = ui.page("Account")

if view.is_empty:
    ui.empty_store()
    st.stop()

account = account_choice.choose(view)
account_head.head(view, account)

ui.tabs(
    "account_tab",
    {
        "Why": lambda: health_why.why(view, account),
        "Objectives": lambda: account_value.objectives_tab(view, account),
        "Money": lambda: account_money.money_tab(view, account),
        "Projects": lambda: account_work.projects_tab(view, account),
        "Surveys": lambda: account_work.surveys_tab(view, account),
        "Opportunities": lambda: account_work.opportunities_tab(view, account),
        "Check-up pack": lambda: account_pack.pack(view, account),
    },
)
