"""Steward's entry: sign-in where it is configured, then navigation: which pages, in which order."""

from lib import ui

ui.start()
# Reached on every path: until a session has come here, Streamlit would run a page file without its frame.
page = ui.navigate(
    {
        "This week": [
            ui.Screen("pages/review.py", "Weekly review", ":material/event_note:"),
            ui.Screen("pages/record.py", "Record", ":material/edit_note:"),
        ],
        "Clients": [
            ui.Screen("pages/portfolio.py", "Portfolio", ":material/work:"),
            ui.Screen("pages/health.py", "Account health", ":material/monitor_heart:"),
            ui.Screen("pages/account.py", "Account", ":material/badge:"),
            ui.Screen("pages/value.py", "Value and goals", ":material/flag:"),
            ui.Screen("pages/growth.py", "Upsell opportunities", ":material/trending_up:"),
            ui.Screen("pages/surveys.py", "Survey results", ":material/reviews:"),
        ],
        "Team": [
            ui.Screen("pages/team.py", "Team allocation", ":material/groups:"),
            ui.Screen("pages/delivery.py", "Delivery and money", ":material/local_shipping:"),
            ui.Screen("pages/scorecard.py", "Scorecard", ":material/workspace_premium:"),
        ],
        "Data": [ui.Screen("pages/data.py", "Data", ":material/database:")],
    }
)
ui.frame()
page.run()
