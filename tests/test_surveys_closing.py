"""Closing a wave: all its answers are stored once, an anonymous one is released, wherever closing breaks off."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.errors import RefusedValue
from lib.periods import today
from lib.respond import exchange
from lib.respond.filled import Filled
from lib.respond.sheets import keep
from lib.respond.wave import Cuts
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from lib.store.tables import ChangeLog
from lib.store.writing import Write
from lib.surveys import closing
from lib.surveys.closing import close_wave, end_without_answers, lost, unfinished
from lib.surveys.collecting import fetch, wave_state
from lib.surveys.form_file import AnswersMissing
from lib.surveys.release_figures import as_measure
from lib.surveys.tables import AnonymousAnswer, SurveyFollowUp, SurveyInvitation, SurveyRelease, SurveyResponse
from lib.surveys.wave_queries import released
from tests import databases
from tests.survey_wave_cases import REASON, RECOMMEND, ROLE, SATISFIED, Asked, answered, answers, sent

NORTH, SOUTH = Cuts("Retail", "North", "Mia Lund"), Cuts("Retail", "South", "Mia Lund")
WISH = "Ada Byron"


def counted(store: Store, model: type[Base]) -> int:
    return int(store.rows(select(func.count()).select_from(table_of(model)))[0][0])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, empty_url: str) -> tuple[str, Asked]:
    """Thirty people asked in two regions; eighteen answered, one of them wishes a call. The store's address."""
    folder = tmp_path_factory.mktemp("ready")
    store = open_store(databases.copied(empty_url, folder / "steward.db"))
    asked = sent(store, folder / "respond.db", "anonymous", [NORTH] * 15 + [SOUTH] * 15)
    for contact in (*range(1, 9), *range(16, 26)):
        given = answers((2, 8, 10)[contact % 3], f"Because of {contact}.", 1 + contact % 5)
        answered(asked, contact, Filled((), given, contact == 16, WISH if contact == 16 else ""))
    return store.url, asked


@pytest.fixture
def wave(ready: tuple[str, Asked], tmp_path: Path) -> Iterator[tuple[Store, Asked]]:
    """The same, a test's own."""
    address, asked = ready
    shutil.copy(asked.form, tmp_path / "respond.db")
    store = open_store(databases.copied(address, tmp_path / "asked.db"))
    yield store, replace(asked, form=tmp_path / "respond.db")
    databases.give_back(store.url)


def told(store: Store, question: int | None, figure: str, cut: str = "whole", key: str | None = None) -> Any:
    rows = released(store, 1)
    numbers = rows["survey_question_id"].isna() if question is None else rows["survey_question_id"] == question
    keys = rows["cut_key"].isna() if key is None else rows["cut_key"] == key
    (row,) = rows[numbers & (rows["figure"] == figure) & (rows["cut"] == cut) & keys].to_dict("records")
    return as_measure(row)


def test_an_anonymous_wave_is_stored_and_released_when_it_closes_and_the_form_forgets(
    wave: tuple[Store, Asked],
) -> None:
    store, asked = wave
    close_wave(store, "Ann", 1, asked.form)
    assert wave_state(store, 1)["closed_at"] is not None
    assert counted(store, AnonymousAnswer) == 18 * 4
    answer = told(store, None, "answered")
    assert (answer.value, answer.base) == (0.6, 30)
    nps, satisfied = told(store, RECOMMEND, "nps"), told(store, SATISFIED, "top two")
    scores = [(2, 8, 10)[contact % 3] for contact in (*range(1, 9), *range(16, 26))]
    assert nps.value == pytest.approx((scores.count(10) - scores.count(2)) / 18)
    assert (nps.base, satisfied.base) == (18, 18)
    assert nps.low < nps.value < nps.high
    assert told(store, ROLE, "chose Decision maker").value is None, "all gave the same answer (R8)"
    rows = released(store, 1)
    assert not rows.loc[(rows["survey_question_id"] == REASON) & (rows["figure"] == "comments"), "withheld"].any()
    assert {*rows["cut_key"].dropna()} == {"Retail", "North", "South", "Mia Lund"}
    with pytest.raises(exchange.NoSuchWave):
        exchange.collect(asked.form, "wave-1")
    assert b"Because" not in asked.form.read_bytes()
    assert not unfinished(store, 1, asked.form)


