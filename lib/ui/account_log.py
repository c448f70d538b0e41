"""Logging a contact from an account's page: five fields, and the keep-in-touch clock starts again."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.periods import today
from lib.relationship.actions import Talk, log_interaction
from lib.ui.account_sides import client_people, our_people, proposed
from lib.ui.chosen import starting_day
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View

# What a person says it was: the kind, and which way it went. A note is no contact: it never restarts the clock.
KINDS = {
    "Meeting": ("meeting", "two way"),
    "Call": ("call", "two way"),
    "Emails both ways": ("email", "two way"),
    "Email sent, no answer yet": ("email", "outbound"),
    "Email received": ("email", "inbound"),
    "Visit": ("visit", "two way"),
    "Event": ("event", "two way"),
    "Note": ("note", "outbound"),
}
_OPEN = "_logging"


def log_button(row: DeltaGenerator) -> None:
    """The button that opens and closes the form; beside the choice of the account."""
    row.button(
        "Log contact", icon=":material/edit_note:", key="log_contact", shortcut="l", on_click=_toggle,
        help="A meeting, a call, a message, a note: the keep-in-touch clock starts again from it.",
    )  # fmt: skip


def _toggle() -> None:
    st.session_state[_OPEN] = not st.session_state.get(_OPEN, False)


def log_form(view: View, account_id: int) -> None:
    """The form, where it was opened."""
    if not st.session_state.get(_OPEN):
        return
    with st.container(border=True, key="log_panel"):
        if not needs_a_name("log"):
            _form(view, account_id)


def _form(view: View, account_id: int) -> None:
    theirs = {("contact", number): name for number, name in client_people(view, account_id).items() if number}
    ours = {("person", number): f"{name} (us)" for number, name in our_people(view).items()}
    me = proposed(view, account_id)
    cells = [
        Cell("kind", "What", "choice", "Meeting", {kind: kind for kind in KINDS}),
        Cell("happened_on", "On", "date", _day(view)),
        Cell("contact_id", "With whom", "many", [("person", me)] if me else [], theirs | ours),
        Cell("summary", "In a sentence"),
        Cell(
            "formal_update", "A formal update", "tick", False,
            help="An update the client's communication plan asks for: it counts for cadence kept.",
        ),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        log_interaction(view.store, view.who or "", account_id, _talk(typed), once)
        st.session_state[_OPEN] = False
        _say_where_it_went(view, typed["happened_on"])

    entry(f"log_{account_id}", cells, "Log it", save, "Logged.")


def _day(view: View) -> date:
    """Today, also where the frame starts at an older newest record: it moves on with this one. Else the day chosen."""
    return today() if view.as_of == starting_day()[0] else view.as_of


def _talk(typed: Typed) -> Talk:
    kind, direction = KINDS.get(typed["kind"], (None, "two way"))
    chosen = typed["contact_id"] or []
    return Talk(
        typed["happened_on"], kind, direction,
        contact_ids=[number for side, number in chosen if side == "contact"],
        person_ids=[number for side, number in chosen if side == "person"],
        summary=typed["summary"], formal_update=bool(typed["formal_update"]),
    )  # fmt: skip


def _say_where_it_went(view: View, day: date) -> None:
    if day > view.as_of and view.as_of != starting_day()[0]:
        flash("It is dated after the day shown here: choose a later “As of” to see it.")
