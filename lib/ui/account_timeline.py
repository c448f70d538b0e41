"""The timeline of an account: one list of everything that happened, newest first, with counts for each kind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st

from lib import format as fmt
from lib.book.timeline import timeline
from lib.events import GROUPS, Event
from lib.ui.page import View
from lib.ui.text import plain

PAGE = 50
# A colour for each kind, besides its word; grey for what only changes our records.
COLOURS = {
    "Contact": "blue", "Promises": "violet", "Requests": "violet", "Escalations": "red", "Objectives": "green",
    "Projects": "orange", "Surveys": "yellow", "Money": "green", "Opportunities": "blue", "Contracts": "orange",
}  # fmt: skip


def timeline_tab(view: View, account_id: int) -> None:
    """Filter by kind, the list, more on request."""
    events = view.read(timeline, account_id, view.as_of)
    if not events:
        st.info(
            "Nothing is on record of this client yet. Contact, promises, projects, invoices, surveys and every change "
            "of its records will stand here in one list. Log the first contact above, or import on the Data page."
        )
        return
    kept = _filtered(events)
    shown = st.session_state.get(_shown_key(account_id), PAGE)
    if came := _imported(kept):
        st.caption(came)
    st.markdown(_told(view, kept[:shown]))
    _more(account_id, kept, shown)


def _filtered(events: Sequence[Event]) -> list[Event]:
    counts = Counter(event.group for event in events)
    picked = st.pills(
        "Show only", [group for group in GROUPS if counts[group]], selection_mode="multi", key="timeline_kinds",
        format_func=lambda group: f"{group} {counts[group]:,}", label_visibility="collapsed",
        bind="query-params", persist_state="session",
    )  # fmt: skip
    return [event for event in events if not picked or event.group in picked]


def _imported(events: Iterable[Event]) -> str:
    """Which history an import brought later than a week: said once, for a mark on each line would say nothing."""
    days = Counter(event.entered_late for event in events if event.imported and event.entered_late)
    told = [f"{_entries(count)} on {fmt.day(day)}" for day, count in sorted(days.items()) if day is not None]
    return f"Brought by an import later than a week after they happened: {', '.join(told)}." if told else ""


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _told(view: View, events: Iterable[Event]) -> str:
    """Each month a heading of its own, each event a line under it."""
    by_month = groupby(events, key=lambda event: f"{event.day:%B %Y}")
    return "\n\n".join(
        "\n".join([f"**{month}**", "", *(f"- {_line(view, event)}" for event in many)]) for month, many in by_month
    )


def _line(view: View, event: Event) -> str:
    badge = f":{COLOURS.get(event.group, 'gray')}-badge[{plain(event.title)}]"
    amount = plain(fmt.money_exact(event.cents, view.currency)) if event.cents is not None else ""
    who = f":gray[{plain(event.who)}]" if event.who else ""
    parts = [f"**{event.day.day} {event.day:%b}**", badge, plain(event.words), amount, who, _late(event)]
    return " ".join(filter(None, parts))


def _late(event: Event) -> str:
    if event.entered_late is None or event.imported:
        return ""
    return f":gray-badge[:material/schedule: entered late on {plain(fmt.day(event.entered_late))}]"


def _more(account_id: int, kept: Sequence[Event], shown: int) -> None:
    left = len(kept) - shown
    if left <= 0:
        st.caption(f"{_entries(len(kept))}, to the first on record.")
        return
    st.button(
        f"Show {min(left, PAGE)} more of {left:,}", key="timeline_more", on_click=_show_more, args=(account_id, shown)
    )


def _show_more(account_id: int, shown: int) -> None:
    st.session_state[_shown_key(account_id)] = shown + PAGE


def _shown_key(account_id: int) -> str:
    return f"_timeline_shown_{account_id}"
