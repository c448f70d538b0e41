"""The check-up pack of one account."""

from lib.ui.page import View


def pack(view: View, account_id: int) -> None:
    """The check-up pack of one account."""
