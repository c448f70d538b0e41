"""Survey results: who answered, what they say and whether a change is real, and the surveys themselves."""

import streamlit as st

from lib import ui
from lib.ui import (
    surveys,
    surveys_accounts,
    surveys_build,
    surveys_comments,
    surveys_entering,
    surveys_exits,
    surveys_follow_ups,
    surveys_head,
    surveys_results,
    surveys_waves,
)

view = ui.page("Survey results")

if view.is_empty:
    ui.empty_store()
    st.stop()

chosen = surveys.choose(view)
figures = surveys_head.headline(view, chosen)

st.markdown(surveys_head.answer(view, chosen, figures))
ui.cards(view, surveys_head.cards(view, chosen, figures))

ui.tabs(
    "surveys_tab",
    {
        "Results": lambda: surveys_results.results_tab(view, chosen),
        "Accounts": lambda: surveys_accounts.accounts_tab(view, chosen),
        "Comments": lambda: surveys_comments.comments_tab(view, chosen),
        "Follow-ups": lambda: surveys_follow_ups.follow_ups_tab(view),
        "Exit interviews": lambda: surveys_exits.exits_tab(view),
        "Waves and invitations": lambda: surveys_waves.waves_tab(view),
        "Build": lambda: surveys_build.build_tab(view),
        "Enter or import answers": lambda: surveys_entering.entering_tab(view),
    },
)
