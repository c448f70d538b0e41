"""Answers of an attributed wave are fetched once each, with who gave them, and a low score owes a conversation."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import RefusedValue
from lib.periods import today
from lib.respond.exchange import NoSuchWave, offer
from lib.respond.filled import Filled
from lib.respond.links import hash_of, new_token
from lib.respond.sheets import keep
from lib.respond.store import NoFile
from lib.respond.wave import Answer, Cuts, Link, Wave
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.settings import set_setting
from lib.store.writing import perform
from lib.surveys.collecting import StrangeAnswers, fetch, waiting
from lib.surveys.tables import SurveyAnswer, SurveyFollowUp, SurveyInvitation, SurveyResponse
from tests.survey_wave_cases import FORM, REASON, RECOMMEND, ROLE, SATISFIED, Asked, answered, answers, sent

RESPONSE, ANSWER = table_of(SurveyResponse), table_of(SurveyAnswer)
FOLLOW_UP, INVITATION = table_of(SurveyFollowUp), table_of(SurveyInvitation)
NORTH = Cuts("Retail", "North", "Mia Lund")


@pytest.fixture
def asked(store: Store, tmp_path: Path) -> Asked:
    return sent(store, tmp_path / "respond.db", "attributed", [NORTH] * 4)


def fetched(store: Store, asked: Asked) -> int:
    return fetch(store, "Ann", asked.wave_id, asked.form)


def follow_ups(store: Store) -> list[tuple[str, int, int, int | None]]:
    columns = (FOLLOW_UP.c.reason, FOLLOW_UP.c.account_id, FOLLOW_UP.c.contact_id, FOLLOW_UP.c.survey_response_id)
    return [tuple(row) for row in store.rows(select(*columns).order_by(FOLLOW_UP.c.contact_id))]


def states(store: Store) -> list[str]:
    return [state for (state,) in store.rows(select(INVITATION.c.state).order_by(INVITATION.c.contact_id))]


def test_a_sheet_becomes_a_response_with_the_groups_frozen_at_sending(store: Store, asked: Asked) -> None:
    """Kim moved to another client after she was asked; her answer stays with the one of then."""
    perform(store, "Ann", "move", lambda write: write.set(Contact, 2, {"account_id": 4}, write.read(Contact, 2)))
    answered(asked, 2, words="Quick and kind.")
    assert waiting(store, 1, asked.form) == 1
    assert fetched(store, asked) == 1
    (row,) = store.rows(select(RESPONSE))
    assert (row.contact_id, row.account_id, row.answered_on, row.channel) == (2, 2, today(), "link")
    assert (row.segment, row.region, row.manager, row.complete, row.source) == (*NORTH_CUTS, True, "survey form")
    given = store.rows(select(ANSWER.c.survey_question_id, ANSWER.c.score, ANSWER.c.words, ANSWER.c.not_applicable))
    assert sorted(tuple(each) for each in given) == [
        (RECOMMEND, 9.0, None, False), (REASON, None, "Quick and kind.", False), (SATISFIED, None, None, True),
        (ROLE, None, "Decision maker", False),
    ]  # fmt: skip
    assert states(store) == ["sent", "answered", "sent", "sent"]
    assert waiting(store, 1, asked.form) == 0


NORTH_CUTS = (NORTH.segment, NORTH.region, NORTH.manager)


def test_fetching_again_brings_only_what_is_new(store: Store, asked: Asked) -> None:
    answered(asked, 1, score=3)
    answered(asked, 4, filled=Filled((), (), wants_contact=True))
    assert [fetched(store, asked), fetched(store, asked)] == [1, 0]
    answered(asked, 2, filled=Filled((), (Answer(RECOMMEND, score=8),)))
    assert [fetched(store, asked), fetched(store, asked)] == [1, 0]
    assert [row.complete for row in store.rows(select(RESPONSE.c.complete).order_by(RESPONSE.c.id))] == [True, False]
    assert len(follow_ups(store)) == 2
    assert states(store) == ["answered", "answered", "sent", "sent"]


def test_a_low_score_or_a_wish_owes_one_conversation(store: Store, asked: Asked) -> None:
    answered(asked, 1, score=6)
    answered(asked, 2, score=9, satisfied=2)
    answered(asked, 3, filled=Filled((), answers(score=2), wants_contact=True))
    answered(asked, 4, score=7, satisfied=3)
    fetched(store, asked)
    of = dict(store.rows(select(RESPONSE.c.contact_id, RESPONSE.c.id)))
    low, wish = "low score", "asked for contact"
    assert follow_ups(store) == [(low, 1, 1, of[1]), (low, 2, 2, of[2]), (wish, 3, 3, of[3])]


def test_the_clock_of_an_answer_of_an_earlier_day_runs_since_the_end_of_that_day(store: Store, asked: Asked) -> None:
    day = today() - timedelta(3)
    keep(asked.form, asked.tokens[1], day, Filled((), answers(score=0)))
    set_setting(store, "Ann", "follow_up_clock", "hours", day)
    fetched(store, asked)
    (row,) = store.rows(select(FOLLOW_UP.c.opened_at, FOLLOW_UP.c.due_at))
    assert (row.opened_at.date(), row.due_at - row.opened_at) == (day + timedelta(1), timedelta(hours=48))


def test_answers_of_strangers_are_refused_and_nothing_is_fetched(store: Store, asked: Asked) -> None:
    """The file of another firm, or of another copy of this one."""
    token = new_token()
    wave = Wave("wave-1", "How are we doing?", "Northwind", "attributed", today() + timedelta(30))
    offer(asked.form, wave, FORM, {hash_of(token): Link(NORTH, "somebody else")})
    keep(asked.form, token, today(), Filled((), answers()))
    answered(asked, 1)
    with pytest.raises(StrangeAnswers, match="1 of the sheets"):
        fetched(store, asked)
    assert store.rows(select(RESPONSE.c.id)) == []


def test_without_the_form_or_of_an_anonymous_wave_nothing_is_fetched(store: Store, tmp_path: Path) -> None:
    asked = sent(store, tmp_path / "respond.db", "anonymous", [NORTH] * 5)
    answered(asked, 1)
    with pytest.raises(RefusedValue, match="anonymous"):
        fetched(store, asked)


def test_a_missing_file_and_a_file_without_the_wave_are_told_apart(store: Store, asked: Asked, tmp_path: Path) -> None:
    with pytest.raises(NoFile):
        fetch(store, "Ann", 1, tmp_path / "gone.db")
    offer(tmp_path / "other.db", Wave("w", "Other", "Other", "attributed", today()), FORM, {})
    with pytest.raises(NoSuchWave):
        fetch(store, "Ann", 1, tmp_path / "other.db")
