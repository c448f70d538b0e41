"""Fetching and closing on the page, and an answer taken by phone: filled, wrong input, an anonymous wave."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from lib.people.tables import Person
from lib.periods import today
from lib.respond.wave import Cuts
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.surveys.closing import close_wave
from lib.surveys.tables import AnonymousAnswer, SurveyAnswer, SurveyFollowUp, SurveyResponse, SurveyWave
from tests.facts import put
from tests.page_cases import words_of
from tests.survey_wave_cases import REASON, RECOMMEND, SATISFIED, Asked, answered, sent

App = Callable[..., AppTest]
NORTH = Cuts("Retail", "North", "Mia Lund")
PANEL = """
import streamlit as st
from lib.periods import today
from lib.ui import session, who
from lib.ui.flash import show_flashes
from lib.ui.page import View
from lib.ui.surveys_waves_closing import closing
show_flashes()
closing(View(session.store(), today(), None, None, "EUR", who.me(), False, st.container()), 1)
"""


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEWARD_RESPOND_FILE", str(tmp_path / "respond.db"))
    return tmp_path / "respond.db"


def asked(store: Store, form: Path, mode: str) -> Asked:
    wave = sent(store, form, mode, [NORTH] * 12)
    introduce(store, "Ann Berg")
    return wave


def count(store: Store, model: type[Base]) -> int:
    return int(store.rows(select(func.count()).select_from(table_of(model)))[0][0])


def panel(app: App) -> AppTest:
    """The panel alone; the page as a whole was opened before, so its store is this test's."""
    app("surveys.py", as_of=today().isoformat())
    return AppTest.from_string(PANEL, default_timeout=30).run()


def close_for_good(at: AppTest) -> AppTest:
    at.session_state["closing_1"] = True
    at.run()
    assert at.button(key="close_1").disabled
    at.checkbox(key="final_1").check().run()
    return at.button(key="close_1").click().run()


def test_answers_are_fetched_and_the_wave_is_closed_for_good(app: App, store: Store, form: Path) -> None:
    wave = asked(store, form, "attributed")
    answered(wave, 1)
    at = panel(app)
    assert "**1 answer sheet** in the survey form not fetched yet." in words_of(at)
    at.button(key="fetch_1").click().run()
    assert "No new answers in the survey form." in words_of(at)
    answered(wave, 2)
    close_for_good(at)
    assert not at.exception
    assert "no answer can join it" in words_of(at)
    assert count(store, SurveyResponse) == 2


def test_of_an_anonymous_wave_the_panel_names_groups_and_counts_nothing(app: App, store: Store, form: Path) -> None:
    wave = asked(store, form, "anonymous")
    for contact in range(1, 12):
        answered(wave, contact, words="Fine.")
    at = panel(app)
    at.session_state["closing_1"] = True
    at.run()
    assert "nor how many there are" in words_of(at)
    assert "each sector (Retail), each region (North), each manager (Mia Lund)" in words_of(at)
    assert "11" not in words_of(at)
    assert [button.label for button in at.button] == ["Close it for good"]
    close_for_good(at)
    assert count(store, AnonymousAnswer) == 11 * 4


def test_a_missing_file_of_the_form_is_one_sentence_and_closes_nothing(app: App, store: Store, form: Path) -> None:
    asked(store, form, "attributed")
    form.unlink()
    at = panel(app)
    assert "There is no file respond.db of the survey form" in words_of(at)
    form.write_bytes(b"no database at all" * 300)
    assert "cannot be used just now" in words_of(at.run())
    close_for_good(at)
    assert store.rows(select(table_of(SurveyWave).c.closed_at)) == [(None,)]
    form.unlink()
    at.run()
    assert "Put it back if it can be found" in words_of(at)
    assert at.button(key="close_1").label == "End it without its answers"
    at.button(key="close_1").click().run()
    assert "no answer can join it" in words_of(at)


def phone(app: App) -> AppTest:
    return app("surveys.py", {"surveys_tab": "Enter or import answers"}, as_of=today().isoformat())


def store_it(at: AppTest) -> AppTest:
    return next(button for button in at.button if button.label == "Store the answer").click().run()


def of(at: AppTest, end: str) -> str:
    """The key of the field of the form that ends so."""
    return next(str(one.key) for kind in (at.date_input, at.selectbox, at.text_area, at.checkbox, at.button_group)
                for one in kind if str(one.key).endswith(end))  # fmt: skip


def test_an_answer_by_phone_is_stored_and_one_of_a_day_to_come_is_refused_beside_it(
    app: App, store: Store, form: Path
) -> None:
    asked(store, form, "attributed")
    put(store, Person(name="Ann Berg"))
    at = phone(app)
    assert not at.exception
    at.selectbox(key="phone_contact_1_0").select(3).run()
    at.button_group(key=of(at, f"_q{RECOMMEND}")).set_value("4")
    at.button_group(key=of(at, f"_q{SATISFIED}")).set_value("Does not apply")
    at.text_area(key=of(at, f"_q{REASON}")).input("Two weeks without a word.")
    at.date_input(key=of(at, "_on")).set_value(today() + timedelta(3))
    store_it(at)
    assert "Day of the call: choose a day from" in words_of(at)
    assert at.text_area(key=of(at, f"_q{REASON}")).value == "Two weeks without a word."
    at.date_input(key=of(at, "_on")).set_value(today())
    store_it(at)
    assert not at.exception
    assert (count(store, SurveyResponse), count(store, SurveyAnswer), count(store, SurveyFollowUp)) == (1, 3, 1)
    assert at.selectbox(key="phone_contact_1_1").value is None
    assert "answered this wave already, by phone" in words_of(at.selectbox(key="phone_contact_1_1").select(3).run())


def test_of_an_anonymous_wave_no_answer_is_taken_by_phone(app: App, store: Store, form: Path) -> None:
    wave = asked(store, form, "anonymous")
    at = phone(app)
    assert "The survey is anonymous: whoever takes an answer down knows whose it is" in words_of(at)
    assert not at.text_area
    close_wave(store, "Ann", 1, wave.form)
    assert "No wave is open." in words_of(phone(app))
    assert count(store, SurveyAnswer) == 0
