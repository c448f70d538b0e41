"""The forms of what a person thinks of an account: a renewal call, a band set beside the computed one."""

from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from lib.accounts.queries import account_form
from lib.health.actions import CHECKPOINTS, LONGEST_OVERRIDE, make_call, set_override
from lib.health.calling import CHECK_DAYS
from lib.health.tables import CALLS
from lib.people.queries import current_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.health_judged import band_word
from lib.ui.page import View


def call_form(view: View, account_id: int, key: str, due: pd.DataFrame) -> None:
    """Say what a client will do at its next renewal; `due` are its rows of the renewals calendar."""
    if needs_a_name(f"{key}_call"):
        return
    st.caption("What will happen at the next renewal? Each says it for themselves, 6 and 3 months before.")
    people, mine = _callers(view, account_id)
    cells = [
        Cell("call", "What will happen", "choice", None, {word: word.capitalize() for word in CALLS}),
        Cell(
            "months_ahead", "How far ahead", "choice", _months_ahead(due, view.as_of),
            {months: f"{months} months before" for months in CHECKPOINTS},
        ),
        Cell("person_id", "Whose call", "choice", mine, people),
        Cell("made_on", "Made on", "date", view.as_of),
        Cell("reason", "Why", help="What you saw or heard: it is read again when the outcome is known."),
    ]  # fmt: skip

    def save(typed: Typed, once: str) -> None:
        make_call(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"{key}_call", cells, "Make the call", save, "The call is on record.")


def _months_ahead(due: pd.DataFrame, as_of: date) -> int:
    undecided = due.loc[due["outcome"].isna() & (due["due_on"] >= np.datetime64(as_of)), "due_on"]
    return 3 if len(undecided) and (undecided.min().date() - as_of).days <= CHECK_DAYS[3] else 6


def _callers(view: View, account_id: int) -> tuple[dict[int, str], int | None]:
    """Who can make a call, and who most likely does: the person at the keyboard, else who looks after the account."""
    people = view.read(current_people)
    owner = view.read(account_form, account_id).owner
    numbers = {name: number for number, name in people.items()}
    return people, numbers.get(view.who or "", numbers.get(owner or ""))


def override_form(view: View, account_id: int, key: str) -> None:
    """Set a band beside the computed one for a while."""
    if needs_a_name(f"{key}_band", to="set a band beside the computed one"):
        return
    st.caption("Stands beside the computed band for 30 days at most and never changes it; who was right is seen later.")
    people, mine = _callers(view, account_id)
    cells = [
        Cell("band", "Band", "choice", None, {band: band_word(band) for band in ("Green", "Amber", "Red")}),
        Cell("starts_on", "From", "date", view.as_of),
        Cell("ends_before", "Runs out on", "date", view.as_of + LONGEST_OVERRIDE, help="30 days later at most."),
        Cell("person_id", "Whose judgement", "choice", mine, people),
        Cell("reason", "Why", help="What the computed band does not see."),
        Cell("evidence", "Evidence", help="A mail, a call, a document: where one can look it up."),
    ]

    def save(typed: Typed, once: str) -> None:
        set_override(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"{key}_band", cells, "Set it beside", save, "It stands beside the computed band.")
