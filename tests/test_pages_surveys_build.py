"""The tab where surveys are built: filled, empty, wrong input, and a frozen survey that only lets itself be copied."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.store.users import introduce
from lib.surveys.building_queries import built
from lib.surveys.tables import Survey, SurveyQuestion, SurveyWave
from lib.surveys.wave_queries import questions
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DRAFT, SENT = 1, 2


@pytest.fixture
def page(app: App, store: Store) -> Callable[[], AppTest]:
    """The tab, as Ann, of a firm with one account."""
    put(store, Account(id=1, name="Acme"))
    introduce(store, "Ann Berg")

    def opened() -> AppTest:
        return app("surveys.py", {"surveys_tab": "Build"})

    return opened


def two_surveys(store: Store) -> None:
    """A draft with a question in two parts and marks in its words; a frozen anonymous one."""
    sent = {"frozen_at": datetime(2026, 1, 5, tzinfo=UTC)}
    put(store, Survey(id=DRAFT, name="Draft", kind="transactional", mode="attributed"))
    put(store, Survey(id=SENT, name="Pulse", kind="relationship", mode="anonymous", least_group=6, **sent))
    ends = {"low_words": "bad", "high_words": "*good*"}
    put(
        store,
        SurveyQuestion(survey_id=DRAFT, position=1, words="How *fast* and <b>cheap</b> are we?", scale="1-5", **ends),
        SurveyQuestion(survey_id=DRAFT, position=2, words="Again?", scale="choice", choices="yes; **no**"),
        SurveyQuestion(survey_id=SENT, position=1, words="What else?", scale="text"),
    )
    put(store, SurveyWave(survey_id=SENT, name="January", opens_on=date(2026, 1, 5)))


def choose(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def panel(at: AppTest, survey: int, tab: str) -> AppTest:
    at.session_state[f"survey_tab_{survey}"] = tab
    return choose(at, "surveys_built", survey - 1)


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:{form}-{button}").click().run()


def table(at: AppTest, column: str) -> Any:
    return next(frame.value for frame in at.dataframe if column in frame.value)


def test_the_first_survey_comes_from_the_template_once_it_says_its_mode(page: App, store: Store) -> None:
    at = page()
    assert "No survey is built yet" in words_of(at)
    at.text_input(key="new_survey_0_name").set_value("Pulse")
    at = submit(at, "entry_new_survey", "Make the survey")
    assert "Mode: say whether answers carry names." in words_of(at)
    assert at.text_input(key="new_survey_0_name").value == "Pulse"
    at.selectbox(key="new_survey_0_mode").set_value("anonymous")
    at = submit(at, "entry_new_survey", "Make the survey")
    assert not at.exception
    row = table(at, "Frozen").iloc[0]
    assert row[["Survey", "Mode", "Questions", "Time", "Frozen"]].tolist() == [
        "Pulse", "Anonymous, groups of 5+", 8, "about 1 min 40 s", "○ Not yet"
    ]  # fmt: skip
    assert len(questions(store, 1)) == 8


def test_a_draft_shows_hints_takes_questions_and_moves_them(page: App, store: Store) -> None:
    two_surveys(store)
    at = panel(page(), DRAFT, "Questions")
    assert not at.exception
    assert "**2 surveys**, **1** frozen because somebody was asked." in words_of(at)
    asked = table(at, "Look again")
    assert asked["Answered"].tolist() == ["1 to 5, bad – *good*", "One of: yes; **no**"]
    assert asked["Look again"].fillna("").tolist() == ["▲ It seems to ask two things at once.", ""]
    at = choose(at, f"questions_{DRAFT}", 0)
    assert "How *fast* and <b>cheap</b> are we?" in words_of(at)
    first = int(questions(store, DRAFT)["id"].iloc[0])
    at.text_area(key=f"question_{first}_1_words").set_value("How fast are we?")
    at.text_input(key=f"question_{first}_1_low_words").set_value(" ")
    at = submit(at, f"form_question_{first}", "Save")
    assert "The lowest number means: say what 1 means" in words_of(at)
    at.text_input(key=f"question_{first}_1_low_words").set_value("slow")
    at = submit(at, f"form_question_{first}", "Save")
    at = at.button(key=f"question_Move down_{first}").click().run()
    assert not at.exception
    assert questions(store, DRAFT)["words"].tolist() == ["Again?", "How fast are we?"]
    assert at.button(key=f"question_Move down_{first}").disabled


def test_the_form_stands_there_as_clients_see_it_and_stored_marks_stay_text(page: App, store: Store) -> None:
    two_surveys(store)
    at = panel(page(), DRAFT, "As clients see it")
    assert not at.exception
    assert any("\\<b\\>cheap" in str(part.value) for part in at.markdown)
    assert "Your answers carry your name" in words_of(at)
    numbers, choice = at.radio
    assert numbers.options == ["1", "2", "3", "4", "5", "Not applicable", "No answer"]
    assert choice.options[1] == "\\*\\*no\\*\\*"
    assert all(widget.disabled for widget in at.radio)
    at = panel(at, DRAFT, "Survey and promise")
    at.text_area(key="survey_1_1_promise").set_value("Your answers are anonymous.")
    at = submit(at, "form_survey_1", "Save")
    assert "Promise in one sentence: says anonymous, and the answers carry a name" in words_of(at)
    assert built(store)["promise"].isna().all()


def test_a_frozen_survey_is_read_and_copied_only(page: App, store: Store) -> None:
    two_surveys(store)
    at = panel(page(), SENT, "Questions")
    assert "**Frozen**: somebody was asked already" in words_of(at)
    assert not any("question" in str(button.key) for button in at.button)
    at = panel(at, SENT, "Survey and promise")
    assert "shown only for groups of 6 people or more" in words_of(at)
    assert "survey_2_2_name" not in {field.key for field in at.text_input}
    at = panel(at, SENT, "Copy or delete")
    assert "It has waves: what was asked and answered stays." in words_of(at)
    at.text_input(key=f"copy_{SENT}_0_name").set_value("draft")
    at = submit(at, f"entry_copy_{SENT}", "Copy as a new survey")
    assert "Name of the copy: there is a survey “Draft” already" in words_of(at)
    at.text_input(key=f"copy_{SENT}_0_name").set_value("Pulse 2")
    at = submit(at, f"entry_copy_{SENT}", "Copy as a new survey")
    assert not at.exception
    assert table(at, "Frozen")["Survey"].tolist() == ["Draft", "Pulse", "Pulse 2"]
    at = panel(at, 3, "Copy or delete")
    at = at.checkbox(key="survey_sure_3").check().run()
    at.button(key="survey_delete_3").click().run()
    assert built(store)["name"].tolist() == ["Draft", "Pulse"]
