"""Wins, check-ups, goals and expectations: stored once, refused in words beside their field."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.errors import RefusedValue, StaleEdit
from lib.review.development_actions import (
    add_expectation,
    edit_expectation,
    edit_goal,
    reach_goal,
    remove_expectation,
    set_goal,
)
from lib.review.recognition_actions import record_check_up, record_win
from lib.review.tables import CheckUp, DevelopmentGoal, LevelExpectation, Win
from lib.store.base import Base, table_of
from lib.store.engine import Store
from tests.review_cases import ACME, ANN, DUE, HELD, LEFT, put_firm

FAR = date(2999, 1, 1)
WIN: dict[str, Any] = {
    "happened_on": HELD, "account_id": ACME, "person_id": ANN, "words": "Renewed", "thanks_from": None,
}  # fmt: skip
CHECK: dict[str, Any] = {"account_id": ACME, "period": "quarter", "held_on": HELD, "person_id": ANN, "words": None}
GOAL: dict[str, Any] = {"person_id": ANN, "what": "Lead a workshop", "set_on": HELD, "due_on": DUE, "skill_id": 1}


def win(store: Store, token: str = "w", **other: Any) -> int | None:
    return record_win(store, "Ann", **(WIN | other), token=token)


def check_up(store: Store, token: str = "c", **other: Any) -> int | None:
    return record_check_up(store, "Ann", **(CHECK | other), token=token)


def goal(store: Store, token: str = "g", **other: Any) -> int | None:
    return set_goal(store, "Ann", **(GOAL | other), token=token)


def rows(store: Store, model: type[Base], *names: str) -> list[tuple[Any, ...]]:
    table = table_of(model)
    return [tuple(row) for row in store.rows(select(*(table.c[name] for name in names)))]


def test_wins_and_check_ups_are_kept_once(store: Store) -> None:
    put_firm(store)
    assert win(store) == win(store)
    win(store, "thanks", person_id=LEFT, account_id=None, words=" Two  spaces ", thanks_from="Their board")
    check_up(store)
    check_up(store, "year", period="year")
    assert rows(store, Win, "words", "person_id", "thanks_from") == [
        ("Renewed", ANN, None), ("Two spaces", LEFT, "Their board"),
    ]  # fmt: skip
    assert rows(store, CheckUp, "period") == [("quarter",), ("year",)]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: win(s, happened_on=FAR), "Happened on: 1 Jan 2999 is still to come"),
        (lambda s: win(s, words=" "), "Words: say what went well."),
        (lambda s: win(s, account_id=99), "Account: there is no such client"),
        (lambda s: win(s, person_id=99), "Person: there is no such colleague"),
        (lambda s: check_up(s, account_id=None), "Account: choose the client."),
        (lambda s: check_up(s, account_id=99), "Account: there is no such client"),
        (lambda s: check_up(s, period="week"), "Period: say whether"),
        (lambda s: check_up(s, held_on=None), "Held on: say on which day"),
        (lambda s: check_up(s, person_id=LEFT), "Person: Cy Dal left on 31 Aug 2026"),
        (lambda s: (check_up(s), check_up(s, "again")), "Held on: this client's check-up of 14 Sep 2026"),
        (lambda s: goal(s, person_id=None), "Person: choose whose goal it is."),
        (lambda s: goal(s, person_id=LEFT), "Person: Cy Dal left"),
        (lambda s: goal(s, what=""), "What: say what is to be learned."),
        (lambda s: goal(s, set_on=FAR), "Set on: 1 Jan 2999 is still to come"),
        (lambda s: goal(s, due_on=HELD - timedelta(1)), "Due on: cannot be before 14 Sep 2026"),
        (lambda s: goal(s, skill_id=99), "Skill: there is no such skill"),
        (lambda s: reach_goal(s, "Ann", goal(s) or 0, HELD - timedelta(1), "r"), "Reached on: cannot be before"),
        (lambda s: add_expectation(s, "Ann", None, "great work", "X", "e"), "Role: choose the role."),
        (lambda s: add_expectation(s, "Ann", 99, "great work", "X", "e"), "Role: there is no such role"),
        (lambda s: add_expectation(s, "Ann", 1, "tea", "X", "e"), "Duty: choose one of the five duties."),
        (lambda s: add_expectation(s, "Ann", 1, "great work", " ", "e"), "Words: say what is expected."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    store: Store, act: Callable[[Store], object], sentence: str
) -> None:
    put_firm(store)
    with pytest.raises(RefusedValue) as refused:
        act(store)
    assert str(refused.value).startswith(sentence)


def test_a_goal_is_set_changed_by_one_at_a_time_and_reached_once(store: Store) -> None:
    put_firm(store)
    number = goal(store) or 0
    seen = {"version": 1, "what": "Lead a workshop", "skill_id": 1, "due_on": DUE}
    edit_goal(store, "Ann", number, seen, {"what": "Lead two", "due_on": None}, "edit")
    with pytest.raises(StaleEdit):
        edit_goal(store, "Bo", number, seen, {"what": "Lead three"}, "edit too")
    reach_goal(store, "Ann", number, DUE, "reach")
    with pytest.raises(RefusedValue, match="reached already, on 18 Sep 2026"):
        reach_goal(store, "Ann", number, DUE, "reach again")
    assert rows(store, DevelopmentGoal, "what", "due_on", "skill_id", "reached_on") == [("Lead two", None, 1, DUE)]


def test_a_role_has_one_expectation_a_duty(store: Store) -> None:
    put_firm(store)
    number = add_expectation(store, "Ann", 1, "great work", "On time", "one") or 0
    assert add_expectation(store, "Ann", 1, "great work", "On time", "one") == number
    with pytest.raises(RefusedValue, match="described for this role already"):
        add_expectation(store, "Bo", 1, "great work", "In budget", "two")
    seen = {"version": 1, "words": "On time"}
    edit_expectation(store, "Bo", number, seen, "In budget", "edit")
    with pytest.raises(StaleEdit):
        edit_expectation(store, "Ann", number, seen, "Both", "edit too")
    assert rows(store, LevelExpectation, "words") == [("In budget",)]
    remove_expectation(store, "Bo", number, "away")
    assert rows(store, LevelExpectation, "words") == []
