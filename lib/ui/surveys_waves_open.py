"""The form that opens a wave."""

from datetime import timedelta

import streamlit as st

from lib.periods import today
from lib.surveys import wave_queries
from lib.surveys.wave_actions import Plan, open_wave
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View

USUAL_DAYS = 21


def open_form(view: View) -> None:
    """A new wave of a survey."""
    surveys = view.read(wave_queries.surveys)
    if surveys.empty:
        st.info("No survey is built yet: begin on the tab “Build”.")
        return
    if needs_a_name("open_wave", to="open a wave"):
        return
    choices = {
        int(row["id"]): f"{row['name']} ({'anonymous' if row['mode'] == 'anonymous' else 'with names'})"
        for row in surveys.to_dict("records")
    }
    cells = [
        Cell("survey_id", "Survey", "choice", None, choices),
        Cell("name", "Name of the wave", help="As you will find it again: March 2027."),
        Cell("opens_on", "First day", "date", today(), help="Links can be sent from this day on."),
        Cell("closes_on", "Last day", "date", today() + timedelta(USUAL_DAYS), help="Links open until its end."),
    ]

    def save(typed: Typed, once: str) -> None:
        open_wave(view.store, view.who or "", Plan(**typed), once)

    entry("open_wave", cells, "Open the wave", save, "Opened. Choose it in the table to invite people.")
