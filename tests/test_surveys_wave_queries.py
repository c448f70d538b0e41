"""What the survey page reads of a wave: who was asked, what was answered, as of a day."""

from datetime import UTC, date, datetime, timedelta

from lib.accounts.tables import Account, AccountOwner, Contact
from lib.people.tables import Person, ReportingLine
from lib.store.engine import Store
from lib.surveys import comment_queries, wave_queries
from lib.surveys.results_queries import over_waves
from lib.surveys.tables import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)
from tests.facts import put

OPENED, ANSWERED, REMINDED = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 12)


def a_wave(store: Store) -> int:
    (acme,) = put(store, Account(name="Acme"))
    ann, bo = put(store, Person(name="Ann", office="Bonn"), Person(name="Bo"))
    put(store, ReportingLine(person_id=ann, manager_id=bo, starts_on=date(2020, 1, 1)))
    put(store, AccountOwner(account_id=acme, person_id=ann, starts_on=date(2020, 1, 1)))
    mia, tom = put(store, Contact(name="Mia", account_id=acme, role="user"), Contact(name="Tom", account_id=acme))
    (survey,) = put(store, Survey(name="Pulse", kind="relationship", mode="attributed"))
    (asks,) = put(store, SurveyQuestion(survey_id=survey, position=1, words="Recommend?", scale="0-10"))
    closed = datetime(2026, 3, 20, 12, tzinfo=UTC)
    (wave,) = put(store, SurveyWave(survey_id=survey, name="March", opens_on=OPENED, closed_at=closed))
    for contact in (mia, tom):
        put(
            store,
            SurveyInvitation(
                survey_wave_id=wave, contact_id=contact, state="sent", sent_on=OPENED, reminded_on=REMINDED
            ),
        )
    first, second = put(
        store,
        SurveyResponse(survey_wave_id=wave, account_id=acme, contact_id=mia, answered_on=ANSWERED),
        SurveyResponse(survey_wave_id=wave, account_id=acme, contact_id=mia, answered_on=ANSWERED, channel="phone"),
    )
    put(store, SurveyAnswer(survey_response_id=first, survey_question_id=asks, score=9))
    put(store, SurveyAnswer(survey_response_id=second, survey_question_id=asks, score=8))
    return wave


def test_who_was_asked_and_answered_is_told_as_of_the_day(store: Store) -> None:
    wave = a_wave(store)
    before = wave_queries.invited(store, wave, date(2026, 3, 8)).set_index("contact")
    assert before["state"].to_dict() == {"Mia": "sent", "Tom": "sent"}
    assert before["reminded_on"].isna().all()
    after = wave_queries.invited(store, wave, date(2026, 3, 31)).set_index("contact")
    assert after["state"].to_dict() == {"Mia": "answered", "Tom": "sent"}
    assert after["complete"].to_dict() == {"Mia": True, "Tom": False}
    assert after.loc["Mia", ["account", "owner"]].tolist() == ["Acme", "Ann"]
    assert len(after) == 2  # two sheets of one person are one person who answered


def test_nobody_was_asked_before_the_invitation_was_sent(store: Store) -> None:
    wave = a_wave(store)
    assert set(wave_queries.invited(store, wave, date(2026, 3, 1))["state"]) == {"listed"}


def test_answers_and_waves_of_a_later_day_are_not_told(store: Store) -> None:
    wave = a_wave(store)
    assert wave_queries.answers(store, wave, date(2026, 3, 8)).empty
    assert wave_queries.answers(store, wave, ANSWERED)["score"].tolist() == [9, 8]
    assert wave_queries.answered(store, wave, ANSWERED)["channel"].tolist() == ["link"]
    assert wave_queries.waves(store, date(2026, 3, 1)).empty
    assert wave_queries.waves(store, date(2026, 3, 19))["closed_on"].isna().all()
    assert wave_queries.waves(store, date(2026, 3, 20))["closed_on"].notna().all()


def test_sheets_that_name_nobody_and_no_account_are_read_too(store: Store) -> None:
    a_wave(store)
    (survey,) = put(store, Survey(name="Import", kind="relationship", mode="attributed"))
    (other,) = put(store, SurveyWave(survey_id=survey, name="April", opens_on=OPENED))
    put(store, SurveyResponse(survey_wave_id=other, answered_on=ANSWERED, channel="import"))
    found = wave_queries.answered(store, other, ANSWERED)
    assert found["account_id"].isna().all()
    assert found["account"].isna().all()
    assert wave_queries.invited(store, other, ANSWERED).empty
    put(store, SurveyResponse(survey_wave_id=other, answered_on=ANSWERED, channel="import"))
    assert len(wave_queries.answered(store, other, ANSWERED)) == 2  # who gave no name is somebody else each time


def test_who_answered_twice_counts_by_the_first_day_on_every_tab(store: Store) -> None:
    wave = a_wave(store)
    earlier = ANSWERED - timedelta(days=1)
    (again,) = put(
        store, SurveyResponse(survey_wave_id=wave, account_id=1, contact_id=1, answered_on=earlier, channel="phone")
    )
    for day in (earlier, ANSWERED):
        assert wave_queries.answered(store, wave, day)["response_id"].tolist() == [again]
        assert wave_queries.invited(store, wave, day)["response_id"].dropna().tolist() == [again]
        assert over_waves(store, 1, day).empty  # that sheet left the question blank
    sheets = comment_queries.sheets(store, 1, ANSWERED)
    assert set(sheets["person"]) == {again}
    assert sorted(sheets["score"].dropna()) == [8, 9]


def test_a_message_that_bounced_was_not_out_before_it_was_sent(store: Store) -> None:
    wave = a_wave(store)
    (rita,) = put(store, Contact(name="Rita", account_id=1))
    put(store, SurveyInvitation(survey_wave_id=wave, contact_id=rita, state="bounced", sent_on=REMINDED))
    told = {day: wave_queries.invited(store, wave, day).set_index("contact")["state"]["Rita"]
            for day in (ANSWERED, REMINDED)}  # fmt: skip
    assert told == {ANSWERED: "listed", REMINDED: "bounced"}


def test_a_wave_runs_until_it_is_closed_or_over_and_an_imported_one_never_does(store: Store) -> None:
    (survey,) = put(store, Survey(name="Pulse", kind="relationship", mode="attributed"))
    put(
        store,
        SurveyWave(survey_id=survey, name="open", opens_on=OPENED, closes_on=REMINDED, code="w"),
        SurveyWave(survey_id=survey, name="over", opens_on=OPENED, closes_on=ANSWERED, code="v"),
        SurveyWave(survey_id=survey, name="imported", opens_on=OPENED),
        SurveyWave(survey_id=survey, name="closed", opens_on=OPENED, closes_on=REMINDED, code="u",
                   closed_at=datetime(2026, 3, 10, 9, tzinfo=UTC)),
    )  # fmt: skip
    waves = wave_queries.waves(store, date(2026, 3, 10)).set_index("wave")
    assert waves["running"].to_dict() == {"open": True, "over": False, "imported": False, "closed": False}
