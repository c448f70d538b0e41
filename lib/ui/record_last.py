"""The last entries of who is looking, newest first, each of which can be taken back until somebody built upon it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from lib import format as fmt
from lib.accounts.queries import account_names
from lib.errors import StewardError
from lib.growth.closing_actions import WIN
from lib.people.queries import people
from lib.periods import today
from lib.store.engine import Store
from lib.store.entries import Entry, last_entries, told_of
from lib.store.undoing import undo_entry, why_it_stays
from lib.ui import session
from lib.ui.account_requests import office
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

SHOWN = 12
# The actions of the forms of Record, by what a person reads.
ACTIONS: Mapping[str, str] = {
    "log interaction": "Contact logged", "add promise": "Promise made", "settle promise": "Promise settled",
    "add reading": "Objective read", "confirm reading": "Reading confirmed", "open opportunity": "Opportunity opened",
    "move opportunity": "Opportunity moved", "edit opportunity": "Opportunity changed",
    "lose opportunity": "Opportunity lost", WIN: "Opportunity won",
    "open escalation": "Escalation opened", "update escalation": "Escalation updated",
    "close escalation": "Escalation closed",
    "add request": "Client request taken down", "answer request": "Client request answered",
    "close request": "Client request closed", "tell client": "Client told", "save absences": "Time off changed",
    "note write-off": "Write-off noted", "edit write-off": "Write-off corrected",
    "add scope change": "Change of scope asked for", "decide scope change": "Change of scope answered",
    "ask for referral": "Referral asked for", "make referral": "Referral made", "win referral": "Referral won",
    "record departure": "Departure recorded", "record exit interview": "Exit interview recorded",
    "take an answer by phone": "Survey answer taken by phone",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """One entry as the list shows it; `held`: what its record holds, `stays`: why it cannot be taken back."""

    entry: Entry
    held: dict[str, Any]
    stays: str | None


def last_tab(view: View) -> None:
    """What you stored here last, with the button to take it back."""
    if needs_a_name("last"):
        return
    found = view.read(_read, view.who)
    if not found:
        st.info("You have recorded nothing yet. What you record stands here, newest first, and can be taken back.")
        return
    open_still = sum(one.stays is None for one in found)
    st.markdown(
        f"Your last {'entry' if len(found) == 1 else f'{len(found)} entries'}: **{open_still}** can be taken back. "
        "The change log keeps both, the entry and its taking back."
    )
    names, ours = view.read(account_names), dict(zip(*_columns(view), strict=True))
    for one in found:
        _row(view, one, names, ours)


def _columns(view: View) -> tuple[list[int], list[str]]:
    everybody = view.read(people)
    return everybody["id"].tolist(), everybody["name"].tolist()


def _read(store: Store, who: str) -> list[Kept]:
    with store.read() as connection:
        return [
            Kept(one, told_of(connection, one), why_it_stays(connection, one))
            for one in last_entries(connection, who, tuple(ACTIONS), SHOWN)
        ]


def _row(view: View, one: Kept, names: Mapping[int, str], ours: Mapping[int, str]) -> None:
    number = one.entry.number
    with st.container(horizontal=True, vertical_alignment="center", key=f"entry_{number}", gap="small"):
        with st.container(gap=None):
            st.markdown(_words(one, names, ours))
            reason = f" · {one.stays[0].upper()}{one.stays[1:]}" if one.stays else ""
            st.caption(plain(f"{_clock(one.entry.at)}{reason}"))
        if one.stays is None:
            st.button(
                "Take back", key=f"take_back_{number}", icon=":material/undo:",
                on_click=_take_back, args=(view, number, token(f"undo_{number}")),
            )  # fmt: skip


def _words(one: Kept, names: Mapping[int, str], ours: Mapping[int, str]) -> str:
    about = names.get(one.held.get("account_id") or 0) or ours.get(one.held.get("person_id") or 0)
    what = next((one.held[name] for name in ("summary", "what", "words", "referred", "name") if one.held.get(name)), "")
    said = f": “{what}”" if what else ""
    told = plain(f"{ACTIONS[one.entry.action]}{f', {about}' if about else ''}{said}")
    return f"~~{told}~~" if one.entry.undone else told


def _clock(at: datetime) -> str:
    local = at.astimezone(office(session.firm()).zone)
    day = "today" if local.date() == today() else fmt.day(local.date())
    return f"{day}, {local:%H:%M}"


def _take_back(view: View, number: int, once: str) -> None:
    try:
        undo_entry(view.store, view.who or "", number, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"undo_{number}")
        flash("Taken back. The change log keeps what it was.")
