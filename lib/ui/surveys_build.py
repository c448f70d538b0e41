"""The tab where surveys are built: all of them with what they ask, one to look at and change, a new one."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.surveys import answering_time as time
from lib.surveys.building_queries import built, scales
from lib.ui import surveys_build_forms as forms
from lib.ui.page import View
from lib.ui.surveys_build_preview import preview
from lib.ui.surveys_build_questions import questions_part
from lib.ui.tables import chosen_row
from lib.ui.tabs import tabs
from lib.ui.text import plain

ROWS = 8


def build_tab(view: View) -> None:
    """Draw the list of surveys, what is chosen in it, and the form for a new one."""
    found = listed(view)
    if found.empty:
        st.info(
            "No survey is built yet. Here will stand what clients are asked: the questions, whether answers carry "
            "names, and what is promised about them. Start with the template below."
        )
    else:
        st.markdown(_answer(found))
        st.caption(time.HOW)
        _surveys(view, found)
    _new(view, found)


def listed(view: View) -> pd.DataFrame:
    """Every survey by name; columns of `building_queries.built`, and questions (count), seconds."""
    found, asked = view.read(built), view.read(scales)
    return found.assign(
        questions=[len(asked.get(int(one), [])) for one in found["id"]],
        seconds=[time.seconds_for(asked.get(int(one), [])) for one in found["id"]],
    )


def _answer(found: pd.DataFrame) -> str:
    fixed, empty = int(found["frozen"].sum()), int((found["questions"] == 0).sum())
    long = int((found["seconds"] > time.MOST_SECONDS).sum())
    parts = [f"**{fmt.counted(len(found), 'survey')}**, **{fixed}** frozen because somebody was asked."]
    parts += [f"**{empty}** without a question."] if empty else []
    parts += [f"**{long}** {'takes' if long == 1 else 'take'} longer than two minutes."] if long else []
    return " ".join(parts)


def _surveys(view: View, found: pd.DataFrame) -> None:
    chosen = chosen_row(
        _shown(found), "Surveys with kind, mode, questions, time to answer, waves and since when they are frozen",
        _LOOKS, key="surveys_built", ids=found["id"].tolist(), rows=ROWS,
    )  # fmt: skip
    if chosen is None:
        st.caption(
            "Choose one to read its questions as clients see them, change it while nobody was asked, or copy it."
        )
        return
    _panel(view, found.iloc[chosen])


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Survey": found["name"],
            "Kind": found["kind"].str.capitalize(),
            "Mode": [
                f"Anonymous, groups of {least}+" if mode == "anonymous" else "Attributed"
                for mode, least in zip(found["mode"], found["least_group"], strict=True)
            ],
            "Questions": found["questions"],
            "Time": [
                f"▲ {time.in_words(seconds)}" if time.too_long(seconds) else time.in_words(seconds)
                for seconds in found["seconds"]
            ],
            "Waves": found["waves"],
            "Frozen": [
                _frozen_since(at) if frozen else "○ Not yet"
                for at, frozen in zip(found["frozen_at"], found["frozen"], strict=True)
            ],
        }
    )


def _frozen_since(at: pd.Timestamp) -> str:
    return "■ Frozen" if pd.isna(at) else f"■ Since {fmt.day(at.date())}"


_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "Survey": _column.TextColumn(width=210),
    "Kind": _column.TextColumn(width=110, help="Of the relationship, or after one piece of work; never in one trend."),
    "Mode": _column.TextColumn(width=180, help="Whether answers carry names."),
    "Questions": _column.NumberColumn(width=84, format="localized"),
    "Time": _column.TextColumn("Time to answer", width=136, help=f"{time.HOW} ▲: longer than two minutes."),
    "Waves": _column.NumberColumn(width=64, format="localized", help="How often it is or was asked."),
    "Frozen": _column.TextColumn(width=136, help="From the first invitation sent or answer stored on."),
}


def _panel(view: View, survey: pd.Series) -> None:
    number = int(survey["id"])
    st.subheader(plain(survey["name"]), anchor=False)
    if survey["frozen"]:
        st.markdown("■ **Frozen**: somebody was asked already, so nothing in it changes. Copy it to ask differently.")
    if time.too_long(int(survey["seconds"])):
        st.warning(
            f"It takes {time.in_words(int(survey['seconds']))}: above two minutes people stop before the end. Leave "
            "out what nobody acts on, questions answered in words first."
        )
    tabs(
        f"survey_tab_{number}",
        {
            "Questions": lambda: questions_part(view, survey),
            "As clients see it": lambda: preview(view, survey),
            "Survey and promise": lambda: forms.fields(view, survey),
            "Copy or delete": lambda: forms.copy_or_delete(view, survey),
        },
    )


def _new(view: View, found: pd.DataFrame) -> None:
    box = st.expander("New survey", key="survey_new", on_change="rerun", expanded=found.empty)
    if box.open:
        with box:
            forms.new_survey(view, found)
