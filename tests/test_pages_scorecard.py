"""The page of scorecards: what stands on it, who may open whose, and its forms."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import AccountOwner
from lib.people.tables import Person, PersonRole, Role
from lib.review.tables import CheckUp, DevelopmentGoal, LevelExpectation, Win
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.tables import AppUser
from lib.store.users import introduce
from tests.facts import put
from tests.page_cases import words_of
from tests.scorecard_cases import ACME, ANN, BREE, DAY, SAL, on, put_firm

App = Callable[..., AppTest]
SECRET = "Learn to say no"


@pytest.fixture
def firm(store: Store) -> Store:
    """The firm of `scorecard_cases`: Ann (under Mia) leads Bree and led Acme, which Bo leads now; Sal leads nothing."""
    put_firm(store)
    put(store, Role(id=1, name="Account manager"), Role(id=2, name="Senior account manager"))
    put(store, PersonRole(person_id=ANN, role_id=1, starts_on=date(2024, 1, 1)))
    put(store, LevelExpectation(role_id=1, duty="great work", words="Briefs are complete."))
    put(store, LevelExpectation(id=9, role_id=2, duty="great work", words="Own projects on time."))
    put(store, DevelopmentGoal(id=1, person_id=ANN, what=SECRET, set_on=on("01-05"), due_on=on("06-30")))
    put(store, CheckUp(account_id=BREE, period="quarter", held_on=date(2025, 11, 3)))
    put(store, Win(happened_on=on("05-20"), account_id=BREE, words="The launch sold out", thanks_from="Cara"))
    return store


def be(store: Store, name: str, role: str) -> None:
    """Sit down at the keyboard as a user of a role."""
    put(store, AppUser(name=name, role=role))
    introduce(store, name)


def tab(at: AppTest, label: str) -> AppTest:
    at.session_state["scorecard_tab"] = label
    at = at.run()
    assert not at.exception
    return at


def choose_row(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def table(at: AppTest, column: str, row: str) -> dict[str, object]:
    """The line of the first table that has a column and a line of that name in it."""
    for one in at.dataframe:
        if column in one.value and row in one.value[column].tolist():
            found = one.value[one.value[column] == row]
            return {str(name): value for name, value in found.iloc[0].items()}
    raise AssertionError(f"no table has {row} under {column}")


def test_a_person_sees_their_own_first_with_figures_absences_and_rows(app: App, firm: Store) -> None:
    be(firm, "Ann", "editor")
    at = app("scorecard.py", as_of=DAY.isoformat())
    assert not at.exception
    assert at.selectbox(key="person").options == ["Ann"]  # not Bo's, whom she does not lead
    assert "**Ann**, Q2 2026: growth of own accounts **33 %**" in words_of(at)
    assert table(at, "Figure", "Revenue of own accounts")["Now"] == "€400"
    promises = table(at, "Figure", "Promises kept")
    assert (promises["Now"], promises["Made of"], promises["Firm"]) == ("1 of 2", "1 of 2", "1 of 2")
    assert table(at, "Figure", "Margin")["Now"] == "withheld"  # it is made of hours: for those who see costs
    assert table(at, "Figure", "Satisfied")["95 % interval"]
    assert table(at, "Figure", "Net promoter score")["Now"] == "–"
    at = choose_row(at, "duty_revenue_growth", 0)
    assert table(at, "Account", "Bree")["Amount"] == 250.0
    assert "Exactly €400.00." in words_of(at)
    shown = tab(at, "Recognition")
    assert table(shown, "What went well", "The launch sold out")["Thanks from"] == "Cara"


def test_no_scorecard_of_somebody_else_opens_by_the_address_or_a_choice_kept(app: App, firm: Store) -> None:
    be(firm, "Mia", "lead")
    at = app("scorecard.py", as_of=DAY.isoformat(), person="Ann")
    assert "**Ann**, Q2 2026" in words_of(at)
    put(firm, AppUser(name="Bo", role="editor"))
    at.session_state["_who"] = "Bo"  # somebody else sits down at the same window
    at = at.run()
    assert "No scorecard of that name is open to you." in words_of(at)
    assert shows_nothing(at)
    introduce(firm, "Bo")
    at = app("scorecard.py", as_of=DAY.isoformat(), person="Ann")
    assert at.selectbox(key="person").options == ["Bo"]
    assert shows_nothing(at)
    at.selectbox(key="person").set_value("Bo").run()
    assert "**Bo**, Q2 2026" in words_of(at)


def shows_nothing(at: AppTest) -> bool:
    return not at.exception and not at.tabs and not at.dataframe and "Ann" not in words_of(at)


def test_who_leads_nobody_and_nothing_is_told_why_there_is_none(app: App, firm: Store) -> None:
    assert "Who are you?" in words_of(app("scorecard.py", as_of=DAY.isoformat()))
    be(firm, "Sal", "viewer")
    at = app("scorecard.py", as_of=DAY.isoformat())
    assert "Sal leads no account and nobody who does reports to them" in words_of(at)
    assert not at.dataframe
    put(firm, AccountOwner(account_id=ACME, person_id=SAL, starts_on=date(2023, 1, 1), ends_before=date(2023, 2, 1)))
    at = at.run()  # who led one once has a scorecard, which says that nothing of these days is theirs
    assert words_of(at).count("Not applicable: led no account in these days.") == 5


def test_a_lead_records_and_what_is_wrong_is_refused_beside_its_field(app: App, firm: Store) -> None:
    be(firm, "Mia", "lead")
    at = tab(app("scorecard.py", as_of=DAY.isoformat(), person="Ann"), "Check-ups")
    at.session_state["scorecard_record_check_up"] = True
    at = choose_row(at, "scorecard_check_ups", 0)
    next(one for one in at.date_input if one.label == "Held on").set_value(date(2026, 7, 2))
    at = press(at, "Record it")
    assert table(at, "For the", "quarter")["Standing"] == "● held on"
    at.session_state["scorecard_tab"] = "Development"
    at.session_state["scorecard_set_goal"] = at.session_state["scorecard_levels"] = True
    at = at.run()
    assert "Own projects on time." in words_of(at)
    at = press(at, "Set it")
    assert "What is to be learned: say what is to be learned." in words_of(at)
    at.text_area[0].set_value("Hold a workshop")
    at = press(at, "Set it")
    assert table(at, "Goal", "Hold a workshop")["Standing"] == "open"
    ladder = next(one for one in at.text_area if one.label.startswith("Career ladder"))
    ladder.set_value("director")
    at = press(at, "Change the ladder")
    assert "needs at least two levels" in words_of(at)
    next(one for one in at.text_area if one.label.startswith("Career ladder")).set_value("Account manager, Director")
    at = press(at, "Change the ladder")
    assert settings(firm)["career_ladder"] == "account manager, director"
    at = choose_row(at, "scorecard_goals", 0)
    at = press(at, "It is reached")
    assert table(at, "Goal", SECRET)["Standing"] == "● reached late"


def press(at: AppTest, label: str) -> AppTest:
    at = next(one for one in at.button if one.label == label).click().run()
    assert not at.exception
    return at


def test_a_past_day_shows_what_was_known_then(app: App, firm: Store) -> None:
    be(firm, "Ann", "editor")
    at = app("scorecard.py", as_of="2026-05-01")
    assert "Q1 2026" in words_of(at)
    assert "goal overdue" not in words_of(at)
    assert table(tab(at, "Development"), "Goal", SECRET)["Standing"] == "open"
    assert "No win and no thanks of Q1 2026" in words_of(tab(at, "Recognition"))


def test_a_lead_begins_with_somebody_who_leads_an_account_that_day(app: App, firm: Store) -> None:
    be(firm, "Visiting Lead", "lead")
    put(firm, Person(id=9, name="Abe"))
    put(firm, AccountOwner(account_id=ACME, person_id=9, starts_on=date(2023, 1, 1), ends_before=date(2023, 2, 1)))
    at = app("scorecard.py", as_of=DAY.isoformat())
    assert (at.selectbox(key="person").options[:2], at.selectbox(key="person").value) == (["Abe", "Ann"], "Ann")


def test_an_empty_store_leads_to_the_import(app: App) -> None:
    assert "No accounts yet." in words_of(app("scorecard.py"))


def test_every_scorecard_of_a_demo_firm_opens(app: App, demo_store: Store) -> None:
    be(demo_store, "Visiting Lead", "lead")
    at = app("scorecard.py", as_of="2026-10-31")
    for name in at.selectbox(key="person").options[:2]:
        at.selectbox(key="person").set_value(name).run()
        assert f"**{name}**, Q3 2026" in words_of(at)
        assert len(at.dataframe) == 5
