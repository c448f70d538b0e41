"""Signals of work and life on the page: oneself and direct reports; a stranger sees nothing of anybody."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.delivery.tables import TimeEntry
from lib.people.tables import Person, ReportingLine, WeeklyHours
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put

App = Callable[..., AppTest]
BEGAN = date(2024, 1, 1)
SUNDAY = date(2026, 1, 25)
NAMES = {1: "Anneke Vos", 2: "Bo Ritsma", 3: "Cy Damsma", 4: "Mia Ott"}


@pytest.fixture
def team(app: App, store: Store) -> Callable[[str | None], AppTest]:
    """Mia leads Anneke, who worked on 7 Sundays and above contract; Bo and Cy are colleagues. Opened as somebody."""
    put(store, Account(id=1, name="Acme"), *(Person(id=n, name=name) for n, name in NAMES.items()))
    put(store, ReportingLine(person_id=1, manager_id=4, starts_on=BEGAN))
    put(store, *(WeeklyHours(person_id=n, minutes_per_week=30, starts_on=BEGAN) for n in NAMES))
    sundays = [SUNDAY - timedelta(weeks=weeks) for weeks in range(7)]
    put(store, *(TimeEntry(person_id=1, account_id=1, worked_on=day, minutes=61) for day in sundays))
    put(store, TimeEntry(person_id=2, account_id=1, worked_on=SUNDAY - timedelta(weeks=11, days=3), minutes=5))

    def as_somebody(name: str | None) -> AppTest:
        if name:
            introduce(store, name)
        return app("team.py", {"team_tab": "Work and life"}, as_of="2026-01-31")

    return as_somebody


def tab_of(at: AppTest) -> Any:
    return next(tab for tab in at.tabs if tab.label == "Work and life")


def said(at: AppTest) -> str:
    """Every word and number of the tab, tables too."""
    tab = tab_of(at)
    parts = [*tab.markdown, *tab.caption, *tab.info, *tab.subheader]
    tables = "\n".join(table.value.to_csv() for table in tab.dataframe)
    return re.sub(r"\\(.)", r"\1", "\n".join(str(part.value) for part in parts)) + tables


def test_a_lead_sees_those_who_report_to_them(team: Callable[[str | None], AppTest]) -> None:
    at = team("Mia Ott")
    assert not at.exception
    [table] = tab_of(at).dataframe
    row = table.value.iloc[0]
    assert (row["Person"], row["Weekend days"], row["Above contract"]) == ("Anneke Vos", 7, "7 of 11")


def test_one_sees_oneself(team: Callable[[str | None], AppTest]) -> None:
    words = said(team("Anneke Vos"))
    assert "7 of 11" in words.replace("*", "")
    assert "7 weekend days with work logged, 7 h" in words.replace("*", "")
    assert "Nobody reports to you" in words


@pytest.mark.parametrize("name", [None, "Somebody Else", "Bo Ritsma", "Cy Damsma"])
def test_a_stranger_sees_no_other_name_and_no_number_of_theirs(
    team: Callable[[str | None], AppTest], name: str | None
) -> None:
    words = said(team(name))
    others = [one for one in NAMES.values() if one != name]
    assert not [one for one in others if one in words or one.split()[0] in words]
    assert not re.search(r"\b7\b|7 h", words)
    assert "Only you see your own signals" in words
    assert "Sign-in is not set up" in words


def test_what_a_lead_saw_is_not_shown_to_who_sits_down_after_them(
    team: Callable[[str | None], AppTest], store: Store
) -> None:
    assert "Anneke" in said(team("Mia Ott"))
    words = said(team("Bo Ritsma"))
    assert "Anneke" not in words
    assert "Nobody reports to you" in words


def test_who_is_not_known_is_told_what_to_do(team: Callable[[str | None], AppTest]) -> None:
    assert "Say who you are" in said(team(None))
    assert "No colleague is known by the name Somebody Else" in said(team("Somebody Else"))
