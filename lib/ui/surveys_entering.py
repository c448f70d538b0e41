"""The tab of surveys for answers that came another way than by link: taken by phone, or imported from another tool."""

from lib.ui.page import View
from lib.ui.surveys_entering_import import import_panel
from lib.ui.surveys_entering_phone import phone_panel
from lib.ui.tabs import tabs


def entering_tab(view: View) -> None:
    """Two ways, of which only the open one is drawn."""
    tabs(
        "entering_way",
        {"Answer taken by phone": lambda: phone_panel(view), "Import answers": lambda: import_panel(view)},
    )
