"""Account: everything about one client."""

from lib import ui

view = ui.page("Account")
