"""Recording on an account's page that the client leaves, in both voices."""

import streamlit as st

from lib.relationship.departure_actions import Reason, record_departure
from lib.relationship.tables import CHURN_REASONS
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View


def departure_form(view: View, account_id: int) -> None:
    """The form, folded away: what the client says and what we think are two fields that are never merged."""
    box = st.expander("Record that this client leaves", on_change="rerun", key=f"leaves_{account_id}")
    if not box.open:
        return
    with box:
        if needs_a_name("departure"):
            return
        reasons = {word: word.capitalize() for word in CHURN_REASONS}
        cells = [
            Cell("decided_on", "Decided on", "date", view.as_of),
            Cell("last_day_on", "Last day we work for them", "date"),
            Cell("treated", "We tried to keep them", "tick", help="So that the backtest can tell those apart."),
            Cell("client", "What the client says", "choice", choices=reasons),
            Cell("client_words", "In the client's words"),
            Cell("said_by", "Said by", help="Who at the client said so."),
            Cell("ours", "What we think", "choice", choices=reasons),
            Cell("our_words", "In our words"),
        ]

        def save(typed: Typed, once: str) -> None:
            client = Reason("client", typed["client"], typed["client_words"], typed["said_by"])
            ours = Reason("our assessment", typed["ours"], typed["our_words"])
            record_departure(
                view.store, view.who or "", account_id, typed["decided_on"], typed["last_day_on"], (client, ours),
                bool(typed["treated"]), view.as_of, once,
            )  # fmt: skip

        entry(f"departure_{account_id}", cells, "Record", save, "Recorded. It stands under Why clients left.")
