"""The agenda of a meeting: made by the records, kept by the session from the opening of its review to its closing."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from lib.agenda.agenda import agenda
from lib.agenda.ground import clients_of
from lib.agenda.items import Agenda
from lib.meeting.holding import holding
from lib.review.frozen import FrozenItem
from lib.review.reading_queries import review_of
from lib.store.writing import data_version
from lib.ui import session
from lib.ui.page import View

# The agenda is made of everything.
SUBJECTS = ("people", "accounts", "relationship", "value", "delivery", "money", "surveys", "growth", "team", "health",
            "review")  # fmt: skip
OF_REVIEW = ("people", "accounts", "review")
_HELD = "_agenda_held"


def agenda_of(view: View) -> Agenda:
    """The agenda of the page's day under its filters, as the records make it now."""
    return view.keep(
        "agenda", lambda: agenda(view.store, view.as_of, None, session.keep_of, view.scope), of=SUBJECTS
    )  # fmt: skip


def held_agenda(view: View, review_id: int, held_on: date) -> Agenda:
    """The agenda of an open review: once shown it stays as it is, so that an item decided on keeps its words."""
    state, on = st.session_state, replace(view, as_of=held_on)
    whose = (str(view.store.writes.url), review_id, held_on)
    if state.get(_HELD, {}).get("whose") != whose:
        state[_HELD] = {"whose": whose, "agendas": {}, "made_of": _made_of(view)}
    agendas: dict[Any, Agenda] = state[_HELD]["agendas"]
    if view.scope not in agendas:
        agendas[view.scope] = agenda_of(on)
    return _with_written(on, agendas[view.scope], review_id)


def _with_written(on: View, found: Agenda, review_id: int) -> Agenda:
    return on.keep("agenda held", lambda: _holding(on, found, review_id), review_id, repr(found), of=OF_REVIEW)


def _holding(on: View, found: Agenda, review_id: int) -> Agenda:
    clients = clients_of(on.store, on.as_of, session.keep_of, on.scope)

    def inside(one: FrozenItem) -> bool:
        return not on.scope or one.account_id in clients.inside

    return holding(found, review_of(on.store, review_id).items, clients.names, inside)


def is_behind(view: View) -> bool:
    """Whether something was recorded since the agenda was made that it does not tell."""
    held = st.session_state.get(_HELD)
    return held is not None and held["made_of"] != _made_of(view)


def make_anew() -> None:
    """Let the records make the agenda again; what was decided on keeps its words."""
    st.session_state.pop(_HELD, None)


def _made_of(view: View) -> tuple[tuple[str, int], ...]:
    """The counters of what an agenda tells of; decisions taken in the meeting are not among it."""
    told = [(subject, count) for subject, count in data_version(view.store) if subject in SUBJECTS]
    return tuple((subject, count) for subject, count in told if subject != "review")
