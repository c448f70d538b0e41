"""The questions of a survey: what may be asked, in which order, and that frozen ones stay."""

from typing import Any

import pytest

from lib.store.engine import Store
from lib.surveys import question_actions as questions
from lib.surveys.building_queries import known_areas
from lib.surveys.tables import SurveyQuestion
from lib.surveys.wave_queries import questions as asked_of
from tests.facts import put
from tests.survey_building_cases import added, frozen, ids, made, question_row, refused


@pytest.mark.parametrize(
    "to",
    [
        {"words": "Other words?"}, {"scale": "1-7"}, {"better": "lower"}, {"area": "other"}, {"low_words": "bad"},
        {"high_words": "good"}, {"may_not_apply": False}, {"scale": "choice", "choices": "a; b"},
    ],
)  # fmt: skip
def test_no_field_of_a_frozen_question_changes(store: Store, to: dict[str, Any]) -> None:
    survey = made(store, start="empty")
    question = added(store, survey)
    frozen(store, survey)
    shown = question_row(store, survey)
    refused(lambda: questions.edit_question(store, "Ann", question, shown, shown | to, "t"), "survey", "make a copy")
    assert question_row(store, survey) == shown


def test_moving_keeps_every_question_and_whoever_is_writing_at_one_loses_nothing(store: Store) -> None:
    survey = made(store)
    order, shown = ids(store, survey), question_row(store, survey)
    questions.move_question(store, "Ann", order[0], 1, order, "m")
    assert ids(store, survey) == [order[1], order[0], *order[2:]]
    questions.edit_question(store, "Bob", order[0], shown, shown | {"words": "Would you recommend us?"}, "e")
    with pytest.raises(questions.QuestionsMoved):
        questions.move_question(store, "Bob", order[0], 1, order, "n")
    refused(lambda: questions.move_question(store, "Ann", order[1], -1, ids(store, survey), "o"), "position")
    questions.delete_question(store, "Ann", order[1], 1, "d")
    assert asked_of(store, survey)["position"].tolist() == list(range(1, 8))


@pytest.mark.parametrize(
    ("to", "field", "words"),
    [
        ({"words": "  "}, "words", "write what is asked"), ({"words": "x" * 301}, "words", "longer"),
        ({"scale": None}, "scale", "how it is answered"), ({"scale": "1-9"}, "scale", "how it is answered"),
        ({"low_words": None}, "low_words", "say what 1 means"), ({"high_words": " "}, "high_words", "say what 5 means"),
        ({"low_words": "Clear"}, "high_words", "the same"), ({"choices": "a; b"}, "choices", "leave it empty"),
        ({"scale": "text"}, "low_words", "only numbers"),
        ({"scale": "choice", "low_words": None, "high_words": None}, "choices", "2 to 20"),
        ({"scale": "choice", "low_words": None, "high_words": None, "choices": "yes; ; "}, "choices", "2 to 20"),
        ({"scale": "choice", "low_words": None, "high_words": None, "choices": "yes; no; YES"}, "choices", "twice"),
        ({"better": "sideways"}, "better", "better ones"), ({"new_area": "Recommendation"}, "area", "0 to 10"),
        ({"new_area": "satisfaction", "better": "lower"}, "better", "higher answer"),
        ({"new_area": "x" * 61}, "area", "longer than 60"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_beside_the_field(
    store: Store, to: dict[str, Any], field: str, words: str
) -> None:
    survey = made(store, start="empty")
    refused(lambda: added(store, survey, **to), field, words)
    question = added(store, survey)
    shown = question_row(store, survey)
    edited = shown | {"new_area": None} | to
    refused(lambda: questions.edit_question(store, "Ann", question, shown, edited, "e"), field, words)
    assert question_row(store, survey) == shown


def test_every_kind_of_question_is_stored_as_typed_and_own_areas_are_known_afterwards(store: Store) -> None:
    survey = made(store, start="empty")
    blank: dict[str, Any] = {"low_words": None, "high_words": None}
    for number, scale in enumerate(("0-10", "1-5", "1-7")):
        added(store, survey, words=f"How {number}?", scale=scale)
    added(store, survey, words="Again?", scale="choice", choices=" yes;maybe ; no;", new_area="again", **blank)
    added(store, survey, words="What else?", scale="text", new_area=None, **blank)
    stored = asked_of(store, survey)
    assert stored["scale"].tolist() == ["0-10", "1-5", "1-7", "choice", "text"]
    assert stored["choices"].tolist()[3] == "yes; maybe; no"
    assert known_areas(store)[-2:] == ["again", "reports"]
    satisfied = added(store, survey, words="How satisfied?", new_area="SATISFACTION")
    assert question_row(store, survey, -1)["area"] == "satisfaction"
    assert satisfied
    refused(lambda: added(store, survey, words="Again satisfied?", new_area="Satisfaction"), "area", "How satisfied")


def test_what_an_import_brought_is_not_held_against_who_mends_the_words(store: Store) -> None:
    """An imported scale without words at its ends keeps them when only the question is reworded."""
    survey = made(store, start="empty")
    (question,) = put(store, SurveyQuestion(survey_id=survey, position=4, words="Old", scale="1-5"))
    shown = question_row(store, survey)
    questions.edit_question(store, "Ann", question, shown, shown | {"words": "New?"}, "e")
    assert question_row(store, survey)["words"] == "New?"


def test_a_hint_refuses_nothing(store: Store) -> None:
    survey = made(store, start="empty")
    assert added(store, survey, words="How fast and cheap are we?")
