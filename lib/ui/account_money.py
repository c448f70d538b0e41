"""The money of one account."""

from lib.ui.page import View


def money_tab(view: View, account_id: int) -> None:
    """The money of one account."""
