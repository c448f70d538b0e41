"""Record: what a client asked of sales, marketing, product or delivery."""

from lib.ui import session
from lib.ui.account_requests import office, request_form
from lib.ui.page import View
from lib.ui.record_account import choose_first


def form(view: View, account_id: int | None) -> None:
    """What was asked, when, and who should answer."""
    if account_id is None:
        choose_first()
    else:
        request_form(view, account_id, office(session.firm()))
