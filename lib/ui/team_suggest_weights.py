"""What a suggestion weighs, on the screen: choices of the firm that it may change, from today on."""

from dataclasses import asdict

import streamlit as st

from lib.periods import today
from lib.reallocation.weights import set_weights, weights
from lib.store.settings import settings
from lib.ui import entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

LABELS = {
    "over": "A point of load over target",
    "high": "A point over 115 %",
    "beyond": "A point over 133 %",
    "under": "A point under 70 %",
    "handover": "Any handover",
    "lead": "The account's lead changes",
    "tenure": "A year with the client",
    "thread": "A live thread",
    "promise": "An open promise",
    "escalation": "An open escalation",
    "notice": "Notice or renewal within 90 days",
    "red": "The account is Red",
    "level": "A level of skill less",
    "target": "Target share without a role's own",
}


def weights_form(view: View) -> None:
    """The weights in force on the page's day, and a form to change them from today on."""
    now = asdict(weights(view.read(settings, view.as_of)))
    with st.expander("What a suggestion weighs", icon=":material/tune:"):
        st.caption(
            "Choices of your firm, not facts. All are points: one is a per cent of load above target, for one person. "
            "A move is made where the load it takes away weighs more than what handing over costs."
        )
        if needs_a_name("weights"):
            return
        cells = [entry.Cell(name, label, "number", float(now[name])) for name, label in LABELS.items()]
        entry.entry("weights", cells, "Save", lambda typed, token: _save(view, typed, token), "The weights were kept.")


def _save(view: View, typed: entry.Typed, token: str) -> None:
    given = {name: 0.0 if value is None else float(value) for name, value in typed.items()}
    set_weights(view.store, view.who or "", given, today(), token)
