"""The panel of one wave: whom to invite, sending, reminders, closing."""

from datetime import date

import streamlit as st

from lib import format as fmt
from lib.surveys.inviting_queries import invited_counts
from lib.surveys.sending_form import form_of
from lib.surveys.wave_actions import drop_wave, move_last_day
from lib.ui import session, surveys_waves_closing
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_waves_inviting import inviting_part
from lib.ui.surveys_waves_pressed import button
from lib.ui.surveys_waves_read import OneWave
from lib.ui.surveys_waves_reminding import reminding_part
from lib.ui.surveys_waves_sending import sending_part
from lib.ui.tabs import tabs
from lib.ui.text import plain


def panel(view: View, wave: OneWave) -> None:
    """All that is done with one wave, a tab each; of a closed one only how it was closed."""
    with st.container(border=True):
        st.markdown(f"**{plain(wave.survey)}: {plain(wave.name)}** · {plain(_days(wave))}")
        st.caption(_mode(wave))
        if wave.closed:
            surveys_waves_closing.closing(view, wave.wave_id)
            return
        tabs(
            f"wave_tab_{wave.wave_id}",
            {
                "Whom to invite": lambda: inviting_part(view, wave),
                "Send": lambda: sending_part(view, wave),
                "Reminders and replies": lambda: reminding_part(view, wave),
                "Days": lambda: _days_part(view, wave),
                "Collect and close": lambda: surveys_waves_closing.closing(view, wave.wave_id),
            },
        )


def _days(wave: OneWave) -> str:
    until = f" – {fmt.day(wave.closes_on)}" if wave.closes_on else ", no last day"
    return f"{fmt.day(wave.opens_on)}{until}"


def _mode(wave: OneWave) -> str:
    if wave.anonymous:
        return (
            f"Anonymous: nothing is fetched, counted or shown until it is closed, then only for {wave.least_group} "
            "people or more."
        )
    return "Answers carry the name of who gave them; they may be fetched at any time."


def _days_part(view: View, wave: OneWave) -> None:
    key = f"wave_days_{wave.wave_id}_{wave.closes_on}"
    if needs_a_name(key, to="open a wave"):
        return
    st.caption("Links open until the end of the last day; moving it moves the links that are out too.")
    form = form_of(session.firm())

    def save(typed: Typed, once: str) -> None:
        day: date | None = typed["closes_on"]
        move_last_day(view.store, view.who or "", wave.wave_id, day, form, once)

    entry(key, [Cell("closes_on", "Last day", "date", wave.closes_on)], "Move the last day", save, "Moved.")
    if view.read(invited_counts).get(wave.wave_id, (0, 0))[1] == 0:
        st.caption("Nobody was asked yet: the wave can be taken back with its list.")
        button(view, f"drop_wave_{wave.wave_id}", "Take the wave back", "Taken back.",
               lambda once: drop_wave(view.store, view.who or "", wave.wave_id, once))  # fmt: skip
