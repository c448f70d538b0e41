"""Weekly review: what the team has to talk about this week, decided item by item, and what came of last week."""

import streamlit as st

from lib import ui
from lib.ui import review, review_agenda, review_decisions, review_my_week, review_past, review_present

view = ui.page("Weekly review")

if view.is_empty:
    ui.empty_store()
    st.stop()

meeting = review.meeting(view)
if review_present.wanted():
    review_present.present(view, meeting)
    st.stop()

figures = review.headline(view, meeting)
with view.controls:
    review_present.present_button(view)

st.markdown(review.answer(view, meeting))
ui.cards(view, review.cards(view, meeting, figures))

ui.tabs(
    "review_tab",
    {
        "Agenda": lambda: review_agenda.agenda_tab(view, meeting),
        "Decisions": lambda: review_decisions.decisions_tab(view, meeting),
        "My week": lambda: review_my_week.my_week_tab(view),
        "Past reviews": lambda: review_past.past_tab(view),
    },
)
