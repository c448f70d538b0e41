"""The tab of waves and invitations: every wave with who was asked and answered, and the panel of a chosen one."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.ui.page import View
from lib.ui.surveys_waves_open import open_form
from lib.ui.surveys_waves_panel import panel
from lib.ui.surveys_waves_read import all_waves, one_wave, waves_shown
from lib.ui.surveys_waves_settings import settings_part
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 9


def waves_tab(view: View) -> None:
    """Every wave, what was asked and answered in it; open one, invite, send, remind, close."""
    waves = all_waves(view)
    if waves.empty:
        st.info(
            "No wave was opened yet. A wave asks the people you choose one survey once; open the first one below. "
            "A survey has to be built before."
        )
    else:
        st.markdown(_answer(view, waves))
        _listed(view, waves)
    _folded("Open a wave", "waves_open", waves.empty, lambda: open_form(view))
    _folded("Address of the form, sender, how often people are asked", "waves_settings", False,
            lambda: settings_part(view))  # fmt: skip


def _folded(label: str, key: str, unfolded: bool, draw: Callable[[], None]) -> None:
    box = st.expander(label, key=key, on_change="rerun", expanded=unfolded)
    if box.open:
        with box:
            draw()


def _answer(view: View, waves: pd.DataFrame) -> str:
    running = waves[waves["closed_on"].isna()]
    if running.empty:
        last = waves.iloc[0]
        return f"No wave is open. The last was **{plain(last['wave'])}** of {plain(last['survey'])}."
    named = [f"**{plain(row['wave'])}** of {plain(row['survey'])}" for row in running.head(3).to_dict("records")]
    more = len(running) - len(named)
    return f"{fmt.counted(len(running), 'wave')} not closed: {', '.join(named)}" + (
        f" and {more} more." if more else "."
    )


def _listed(view: View, waves: pd.DataFrame) -> None:
    if view.scope:
        st.caption("The page's filters choose whom to invite; the counts here are of whole waves.")
    chosen = chosen_row(
        waves_shown(view, waves), "Waves with their days, who was listed, asked and answered", _looks(), key="waves",
        ids=waves["wave_id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a wave to invite people, send, remind or close it.")
        return
    panel(view, one_wave(waves.iloc[chosen]))


def _looks() -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "Survey": column.TextColumn(width=122), "Wave": column.TextColumn(width=106),
        "Answers": column.TextColumn(width=82),
        "State": column.TextColumn(width=76, help="Over: the last day has passed and it is not closed yet."),
        "Opens": column.DateColumn(format="D MMM YYYY", width=86),
        "Last day": column.DateColumn(format="D MMM YYYY", width=86),
        "Asked": column.TextColumn(width=62, help="Who was sent a link; 0 of 12: twelve are listed, none was sent."),
        "Answered": column.TextColumn(
            width=168, help="Of those asked, in part or to the end, with 95 % interval (Wilson); AAPOR's RR2."
        ),
        "To the end": column.TextColumn(width=168, help="Of those asked, every question, with 95 % interval; RR1."),
    }  # fmt: skip
