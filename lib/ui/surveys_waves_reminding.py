"""Reminders of a wave, listed before they go, and what came back: returned messages, people who refuse."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.periods import today
from lib.surveys.inviting_actions import BY_HAND, mark_by_hand
from lib.surveys.inviting_figures import MOST_REMINDERS, REMIND_AFTER
from lib.surveys.mail import is_address
from lib.surveys.sending import Order
from lib.surveys.sending_form import form_of
from lib.surveys.sending_reminders import due
from lib.ui import jobs, session
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_waves_links import kept_links
from lib.ui.surveys_waves_read import OneWave, rules
from lib.ui.surveys_waves_ways import reminder_ways
from lib.ui.tables import table

SHOWN = 8
MARKS = dict(zip(BY_HAND, ("The message came back", "They do not wish to answer"), strict=True))

_WIDTHS = {"Contact": 128, "Account": 136, "Role": 104, "Reminder": 110, "Trouble": 260}
LOOKS: dict[str, ColumnConfig] = {name: st.column_config.TextColumn(width=width) for name, width in _WIDTHS.items()}


def reminding_part(view: View, wave: OneWave) -> None:
    """Who is due for a reminder, the ways to send it, and marks by hand."""
    if jobs.watch(f"send_{wave.wave_id}"):
        return
    kept_links(wave.wave_id)
    found = view.keep("due", lambda: due(view.store, wave.wave_id, today()), wave.wave_id, today())
    asked = found[found["sent_on"].notna()]
    if asked.empty:
        st.info("Nobody was sent a link yet, so nobody can be reminded.")
        return
    waits = asked[asked["why"].isna()]
    st.caption(_rule(wave))
    _list(wave, asked)
    if needs_a_name(f"remind_{wave.wave_id}", to="send a reminder"):
        return
    if len(waits):
        order = Order(form_of(session.firm()), rules(view))
        mailed = int(waits["email"].dropna().map(is_address).sum())
        reminder_ways(view, wave, order, mailed, len(waits))
    else:
        st.info("Nobody is due for a reminder today.")
    _marks(view, wave, found[found["sent_on"].notna() | found["prepared"]])


def _rule(wave: OneWave) -> str:
    often = f"A reminder goes every {REMIND_AFTER} days at most, and {MOST_REMINDERS} times at most."
    if wave.anonymous:
        return f"{often} Nobody knows who answered: it goes to everybody, names the first message and holds no link."
    return f"{often} It goes to those without an answer, so fetch the answers first; either link works, once."


def _list(wave: OneWave, asked: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Contact": asked["contact"], "Account": asked["account"], "Role": asked["role"], "Sent": asked["sent_on"],
            "Reminded": asked["reminded_on"], "Reminder": asked["why"].fillna("due now"), "Trouble": asked["trouble"],
        }
    )  # fmt: skip
    empty = [name for name in ("Reminded", "Trouble") if shown[name].isna().all()]
    table(
        shown.drop(columns=empty), "Who was asked, and whether a reminder is due", LOOKS,
        key=f"reminders_{wave.wave_id}", height=38 + 35 * min(len(shown), SHOWN),
    )  # fmt: skip


def _marks(view: View, wave: OneWave, asked: pd.DataFrame) -> None:
    box = st.expander("A message came back, or somebody refused", key=f"marks_{wave.wave_id}", on_change="rerun")
    if not box.open:
        return
    open_ones = asked[~asked["answered"]]
    named = dict(
        zip(open_ones["invitation_id"].tolist(), open_ones["contact"] + ", " + open_ones["account"], strict=True)
    )
    cells = [
        Cell("invitation_id", "Who", "choice", None, named),
        Cell("state", "What happened", "choice", None, MARKS),
        Cell("reason", "How you know", help="What the returned message or the person said."),
    ]

    def save(typed: Typed, once: str) -> None:
        number = typed["invitation_id"]
        mark_by_hand(view.store, view.who or "", number, typed["state"], typed["reason"], once)

    with box:
        entry(f"mark_{wave.wave_id}", cells, "Write it down", save, "Written down; no reminder goes there.")
