"""The questions of a survey in their order: read by everybody, changed while nobody was asked."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.surveys import question_actions as actions
from lib.surveys.building_queries import known_areas
from lib.surveys.question_hints import hints
from lib.surveys.wave_queries import questions
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys_build_forms import button
from lib.ui.tables import chosen_row
from lib.ui.text import plain

SCALES = {
    "0-10": "0 to 10", "1-5": "1 to 5", "1-7": "1 to 7", "choice": "One of several choices", "text": "In words",
}  # fmt: skip
_BETTER = {"higher": "Higher answers", "lower": "Lower answers"}
_APPLIES = {False: "Always applies", True: "May not apply"}
_ENDS_HELP = "Only for numbers: a scale whose ends are named is read the same way by everybody."
_CHOICES_HELP = "Only for a choice. Parted by semicolons: yes; maybe; no."
_AREA_HELP = "What it asks about: results put questions of one area together, wave by wave."
_NEW_AREA_HELP = "An own word instead of the area chosen."
_APPLIES_HELP = "“Not applicable” can then be answered; it is kept apart from a blank."
ROWS = 9


def questions_part(view: View, survey: Any) -> None:
    """Draw the questions, the chosen one's form and place, and the form for one more."""
    number = int(survey["id"])
    asked = view.read(questions, number)
    if asked.empty:
        st.info("It asks nothing yet. Add its first question below; it can be sent as soon as there is one.")
    else:
        chosen = chosen_row(
            _shown(asked), "Questions in order, with scale, area and what to look at again", _LOOKS,
            key=f"questions_{number}", ids=asked["id"].tolist(), rows=ROWS, wrap=True,
        )  # fmt: skip
        _chosen(view, survey, asked, chosen)
    if not survey["frozen"]:
        box = st.expander("Add a question", key=f"add_question_{number}", on_change="rerun", expanded=asked.empty)
        if box.open:
            with box:
                _new(view, number)


def _shown(asked: pd.DataFrame) -> pd.DataFrame:
    rows = asked.to_dict("records")
    return pd.DataFrame(
        {
            "#": range(1, len(rows) + 1),
            "Question": asked["words"],
            "Answered": [answered(row) for row in rows],
            "Area": [_or_none(row["area"]) for row in rows],
            "May not apply": ["yes" if row["may_not_apply"] and row["scale"] != "text" else "–" for row in rows],
            "Look again": [_look_again(row["words"]) for row in rows],
        }
    )


def _look_again(words: str) -> str | None:
    """The hints on a question in short; what to do about them stands beside its form."""
    return " ".join(f"▲ {hint.split(':')[0]}." for hint in hints(words)) or None


def answered(row: Any) -> str:
    """How a question is answered, in words: 1 to 5, unclear – clear."""
    if row["scale"] == "choice":
        return f"One of: {_or_none(row['choices']) or '–'}"
    ends = [text for name in ("low_words", "high_words") if (text := _or_none(row[name]))]
    better = ", lower is better" if row["better"] == "lower" else ""
    return SCALES[row["scale"]] + (f", {' – '.join(ends)}" if ends else "") + better


_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "#": _column.NumberColumn(width=36),
    "Question": _column.TextColumn(width=284),
    "Answered": _column.TextColumn(width=222),
    "Area": _column.TextColumn(width=118),
    "May not apply": _column.TextColumn(width=96, help=_APPLIES_HELP),
    "Look again": _column.TextColumn(width=190, help="Hints on the words; nothing is refused for them."),
}


def _chosen(view: View, survey: Any, asked: pd.DataFrame, chosen: int | None) -> None:
    if survey["frozen"]:
        return
    if chosen is None:
        st.caption("Choose one to change, move or delete it.")
        return
    if needs_a_name(f"question_of_{survey['id']}", to="edit question"):
        return
    row: Any = asked.iloc[chosen]
    st.markdown(f"**{chosen + 1}. {plain(row['words'])}**")
    for hint in hints(row["words"]):
        st.caption(f"▲ {hint}")
    _place(view, asked, chosen)
    _fields(view, row)


def _place(view: View, asked: pd.DataFrame, chosen: int) -> None:
    question, order = asked.iloc[chosen], [int(one) for one in asked["id"]]
    number, who = int(question["id"]), view.who or ""
    with st.container(horizontal=True):
        for label, places, end in (("Move up", -1, 0), ("Move down", 1, len(order) - 1)):
            move = partial(actions.move_question, view.store, who, number, places, order)
            button(f"question_{label}_{number}", label, None, move, disabled=chosen == end)
        delete = partial(actions.delete_question, view.store, who, number, int(question["version"]))
        button(f"question_delete_{number}", "Delete", "Deleted.", delete)


def _areas(view: View) -> dict[Any, str]:
    return {None: "–"} | {area: area.capitalize() for area in view.read(known_areas)}


def _fields(view: View, row: Any) -> None:
    listed = [
        Field("words", "Question", "sentence"),
        Field("scale", "Answered", "choice", SCALES),
        Field("area", "Area", "choice", _areas(view), help=_AREA_HELP),
        Field("new_area", "Or another area", help=_NEW_AREA_HELP),
        Field("low_words", "The lowest number means", help=_ENDS_HELP),
        Field("high_words", "The highest number means", help=_ENDS_HELP),
        Field("choices", "Choices", "sentence", help=_CHOICES_HELP),
        Field("better", "Better are", "choice", _BETTER),
        Field("may_not_apply", "Applies", "choice", _APPLIES, help=_APPLIES_HELP),
    ]
    texts = ("words", "scale", "area", "better", "choices", "low_words", "high_words")
    current = {name: _or_none(row[name]) for name in texts} | {
        "version": int(row["version"]), "may_not_apply": bool(row["may_not_apply"]), "new_area": None,
    }  # fmt: skip

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_question(view.store, view.who or "", int(row["id"]), shown, wanted, once)

    edit_record(f"question_{row['id']}", listed, current, save, "Saved.")


def _new(view: View, survey_id: int) -> None:
    key = f"new_question_{survey_id}"
    if needs_a_name(key, to="edit question"):
        return
    cells = [
        Cell("words", "Question", "sentence", help="One thing at a time, in the client's words."),
        Cell("scale", "Answered", "choice", "1-5", SCALES),
        Cell("area", "Area", "choice", None, _areas(view), help=_AREA_HELP),
        Cell("new_area", "Or another area", help=_NEW_AREA_HELP),
        Cell("low_words", "The lowest number means", help=_ENDS_HELP),
        Cell("high_words", "The highest number means", help=_ENDS_HELP),
        Cell("choices", "Choices", "sentence", help=_CHOICES_HELP),
        Cell("better", "Better are", "choice", "higher", _BETTER),
        Cell("may_not_apply", "May not apply to everybody", "tick", True, help=_APPLIES_HELP),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_question(view.store, view.who or "", survey_id, **typed, token=once)

    entry(key, cells, "Add the question", save, "Added at the end.")


def _or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None
