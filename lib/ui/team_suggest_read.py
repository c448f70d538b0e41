"""What a session keeps of suggesting: the question as collected, the job that answers it, the answer."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from lib.periods import today
from lib.reallocation.situation import Situation, read_situation
from lib.reallocation.suggesting import Ask, Suggestion, suggest
from lib.reallocation.weights import Weights, weights
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.writing import data_version
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View

# Whose tables decide who does what, who may take it over and in what hours; a call logged meanwhile changes no plan.
SUBJECTS = ("people", "accounts", "delivery", "team")
KEPT = 3  # suggestions that a session holds, one for each day looked at


@dataclass
class Asked:
    """What the next solving is asked to keep: items locked, people vetoed (each with its words), most moves."""

    locked: dict[str, str] = field(default_factory=dict)
    vetoed: dict[tuple[str, int], str] = field(default_factory=dict)
    most_moves: int | None = None  # as many as help

    def ask(self) -> Ask:
        """As the solver takes it."""
        return Ask(frozenset(self.locked), frozenset(self.vetoed), self.most_moves)


@dataclass(frozen=True)
class Held:
    """A suggestion that this session holds, and the state of the data it was made on."""

    found: Suggestion
    version: tuple[Any, ...]
    mark: str  # of this suggestion alone: what is drawn of it is kept under it


@dataclass(frozen=True)
class Ground:
    """What a suggestion would stand on: who has hours, how much is booked, who is over target."""

    start: date
    weeks: int
    people: int
    items: int
    over: tuple[str, ...]


def ground(view: View) -> Ground:
    """The weeks ahead of the page's day, before anything is solved."""
    found = _weights(view)
    return view.keep("suggest ground", lambda: _ground(read_situation(view.store, view.as_of)), found, of=SUBJECTS)


def _weights(view: View) -> Weights:
    return weights(view.read(settings, view.as_of))


def _ground(found: Situation) -> Ground:
    people, items = found.people, found.items
    booked = items.groupby("person_id")["minutes"].sum().reindex(people["person_id"]).fillna(0).to_numpy()
    target = people["target_minutes"].to_numpy()
    over = (target > 0) & (booked + people["fixed_minutes"].to_numpy() > target * 1.000001)
    names = tuple(people["person"].to_numpy()[np.flatnonzero(over)])
    return Ground(found.start, found.weeks, int((target > 0).sum()), len(items), names)


def asked(view: View) -> Asked:
    """What was collected for the next solving, on the page's day."""
    every: dict[Any, Asked] = st.session_state.setdefault("_suggest_asked", {})
    return every.setdefault(_place(view), Asked())


def held(view: View) -> Held | None:
    """The suggestion of this session for the page's day; None before the first."""
    return _all_held().get(_place(view))


def _all_held() -> dict[Any, Held]:
    found: dict[Any, Held] = st.session_state.setdefault("_suggested", {})
    return found


def forget(view: View) -> None:
    """The suggestion is spent: it was applied."""
    _all_held().pop(_place(view), None)
    st.session_state.get("_suggest_asked", {}).pop(_place(view), None)


def _place(view: View) -> tuple[Any, ...]:
    return (view.store.url, view.as_of)


def is_old(view: View, kept: Held) -> bool:
    """Whether people, accounts, projects, bookings or what is weighed were written to since it was solved."""
    return kept.version != _version(view.store) or kept.found.situation.weights != _weights(view)


def _version(store: Store) -> tuple[Any, ...]:
    return tuple(one for one in data_version(store) if one[0] in SUBJECTS)


def solving() -> bool:
    """Show how far this session's solving is; whether it goes on."""
    return watch(_job())


def _job() -> str:
    # Of this session alone: what one person locks and vetoes is no other's question.
    name: str = st.session_state.setdefault("_suggest_job", f"suggest {uuid.uuid4().hex}")
    return name


def solve(view: View) -> None:
    """Start solving what was asked, beside the page."""
    begin(_job(), "Suggesting moves", partial(_solve, view.store, view.as_of, asked(view).ask(), _all_held()))


def _solve(store: Store, as_of: date, ask: Ask, kept: dict[Any, Held], tell: Progress) -> str:
    """Runs beside the page: the suggestion is put where the session finds it."""
    tell(0, 0, "reading who does what")
    made_on = _version(store)  # before the reading: what is written meanwhile makes the answer old, not wrong
    found = suggest(read_situation(store, as_of), ask, tell)
    kept.pop((store.url, as_of), None)
    for oldest in list(kept)[: 1 - KEPT]:
        del kept[oldest]
    kept[store.url, as_of] = Held(found, made_on, uuid.uuid4().hex)
    return found.words


def is_today(view: View) -> bool:
    """Whether the page's day is the present one: on a past day a plan can be looked at, not applied."""
    return view.as_of >= today()
