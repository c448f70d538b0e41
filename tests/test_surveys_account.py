"""What one account was asked and answered; anonymous waves give nothing away."""

import pytest

from lib.store.engine import Store
from lib.surveys import queries
from lib.surveys.figures import by_wave, silence
from tests.client_facts import AS_OF, acme, on
from tests.facts import put


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *acme())
    return store


def test_asked_answered_and_silent_are_counted_apart(filled: Store) -> None:
    waves = by_wave(queries.account_asked(filled, 1, AS_OF), AS_OF).set_index("wave")
    assert waves.loc["Summer", ["asked", "answered", "silent"]].tolist() == [3, 1, 2]
    assert waves.loc["Autumn", ["asked", "answered", "silent"]].tolist() == [1, 0, 1]


def test_an_answer_given_later_has_not_been_given(filled: Store) -> None:
    waves = by_wave(queries.account_asked(filled, 1, on("07-07")), on("07-07"))
    assert waves[["asked", "answered", "silent", "running"]].to_numpy().tolist() == [[3, 0, 3, True]]
    assert queries.account_answers(filled, 1, on("07-07")).empty
    assert queries.account_asked(filled, 1, on("06-30")).empty


def test_silence_counts_closed_waves_since_the_last_answer(filled: Store) -> None:
    found = silence(queries.account_asked(filled, 1, AS_OF), AS_OF)
    assert found[["contact", "times", "reminders"]].to_numpy().tolist() == [["Dora", 2, 1], ["Emil", 1, 0]]
    assert found["last_answer_on"].isna().all()
    while_open = silence(queries.account_asked(filled, 1, on("10-05")), on("10-05"))
    assert while_open["times"].tolist() == [1, 1]


def test_where_nobody_ever_answered_everybody_is_silent(filled: Store) -> None:
    unanswered = queries.account_asked(filled, 1, AS_OF).query("contact_id != 1")
    assert silence(unanswered, AS_OF)["last_answer_on"].isna().tolist() == [True, True]
    assert silence(unanswered.head(0), AS_OF).empty
    assert by_wave(unanswered.head(0), AS_OF).empty


def test_answers_are_by_contact_and_question(filled: Store) -> None:
    found = queries.account_answers(filled, 1, AS_OF)
    assert found[["contact", "area"]].to_numpy().tolist() == [["Cleo", "recommendation"], ["Cleo", "reason"]]
    assert found["score"].tolist()[0] == 9
    assert queries.account_answers(filled, 2, AS_OF).empty


def test_of_an_anonymous_wave_nothing_is_read_but_that_there_was_one(filled: Store) -> None:
    asked, answers = queries.account_asked(filled, 1, AS_OF), queries.account_answers(filled, 1, AS_OF)
    assert set(asked["survey"]) | set(answers["survey"]) == {"Our attributed one"}
    hidden = queries.anonymous_waves(filled, 1, AS_OF)
    assert hidden.columns.tolist() == ["survey", "wave", "opens_on"]
    assert hidden["survey"].tolist() == ["Our anonymous one"]
    assert queries.anonymous_waves(filled, 2, AS_OF).empty
