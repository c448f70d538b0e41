"""Offering, closing and collecting waves; what was promised stays (R15), small groups are refused (R1, R17)."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lib.errors import StewardError
from lib.periods import today
from lib.respond.exchange import FrozenWave, NoSuchWave, StillOpen, close, collect, forget, move_last_day, offer
from lib.respond.filled import Filled
from lib.respond.links import address, hash_of, new_token
from lib.respond.questions import asked_by
from lib.respond.sheets import keep
from lib.respond.store import NoFile
from lib.respond.wave import Answer, BadOffer, Cuts, Link, Question, Sheet, Wave, Wish, promise_of
from tests.respond_cases import ANONYMOUS, ATTRIBUTED, QUESTIONS, links_of, offered

SMB = Cuts(segment="SMB", region="North")
SCORE = Filled(answers=(Answer(11, score=9), Answer(13, not_applicable=True)))
DAY = date(2026, 11, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "respond.db"


def test_an_attributed_sheet_comes_back_with_its_link_day_and_cuts(path: Path) -> None:
    token, *_ = offered(path, wave=ATTRIBUTED, cuts=SMB)
    assert keep(path, token, DAY, replace(SCORE, wants_contact=True))
    close(path, "w2")
    got = collect(path, "w2")
    assert got.sheets == (Sheet(got.sheets[0].key, hash_of(token), DAY, SMB, SCORE.answers, complete=False),)
    assert got.wishes == (Wish("", hash_of(token)),)


def test_an_anonymous_sheet_comes_back_with_its_cuts_only_and_a_wish_apart(path: Path) -> None:
    token, *_ = offered(path, cuts=SMB)
    assert keep(path, token, DAY, replace(SCORE, wants_contact=True, name="Ada Byron"))
    close(path, "w1")
    got = collect(path, "w1")
    assert got.sheets == (Sheet(got.sheets[0].key, None, None, SMB, SCORE.answers, complete=False),)
    assert got.wishes == (Wish("Ada Byron", None),)


def test_somebody_who_only_wishes_to_talk_leaves_no_sheet(path: Path) -> None:
    token, *_ = offered(path)
    assert keep(path, token, DAY, Filled(wants_contact=True, name="Ada Byron"))
    close(path, "w1")
    assert collect(path, "w1").sheets == ()


def test_answers_leave_the_file_only_when_the_wave_is_closed(path: Path) -> None:
    offered(path)
    with pytest.raises(StillOpen):
        collect(path, "w1")
    for code in ("w9", ""):
        with pytest.raises(NoSuchWave):
            close(path, code)
    close(path, "w1")
    close(path, "w1")
    assert collect(path, "w1") == collect(path, "w1")


def test_answers_of_an_attributed_wave_leave_the_file_while_it_is_open(path: Path) -> None:
    token, other, *_ = offered(path, wave=ATTRIBUTED)
    keep(path, token, DAY, SCORE)
    whole = tuple(Answer(number, not_applicable=True) for number in (11, 13, 14, 15))  # words are left to taste
    keep(path, other, DAY, Filled(answers=whole))
    sheets = {sheet.handle: sheet.complete for sheet in collect(path, "w2").sheets}
    assert sheets == {hash_of(token): False, hash_of(other): True}


def test_a_reminders_link_answers_for_the_same_invitation_once(path: Path) -> None:
    """First message, reminder, and a third link made after the answer: one sheet; another handle is not touched."""
    first, reminder, late, other = (new_token() for _ in range(4))
    same = {hash_of(token): Link(SMB, "invitation 7") for token in (first, reminder)}
    offer(path, ATTRIBUTED, QUESTIONS, same | {hash_of(other): Link(SMB, "invitation 8")})
    assert keep(path, reminder, DAY, SCORE)
    offer(path, ATTRIBUTED, QUESTIONS, {hash_of(late): Link(SMB, "invitation 7")})
    for token in (first, reminder, late):
        assert asked_by(path, token, DAY) is None
        assert not keep(path, token, DAY, SCORE)
    assert keep(path, other, DAY, SCORE)
    assert sorted(str(sheet.handle) for sheet in collect(path, "w2").sheets) == ["invitation 7", "invitation 8"]


def test_a_handle_names_somebody_in_attributed_waves_only(path: Path) -> None:
    for wave, handle in ((ANONYMOUS, "invitation 7"), (ATTRIBUTED, None)):
        with pytest.raises(BadOffer, match="whom it asks"):
            offer(path, wave, QUESTIONS, {hash_of(new_token()): Link(SMB, handle)})


def test_a_closed_wave_is_forgotten_to_the_last_byte_and_another_stays(path: Path) -> None:
    for wave in (ANONYMOUS, ATTRIBUTED):
        token, *_ = offered(path, wave=wave, cuts=SMB)
        keep(path, token, DAY, Filled((), (Answer(12, words=f"Said in {wave.code}"),), True, f"Ada of {wave.code}"))
        with pytest.raises(StillOpen):
            forget(path, wave.code)
    close(path, "w1")
    forget(path, "w1")
    forget(path, "w1")
    with pytest.raises(NoSuchWave):
        collect(path, "w1")
    raw = path.read_bytes()
    assert b"Said in w2" in raw
    assert b"w1" not in raw
    assert [p.name for p in path.parent.iterdir()] == ["respond.db"]


def test_without_a_file_nothing_is_made_by_asking(path: Path) -> None:
    with pytest.raises(NoFile):
        collect(path, "w1")
    assert not path.exists()


def test_the_last_day_moves_while_the_wave_is_open(path: Path) -> None:
    token, *_ = offered(path, wave=replace(ANONYMOUS, closes_on=DAY))
    move_last_day(path, "w1", DAY + timedelta(7))
    assert asked_by(path, token, DAY + timedelta(7)) is not None
    assert asked_by(path, token, DAY + timedelta(8)) is None
    close(path, "w1")
    with pytest.raises(FrozenWave):
        move_last_day(path, "w1", DAY)


def test_a_link_opens_through_its_last_day(path: Path) -> None:
    last = today() + timedelta(3)
    token, *_ = offered(path, wave=replace(ANONYMOUS, closes_on=last))
    assert asked_by(path, token, last) is not None
    assert asked_by(path, token, last + timedelta(1)) is None
    assert not keep(path, token, last + timedelta(1), SCORE)
    assert keep(path, token, last, SCORE)


@pytest.mark.parametrize(
    "change",
    [{"mode": "attributed"}, {"k": 3}, {"k": 10}, {"promise": "Trust us."}, {"title": "Other"}],
    ids="".join,
)
def test_mode_group_promise_and_title_are_frozen_once_offered(path: Path, change: dict[str, object]) -> None:
    offered(path, 20)
    with pytest.raises(FrozenWave):
        offer(path, replace(ANONYMOUS, **change), QUESTIONS, {})  # type: ignore[arg-type]


def test_questions_are_frozen_once_offered_and_a_closed_wave_stays_closed(path: Path) -> None:
    offered(path)
    with pytest.raises(FrozenWave):
        offer(path, ANONYMOUS, QUESTIONS[1:], {})
    close(path, "w1")
    with pytest.raises(FrozenWave):
        offered(path)


def test_offering_again_adds_links_moves_the_last_day_and_revives_no_spent_link(path: Path) -> None:
    token, *_ = offered(path)
    assert keep(path, token, DAY, SCORE)
    fresh, later = new_token(), replace(ANONYMOUS, closes_on=ANONYMOUS.closes_on + timedelta(7))
    offer(path, later, QUESTIONS, links_of([token, fresh]))
    assert asked_by(path, token, DAY) is None
    assert not keep(path, token, DAY, SCORE)
    asked = asked_by(path, fresh, later.closes_on)
    assert asked is not None
    assert (asked.wave.closes_on, asked.questions) == (later.closes_on, QUESTIONS)


def test_an_anonymous_wave_tells_no_group_apart_that_is_smaller_than_its_k(path: Path) -> None:
    links, few = links_of([new_token() for _ in range(5)], cuts=SMB), [new_token() for _ in range(4)]
    alone = links_of(few, cuts=Cuts("SMB", "North", "Mia Lund"))
    with pytest.raises(BadOffer, match="segment SMB, region North, manager Mia Lund: only 4 of the invited"):
        offer(path, ANONYMOUS, QUESTIONS, links | alone)
    with pytest.raises(NoSuchWave):
        close(path, "w1")
    offer(path, ANONYMOUS, QUESTIONS, links)
    with pytest.raises(BadOffer):
        offer(path, ANONYMOUS, QUESTIONS, alone)
    offer(path, ATTRIBUTED, QUESTIONS, links_of(few, ATTRIBUTED, Cuts("SMB", "North", "Mia Lund")))


def test_a_link_of_one_wave_is_no_link_of_another(path: Path) -> None:
    token = offered(path)[0]
    with pytest.raises(BadOffer, match="1 of the links belong to another wave"):
        offer(path, ATTRIBUTED, QUESTIONS, links_of([token], ATTRIBUTED))


@pytest.mark.parametrize(
    ("wave", "questions", "said"),
    [
        (replace(ANONYMOUS, mode="secret"), QUESTIONS, "neither attributed nor anonymous"),
        (replace(ANONYMOUS, k=2), QUESTIONS, "smallest group of an anonymous wave is 3"),
        (replace(ATTRIBUTED, promise="All anonymous!"), QUESTIONS, "promise says anonymous"),
        (replace(ANONYMOUS, firm=""), QUESTIONS, "name of the firm"),
        (ANONYMOUS, (), "at least one question"),
        (ANONYMOUS, (QUESTIONS[0], QUESTIONS[0]), "same number"),
        (ANONYMOUS, (Question(1, "Stars?", "stars"),), "stars is no scale"),
        (ANONYMOUS, (Question(1, "Role?", "choice", ("One",)),), "two choices or more"),
        (ANONYMOUS, (Question(1, " ", "text"),), "has no words"),
    ],
)
def test_a_wave_that_cannot_be_asked_is_refused_with_a_reason(
    path: Path, wave: Wave, questions: tuple[Question, ...], said: str
) -> None:
    with pytest.raises(StewardError, match=said):
        offer(path, wave, questions, {})
    assert not path.exists()


def test_the_promise_says_anonymous_only_in_an_anonymous_wave() -> None:
    assert "anonymous" in promise_of(ANONYMOUS)
    assert "5 people or more" in promise_of(ANONYMOUS)
    assert "anonym" not in promise_of(ATTRIBUTED)
    assert "your name" in promise_of(ATTRIBUTED)
    assert all(promise_of(wave).count(".") == 1 for wave in (ANONYMOUS, ATTRIBUTED))


def test_the_file_itself_refuses_a_day_or_a_link_in_an_anonymous_wave(path: Path) -> None:
    offered(path)
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        rows = ("'anonymous', 'hash', NULL", "'anonymous', NULL, '2026-11-03'", "'attributed', 'hash', '2026-11-03'")
        for row in rows:  # the last: the wave is anonymous
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(
                    f"INSERT INTO sheet (key, wave, mode, handle, answered_on) VALUES ('a', 'w1', {row})"
                )
        for row in ("'anonymous', 'hash'", "'attributed', 'hash'", "'attributed', NULL"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(f"INSERT INTO link (token_hash, wave, mode, handle) VALUES ('a', 'w1', {row})")


def test_a_link_is_short_enough_to_look_honest() -> None:
    assert len(address("https://survey.firm.example/", new_token())) < 72
