"""What is likely on record already when somebody is about to store it: said before, and stored all the same."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue
from lib.relationship.duplicate_figures import Told, likely_same
from lib.relationship.duplicate_queries import Entered, interactions_of, promises_of, requests_of
from lib.store.base import now
from lib.store.engine import Store
from lib.ui.entry import Cell

ALL_THE_SAME = "store_it_all_the_same"  # in words it is the label: it is refused before its field stands there
_MOST = 2


def likely_duplicates(store: Store, kind: str, account_id: int, typed: Mapping[str, Any]) -> list[str]:
    """One sentence for each entry that is likely what is typed; empty where there is none or the typing is not whole.

    `kind` and the fields of `typed` it reads, named as their actions name them: "interaction" (happened_on, kind,
    summary, contact_ids, person_ids), "promise" (made_on, what), "request" (asked_at, aware, department, what).
    """
    typed_now = Told(typed.get("summary") or typed.get("what"), _people(typed), now())
    return [
        _sentence(one, kind)
        for one in _candidates(store, kind, account_id, typed)
        if likely_same(typed_now, Told(one.words, one.people, one.at), by_people=kind == "interaction")
    ]


def _people(typed: Mapping[str, Any]) -> frozenset[tuple[str, int]]:
    sides = (("contact", "contact_ids"), ("person", "person_ids"))
    return frozenset((side, number) for side, name in sides for number in typed.get(name) or ())


def _candidates(store: Store, kind: str, account_id: int, typed: Mapping[str, Any]) -> Sequence[Entered]:
    if kind == "interaction":
        day, what = typed.get("happened_on"), typed.get("kind")
        return interactions_of(store, account_id, what, day) if isinstance(day, date) and what else []
    if kind == "promise":
        made = typed.get("made_on")
        return promises_of(store, account_id, made) if isinstance(made, date) else []
    asked, department = typed.get("asked_at"), typed.get("department")
    return requests_of(store, account_id, department, asked) if isinstance(asked, datetime) and department else []


def _sentence(one: Entered, kind: str) -> str:
    said = f" (“{one.words}”)" if one.words else ""
    return f"{one.who or 'An import'} stored a likely same {kind} {_ago(one.at)}{said}."


def _ago(at: datetime) -> str:
    minutes = int((now() - at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    return f"{fmt.counted(minutes, 'minute')} ago" if minutes < 60 else f"on {fmt.day(at.date())}"


def doubt_cells(key: str) -> list[Cell]:
    """The last field of the form `key` while it holds something that is likely on record: to store it all the same."""
    if not st.session_state.get(f"_doubt_{key}"):
        return []
    return [Cell(ALL_THE_SAME, "Store it all the same", "tick", False)]


def refuse_duplicate(store: Store, key: str, kind: str, account_id: int, typed: Mapping[str, Any]) -> None:
    """Called by a form's save before its action; `typed` as `likely_duplicates` reads it, with the tick.

    Raises RefusedValue where it is likely on record already and nobody ticked "Store it all the same".
    """
    state = f"_doubt_{key}"
    if typed.get(ALL_THE_SAME):
        st.session_state.pop(state, None)
        return
    found = likely_duplicates(store, kind, account_id, typed)
    st.session_state[state] = bool(found)
    if found:
        more = f" (and {len(found) - _MOST} more)" if len(found) > _MOST else ""
        told = " ".join(found[:_MOST])
        raise RefusedValue(ALL_THE_SAME, f"{told}{more} Nothing was stored: tick this where it is another one.")
