"""The head of the page of surveys: of which question its scores are, and an answer that no scale has."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY = date(2026, 6, 1)


@pytest.fixture
def firm(store: Store) -> Store:
    """Six who gave no name answered: price from 0 to 10 (all 0), recommendation from 0 to 10 (all 9), in this order."""
    put(store, Account(id=1, name="Acme"), Survey(id=1, name="Yearly", kind="relationship", mode="attributed"))
    put(store, SurveyWave(id=1, survey_id=1, name="June", opens_on=DAY))
    for number, area in ((1, "price"), (2, "recommendation"), (3, None)):
        put(store, SurveyQuestion(id=number, survey_id=1, position=number, words="?", scale="0-10", area=area))
    for sheet in range(1, 7):
        put(store, SurveyResponse(id=sheet, survey_wave_id=1, answered_on=DAY, channel="import"))
        for question, score in ((1, 0), (2, 9), (3, 0)):
            put(store, SurveyAnswer(survey_response_id=sheet, survey_question_id=question, score=score))
    return store


def test_the_score_is_of_recommendation_and_one_answer_off_its_scale_closes_no_tab(app: App, firm: Store) -> None:
    at = app("surveys.py", as_of=DAY.isoformat()).run()
    assert "June (Yearly): net recommendation **+100**" in words_of(at)
    put(firm, SurveyResponse(id=7, survey_wave_id=1, answered_on=DAY, channel="import"))
    put(firm, SurveyAnswer(survey_response_id=7, survey_question_id=2, score=11))
    at.session_state["surveys_tab"] = "Follow-ups"
    at = at.run()
    assert not at.exception
    assert "June (Yearly): Answer 11: this question takes whole numbers from 0 to 10." in words_of(at)
    assert "No conversation was owed yet." in words_of(at)
