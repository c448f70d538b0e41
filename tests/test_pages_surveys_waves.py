"""The tab of waves and invitations: empty, filled, wrong input, and the way from a list to its links."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contact, Contract
from lib.format import day
from lib.periods import today
from lib.relationship.tables import Departure
from lib.store.engine import Store
from lib.store.settings import set_settings
from lib.store.users import introduce
from lib.surveys.inviting_queries import invited_counts, listed
from lib.surveys.tables import SurveyInvitation, SurveyWave
from lib.surveys.wave_queries import waves
from tests.facts import put
from tests.page_cases import words_of
from tests.wave_cases import a_survey

App = Callable[..., AppTest]


@pytest.fixture
def tab(app: App, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The tab as Ann sees it, the form's file in a folder of this test's own, no mail server."""
    monkeypatch.setenv("STEWARD_RESPOND_FILE", str(tmp_path / "respond.db"))
    monkeypatch.delenv("STEWARD_SMTP_URL", raising=False)
    introduce(store, "Ann Berg")
    set_settings(store, "Ann Berg", {"firm_name": "Harbour Lane"}, today())

    def opened() -> AppTest:
        return app("surveys.py", {"surveys_tab": "Waves and invitations"}, as_of=str(today()))

    return opened


def choose_wave(at: AppTest, wave: int, part: str) -> AppTest:
    at.session_state["waves"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.session_state[f"wave_tab_{wave}"] = part
    return at.run()


def press(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run()


def test_from_opening_a_wave_to_its_links(tab: Callable[..., AppTest], store: Store) -> None:
    survey = a_survey(store, people=3)
    gone, back = put(store, Account(name="Gone"), Account(name="Back"))
    left = {"decided_on": today() - timedelta(90), "last_day_on": today() - timedelta(40)}
    for account in (gone, back):
        put(store, Departure(account_id=account, **left), Contact(name=f"Kim {account}", account_id=account))
    put(store, Contract(account_id=back, kind="retainer", starts_on=today() - timedelta(9), monthly_fee_cents=1))
    at = tab()
    assert "No wave was opened yet" in words_of(at)
    at = at.button(key="FormSubmitter:entry_open_wave-Open the wave").click().run()
    assert "choose which survey is asked" in words_of(at)
    at.selectbox(key="open_wave_0_survey_id").set_value(survey)
    at.text_input(key="open_wave_0_name").set_value("June")
    at = at.button(key="FormSubmitter:entry_open_wave-Open the wave").click().run()
    (wave,) = waves(store, today())["wave_id"]
    at = choose_wave(at, wave, "Whom to invite")
    assert "4 people may be invited" in words_of(at).replace("*", "")
    assert any(f"the client left on {day(left['last_day_on'])}" in one for one in at.dataframe[-1].value["Reason"])
    at = press(at, f"list_{wave}")
    assert invited_counts(store) == {int(wave): (4, 0)}
    assert "already in this wave (listed)" in {*at.dataframe[-1].value["Reason"]}
    at = choose_wave(at, wave, "Send")
    said = words_of(at).replace("*", "")
    assert "2 answers: too few for a score" in said
    assert "No decision maker is among those asked at 2 accounts: Back, Bolt" in said
    assert "STEWARD_SMTP_URL" in said
    assert "open on this machine only" in said.replace("they ", "")
    at = press(at, f"give_{wave}")
    assert not at.exception
    assert set(listed(store, wave, today())["state"]) == {"sent"}
    assert "cannot be given out again" in words_of(at)
    at = press(at, f"forget_{wave}")
    assert "cannot be given out again" not in words_of(at)


def test_an_anonymous_wave_shows_its_groups_and_never_who_answered(tab: Callable[..., AppTest], store: Store) -> None:
    survey = a_survey(store, people=9, mode="anonymous")
    day = today()
    (wave,) = put(store, SurveyWave(survey_id=survey, name="June", opens_on=day, closes_on=day + timedelta(9)))
    for contact in range(1, 5):
        put(store, SurveyInvitation(survey_wave_id=wave, contact_id=contact))
    at = choose_wave(tab(), wave, "Send")
    assert at.dataframe[0].value["Answered"].tolist() == ["after it is closed"]
    assert "needs 5 at least" in words_of(at)
    assert not [button for button in at.button if button.key == f"give_{wave}"]
    for contact in range(5, 10):
        put(store, SurveyInvitation(survey_wave_id=wave, contact_id=contact))
    at = at.run()
    assert at.dataframe[-1].value["People asked"].min() >= 5
    at = choose_wave(press(at, f"give_{wave}"), wave, "Reminders and replies")
    assert "Nobody is due for a reminder today" in words_of(at)
    assert "Delete it after sending" in words_of(at)
    assert not at.exception


def test_settings_are_refused_beside_the_field(tab: Callable[..., AppTest], store: Store) -> None:
    a_survey(store)
    at = tab()
    at.session_state["waves_settings"] = True
    at = at.run()
    at.text_input(key="survey_settings_1_survey_address").set_value("survey.firm.example")
    at = at.button(key="FormSubmitter:form_survey_settings-Save").click().run()
    assert "write it as https" in words_of(at)
    at.text_input(key="survey_settings_1_survey_address").set_value("https://survey.firm.example")
    at.text_input(key="survey_settings_1_survey_sender").set_value("ask@firm.example")
    at = at.button(key="FormSubmitter:form_survey_settings-Save").click().run()
    assert "open on this machine only" not in words_of(at)
    assert not at.exception
