"""Suggested moves on the page of team allocation: solved, locked, applied once, undone; and what stands in the way."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contract
from lib.people.tables import Person, PersonRole, Role, WeeklyHours
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.store.writing import perform
from lib.team.tables import AllocationRun, Booking
from tests.facts import put
from tests.page_cases import words_of

App = Callable[..., AppTest]
Open = Callable[..., AppTest]
BEGAN = date(2020, 1, 1)
MARA, JON = 1, 2


@pytest.fixture
def team(app: App, store: Store) -> Open:
    """Mara, who leads Acme, is booked far over target; Jon has the same role and time. Ann looks."""
    put(store, Role(id=1, name="Strategist", utilisation_target=0.75))
    put(store, Person(id=MARA, name="Mara *Steen*"), Person(id=JON, name="Jon Li"), Person(id=3, name="Ann Berg"))
    put(store, *(Account(id=n, name=name) for n, name in enumerate(["Acme", "Bolt", "Crux"], start=1)))
    for number in (MARA, JON):
        put(store, PersonRole(person_id=number, role_id=1, starts_on=BEGAN))
    put(store, AccountOwner(account_id=1, person_id=MARA, starts_on=BEGAN))
    put(store, Contract(account_id=1, kind="retainer", starts_on=BEGAN, monthly_fee_cents=100_000))
    introduce(store, "Ann Berg")
    return lambda **query: opened(app, **query)


def opened(app: App, **query: str) -> AppTest:
    return app("team.py", {"team_tab": "Suggest"}, **({"as_of": str(today())} | query))


def with_hours(store: Store) -> None:
    put(store, *(WeeklyHours(person_id=one, minutes_per_week=2400, starts_on=BEGAN) for one in (MARA, JON)))


def with_work(store: Store, *minutes: int) -> None:
    """Mara's bookings on Acme, Bolt and Crux."""
    put(
        store,
        *(
            Booking(person_id=MARA, account_id=n, minutes_per_week=each, starts_on=BEGAN)
            for n, each in enumerate(minutes, start=1)
        ),
    )


def solved(at: AppTest, button: str = "Suggest moves") -> AppTest:
    next(one for one in at.button if one.label == button).click().run()
    return waited(at)


def waited(at: AppTest) -> AppTest:
    """The page once what was begun beside it is over; it tells of the end in one run and shows it in the next."""
    for thread in [one for one in threading.enumerate() if one.name.startswith("Thread-") and not one.daemon]:
        thread.join(60)
    return at.run()


def moves(at: AppTest) -> Any:
    return next(table.value for table in at.dataframe if "Load of giver" in table.value or "Giver" in table.value)


def choose(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def holders(store: Store) -> list[tuple[int, int]]:
    """Who is booked on each account with no end, by account."""
    table = table_of(Booking)
    still = select(table.c.account_id, table.c.person_id).where(table.c.ends_before.is_(None))
    return sorted((int(one), int(two)) for one, two in store.rows(still))


def apply_it(at: AppTest, reason: str) -> AppTest:
    field = next(one for one in at.text_input if one.label == "Reason")
    field.set_value(reason)
    return next(one for one in at.button if one.label == "Apply").click().run()


def test_moves_are_suggested_applied_once_and_taken_back(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 900, 900, 900)
    at = team()
    assert not at.exception
    assert "**1 person is over target** in the 8 weeks from" in words_of(at)
    assert "Mara *Steen*" in words_of(at)
    solved(at)
    assert "Proved best" in words_of(at)
    listed = moves(at)
    assert len(listed) == 1
    assert listed["Giver"][0] == "150 → 100" or listed["Taker"][0] == "0 → 50"
    assert next(box for box in at.checkbox if box.key.startswith("suggest_tick_")).value is True

    apply_it(at, "")
    assert "Reason: say why" in words_of(at)
    assert holders(store) == [(1, MARA), (2, MARA), (3, MARA)]
    apply_it(at, "Mara is over target")
    assert not at.exception
    assert sum(person == JON for _, person in holders(store)) == 1
    assert len(store.rows(select(table_of(AllocationRun).c.id))) == 1
    assert "**Nobody** is over target" in words_of(at)

    choose(at, "suggest_runs", 0)
    at.button(key="suggest_undo_1").click().run()
    assert not at.exception
    assert holders(store) == [(1, MARA), (2, MARA), (3, MARA)]
    assert "It was undone" in words_of(at)


def test_a_lock_and_a_veto_are_collected_and_solved_with(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 900, 900, 900)
    at = solved(team())
    first = moves(at)["Account"][0]
    choose(at, f"suggest_moves_{today()}", 0)
    assert "What is lost" in words_of(at)
    at.button(key="suggest_lock").click().run()
    assert "not yet solved with this limit, these locks and vetoes" in words_of(at)
    solved(at, "Solve again")
    second = moves(at)["Account"][0]
    assert second != first
    choose(at, f"suggest_moves_{today()}", 0)
    at.button(key="suggest_veto").click().run()
    asked = [box.value for box in at.multiselect]
    assert asked == [[f"a{'ABC'.index(first[0]) + 1}p{MARA}"], [(f"a{'ABC'.index(second[0]) + 1}p{MARA}", JON)]]


def test_a_write_makes_the_suggestion_old_and_it_is_not_applied(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 900, 900, 900)
    at = solved(team())
    perform(
        store, "Cy", "edit booking",
        lambda write: write.set(Booking, 1, {"minutes_per_week": 60}, write.read(Booking, 1)),
    )  # fmt: skip
    at.run()
    assert "changed since this was solved" in words_of(at)
    assert not any(one.label == "Apply" for one in at.button)
    solved(at, "Solve again")
    assert "changed since this was solved" not in words_of(at)


def test_a_past_day_can_be_looked_at_and_not_applied(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 900, 900, 900)
    at = solved(team(as_of=str(today() - timedelta(days=40))))
    assert "it can be looked at, not applied" in words_of(at)
    assert not any(one.label == "Apply" for one in at.button)


def test_nobody_over_target_is_said_and_a_suggestion_still_offered(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 300)
    at = team()
    assert "**Nobody** is over target" in words_of(at)
    assert any(one.label == "Suggest moves" for one in at.button)


def test_without_hours_the_next_step_is_said(team: Open, store: Store) -> None:
    with_work(store, 900)
    at = team()
    assert "Nobody's weekly hours are recorded" in words_of(at)
    assert not any(one.label == "Suggest moves" for one in at.button)


def test_without_bookings_the_next_step_is_said(team: Open, store: Store) -> None:
    with_hours(store)
    at = team()
    assert "Nothing is booked on accounts" in words_of(at)
    assert "No suggestion was applied yet" in words_of(at)


def test_a_handover_pack_is_made_and_can_be_taken_away(team: Open, store: Store) -> None:
    with_hours(store)
    with_work(store, 900, 900, 900)
    at = solved(team())
    choose(at, f"suggest_moves_{today()}", 0)
    at.button(key="handover_make").click().run()
    waited(at)
    assert {"handover_pptx", "handover_pdf"} <= {one.key for one in at.get("download_button")}
