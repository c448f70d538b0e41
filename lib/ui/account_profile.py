"""The profile of an account: what we understand of it, edited in place, with what it was before."""

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.profile import PROFILE_FIELDS
from lib.accounts.profile_actions import change_profile
from lib.accounts.profile_queries import Profile, contacts, identity, profile_on, profiles
from lib.accounts.queries import account_form
from lib.accounts.tables import RISK_APPETITES
from lib.ui.account import hand_over_form, record_form
from lib.ui.account_departure import departure_form
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

LABELS = {
    "needs": "Needs", "preferences": "Preferences", "long_term_objectives": "Long-term objectives",
    "communication_style": "Communication style", "cadence_days": "Formal update every", "ideal_gap_days": "Ideal gap",
    "maximum_gap_days": "Maximum gap", "risk_appetite": "Appetite for risk", "sponsor_id": "Sponsor",
}  # fmt: skip
HELP = {
    "communication_style": "How they like to be talked to: short calls, long workshops, everything in writing.",
    "cadence_days": "Days between two formal updates, as the communication plan says.",
    "ideal_gap_days": "Days between two contacts at best: beyond it the next one is due.",
    "maximum_gap_days": "Days between two contacts at most: beyond it the account is overdue.",
    "sponsor_id": "The one person at the client who carries our work there. Add people under People.",
}
_DAYS = ("cadence_days", "ideal_gap_days", "maximum_gap_days")


def profile_tab(view: View, account_id: int) -> None:
    """What is understood of the client, its history, its own record and its owner."""
    spells = view.read(profiles, account_id, view.as_of)
    now = profile_on(spells, view.as_of)
    _shown(view, account_id, now)
    _before(view, account_id, spells)
    _record(view, account_id)
    departure_form(view, account_id)


def _shown(view: View, account_id: int, now: Profile) -> None:
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    since = f"As understood since {fmt.day(now.starts_on)}." if now.starts_on else "Nothing is written down yet."
    row.caption(since)
    editing = row.toggle("Edit", key=f"edit_profile_{account_id}")
    if editing:
        _form(view, account_id, now)
        return
    grid = st.grid(3, min_column_width=240)
    for field in PROFILE_FIELDS:
        with grid.container(gap="xxsmall"):
            st.caption(LABELS[field], help=HELP.get(field))
            st.markdown(plain(_read(field, now.values[field], now.sponsor)))


def _read(field: str, value: Any, sponsor: str | None) -> str:
    if field == "sponsor_id":
        return sponsor or "–"
    if value is None:
        return "–"
    return fmt.counted(value, "day") if field in _DAYS else str(value)


def _form(view: View, account_id: int, now: Profile) -> None:
    if needs_a_name("profile"):
        return
    if _later_exists(view, account_id):
        st.info("A later profile is on record: choose a later “As of” to change what holds now.")
        return
    day = fmt.day(view.as_of)
    st.caption(f"A change holds from {day}; until then what was written before stays on record.")
    current = {**now.values, "version": now.version}

    def save(shown: Values, wanted: Values, once: str) -> None:
        change_profile(view.store, view.who or "", account_id, shown, wanted, view.as_of, once)
        st.session_state[f"edit_profile_{account_id}"] = False

    edit_record(f"profile_{account_id}", _fields(view, account_id, now), current, save, f"Saved, from {day} on.")


def _later_exists(view: View, account_id: int) -> bool:
    return any(one.starts_on and one.starts_on > view.as_of for one in view.read(profiles, account_id, date.max))


def _fields(view: View, account_id: int, now: Profile) -> list[Field]:
    there = {one.id: one.name for one in view.read(contacts, account_id, view.as_of) if one.left_on is None}
    kept = now.values["sponsor_id"]
    # A sponsor who has left is still what stands there: shown as that, not dropped unseen.
    gone = {kept: f"{now.sponsor} (left)"} if kept is not None and kept not in there else {}
    choices: dict[str, dict[Any, str]] = {
        "risk_appetite": {None: "–", **{word: word for word in RISK_APPETITES}},
        "sponsor_id": {None: "–", **there, **gone},
    }
    return [_field(name, choices.get(name)) for name in PROFILE_FIELDS]


def _field(name: str, choices: dict[Any, str] | None) -> Field:
    label = f"{LABELS[name]} (days)" if name in _DAYS else LABELS[name]
    if choices is not None:
        return Field(name, label, "choice", choices, HELP.get(name))
    return Field(name, label, "number" if name in _DAYS else "text", help=HELP.get(name))


def _before(view: View, account_id: int, spells: list[Profile]) -> None:
    changes = [
        {
            "From": now.starts_on, "What": LABELS[field], "Until then": _read(field, old.values[field], old.sponsor),
            "From then on": _read(field, now.values[field], now.sponsor),
        }
        for now, old in pairwise(spells)
        for field in PROFILE_FIELDS
        if now.values[field] != old.values[field]
    ]  # fmt: skip
    if not changes:
        return
    with st.expander(f"What it was before: {fmt.counted(len(changes), 'change')}"):
        table(pd.DataFrame(changes), "Changes of the profile, newest first: what it was, and what it became")


def _record(view: View, account_id: int) -> None:
    owner = view.read(identity, account_id, view.as_of).owner
    form = view.read(account_form, account_id)
    record = st.expander("The account's own record", key=f"record_{account_id}", on_change="rerun")
    if record.open:
        with record:
            record_form(view, account_id, form.values, form.sectors)
    handing = st.expander(f"Hand over from {plain(owner or 'nobody')}", key=f"hand_{account_id}", on_change="rerun")
    if handing.open:
        with handing:
            hand_over_form(view, account_id, form.owner)
