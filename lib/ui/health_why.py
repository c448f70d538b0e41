"""Why an account stands where it stands, and why it moved."""

from lib.ui.page import View


def why(view: View, account_id: int) -> None:
    """Why an account stands where it stands, and why it moved."""
