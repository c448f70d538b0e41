"""The only Streamlit below the pages: frame, figures with tooltip and evidence, tables, charts, forms."""

from lib.ui.charts import chart
from lib.ui.empty import empty_store
from lib.ui.figures import Card, cards
from lib.ui.flash import flash
from lib.ui.forms import Field, edit_record, spend, token
from lib.ui.frame import frame, needs_a_name
from lib.ui.navigation import Screen, navigate
from lib.ui.page import View, page, start
from lib.ui.tables import chosen_row, table
from lib.ui.tabs import tabs
from lib.ui.text import plain

__all__ = [
    "Card",
    "Field",
    "Screen",
    "View",
    "cards",
    "chart",
    "chosen_row",
    "edit_record",
    "empty_store",
    "flash",
    "frame",
    "navigate",
    "needs_a_name",
    "page",
    "plain",
    "spend",
    "start",
    "table",
    "tabs",
    "token",
]