def test_a_wish_of_an_anonymous_wave_is_owed_by_the_name_typed_and_led_back_to_no_answer(
    wave: tuple[Store, Asked],
) -> None:
    store, asked = wave
    close_wave(store, "Ann", 1, asked.form)
    (row,) = store.rows(select(table_of(SurveyFollowUp)))
    assert (row.reason, row.name, row.survey_wave_id) == ("asked for contact", WISH, 1)
    assert (row.survey_response_id, row.account_id, row.contact_id, row.person_id) == (None, None, None, None)


def test_r16_closing_leaves_every_invitation_as_it_was_sent(wave: tuple[Store, Asked]) -> None:
    store, asked = wave
    before = store.rows(select(table_of(SurveyInvitation)))
    close_wave(store, "Ann", 1, asked.form)
    assert store.rows(select(table_of(SurveyInvitation))) == before


class Crash(Exception):
    """The process dies here."""


def _crash(*_: Any, **__: Any) -> Any:
    raise Crash


STEPS = [
    (exchange, "close"), (exchange, "collect"), (closing, "release_of"), (closing, "store_anonymous"),
    (closing, "store_release"), (closing, "_keep_wishes"), (Write, "finish"), (closing, "perform"),
    (exchange, "forget"), (exchange.store, "rewrite"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "step"), STEPS, ids=[step for _, step in STEPS])
def test_wherever_closing_breaks_off_closing_again_finishes_it_once(
    wave: tuple[Store, Asked], monkeypatch: pytest.MonkeyPatch, place: Any, step: str
) -> None:
    store, asked = wave
    with monkeypatch.context() as patch:
        patch.setattr(place, step, _crash)
        with pytest.raises(Crash):
            close_wave(store, "Ann", 1, asked.form)
    stored = counted(store, AnonymousAnswer), counted(store, SurveyRelease) > 0, counted(store, SurveyFollowUp)
    assert stored in ((0, False, 0), (72, True, 1)), "all of it is stored, or nothing"
    close_wave(store, "Ann", 1, asked.form)
    close_wave(store, "Ann", 1, asked.form)
    assert (counted(store, AnonymousAnswer), counted(store, SurveyFollowUp)) == (72, 1)
    assert told(store, None, "answered").value == 0.6
    assert not unfinished(store, 1, asked.form)
    assert b"Because" not in asked.form.read_bytes()


