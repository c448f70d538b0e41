"""Account: everything about one client."""

import streamlit as st

from lib import ui
from lib.ui import account_choice, account_head, account_log
from lib.ui.account_tabs import tabs_of

view = ui.page("Account")

if view.is_empty:
    ui.empty_store()
    st.stop()

account = account_choice.choose(view)

account_head.head(view, account)
account_log.log_form(view, account)

ui.tabs("account_tab", tabs_of(view, account))
