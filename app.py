"""Steward's entry: sign-in (once it is configured), then navigation: which pages, in which order."""

import streamlit as st

from lib import ui

ui.start()
# Reached on every path: until a session has come here, Streamlit would run a page file without its frame.
page = st.navigation(
    {
        "This week": [
            st.Page("pages/review.py", title="Weekly review", icon=":material/event_note:", default=True),
            st.Page("pages/record.py", title="Record", icon=":material/edit_note:"),
        ],
        "Clients": [
            st.Page("pages/portfolio.py", title="Portfolio", icon=":material/work:"),
            st.Page("pages/health.py", title="Account health", icon=":material/monitor_heart:"),
            st.Page("pages/account.py", title="Account", icon=":material/badge:"),
            st.Page("pages/value.py", title="Value and goals", icon=":material/flag:"),
            st.Page("pages/growth.py", title="Upsell opportunities", icon=":material/trending_up:"),
            st.Page("pages/surveys.py", title="Survey results", icon=":material/reviews:"),
        ],
        "Team": [
            st.Page("pages/team.py", title="Team allocation", icon=":material/groups:"),
            st.Page("pages/delivery.py", title="Delivery and money", icon=":material/local_shipping:"),
            st.Page("pages/scorecard.py", title="Scorecard", icon=":material/workspace_premium:"),
        ],
        "Data": [st.Page("pages/data.py", title="Data", icon=":material/database:")],
    }
)
ui.frame()
page.run()
