"""Who was asked in surveys and who answered, silence, and a group's released score standing in; counted by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.days import day_of
from lib.health.evidence_queries import rows_behind
from lib.health.formula import FIRST_FORMULA
from lib.health.history import no_history
from lib.health.judging import judge
from lib.health.moves import words_now
from lib.health.reading import read_signals
from lib.store.base import Base
from lib.store.engine import Store
from lib.surveys.tables import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRelease,
    SurveyResponse,
    SurveyWave,
)
from tests.facts import put

TODAY = date(2025, 6, 30)
ROLES = {1: "sponsor", 2: "decision maker", 3: "user", 4: "user"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def client(store: Store) -> Store:
    """One client with four people and an attributed survey (1) of one question; the anonymous survey is 2."""
    put(store, Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=date(2024, 1, 1)))
    put(store, *(Contact(id=n, account_id=1, name=f"C{n}", role=role) for n, role in ROLES.items()))
    put(store, AccountProfile(account_id=1, sponsor_id=1, starts_on=date(2024, 1, 1)))
    put(store, Survey(id=1, name="S", kind="relationship", mode="attributed"))
    put(store, Survey(id=2, name="A", kind="relationship", mode="anonymous"))
    put(store, SurveyQuestion(id=1, survey_id=1, position=1, words="?", scale="0-10"))
    for number, scale, area in ((2, "0-10", "recommendation"), (3, "1-5", "satisfaction"), (4, "1-5", "reliability")):
        put(store, SurveyQuestion(id=number, survey_id=2, position=number, words="?", scale=scale, area=area))
    return store


def asked(wave: int, days: int, *contacts: int, still_open: bool = False, **more: object) -> Iterator[Base]:
    yield SurveyWave(
        id=wave, survey_id=1, name=f"W{wave}", opens_on=ago(days), closes_on=None if still_open else ago(days - 14)
    )
    for one in contacts:
        yield SurveyInvitation(
            **{"survey_wave_id": wave, "contact_id": one, "state": "sent", "sent_on": ago(days)} | more  # type: ignore[arg-type]
        )


def sheet(number: int, wave: int, contact: int, days: int, score: float | None) -> Iterator[Base]:
    yield SurveyResponse(id=number, survey_wave_id=wave, contact_id=contact, answered_on=ago(days))
    if score is not None:
        yield SurveyAnswer(survey_response_id=number, survey_question_id=1, score=score)


def told(store: Store, day: date = TODAY) -> str:
    """Points and words of the factor as the page says them."""
    signals = read_signals(store, day)
    return words_now(judge(signals, FIRST_FORMULA, no_history(1)), "survey", 0)


def test_asked_answered_and_score_are_told_apart(client: Store) -> None:
    put(client, *asked(1, 40, 1, 2, 3, 4), *sheet(1, 1, 2, 35, 9), *sheet(2, 1, 3, 30, 6))
    assert told(client) == "75: 2 of 4 asked answered, mean 7.5 of 10; the sponsor did not answer"
    assert told(client, ago(33)) == "90: 1 of 4 asked answered, mean 9.0 of 10; the sponsor did not answer"


def test_nobody_who_decides_answered_and_a_sheet_that_nobody_was_asked_for(client: Store) -> None:
    put(client, *asked(1, 40, 1, 2, 3), *sheet(1, 1, 3, 35, 8), *sheet(2, 1, 4, 34, 6))
    words = "70: 1 of 3 asked answered, mean 7.0 of 10 in 2 answers; neither the sponsor nor a decision maker answered"
    assert told(client) == words


def test_silence_is_told_and_never_a_score(client: Store) -> None:
    put(client, *asked(1, 40, 2, 3, 4))
    words = "asked 3, nobody answered since 21 May 2025, a decision maker among them: needs an answer to a survey"
    assert told(client) == f"not known: {words}"
    assert "yet, the survey is still open" in told(client, ago(30))
    assert np.isnan(read_signals(client, TODAY).seen["survey"].score[0])
    health = judge(read_signals(client, TODAY), FIRST_FORMULA, no_history(1))
    assert health.bounds.high[0] == pytest.approx(100)
    assert told(client, ago(41)) == "not known: needs an answer to a survey"


def test_silence_since_the_last_answer_stands_beside_its_score(client: Store) -> None:
    put(client, *asked(1, 110, 1, 2), *sheet(1, 1, 1, 105, 8), *asked(2, 40, 1, 2, 3))
    words = "1 of 2 asked answered, mean 8.0 of 10; no decision maker answered; asked 3 again on 21 May 2025"
    assert told(client) == f"80: {words}, nobody answered"
    put(client, *asked(3, 5, 1, 4, still_open=True))
    assert told(client) == f"80: {words}, nobody answered"
    assert "asked 3 again on 21 May 2025, nobody answered, the survey is still open" in told(client, ago(30))
    later = told(client, TODAY + timedelta(days=20))
    assert later.startswith("not known: last seen 125 days ago, holds for 120, asked 3 again")


def test_who_was_not_reached_or_wrote_words_only_is_not_silent(client: Store) -> None:
    put(client, *asked(1, 40, 3, 4, state="bounced"))
    assert told(client) == "not known: asked 2, none of them was reached: needs an answer to a survey"
    put(client, *asked(2, 30, 1, 2), *sheet(1, 2, 1, 29, None))
    assert told(client) == "not known: 1 of 4 asked answered, without a number: needs an answer to a survey"


def anonymous(number: int, days: int, segment: str | None = "Finance", **more: object) -> Iterator[Base]:
    """An anonymous wave closed so many days ago, to which contact 3 was invited."""
    closed = datetime.combine(ago(days), time(12), tzinfo=UTC)
    yield SurveyWave(id=number, survey_id=2, name=f"A{number}", opens_on=ago(days + 20), closed_at=closed)
    given = {"state": "sent", "sent_on": ago(days + 20), "account_id": 1, "region": "North"} | more
    yield SurveyInvitation(survey_wave_id=number, contact_id=3, segment=segment, **given)  # type: ignore[arg-type]


def released(wave: int, cut: str, key: str | None, base: int, nps: float | None, top: float | None) -> Iterator[Base]:
    for question, figure, value in ((2, "nps", nps), (3, "top two", top), (4, "top two", 0.0)):
        there = value is not None
        yield SurveyRelease(
            survey_wave_id=wave, survey_question_id=question, cut=cut, cut_key=key, figure=figure, value=value,
            base=base + (question == 2) if there else None, withheld=not there,
        )  # fmt: skip


def test_the_smallest_released_group_stands_in_and_says_so(client: Store) -> None:
    """Finance: (50 + 50 × 0.2 + 80) / 2 = 70; one part of us (reliability, 0) is not in it."""
    put(client, *anonymous(5, 20))
    for cut, key, base in (("whole", None, 6), ("segment", "Finance", 23), ("region", "North", 40)):
        put(client, *released(5, cut, key, base, 0.2, 0.8))
    assert told(client) == "70: its segment Finance, n = 23, not this client alone"
    assert told(client, ago(21)) == "not known: needs an answer to a survey"
    signals = read_signals(client, TODAY)
    assert day_of(int(signals.seen["survey"].day[0])) == ago(20)
    (name, rows), *more = rows_behind(client, signals, "survey", 0).items()
    assert not more
    assert "not of this client alone" in name
    assert rows[["Cut", "Group", "Figure", "n"]].to_numpy().tolist() == [
        ["segment", "Finance", "top two", 23],
        ["segment", "Finance", "nps", 24],
    ]


def test_a_group_with_anything_withheld_does_not_stand_in(client: Store) -> None:
    """What all agree on is withheld: the rest of the segment alone would lean to one side. Its region may speak."""
    put(client, *anonymous(5, 20), *released(5, "segment", "Finance", 23, None, 0.8))
    assert told(client) == "not known: needs an answer to a survey"
    put(client, *released(5, "region", "North", 40, 0, 0.5))
    assert told(client) == "50: its region North, n = 40, not this client alone"


@pytest.mark.parametrize("more", [{"state": "listed"}, {"state": "bounced"}, {"segment": None, "region": None}])
def test_without_a_group_it_was_asked_in_nothing_stands_in(client: Store, more: dict[str, object]) -> None:
    put(client, *anonymous(5, 20, **more))  # type: ignore[arg-type]
    put(client, *released(5, "segment", "Finance", 23, 0.2, 0.8), *released(5, "region", "North", 40, 0.2, 0.8))
    assert told(client) == "not known: needs an answer to a survey"


def test_no_group_speaks_for_a_client_that_was_asked_by_name_and_kept_silent(client: Store) -> None:
    """Who answers is more content than who does not: the mean of those who did would flatter the silent one."""
    put(client, *anonymous(5, 60), *released(5, "segment", "Finance", 23, 0.2, 0.8))
    put(client, *asked(1, 40, 1, 2))
    assert told(client, ago(30)) == (
        "70: its segment Finance, n = 23, not this client alone; asked 2, nobody answered yet, the survey is still "
        "open, the sponsor and a decision maker among them"
    )
    assert told(client).startswith("not known: asked 2, nobody answered since 21 May 2025")
    assert np.isnan(read_signals(client, TODAY).seen["survey"].score[0])


def test_an_own_answer_of_120_days_before_the_wave_closed_or_since_comes_first(client: Store) -> None:
    put(client, *asked(1, 139, 4), *sheet(1, 1, 4, 139, 3))
    put(client, *anonymous(5, 20), *released(5, "segment", "Finance", 23, 0.2, 0.8))
    assert told(client).startswith("not known: last seen 139 days ago")
    put(client, *anonymous(6, 18), *released(6, "segment", "Finance", 24, 0.4, 0.8))
    assert told(client) == "75: its segment Finance, n = 24, not this client alone"
    put(client, *sheet(2, 1, 4, 10, 5))
    assert told(client).startswith("50: mean 5.0 of 10")
