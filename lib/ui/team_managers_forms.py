"""The form of what an hour of looking after clients is reckoned for: choices of the firm, dated."""

import streamlit as st

from lib.team.portfolio_actions import set_reckoning
from lib.team.portfolio_figures import NAMES, Reckoning
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

LABELS = {
    "hours_a_touch": "A contact (h each)", "hours_an_update": "A formal update (h each)",
    "hours_a_promise": "An open promise (h a week)", "hours_a_project": "A running project (h a week)",
    "hours_a_renewal": "A renewal near (h a week)", "hours_severity_1": "Escalation, severity 1 (h a week)",
    "hours_severity_2": "Escalation, severity 2 (h a week)", "hours_severity_3": "Escalation, severity 3 (h a week)",
    "hours_severity_4": "Escalation, severity 4 (h a week)",
}  # fmt: skip


def reckoning_form(view: View, hours: Reckoning) -> None:
    """The hours in force, folded away, and the form to choose others from a day on."""
    box = st.expander("What the hours are reckoned by", key="managers_reckoning", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(
            "These are choices, not facts: the first ones are Steward's. Set them so that the expected hours of "
            "managers you know come out right. Before the day they begin the earlier ones hold."
        )
        if not needs_a_name("reckoning", to="set what account managers' load is reckoned by"):
            _form(view, hours)


def _form(view: View, hours: Reckoning) -> None:
    cells = [Cell(name, LABELS[name], "number", getattr(hours, name)) for name in NAMES]
    cells.append(Cell("starts_on", "From", "date", view.as_of))

    def save(typed: Typed, once: str) -> None:
        day = typed.pop("starts_on")
        set_reckoning(view.store, view.who or "", typed, day, once)

    entry(f"reckoning_{view.as_of:%Y%m%d}", cells, "Reckon by these hours", save, "Stored. The expected hours follow.")
