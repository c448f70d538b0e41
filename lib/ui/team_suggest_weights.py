"""What a suggestion weighs, on the screen: what the one shown was made with, and the form to choose others."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.periods import today
from lib.reallocation.suggesting import Suggestion
from lib.reallocation.weights import set_weights, weights
from lib.store.settings import settings
from lib.ui import entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import table

LABELS = {
    "over": "Each point of load over target",
    "high": "Each point over 115 %",
    "beyond": "Each point over 133 %",
    "under": "Each point under 70 %",
    "handover": "Any handover",
    "lead": "The account's lead changes",
    "tenure": "Each year with the client",
    "thread": "Each live thread",
    "promise": "Each open promise",
    "escalation": "Each open escalation",
    "notice": "Notice or renewal within 90 days",
    "red": "The account is Red",
    "level": "Each level of skill less",
    "target": "Target of a role without one (0.75: 75 %)",
}


def weights_form(view: View, found: Suggestion | None) -> None:
    """The weights in force on the page's day, what the suggestion shown was made with, a form for others from today."""
    box = st.expander("What a suggestion weighs", key="suggest_weights", on_change="rerun")
    if not box.open:
        return
    now = asdict(weights(view.read(settings, view.as_of)))
    with box:
        st.caption(
            "Choices of your firm, not facts. All but the last are in points: one point is one per cent of load above "
            "target, for one person. A move is made where the load it takes away weighs more than what handing over "
            "costs."
        )
        if found is not None:
            _made_with(found, now)
        if not needs_a_name("weights", to="change what a suggestion weighs"):
            _form(view, now)


def _made_with(found: Suggestion, now: Mapping[str, float]) -> None:
    """What it takes to repeat the suggestion; its weights only where others hold by now."""
    then = found.settings
    changed = [name for name in LABELS if float(then[name]) != float(now[name])]
    which = "other weights than those below, set against them here" if changed else "the weights below"
    st.caption(
        f"The suggestion above was made with {which}, for {fmt.counted(found.situation.weeks, 'week')} from "
        f"{fmt.day(found.situation.start)}; each plan was searched for {found.ask.seconds:g} seconds at most."
    )
    if changed:
        shown = {"Weight": [LABELS[name] for name in changed], "Then": [then[name] for name in changed]}
        frame = pd.DataFrame(shown | {"Now": [now[name] for name in changed]})
        table(frame, "Weights of the suggestion shown that are others now", width=480)


def _form(view: View, now: Mapping[str, float]) -> None:
    cells = [entry.Cell(name, label, "number", float(now[name])) for name, label in LABELS.items()]
    entry.entry("weights", cells, "Weigh so from today on", lambda typed, token: _save(view, typed, token), "Stored.")


def _save(view: View, typed: entry.Typed, token: str) -> None:
    given = {name: 0.0 if value is None else float(value) for name, value in typed.items()}
    set_weights(view.store, view.who or "", given, today(), token)
