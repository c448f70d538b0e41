"""Record: a promise made to a client, by the account manager or by anybody else of ours."""

from lib.ui.account_promises import promise_form
from lib.ui.page import View
from lib.ui.record_account import choose_first


def form(view: View, account_id: int | None) -> None:
    """What was promised, by when, to whom and by whom."""
    if account_id is None:
        choose_first()
    else:
        promise_form(view, account_id)
