"""The escalations of an account: how severe, when the next update is due, who must be there; to open, tell, close."""

from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.profile_queries import Identity, identity
from lib.relationship.escalation_actions import add_update, close_escalation, open_escalation
from lib.relationship.escalation_queries import EscalationRow, UpdateRow, escalation_updates
from lib.relationship.promise_figures import UPDATE_EVERY, next_update
from lib.ui.account_head import relationship
from lib.ui.account_sides import our_people, proposed
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

SEVERITIES = {
    4: "4, the client may leave", 3: "3, serious harm", 2: "2, the client is annoyed", 1: "1, to be watched",
}  # fmt: skip
LAST_UPDATES = 3
RHYTHMS = {4: "daily", 3: "every three days", 2: "weekly", 1: "every two weeks"}


def escalations_tab(view: View, account_id: int) -> None:
    """Each open escalation with its clock and forms; the closed ones in a table; one to open."""
    found = relationship(view, account_id)
    who = view.read(identity, account_id, view.as_of)
    still = [one for one in found.escalations if one.closed_on is None]
    if not still:
        st.info("No escalation is open. If something went wrong, open one: it names an owner and a rhythm of updates.")
    for one in still:
        with st.container(border=True, key=f"escalation_{one.id}"):
            _one(view, account_id, who, one)
    _opening(view, account_id)
    _closed([one for one in found.escalations if one.closed_on is not None])
    _ladder(who)


def _one(view: View, account_id: int, who: Identity, one: EscalationRow) -> None:
    st.markdown(f"**{plain(one.what)}** · severity {plain(SEVERITIES[one.severity])}")
    owner = f"**{plain(one.owner)}** carries it" if one.owner else "**Nobody carries it**: name one colleague"
    open_for = fmt.counted((view.as_of - one.opened_on).days, "day")
    st.markdown(f"{_clock(one, view.as_of)} {owner}. Open for {open_for}, {fmt.counted(one.updates, 'update')} given.")
    st.caption(plain(f"Must be there: {involved(one.severity, who)}."))
    given = view.read(escalation_updates, one.id, view.as_of)
    st.markdown("\n".join(f"- {_update(update)}" for update in given[:LAST_UPDATES]))
    row = st.container(horizontal=True)
    telling = row.popover("Add an update", key=f"update_{one.id}", on_change="rerun")
    if telling.open:
        with telling:
            telling_form(view, account_id, one)
    ending = row.popover("Close", key=f"close_{one.id}", on_change="rerun")
    if ending.open:
        with ending:
            closing_form(view, one)


def _update(update: UpdateRow) -> str:
    by = f" :gray[{plain(update.by)}]" if update.by else ""
    return f"{fmt.day(update.given_on)}: {plain(update.words)}{by}"


def _clock(one: EscalationRow, as_of: date) -> str:
    due = next_update(one.severity, one.opened_on, one.updated_on)
    late = (as_of - due).days
    rhythm = RHYTHMS[one.severity]
    if late > 0:
        return f"**■ Update overdue by {fmt.counted(late, 'day')}** (due on {fmt.day(due)}, {rhythm})."
    return f"Next update due **{'today' if late == 0 else f'on {fmt.day(due)}'}** ({rhythm})."


def involved(severity: int, who: Identity) -> str:
    """Who must be there by severity, with names where they are known."""
    lead = f"the account's owner{f' ({who.owner})' if who.owner else ''}"
    manager = f"the owner's manager{f' ({who.manager})' if who.manager else ''}"
    more = {4: f", {manager} and the firm's management", 3: f" and {manager}", 2: " and whoever does the work"}
    return lead + more.get(severity, "")


def telling_form(view: View, account_id: int, one: EscalationRow) -> None:
    """What the client was told about an escalation."""
    if needs_a_name(f"update_{one.id}"):
        return
    cells = [
        Cell("words", "What the client was told"),
        Cell("given_on", "On", "date", view.as_of),
        Cell("person_id", "By", "choice", proposed(view, account_id), our_people(view)),
    ]

    def save(typed: Typed, once: str) -> None:
        add_update(view.store, view.who or "", one.id, **typed, token=once)

    entry(f"update_escalation_{one.id}", cells, "Add", save, "Added: the clock starts again.")


def closing_form(view: View, one: EscalationRow) -> None:
    """The end of an escalation, and how it was resolved."""
    if needs_a_name(f"close_{one.id}"):
        return
    cells = [Cell("resolution", "How it was resolved"), Cell("closed_on", "On", "date", view.as_of)]

    def save(typed: Typed, once: str) -> None:
        close_escalation(view.store, view.who or "", one.id, **typed, token=once)

    entry(f"close_escalation_{one.id}", cells, "Close", save, "Closed.")


def _opening(view: View, account_id: int) -> None:
    box = st.expander("Open an escalation", key=f"open_escalation_{account_id}", on_change="rerun")
    if not box.open:
        return
    with box:
        opening_form(view, account_id)


def opening_form(view: View, account_id: int) -> None:
    """A new escalation: one colleague carries it."""
    if needs_a_name("escalation"):
        return
    cells = [
        Cell("what", "What went wrong"),
        Cell("severity", "Severity", "choice", None, SEVERITIES),
        Cell("opened_on", "Since", "date", view.as_of),
        Cell("person_id", "Carried by", "choice", proposed(view, account_id), our_people(view)),
    ]

    def save(typed: Typed, once: str) -> None:
        open_escalation(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"escalation_{account_id}", cells, "Open", save, "Opened.")


def _closed(closed: list[EscalationRow]) -> None:
    if not closed:
        return
    shown = pd.DataFrame(
        {
            "Severity": [one.severity for one in closed],
            "What": [one.what for one in closed],
            "Opened": [one.opened_on for one in closed],
            "Closed": [one.closed_on for one in closed],
            "Resolution": [one.resolution for one in closed],
            "Carried by": [one.owner for one in closed],
            "Updates": [one.updates for one in closed],
        }
    )
    st.markdown(f"**Closed: {len(closed)}**")
    text, day = st.column_config.TextColumn, st.column_config.DateColumn
    table(
        shown, f"{len(closed)} closed escalations, newest first",
        {
            "Severity": st.column_config.NumberColumn(width=70), "What": text(width=240),
            "Opened": day(format="D MMM YYYY", width=95), "Closed": day(format="D MMM YYYY", width=95),
            "Resolution": text(width=260), "Carried by": text(width=130),
            "Updates": st.column_config.NumberColumn(width=75),
        },
    )  # fmt: skip


def _ladder(who: Identity) -> None:
    """What each severity asks for, always to be read before one is opened."""
    with st.expander("What each severity asks for"):
        rows = [
            {"Severity": SEVERITIES[level], "An update": RHYTHMS[level], "Must be there": involved(level, who)}
            for level in UPDATE_EVERY
        ]
        table(pd.DataFrame(rows), "Severity, rhythm of updates, who must be there")
