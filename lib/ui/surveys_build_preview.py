"""The form of a survey as clients see it, drawn with dead widgets: stored words stay text."""

from typing import Any

import streamlit as st

from lib import format as fmt
from lib.respond.filled import MOST_WORDS
from lib.surveys.question_rules import choices_of
from lib.surveys.template import RATED
from lib.surveys.wave_queries import questions
from lib.ui.page import View
from lib.ui.surveys_build_forms import firm_name, promise_of
from lib.ui.text import plain

NOT_APPLICABLE, NO_ANSWER = "Not applicable", "No answer"
WIDTH = 740  # as wide as the form is on a desk


def preview(view: View, survey: Any) -> None:
    """Draw the form with every question; nothing in it can be answered."""
    asked = view.read(questions, int(survey["id"])).to_dict("records")
    if not asked:
        st.info("It asks nothing yet: add a question, then the form stands here.")
        return
    st.caption(
        "What clients get to see; nothing can be sent from here. The name of the wave and its last day come on top."
    )
    with st.container(border=True, width=WIDTH):
        st.caption(plain(firm_name()))
        st.markdown(f"#### {plain(survey['name'])}")
        st.markdown(f"{fmt.counted(len(asked), 'question')}; you may leave any of them blank.")
        st.markdown(f"> **{plain(promise_of(survey))}**")
        for place, row in enumerate(asked, 1):
            with st.container(border=True):
                _question(place, row)
        with st.container(border=True):
            _wish(survey)


def _question(place: int, row: dict[Any, Any]) -> None:
    key = f"preview_{row['id']}_{row['version']}"
    st.markdown(f"{place}\\. **{plain(row['words'])}**")
    if row["scale"] == "text":
        st.caption(f"Please write no names of people. At most {MOST_WORDS:,} characters.")
        st.text_area("Answer", key=key, disabled=True, height=80, label_visibility="collapsed")
        return
    numbers = [str(number) for number in RATED.get(row["scale"], ())]
    if numbers:
        low, high = (row[name] if isinstance(row[name], str) else usual for name, usual in _ENDS)
        st.caption(f"{numbers[0]} = {plain(low)} · {numbers[-1]} = {plain(high)}")
    options = numbers or choices_of(row["choices"] if isinstance(row["choices"], str) else None)
    besides = [*([NOT_APPLICABLE] if row["may_not_apply"] else []), NO_ANSWER]
    st.radio(
        "Answer", [*options, *besides], None, key=key, disabled=True, horizontal=bool(numbers), format_func=plain,
        label_visibility="collapsed",
    )  # fmt: skip


_ENDS = (("low_words", "lowest"), ("high_words", "highest"))


def _wish(survey: Any) -> None:
    st.markdown("**Would you like to talk with us?**")
    st.checkbox("Please contact me", key=f"preview_contact_{survey['id']}", disabled=True)
    if survey["mode"] == "anonymous":
        st.caption("It is kept apart from your answers: nobody sees which ones are yours.")
        st.text_input("Your name", key=f"preview_name_{survey['id']}", disabled=True)
