"""Projects, surveys and opportunities of one account."""

from lib.ui.page import View


def projects_tab(view: View, account_id: int) -> None:
    """The projects of one account."""


def surveys_tab(view: View, account_id: int) -> None:
    """The surveys of one account."""


def opportunities_tab(view: View, account_id: int) -> None:
    """The opportunities of one account."""
