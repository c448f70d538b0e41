"""Account health: which accounts need care, why, and what we do not know."""

from lib import ui

view = ui.page("Account health")
