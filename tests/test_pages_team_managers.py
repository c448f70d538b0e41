"""Account managers on the page of team allocation: load, hours to reckon by, where hours go."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contract, Sector
from lib.delivery.tables import TimeEntry
from lib.people.tables import Person, WeeklyHours
from lib.relationship.tables import Promise
from lib.store.engine import Store
from lib.store.settings import settings
from lib.store.users import introduce
from lib.team.tables import Booking
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY, BEGAN = "2026-01-31", date(2025, 1, 1)


@pytest.fixture
def managers(app: App, store: Store) -> Callable[..., AppTest]:
    """Ann leads Acme (50 promises) and works 42 h a week for it, which pays for a part; Bo leads Bolt in peace."""
    put(store, Sector(id=1, name="Retail"), Sector(id=2, name="Media"))
    put(store, Account(id=1, name="Acme *bold*", sector_id=1), Account(id=2, name="Bolt", sector_id=2))
    put(store, *(Person(id=n, name=name) for n, name in ((1, "Ann Berg"), (2, "Bo Holt"))))
    put(store, *(AccountOwner(account_id=n, person_id=n, starts_on=BEGAN) for n in (1, 2)))
    put(store, *(WeeklyHours(person_id=n, minutes_per_week=2400, starts_on=BEGAN) for n in (1, 2)))
    put(store, AccountProfile(account_id=2, starts_on=BEGAN, cadence_days=14, ideal_gap_days=14))
    put(store, *(Promise(account_id=1, what=f"p{n}", made_on=BEGAN, due_on=date(2026, 3, 1)) for n in range(50)))
    put(store, Contract(account_id=1, kind="retainer", starts_on=BEGAN, monthly_fee_cents=100_000,
                        included_minutes_per_month=6000))  # fmt: skip
    days = [date(2025, 10, 1) + timedelta(days=n) for n in range(123)]
    put(store, *(TimeEntry(person_id=1, account_id=1, worked_on=day, minutes=360) for day in days))
    put(store, Booking(person_id=1, account_id=1, minutes_per_week=2700, starts_on=BEGAN))
    introduce(store, "Ann Berg")
    return lambda **query: opened(app, **query)


def opened(app: App, **query: str) -> AppTest:
    return app("team.py", {"team_tab": "Account managers"}, **({"as_of": DAY} | query))


def table(at: AppTest, column: str) -> Any:
    return next(one.value for one in at.dataframe if column in one.value)


def plainly(at: AppTest) -> str:
    return re.sub(r"[*⁠]", "", words_of(at))


def test_the_most_loaded_stands_first_with_what_is_booked_and_logged_beside(managers: Callable[..., AppTest]) -> None:
    at = managers()
    assert not at.exception
    shown = table(at, "Expected")
    assert shown["Manager"].tolist() == ["Ann Berg", "Bo Holt"]
    first = shown.iloc[0]
    assert (first["Expected"], first["Promises"], first["Booked"], first["Logged"]) == (25.0, 25.0, 45.0, 42.0)
    assert "Contact with 1 client without a communication plan is not in it" in plainly(at)


def test_what_the_client_does_not_pay_for_is_rescoped_before_anything_moves(managers: Callable[..., AppTest]) -> None:
    words = plainly(managers())
    assert "Ann Berg (5 h a week beyond capacity): First re-scope Acme bold:" in words
    assert "of 42.0 hours a week are beyond what it pays for. That is enough: nothing needs to move." in words


def test_choosing_a_manager_shows_what_each_client_asks_for(managers: Callable[..., AppTest]) -> None:
    at = managers()
    at.session_state["managers"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert table(at, "Open promises").iloc[0][["Client", "Open promises"]].tolist() == ["Acme *bold*", 50]


def test_filters_leave_the_manager_or_those_with_a_client_in_the_sector(managers: Callable[..., AppTest]) -> None:
    assert table(managers(owner="Bo Holt"), "Expected")["Manager"].tolist() == ["Bo Holt"]
    at = managers(sector="Media")
    assert table(at, "Expected")["Manager"].tolist() == ["Bo Holt"]
    assert "load has no sector" in words_of(at)


def test_other_hours_are_stored_and_reckoned_with_and_nonsense_refused(
    managers: Callable[..., AppTest], store: Store
) -> None:
    at = managers()
    at.session_state["managers_reckoning"] = True
    at.run()
    box = next(one for one in at.number_input if one.label == "An open promise (h a week)")
    box.set_value(50.0)
    submit(at)
    assert "between 0 and 40" in words_of(at)
    next(one for one in at.number_input if one.label == "An open promise (h a week)").set_value(0.1)
    submit(at)
    assert settings(store)["portfolio_load.hours_a_promise"] == "0.1"
    assert table(at, "Expected").set_index("Manager")["Promises"]["Ann Berg"] == pytest.approx(5.0)


def submit(at: AppTest) -> AppTest:
    return next(one for one in at.button if one.label == "Reckon by these hours").click().run()


def test_without_leads_and_hours_the_tab_says_what_to_do(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Person(id=1, name="Ann Berg"))
    at = opened(app)
    assert not at.exception
    words = words_of(at)
    assert "No client has a lead on this day" in words
    assert "Nobody logged hours in these weeks" in words
