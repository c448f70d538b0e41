"""Building surveys: what may be stored, and that a frozen one changes in nothing."""

from collections.abc import Callable
from datetime import date

import pytest

from lib.errors import StaleEdit
from lib.store.engine import Store
from lib.store.writing import perform
from lib.surveys import building_actions as actions
from lib.surveys import question_actions as questions
from lib.surveys.answering_time import in_words, seconds_for, too_long
from lib.surveys.building_queries import built, scales
from lib.surveys.question_hints import hints
from lib.surveys.tables import AnonymousAnswer, Survey, SurveyResponse, SurveyWave
from lib.surveys.template import questions_for
from lib.surveys.wave_queries import questions as asked_of
from tests.facts import put
from tests.survey_building_cases import (
    added,
    changed,
    frozen,
    ids,
    made,
    question_row,
    refused,
    survey_row,
)


def test_the_template_asks_eight_things_and_ease_only_after_a_piece_of_work(store: Store) -> None:
    relationship, after = asked_of(store, made(store)), asked_of(store, made(store, name="B", kind="transactional"))
    assert relationship["area"].tolist() == [
        "recommendation", "reason", "satisfaction", "responsiveness", "reliability", "value for price", "change", "role"
    ]  # fmt: skip
    assert set(after["area"]) - set(relationship["area"]) == {"ease"}
    assert relationship["choices"].iloc[-1] == "decision maker; influencer; user"
    rated = relationship[relationship["scale"].isin(["0-10", "1-5"])]
    assert rated["low_words"].notna().all()
    assert rated["high_words"].notna().all()
    assert relationship["position"].tolist() == list(range(1, 9))
    assert not [hint for question in questions_for("transactional") for hint in hints(question["words"])]


def test_the_template_takes_less_than_two_minutes_of_either_kind(store: Store) -> None:
    made(store), made(store, name="B", kind="transactional")
    times = [seconds_for(found) for found in scales(store).values()]
    assert [in_words(seconds) for seconds in times] == ["about 1 min 40 s", "about 1 min 50 s"]
    assert not any(map(too_long, times))
    assert too_long(seconds_for(["text"] * 7))
    assert in_words(seconds_for([])) == "–"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "give it a name"), ("name", "pULSE ", "there is a survey “Pulse” already"),
        ("name", "x" * 101, "longer than 100"), ("kind", None, "say whether"), ("kind", "other", "say whether"),
        ("mode", None, "answers carry names"), ("least_group", 2, "between 3 and 1,000"),
        ("least_group", None, "how many people"), ("start", None, "starts from"),
    ],
)  # fmt: skip
def test_a_survey_that_says_too_little_is_refused_beside_the_field(
    store: Store, field: str, value: object, words: str
) -> None:
    made(store)
    refused(lambda: made(store, **({"name": "Other"} | {field: value})), field, words)
    assert len(built(store)) == 1


def test_a_double_click_stores_one_survey_one_copy_and_one_question(store: Store) -> None:
    assert made(store) == made(store)
    copies = [actions.copy_survey(store, "Ann", 1, "Copy", "t") for _ in range(2)]
    assert copies[0] == copies[1]
    assert len(built(store)) == 2
    assert added(store, 1) == added(store, 1)
    assert len(asked_of(store, 1)) == 9


def sent(store: Store, survey: int) -> None:
    frozen(store, survey)


def phoned(store: Store, survey: int) -> None:
    put(store, SurveyWave(id=1, survey_id=survey, name="W", opens_on=date(2026, 1, 1)))
    put(store, SurveyResponse(survey_wave_id=1, answered_on=date(2026, 1, 2), channel="phone"))


def answered_without_a_name(store: Store, survey: int) -> None:
    put(store, SurveyWave(id=1, survey_id=survey, name="W", opens_on=date(2026, 1, 1)))
    row = {"key": "k", "survey_wave_id": 1, "survey_question_id": ids(store, survey)[0], "sheet": "s"}
    perform(store, "Ann", "collect", lambda write: write.add_many(AnonymousAnswer, [row]))


@pytest.mark.parametrize("asked", [sent, phoned, answered_without_a_name])
@pytest.mark.parametrize("mode", ["anonymous", "attributed"])
def test_once_somebody_was_asked_nothing_of_a_survey_changes_in_either_direction(
    store: Store, mode: str, asked: Callable[[Store, int], None]
) -> None:
    """R15: mode both ways, k down and up, kind, promise, name; each tried, none stored."""
    survey = made(store, mode=mode, kind="transactional")
    shown = survey_row(store, survey)
    asked(store, survey)
    other = "attributed" if mode == "anonymous" else "anonymous"
    for to in ({"mode": other}, {"least_group": 3}, {"least_group": 9}, {"kind": "relationship"},
               {"promise": "Something else."}, {"name": "Another"}):  # fmt: skip
        ground = survey_row(store, survey)
        refused(
            lambda to=to, ground=ground: actions.edit_survey(store, "Ann", survey, ground, ground | to, str(to)),
            "survey", "make a copy of it",
        )  # fmt: skip
    after = survey_row(store, survey)
    assert after | {"version": 1} == shown | {"version": 1}
    assert built(store)["frozen"].tolist() == [True]


