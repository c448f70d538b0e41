"""Exports of answers as a person has them read: into which survey and wave, and what each column means."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.accounts.tables import Account, Sector
from lib.importing.answer_map import AnswerMap, MapInvalid
from lib.importing.answer_mapping import guess_map
from lib.importing.apply import apply
from lib.importing.preview import Preview, preview
from lib.importing.sources import read_uploads
from lib.importing.standing import standing
from lib.importing.standing_surveys import AnonymousSurvey
from lib.importing.undo import BuiltUpon, undo
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.writing import perform
from lib.surveys.building_actions import freeze
from lib.surveys.tables import Survey, SurveyFollowUp, SurveyQuestion, SurveyWave
from tests.facts import put
from tests.known_exports import refusals, written

HEAD = "#,Recommend us?,Satisfied?,Start Date (UTC),Submit Date (UTC),Network ID,company\n"
RECOMMEND, SATISFIED = "Recommend us?", "Satisfied?"
Change = Callable[[AnswerMap], AnswerMap]


def export(*rows: str, day: date = date(2026, 3, 2)) -> bytes:
    """A Typeform export: token, recommends, satisfied of each response."""
    return (HEAD + "".join(f"{row},{day},{day},net,Acme\n" for row in rows)).encode()


def seen(store: Store, content: bytes, change: Change = lambda one: one, name: str = "Clients.csv") -> Preview:
    """What would be stored of an export, its guessed map changed by a person."""
    (source,) = read_uploads([(name, content)])
    with store.read() as connection:
        mapped = guess_map(standing(connection), source)
    return preview(store, [replace(source, answers=change(mapped))])


def bring(store: Store, content: bytes, change: Change = lambda one: one, name: str = "Clients.csv") -> int:
    return apply(store, "Ann", seen(store, content, change, name))


def asked(words: str, **fields: object) -> Change:
    """The map with one question changed."""

    def change(mapped: AnswerMap) -> AnswerMap:
        changed = [replace(one, **fields) if one.heading == words else one for one in mapped.questions]  # type: ignore[arg-type]
        return replace(mapped, questions=tuple(changed))

    return change


def test_a_code_outside_the_map_refuses_its_row_alone_and_says_what_to_do(store: Store) -> None:
    content = export("r1,9,4", "r2,12,5", "r3,8,great", "r4,10,3")
    change = asked(SATISFIED, scale="1-5")
    assert refusals(seen(store, content, change)) == [
        (3, RECOMMEND, "12", '"12" is not from 0 to 10: name 12 as blank or not applicable in the map, or correct '
         "the cell."),
        (4, SATISFIED, "great", '"great" has no points on the scale 1-5: give these words points in the map, or name '
         "them as blank or not applicable."),
    ]  # fmt: skip
    bring(store, content, change)
    assert written(store, "survey_response", "source_id") == [("r1",), ("r4",)]
    assert len(written(store, "survey_answer", "score")) == 4


def test_eleven_is_blank_and_six_does_not_apply_where_the_map_says_so_and_the_next_export_too(store: Store) -> None:
    def change(mapped: AnswerMap) -> AnswerMap:
        assert [one.missing for one in mapped.questions] == [("11",), ()]
        six = asked(SATISFIED, scale="1-5", not_applicable=("6",), points={"great": 5}, area="reliability")
        return replace(six(asked(RECOMMEND, missing=("11",))(mapped)), wave="March")

    bring(store, export("r1,11,6", "r2,9,great"), change)
    answers = ("survey_response_id", "survey_question_id", "score", "not_applicable")
    first = [(1, 1, None, True), (2, 2, 9.0, False), (2, 1, 5.0, False)]
    assert written(store, "survey_answer", *answers) == first
    codes = ("words", "missing_codes", "not_applicable_codes", "area")
    assert sorted(written(store, "survey_question", *codes)) == [
        (RECOMMEND, "11", None, "recommendation"), (SATISFIED, None, "6", "reliability"),
    ]  # fmt: skip
    # The next export is read the same way though nobody says so, as another wave of the same survey.
    later = export("r2,9,great", "r3,11,6", "r4,2,great", day=date(2026, 6, 1))
    found = seen(store, later, lambda mapped: replace(mapped, wave="June"))
    assert found.refused == []
    assert '1 response of the wave "March" is here already and stays there.' in found.notes
    apply(store, "Ann", found)
    assert written(store, "survey", "name") == [("Clients",)]
    assert written(store, "survey_wave", "name", "opens_on") == [
        ("March", date(2026, 3, 2)),
        ("June", date(2026, 6, 1)),
    ]
    assert written(store, "survey_response", "source_id", "survey_wave") == [
        ("r1", "March"), ("r2", "March"), ("r3", "June"), ("r4", "June"),
    ]  # fmt: skip
    assert written(store, "survey_answer", *answers) == [
        *first,
        (3, 1, None, True),
        (4, 2, 2.0, False),
        (4, 1, 5.0, False),
    ]


def test_the_same_file_adds_nothing_and_another_answer_of_a_response_is_told(store: Store) -> None:
    bring(store, export("r1,9,4", "r2,3,1"))
    again = seen(store, export("r1,9,4", "r2,3,1"))
    assert (again.total("new"), again.total("changed"), again.plan.maps) == (0, 0, {})
    changed = seen(store, export("r1,9,5", "r2,3,1"))
    assert (changed.total("new"), changed.total("changed")) == (0, 1)
    assert "Clients.csv: 1 answer changed since the last import." in changed.notes
    # A response is in one survey only, whatever the file is called.
    assert seen(store, export("r1,9,5"), name="Others.csv").refused[0].reason.startswith("This response is in another")


def test_a_frozen_survey_keeps_its_questions_and_an_anonymous_one_takes_nothing(store: Store) -> None:
    (built,) = put(store, Survey(name="Clients", kind="transactional", mode="attributed"))
    put(store, SurveyQuestion(survey_id=built, position=1, words="recommend US?", scale="0-10", area="recommendation"),
        SurveyWave(survey_id=built, name="March", opens_on=date(2026, 3, 1)))  # fmt: skip
    perform(store, "Ann", "freeze", lambda write: freeze(write, built))
    found = seen(store, export("r1,9,4"), lambda mapped: replace(mapped, wave="march"))
    told = '"Clients" is frozen and does not ask "Satisfied?": left out. '
    assert told + "Bring the file into a new survey to keep them." in found.notes
    batch = apply(store, "Ann", found)
    assert written(store, "survey_question", "words") == [("recommend US?",)]
    assert written(store, "survey", "name", "kind") == [("Clients", "transactional")]
    assert written(store, "survey_response", "survey_wave") == [("March",)]
    undo(store, "Ann", batch)
    assert written(store, "survey_response", "id") == []
    assert written(store, "survey_wave", "name") == [("March",)]
    put(store, Survey(name="Secret", kind="relationship", mode="anonymous"))
    with pytest.raises(AnonymousSurvey, match="never brought into an anonymous survey"):
        seen(store, export("r1,9,4"), name="Secret.csv")


def test_points_outside_of_the_scale_are_refused_by_name_of_the_column(store: Store) -> None:
    with pytest.raises(MapInvalid, match='Column "Satisfied\\?"'):
        seen(store, export("r1,9,4"), asked(SATISFIED, scale="1-5", low=0))


def test_fresh_low_scores_are_followed_up_and_go_with_their_import_unless_somebody_works_on_them(store: Store) -> None:
    (travel,) = put(store, Sector(name="Travel"))
    put(store, Account(name="Acme", sector_id=travel))
    today = datetime.now(UTC).date()
    old = bring(store, export("r0,1,4", day=today - timedelta(days=20)))
    assert written(store, "survey_follow_up", "id") == []
    batch = bring(store, export("r1,6,4", "r2,7,4", day=today))
    assert written(store, "survey_follow_up", "survey_response_id", "account", "reason", "batch_id") == [
        (2, "Acme", "low score", batch),
    ]  # fmt: skip
    assert written(store, "survey_response", "segment", "region") == [("Travel", None)] * 3
    assert settings(store)["answers of typeform: Clients"].startswith("{")
    note = {"note": "Called them."}
    perform(store, "Bo", "note", lambda write: write.set(SurveyFollowUp, 1, note, write.read(SurveyFollowUp, 1)))
    with pytest.raises(BuiltUpon, match="edited since"):
        undo(store, "Ann", batch)
    perform(store, "Bo", "remove", lambda write: write.remove(SurveyFollowUp, 1))
    undo(store, "Ann", batch)
    assert written(store, "survey_response", "source_id") == [("r0",)]
    undo(store, "Ann", old)
    assert written(store, "survey", "id") == []
    assert "answers of typeform: Clients" not in settings(store)


def test_addresses_in_the_net_are_no_questions_whatever_their_column_is_called(store: Store) -> None:
    content = b"Timestamp,Where from,Mail,Easy?\n2026-03-02 09:04,192.0.2.1,mia@acme.example,4\n"
    (source,) = read_uploads([("Form.csv", content)])
    with store.read() as connection:
        mapped = guess_map(standing(connection), source)
    assert [(one.heading, one.take) for one in mapped.questions] == [("Mail", False), ("Easy?", True)]
    assert mapped.email == "Mail"


def test_numbers_that_are_taken_for_no_answer_are_told(store: Store) -> None:
    previewed = seen(store, export("r1,11,5", "r2,9,5", "r3,-1,4", "r4,10,4", "r5,11,3"))
    assert f'"{RECOMMEND}": 11 is read as blank, in 2 responses.' in previewed.notes
    assert f'"{RECOMMEND}": -1 is read as blank, in 1 response.' in previewed.notes
