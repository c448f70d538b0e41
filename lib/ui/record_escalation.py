"""Record: an escalation opened, told of or closed."""

from typing import Any

import streamlit as st

from lib.relationship.escalation_queries import EscalationRow
from lib.ui.account_escalations import closing_form, opening_form, telling_form
from lib.ui.account_head import relationship
from lib.ui.page import View
from lib.ui.record_account import choose_first

_NEW, _UPDATE, _CLOSE = "Open a new one", "Add an update", "Close"


def form(view: View, account_id: int | None) -> None:
    """A new escalation, or what became of one that is open."""
    if account_id is None:
        choose_first()
        return
    still = [one for one in relationship(view, account_id).escalations if one.closed_on is None]
    chosen = _chosen(still, account_id) if still else None
    if chosen is None:
        opening_form(view, account_id)
    elif st.segmented_control(
        "What happened with it", [_UPDATE, _CLOSE], default=_UPDATE, required=True, key=f"record_told_{chosen.id}"
    ) == _CLOSE:  # fmt: skip
        closing_form(view, chosen)
    else:
        telling_form(view, account_id, chosen)


def _chosen(still: list[EscalationRow], account_id: int) -> EscalationRow | None:
    """One of those that are open, the first of them at first; None: a new one."""
    rows: dict[Any, EscalationRow] = {one.id: one for one in still}
    number = st.selectbox(
        "Escalation", [*rows, None], key=f"record_escalation_{account_id}",
        format_func=lambda number: rows[number].what if number in rows else _NEW,
    )  # fmt: skip
    return rows.get(number)
