"""Recording on an account's page that the client leaves, in both voices; the fields of reasons, shared."""

import streamlit as st

from lib.relationship.departure_actions import record_departure
from lib.relationship.departure_reasons import CLIENT, CONTRIBUTING, OURS, Reason
from lib.relationship.tables import CHURN_REASONS
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

REASONS = {word: word.capitalize() for word in CHURN_REASONS}


def departure_form(view: View, account_id: int) -> None:
    """The form, folded away: what the client says and what we think are fields that are never merged."""
    box = st.expander("Record that this client leaves", on_change="rerun", key=f"leaves_{account_id}")
    if not box.open:
        return
    with box:
        if needs_a_name("departure"):
            return
        cells = [
            Cell("decided_on", "Decided on", "date", view.as_of),
            Cell("last_day_on", "Last day we work for them", "date"),
            Cell("treated", "We tried to keep them", "tick", help="So that the backtest can tell those apart."),
            *reason_cells(),
            Cell("said_by", "Said by", help="Who at the client said so."),
        ]

        def save(typed: Typed, once: str) -> None:
            record_departure(
                view.store, view.who or "", account_id, typed["decided_on"], typed["last_day_on"],
                typed_reasons(typed, typed["said_by"]), bool(typed["treated"]), view.as_of, once,
            )  # fmt: skip

        entry(f"departure_{account_id}", cells, "Record", save, "Recorded. It stands under Why clients left.")


def reason_cells() -> list[Cell]:
    """The fields of the reasons in both voices, each with what contributed and the words behind it."""
    return [
        Cell("client", "What the client says", "choice", choices=REASONS),
        Cell("client_also", "Contributed, says the client", "many", [], REASONS),
        Cell("client_words", "In the client's words"),
        Cell("ours", "What we think", "choice", choices=REASONS),
        Cell("ours_also", "Contributed, we think", "many", [], REASONS),
        Cell("our_words", "What makes us think so", help="The evidence: what was seen, where it is written down."),
    ]


def typed_reasons(typed: Typed, said_by: str | None) -> tuple[Reason, ...]:
    """The reasons typed into the fields of `reason_cells`; `said_by` at the client."""
    return (
        Reason(CLIENT, typed["client"], typed["client_words"], said_by),
        *(Reason(CLIENT, one, None, said_by, CONTRIBUTING) for one in typed["client_also"] or []),
        Reason(OURS, typed["ours"], typed["our_words"]),
        *(Reason(OURS, one, weight=CONTRIBUTING) for one in typed["ours_also"] or []),
    )
