"""The file of the survey form under a wave that is sent: another one, a spoilt one, a firm renamed meanwhile."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.accounts.tables import Contact
from lib.errors import StewardError
from lib.respond import store as form_store
from lib.respond.filled import Filled
from lib.respond.sheets import keep
from lib.respond.wave import Answer
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.form_file import AnswersMissing
from lib.surveys.inviting import Rules
from lib.surveys.inviting_queries import listed
from lib.surveys.sending import Order, give_out
from lib.surveys.sending_reminders import remind_by_list
from lib.surveys.tables import Survey, SurveyInvitation
from lib.surveys.wave_actions import move_last_day
from tests.facts import put
from tests.wave_cases import DAY, LAST, a_wave, an_order


def states(store: Store, wave: int) -> dict[str, str]:
    found = listed(store, wave, DAY)
    return dict(zip(found["email"], found["state"], strict=True))


def test_a_firm_that_is_renamed_goes_on_with_its_wave_as_it_was_offered(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    give_out(store, "Ann", wave, an_order(tmp_path), "once")
    put(store, Contact(id=9, name="New", account_id=1), SurveyInvitation(survey_wave_id=wave, contact_id=9))
    renamed = replace(an_order(tmp_path).form, firm="Harbour Lane & Co")
    assert len(give_out(store, "Ann", wave, Order(renamed, Rules(DAY)), "more")) == 1
    move_last_day(store, "Ann", wave, DAY + timedelta(40), renamed, "move")
    assert len(remind_by_list(store, "Ann", wave, Order(renamed, Rules(DAY + timedelta(35))), "remind")) == 4
    with sqlite3.connect(tmp_path / "respond.db") as connection:
        assert connection.execute("SELECT firm, closes_on FROM wave").fetchall() == [("Harbour Lane", "2026-07-11")]


def test_links_go_on_only_in_the_file_that_the_first_ones_are_in(store: Store, tmp_path: Path) -> None:
    """A wave offered anew in another file would be closed from there, without the answers of the first."""
    wave = a_wave(store)
    give_out(store, "Ann", wave, an_order(tmp_path), "once")
    other = tmp_path / "other"
    other.mkdir()
    put(store, Contact(id=9, name="New", account_id=1), SurveyInvitation(survey_wave_id=wave, contact_id=9))
    for work in (
        lambda: give_out(store, "Ann", wave, an_order(other), "more"),
        lambda: remind_by_list(store, "Ann", wave, an_order(other, DAY + timedelta(9)), "remind"),
        lambda: move_last_day(store, "Ann", wave, LAST + timedelta(9), an_order(other).form, "move"),
    ):
        with pytest.raises(AnswersMissing, match="put the file"):
            work()
    assert not (other / "respond.db").exists()


@pytest.mark.parametrize("spoilt", ["held", "no folder", "of something else"])
def test_a_form_whose_file_cannot_be_written_is_one_sentence_and_nothing_is_frozen(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    wave, order = a_wave(store), an_order(tmp_path / "none" if spoilt == "no folder" else tmp_path)
    monkeypatch.setattr(form_store, "BUSY_SECONDS", 0.05)
    held = sqlite3.connect(order.form.file) if spoilt == "held" else None
    if held is not None:
        held.execute("BEGIN EXCLUSIVE")
    if spoilt == "of something else":
        order.form.file.write_bytes(b"no database at all" * 300)
    with pytest.raises(StewardError, match="survey form"):
        give_out(store, "Ann", wave, order, "once")
    assert store.rows(select(table_of(Survey).c.frozen_at))[0][0] is None
    assert set(states(store, wave).values()) == {"listed"}
    if held is not None:
        held.close()


def test_who_answered_in_the_form_is_not_reminded_before_the_answer_is_fetched(store: Store, tmp_path: Path) -> None:
    wave = a_wave(store)
    first = give_out(store, "Ann", wave, an_order(tmp_path), "once")[0]
    filled = Filled(answers=(Answer(1, score=9),))
    assert keep(tmp_path / "respond.db", first.link.rpartition("/")[2], DAY, filled)
    made = remind_by_list(store, "Ann", wave, an_order(tmp_path, DAY + timedelta(8)), "remind")
    assert [one.contact for one in made] == ["P 3", "P 2"]
