"""Record: a contact with a client, with its next step."""

from lib.ui.page import View
from lib.ui.record_account import choose_first
from lib.ui.record_contact import contact_form


def form(view: View, account_id: int | None) -> None:
    """What happened, with whom, and what comes next."""
    if account_id is None:
        choose_first()
    else:
        contact_form(view, account_id, "record")
