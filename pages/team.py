"""Team allocation: who is over-extended and why, and which few moves would help, priced and undoable."""

import streamlit as st

from lib import ui
from lib.ui import (
    team,
    team_bookings,
    team_cover,
    team_load,
    team_managers,
    team_people,
    team_suggest,
    team_utilisation,
    team_whatif,
    team_worklife,
)

view = ui.page("Team allocation")

if view.is_empty:
    ui.empty_store()
    st.stop()

figures = team.headline(view)

st.markdown(team.answer(view, figures))
ui.cards(view, team.cards(view, figures))

ui.tabs(
    "team_tab",
    {
        "Load": lambda: team_load.load_tab(view),
        "Suggest": lambda: team_suggest.suggest_tab(view),
        "What-if": lambda: team_whatif.whatif_tab(view),
        "Utilisation": lambda: team_utilisation.utilisation_tab(view),
        "Account managers": lambda: team_managers.managers_tab(view),
        "Cover": lambda: team_cover.cover_tab(view),
        "Bookings and leave": lambda: team_bookings.bookings_tab(view),
        "People": lambda: team_people.people_tab(view),
        "Work and life": lambda: team_worklife.worklife_tab(view),
    },
)
