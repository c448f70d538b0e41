"""An answer that a colleague takes down on the phone: which wave, who answers, every question on its own scale."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue, StewardError
from lib.people.queries import current_people
from lib.surveys import phone, wave_queries
from lib.surveys.anonymous_actions import Given
from lib.surveys.collecting_sheets import ANONYMOUS
from lib.surveys.score_figures import ENDS
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.surveys import narrowed
from lib.ui.text import plain
from lib.ui.who import myself

NOT_APPLICABLE = "Does not apply"
MOST_WORDS = 2000
_WAYS = {"link": "by link", "phone": "by phone", "import": "in another tool (imported)"}


@dataclass(frozen=True)
class _Sheet:
    """One form on the screen: its key, and the questions it asks."""

    key: str
    wave_id: int
    contact_id: int
    questions: list[dict[Any, Any]]


def phone_panel(view: View, account_id: int | None = None) -> None:
    """Choose the wave and who answers (of one client, or of all), then the questions."""
    waves = view.read(wave_queries.waves, view.as_of)
    waves = waves[waves["closed_on"].isna()]
    if waves.empty:
        st.info("No wave is open. Open one in “Waves and invitations”, then answers can be taken by phone.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wave = _choose_wave(waves)
        if wave["mode"] == "anonymous":
            st.info(ANONYMOUS[0].upper() + ANONYMOUS[1:])
            return
        contact_id = _choose_contact(view, wave, account_id)
    if contact_id is None:
        st.caption("Choose who is on the phone: the questions come then.")
        return
    _warn_of_a_double(view, int(wave["wave_id"]), contact_id)
    if not needs_a_name("phone"):
        _form(view, wave, contact_id)


def _choose_wave(waves: pd.DataFrame) -> dict[Any, Any]:
    rows = {int(row["wave_id"]): row for row in waves.to_dict("records")}
    chosen = st.selectbox(
        "Survey and wave", list(rows), key="phone_wave", width=320,
        format_func=lambda number: f"{rows[number]['survey']} · {rows[number]['wave']}",
    )  # fmt: skip
    return rows[chosen]


def _choose_contact(view: View, wave: dict[Any, Any], account_id: int | None) -> int | None:
    people = view.read(phone.callable_contacts, view.as_of)
    people = narrowed(view, people) if account_id is None else people[people["account_id"] == account_id]
    names = {
        int(number): f"{account} · {contact}"
        for number, account, contact in zip(people["contact_id"], people["account"], people["contact"], strict=True)
    }
    at = f"{wave['wave_id']}_{st.session_state.get('_phone_turn', 0)}" + (f"_{account_id}" if account_id else "")
    return st.selectbox(
        "Who is on the phone", list(names), None, key=f"phone_contact_{at}", width=360,
        placeholder="Client · contact", format_func=lambda number: names.get(number, "–"),
    )  # fmt: skip


def _warn_of_a_double(view: View, wave_id: int, contact_id: int) -> None:
    before = view.read(phone.answered_already, wave_id, contact_id)
    if before is not None:
        st.warning(
            f"This person answered this wave already, {_WAYS[before[1]]} on {fmt.day(before[0])}. The first answer "
            "stands for them in who answered; a second counts as one more in every score."
        )


def _form(view: View, wave: dict[Any, Any], contact_id: int) -> None:
    turn = st.session_state.get("_phone_turn", 0)
    asked = view.read(wave_queries.questions, int(wave["survey_id"]))
    key = f"phone_{wave['wave_id']}_{contact_id}_{turn}"
    sheet = _Sheet(key, int(wave["wave_id"]), contact_id, asked.to_dict("records"))
    with st.form(key, border=False):
        _call_fields(view, sheet)
        for question in sheet.questions:
            _question(sheet, question)
        st.checkbox("They wish to be contacted", key=f"{key}_wish", help="Opens a follow-up, due in 48 hours.")
        _refusal(sheet, "answers", "Answers")
        _refusal(sheet, "survey_wave_id", "Wave")
        sent = st.form_submit_button(
            "Store the answer", type="primary", on_click=_store, args=(view, sheet, turn, token(key))
        )
    if sent and not st.session_state.pop(f"_heard_{key}", False):
        st.warning("The connection was lost and nothing was saved. What you typed is still here: save it again.")


def _call_fields(view: View, sheet: _Sheet) -> None:
    people = view.read(current_people)
    me = myself()
    with st.container(horizontal=True):
        with st.container(width=200):
            st.date_input("Day of the call", view.as_of, key=f"{sheet.key}_on", format="YYYY-MM-DD")
            _refusal(sheet, "on", "Day of the call")
        with st.container(width=260):
            st.selectbox(
                "Taken down by", list(people), list(people).index(me) if me in people else None,
                key=f"{sheet.key}_person", placeholder="Choose", format_func=lambda number: people.get(number, "–"),
            )  # fmt: skip
            _refusal(sheet, "person_id", "Taken down by")


def _question(sheet: _Sheet, question: dict[Any, Any]) -> None:
    name, words = f"{sheet.key}_q{question['id']}", plain(question["words"])
    if question["scale"] == "text":
        st.text_area(words, key=name, max_chars=MOST_WORDS, height=80)
    else:
        st.segmented_control(words, _options(question), key=name, help=_ends(question))
    _refusal(sheet, f"q{question['id']}", str(question["words"]))


def _options(question: dict[Any, Any]) -> list[str]:
    if question["scale"] in ENDS:
        first, last = ENDS[question["scale"]]
        options = [str(point) for point in range(first, last + 1)]
    else:
        options = str(question["choices"]).split("; ")
    return [*options, NOT_APPLICABLE] if question["may_not_apply"] else options


def _ends(question: dict[Any, Any]) -> str | None:
    """What the ends of a scale mean, as the client reads them."""
    low, high = question["low_words"], question["high_words"]
    if question["scale"] not in ENDS or not (isinstance(low, str) and isinstance(high, str)):
        return None
    first, last = ENDS[question["scale"]]
    return f"{first}: {plain(low)}; {last}: {plain(high)}. Nothing chosen: left blank."


def _refusal(sheet: _Sheet, field: str, label: str) -> None:
    problem = st.session_state.get(f"_problem_{sheet.key}")
    if isinstance(problem, RefusedValue) and problem.field == field:
        st.error(plain(problem.beside(label)))


def _store(view: View, sheet: _Sheet, turn: int, once: str) -> None:
    state = st.session_state
    state[f"_heard_{sheet.key}"] = True
    state.pop(f"_problem_{sheet.key}", None)
    call = phone.Call(
        sheet.contact_id, state.get(f"{sheet.key}_on"), state.get(f"{sheet.key}_person"),
        bool(state.get(f"{sheet.key}_wish")),
    )  # fmt: skip
    given = [answer for question in sheet.questions if (answer := _given(sheet, question))]
    try:
        phone.take_down(view.store, view.who or "", sheet.wave_id, call, given, once)
    except RefusedValue as problem:
        state[f"_problem_{sheet.key}"] = problem
    except StewardError as problem:
        flash(str(problem), good=False)
    else:
        state["_phone_turn"] = turn + 1
        spend(sheet.key)
        flash("Stored. The answer counts from now on.")


def _given(sheet: _Sheet, question: dict[Any, Any]) -> Given | None:
    """What was chosen or typed for a question; None: left blank."""
    chosen, number = st.session_state.get(f"{sheet.key}_q{question['id']}"), int(question["id"])
    if not chosen or not chosen.strip():
        return None
    if question["scale"] != "text" and chosen == NOT_APPLICABLE:
        return Given(number, not_applicable=True)
    return Given(number, float(chosen)) if question["scale"] in ENDS else Given(number, words=chosen.strip())
