"""The form of an exit interview: first who left, then what was said, with the reasons of both voices apart."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.profile_queries import contacts
from lib.people.queries import current_people
from lib.relationship.exit_actions import SAID, Interview, record_interview
from lib.relationship.tables import EXIT_ANSWERS, EXIT_QUESTIONS
from lib.ui.account_departure import reason_cells, typed_reasons
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

SAYS = {word: word.capitalize() for word in EXIT_ANSWERS}


def interview_form(view: View, left: pd.DataFrame, owing: Sequence[int]) -> None:
    """The form, folded away; departures without an interview (`owing`: their positions in `left`) come first."""
    box = st.expander("Enter an exit interview", on_change="rerun", key="exit_entry")
    if not box.open:
        return
    with box:
        if needs_a_name("exit_interview"):
            return
        order = [*owing, *(at for at in range(len(left)) if at not in set(owing))]
        names = {
            int(row["id"]): f"{row['account']}, decided {fmt.day(row['decided_on'])}"
            for row in left.iloc[order].to_dict("records")
        }
        departure = st.selectbox(
            "Who left", list(names), None, key="exit_of", placeholder="Choose", format_func=lambda one: names[one]
        )
        if departure is None:
            st.caption("Choose who left: the form then knows the people there.")
            return
        answers_form(view, left[left["id"] == departure].iloc[0].to_dict(), plain(names[departure]))


def answers_form(view: View, departure: "dict[object, object]", named: str) -> None:
    """What was said in the interview of one departure: a row of `departures`, and how it is called."""
    number, account = int(str(departure["id"])), int(str(departure["account_id"]))
    there = {one.id: one.name for one in view.read(contacts, account, view.as_of)}
    cells = [
        Cell("held_on", "Held on", "date", view.as_of),
        Cell("contact_id", "Who spoke", "choice", choices=there, help="Somebody of the client that left."),
        Cell("person_id", "Who asked", "choice", choices=view.read(current_people)),
        Cell("words", "What was said", help="In their words where you can."),
        Cell("would_change", f"{EXIT_QUESTIONS['would_change']}?"),
        Cell("would_return", f"{EXIT_QUESTIONS['would_return']}?", "choice", choices=SAYS),
        Cell("would_refer", f"{EXIT_QUESTIONS['would_refer']}?", "choice", choices=SAYS),
        *reason_cells(),
    ]

    def save(typed: Typed, once: str) -> None:
        said = {name: typed[name] for name in SAID}
        interview = Interview(typed["held_on"], typed["person_id"], typed["contact_id"], **said)
        reasons = typed_reasons(typed, there.get(typed["contact_id"]))
        record_interview(view.store, view.who or "", number, interview, reasons, view.as_of, once)

    entry(f"interview_{number}", cells, "Record interview", save, f"Recorded the exit interview of {named}.")