def test_no_question_of_a_frozen_survey_is_added_moved_or_deleted_nor_the_survey(store: Store) -> None:
    survey = made(store)
    frozen(store, survey)
    order = ids(store, survey)
    refused(lambda: added(store, survey), "survey")
    refused(lambda: questions.move_question(store, "Ann", order[0], 1, order, "m"), "survey")
    refused(lambda: questions.delete_question(store, "Ann", order[0], 1, "d"), "survey")
    refused(lambda: actions.delete_survey(store, "Ann", survey, "s"), "survey")
    assert ids(store, survey) == order


def test_freezing_again_keeps_the_first_moment_and_the_change_log_knows_it(store: Store) -> None:
    survey = made(store)
    frozen(store, survey)
    first = built(store)["frozen_at"].iloc[0]
    frozen(store, survey)
    assert built(store)["frozen_at"].iloc[0] == first
    assert survey_row(store, survey)["version"] == 2


def test_a_copy_of_a_frozen_survey_asks_the_same_and_is_free_to_change(store: Store) -> None:
    survey = made(store, least_group=8)
    changed(store, survey, promise="Nobody can see who answered; results are shown for groups of eight or more.")
    frozen(store, survey)
    copy = actions.copy_survey(store, "Ann", survey, "Pulse 2", "c")
    assert copy is not None
    left = ["id", "version"]
    assert asked_of(store, copy).drop(columns=left).equals(asked_of(store, survey).drop(columns=left))
    same = ("kind", "mode", "least_group", "promise")
    assert all(survey_row(store, copy)[field] == survey_row(store, survey)[field] for field in same)
    changed(store, copy, least_group=10)
    refused(lambda: actions.copy_survey(store, "Ann", survey, "PULSE", "d"), "name", "already")


def test_a_copy_leaves_behind_a_promise_that_its_mode_may_not_make(store: Store) -> None:
    put(store, Survey(id=1, name="Imported", kind="relationship", mode="attributed", promise="Anonymous!"))
    copy = actions.copy_survey(store, "Ann", 1, "Copy", "c")
    assert built(store).set_index("id")["promise"].isna()[copy]


def test_the_kind_stays_once_there_is_a_wave_and_such_a_survey_is_not_deleted(store: Store) -> None:
    survey = made(store)
    changed(store, survey, kind="transactional")
    put(store, SurveyWave(survey_id=survey, name="W", opens_on=date(2026, 1, 1)))
    refused(lambda: changed(store, survey, kind="relationship"), "kind", "once there is a wave")
    changed(store, survey, name="Nobody was asked yet")
    refused(lambda: actions.delete_survey(store, "Ann", survey, "d"), "survey", "it has a wave")


def test_how_easy_it_was_is_not_asked_about_the_relationship(store: Store) -> None:
    survey = made(store, kind="transactional")
    refused(lambda: changed(store, survey, kind="relationship"), "kind", "It was easy")
    refused(lambda: made(store, name="B", start=survey), "kind", "It was easy")
    plain = made(store, name="C", start="empty")
    refused(lambda: added(store, plain, scale="1-7", area="ease", new_area=None), "area", "one piece of work")


def test_a_survey_without_waves_is_deleted_with_its_questions(store: Store) -> None:
    survey = made(store)
    assert actions.delete_survey(store, "Ann", survey, "d") == survey
    assert built(store).empty
    assert not scales(store)


def test_two_editors_of_a_survey_and_of_a_question_are_told(store: Store) -> None:
    survey = made(store, start="empty")
    question = added(store, survey)
    shown, asked = survey_row(store, survey), question_row(store, survey)
    changed(store, survey, name="Mine")
    with pytest.raises(StaleEdit):
        actions.edit_survey(store, "Bob", survey, shown, shown | {"name": "Yours"}, "b")
    questions.edit_question(store, "Ann", question, asked, asked | {"words": "Mine?"}, "q")
    with pytest.raises(StaleEdit):
        questions.edit_question(store, "Bob", question, asked, asked | {"words": "Yours?"}, "r")
    with pytest.raises(questions.QuestionsMoved):
        questions.delete_question(store, "Bob", question, asked["version"], "s")