def test_a_wave_that_broke_off_before_the_form_forgot_it_is_known(
    wave: tuple[Store, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, asked = wave
    assert not unfinished(store, 1, asked.form)
    with monkeypatch.context() as patch:
        patch.setattr(exchange, "forget", _crash)
        with pytest.raises(Crash):
            close_wave(store, "Ann", 1, asked.form)
    assert unfinished(store, 1, asked.form)


def test_an_attributed_wave_takes_its_last_answers_with_it_and_no_late_one(store: Store, tmp_path: Path) -> None:
    asked = sent(store, tmp_path / "respond.db", "attributed", [NORTH] * 3)
    answered(asked, 1)
    fetch(store, "Ann", 1, asked.form)
    answered(asked, 2, score=3)
    close_wave(store, "Ann", 1, asked.form)
    close_wave(store, "Ann", 1, asked.form)
    assert (counted(store, SurveyResponse), counted(store, SurveyFollowUp)) == (2, 1)
    assert not keep(asked.form, asked.tokens[3], today(), Filled((), answers()))
    with pytest.raises(RefusedValue, match="late answers cannot join"):
        fetch(store, "Ann", 1, asked.form)


def test_a_wave_whose_links_went_out_is_not_closed_without_its_answers(
    wave: tuple[Store, Asked], tmp_path: Path
) -> None:
    store, asked = wave
    with pytest.raises(AnswersMissing, match="put the file"):
        close_wave(store, "Ann", 1, tmp_path / "gone.db")
    assert wave_state(store, 1)["closed_at"] is None
    close_wave(store, "Ann", 1, asked.form)
    assert counted(store, AnonymousAnswer) == 72


def test_r10_r17_a_group_nobody_answered_in_is_told_as_one_of_which_four_did(empty_url: str, tmp_path: Path) -> None:
    """The rows of the release, as they are stored, are the same but for what is told of the others."""
    rows = []
    for number, few in enumerate((range(0), range(1, 5))):
        folder = tmp_path / str(number)
        folder.mkdir()
        rows.append(_released_with(empty_url, folder, few))
    small = [[row for row in each if row[:2] == ("segment", "Retail")] for each in rows]
    assert small[0] == small[1]
    assert {row[4:] for row in small[0]} == {(None, None, None, None, True)}
    assert [row[:4] for row in rows[0]] == [row[:4] for row in rows[1]]
    assert any(not row[-1] for row in rows[0])


def _released_with(empty: str, folder: Path, few: range) -> list[tuple[Any, ...]]:
    """The release of a wave with twelve hotels that answer and eight retailers of which `few` do."""
    store = open_store(databases.copied(empty, folder / "steward.db"))
    asked = sent(store, folder / "respond.db", "anonymous", [Cuts("Retail")] * 8 + [Cuts("Tourism")] * 12)
    for contact in (*few, *range(9, 21)):
        answered(asked, contact, score=(2, 8, 10)[contact % 3], satisfied=1 + contact % 5)
    close_wave(store, "Ann", 1, asked.form)
    names = ("cut", "cut_key", "survey_question_id", "figure", "value", "low", "high", "base", "withheld")
    table = table_of(SurveyRelease)
    return [tuple(row) for row in store.rows(select(*(table.c[name] for name in names)).order_by(table.c.id))]


@pytest.mark.parametrize("offered", [True, False])
def test_a_wave_that_nobody_answered_or_was_asked_in_closes_too(store: Store, tmp_path: Path, offered: bool) -> None:
    """Without links there is no file of the form to look into, and nothing to lose."""
    asked = sent(store, tmp_path / "respond.db", "anonymous", [NORTH] * 5 if offered else [])
    close_wave(store, "Ann", 1, asked.form if offered else tmp_path / "none.db")
    assert wave_state(store, 1)["closed_at"] is not None
    assert released(store, 1)["withheld"].all()
    assert not (tmp_path / "none.db").exists()


def test_a_wave_whose_answers_are_lost_for_good_is_ended_with_what_there_is(store: Store, tmp_path: Path) -> None:
    asked = sent(store, tmp_path / "respond.db", "attributed", [NORTH] * 3)
    answered(asked, 1)
    fetch(store, "Ann", 1, asked.form)
    answered(asked, 2)
    with pytest.raises(RefusedValue, match="nothing of this wave is lost"):
        end_without_answers(store, "Ann", 1, asked.form)
    away = asked.form.rename(tmp_path / "away.db")
    assert lost(store, 1, asked.form)
    end_without_answers(store, "Ann", 1, asked.form)
    end_without_answers(store, "Ann", 1, asked.form)
    assert wave_state(store, 1)["closed_at"] is not None
    assert counted(store, SurveyResponse) == 1
    actions = store.rows(select(table_of(ChangeLog).c.action).where(table_of(ChangeLog).c.field == "closed_at"))
    assert [action for (action,) in actions] == ["end a wave without its answers"]
    away.rename(asked.form)  # the file turns up: its links still open until it is erased there
    assert unfinished(store, 1, asked.form)
    close_wave(store, "Ann", 1, asked.form)
    assert not unfinished(store, 1, asked.form)
    assert counted(store, SurveyResponse) == 1


def test_an_anonymous_wave_that_is_lost_is_ended_with_everything_withheld(wave: tuple[Store, Asked]) -> None:
    store, asked = wave
    asked.form.unlink()
    end_without_answers(store, "Ann", 1, asked.form)
    assert released(store, 1)["withheld"].all()
    assert counted(store, AnonymousAnswer) == 0


def test_who_closes_a_moment_later_is_not_told_that_the_answers_are_missing(
    wave: tuple[Store, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    (store, asked), collect = wave, exchange.collect

    def late(form: Path, code: str) -> Any:
        monkeypatch.setattr(exchange, "collect", collect)
        close_wave(store, "Bo", 1, form)  # somebody else is faster
        return collect(form, code)

    monkeypatch.setattr(exchange, "collect", late)
    close_wave(store, "Ann", 1, asked.form)
    assert counted(store, AnonymousAnswer) == 72
