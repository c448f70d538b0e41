"""The objectives of one account."""

from lib.ui.page import View


def objectives_tab(view: View, account_id: int) -> None:
    """The objectives of one account."""
