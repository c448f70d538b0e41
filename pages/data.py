"""Data."""

from lib import ui

view = ui.page("Data")
