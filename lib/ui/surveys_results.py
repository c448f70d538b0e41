"""The results of one wave: who answered, the overall scores, the areas, what changed; anonymous ones as released."""

import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.ui.page import View
from lib.ui.surveys import Chosen
from lib.ui.surveys_results_areas import areas
from lib.ui.surveys_results_change import changed
from lib.ui.surveys_results_read import told
from lib.ui.surveys_results_released import released_results
from lib.ui.surveys_results_response import responded
from lib.ui.surveys_results_scores import scores
from lib.ui.text import plain


def results_tab(view: View, chosen: Chosen | None) -> None:
    """The results of the chosen wave, in the order in which they are to be read."""
    if chosen is None:
        st.info(
            f"No survey was opened by {fmt.day(view.as_of)}, so there are no results. Build a survey on the tab Build "
            "and open a wave on the tab Waves and invitations."
        )
        return
    try:
        if chosen.anonymous:
            released_results(view, chosen)
        else:
            _attributed(view, chosen)
    except StewardError as error:
        st.error(plain(error))


def _attributed(view: View, chosen: Chosen) -> None:
    found = told(view, chosen)
    st.markdown(_standing(chosen, found.sheets, found.asked))
    responded(view, chosen, found)
    if not found.sheets:
        st.info("No answer is in yet: scores, areas and changes stand here as soon as one is.")
        return
    scores(view, chosen, found)
    areas(view, chosen, found)
    changed(view, chosen, found)


def _standing(chosen: Chosen, answers: int, asked: int) -> str:
    head = f"**{plain(chosen.wave)}** of {plain(chosen.survey)} ({chosen.kind}, attributed), opened on "
    opened = head + plain(fmt.day(chosen.opens_on))
    if chosen.running:
        return f"{opened}: **still open: {fmt.counted(answers, 'answer')} so far**."
    return f"{opened}, closed: {fmt.counted(answers, 'answer')}, {asked:,} asked."
