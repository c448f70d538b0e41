"""Record: an answer to a survey that a client gave on the phone."""

from lib.ui.page import View
from lib.ui.surveys_entering_phone import phone_panel


def form(view: View, account_id: int | None) -> None:
    """The wave, who of the client is on the phone, and the questions."""
    phone_panel(view, account_id)
