"""Value and goals: what was promised to clients, and how far it has come."""

from lib import ui

view = ui.page("Value and goals")
