"""Account: everything about one client."""

import streamlit as st

from lib import ui
from lib.ui import (
    account_choice,
    account_escalations,
    account_head,
    account_log,
    account_money,
    account_onboarding,
    account_pack,
    account_people,
    account_profile,
    account_promises,
    account_timeline,
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
account_log.log_form(view, account)

ui.tabs(
    "account_tab",
    {
        "Why": lambda: health_why.why(view, account),
        "Timeline": lambda: account_timeline.timeline_tab(view, account),
        "Profile": lambda: account_profile.profile_tab(view, account),
        "People": lambda: account_people.people_tab(view, account),
        "Promises": lambda: account_promises.promises_tab(view, account),
        "Objectives": lambda: account_value.objectives_tab(view, account),
        "Money": lambda: account_money.money_tab(view, account),
        "Projects": lambda: account_work.projects_tab(view, account),
        "Surveys": lambda: account_work.surveys_tab(view, account),
        "Opportunities": lambda: account_work.opportunities_tab(view, account),
        "Onboarding": lambda: account_onboarding.onboarding_tab(view, account),
        "Escalations": lambda: account_escalations.escalations_tab(view, account),
        "Check-up pack": lambda: account_pack.pack(view, account),
    },
)
