"""Scorecard: an account manager's five duties with their evidence, check-ups, goals and thanks; never one total."""

from functools import partial

import streamlit as st

from lib import ui
from lib.ui import scorecard, scorecard_check_ups, scorecard_development, scorecard_duties, scorecard_recognition

view = ui.page("Scorecard")

if view.is_empty:
    ui.empty_store()
    st.stop()

chosen = scorecard.choose(view)
if chosen is None:
    scorecard.nobody(view)
    st.stop()

st.markdown(scorecard.answer(view, chosen))

ui.tabs(
    "scorecard_tab",
    {
        "Five duties": partial(scorecard_duties.duties_tab, view, chosen),
        "Check-ups": partial(scorecard_check_ups.check_ups_tab, view, chosen),
        "Development": partial(scorecard_development.development_tab, view, chosen),
        "Recognition": partial(scorecard_recognition.recognition_tab, view, chosen),
    },
)
