"""Cover on the page of team allocation: skills on one person, absences ahead, everybody taken out in turn."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contract, Service, ServiceSkill
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.store.engine import Store
from lib.store.users import introduce
from lib.team.tables import Absence, Booking
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
DAY, BEGAN = "2026-01-31", date(2025, 1, 1)


@pytest.fixture
def cover(app: App, store: Store) -> Callable[..., AppTest]:
    """Ann alone codes for Acme's shop and is away in February; Bo has her role and the time."""
    put(store, Account(id=1, name="Acme"), Service(id=1, name="Shop"), Skill(id=1, name="code"), Role(id=1, name="Dev"))
    put(store, Person(id=1, name="Ann Berg"), Person(id=2, name="Bo Holt"))
    put(store, ServiceSkill(service_id=1, skill_id=1, minutes_per_month=600, least_level=3))
    put(store, PersonSkill(person_id=1, skill_id=1, level=4, starts_on=BEGAN))
    put(store, *(PersonRole(person_id=n, role_id=1, starts_on=BEGAN) for n in (1, 2)))
    put(store, *(WeeklyHours(person_id=n, minutes_per_week=2400, starts_on=BEGAN) for n in (1, 2)))
    put(store, Contract(account_id=1, service_id=1, kind="support", starts_on=BEGAN))
    put(store, Booking(person_id=1, account_id=1, minutes_per_week=1200, starts_on=BEGAN))
    put(store, Absence(person_id=1, kind="sickness", starts_on=date(2026, 2, 9), ends_before=date(2026, 2, 14)))
    introduce(store, "Bo Holt")
    return lambda **query: opened(app, **query)


def opened(app: App, **query: str) -> AppTest:
    return app("team.py", {"team_tab": "Cover"}, **({"as_of": DAY} | query))


def test_a_skill_of_one_and_an_absence_are_told_without_why_somebody_is_away(cover: Callable[..., AppTest]) -> None:
    at = cover()
    assert not at.exception
    words = words_of(at).replace("*", "")
    assert "Of 1 skills services need, 1 hangs on one person; 1 client buys services that need them." in words
    shown = "\n".join(one.value.to_csv() for one in at.dataframe)
    assert "Bo Holt 20 h" in shown
    assert "sick" not in (shown + words).lower()


def test_everybody_is_taken_out_in_turn_and_the_result_stays_until_the_data_change(
    cover: Callable[..., AppTest], store: Store
) -> None:
    at = cover()
    at.button(key="cover_begin").click().run()
    for _ in range(50):
        if "could cover" in words_of(at):
            break
        time.sleep(0.1)
        at.run()
    assert "Of 1 with booked work for clients" in words_of(at).replace("*", "")
    assert not [one for one in at.button if one.key == "cover_begin"]
    put(store, Booking(person_id=2, account_id=1, minutes_per_week=60, starts_on=BEGAN))
    at.run()
    assert "changed since this was worked out" in words_of(at)
    assert at.button(key="cover_begin").label == "Work it out again"


def test_an_empty_tab_says_what_to_do(app: App, store: Store) -> None:
    put(store, Account(id=1, name="Acme"), Person(id=1, name="Ann Berg"))
    at = opened(app)
    assert not at.exception
    assert "No service on sale says which skills it needs" in words_of(at)
    assert "No whole day away is recorded" in words_of(at)
