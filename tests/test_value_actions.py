"""Writing objectives: refused in words that name the field, stored once, history never overwritten."""

import math
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.errors import NotFound, RefusedValue
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.value import actions
from lib.value.actions import TermsChanged
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm, SectorBenchmark
from tests.value_cases import COST, ENGAGEMENT, OUTAGES, put_objectives

TERM, READING, GOAL = table_of(ObjectiveTerm), table_of(ObjectiveReading), table_of(Objective)
SMART: dict[str, Any] = {
    "account_id": 1, "name": "Sign-ups", "kind": "goal", "unit": "a month", "better": "higher", "reviewed": "monthly",
    "baseline": 100.0, "target": 150.0, "starts_on": date(2026, 1, 1), "due_on": date(2026, 12, 31),
}  # fmt: skip
TERMS: dict[str, Any] = {
    "baseline": 60.0, "target": 50.0, "due_on": date(2027, 1, 1), "starts_on": date(2026, 5, 1), "reason": "Budget cut",
}  # fmt: skip
TOMORROW = date.today() + timedelta(1)


def count(store: Store, model: type[Base]) -> int:
    return len(store.rows(select(table_of(model).c.id)))


def test_an_objective_comes_with_its_first_terms(store: Store) -> None:
    put_objectives(store)
    made = actions.add_objective(store, "Ann", **SMART, token="one")
    found = store.rows(select(TERM.c.baseline, TERM.c.target, TERM.c.reason).where(TERM.c.objective_id == made))
    assert found == [(100, 150, "Agreed at the start")]


def test_a_second_click_stores_no_second_objective(store: Store) -> None:
    put_objectives(store)
    before = count(store, Objective)
    assert len({actions.add_objective(store, "Ann", **SMART, token="one") for _ in range(2)}) == 1
    assert count(store, Objective) == before + 1


def test_whoever_wrote_it_stands_in_the_change_log(store: Store) -> None:
    put_objectives(store)
    actions.add_objective(store, "Ann Berg", **SMART, token="one")
    log = table_of(ChangeLog)
    assert set(store.rows(select(log.c.who).where(log.c.action == "add objective"))) == {("Ann Berg",)}


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"account_id": None}, "account_id", "choose the client"),
        ({"name": "  "}, "name", "say in a few words"),
        ({"baseline": None}, "baseline", "write a number"),
        ({"target": math.nan}, "target", "write a number"),
        ({"target": math.inf}, "target", "write a number"),
        ({"target": 100.0}, "target", "must differ from the baseline"),
        ({"target": 90.0}, "target", "must lie above the baseline"),
        ({"better": "lower"}, "target", "must lie below the baseline"),
        ({"due_on": date(2026, 1, 1)}, "due_on", "must be after 2026-01-01"),
        ({"starts_on": None}, "starts_on", "choose a day"),
        ({"kind": "wish"}, "kind", "is not in the list"),
        ({"reviewed": "daily"}, "reviewed", "is not in the list"),
    ],
)
def test_an_objective_that_is_not_smart_is_refused(wrong: dict[str, Any], field: str, words: str, store: Store) -> None:
    put_objectives(store)
    before = count(store, Objective)
    with pytest.raises(RefusedValue, match=words) as refused:
        actions.add_objective(store, "Ann", **(SMART | wrong), token="one")
    assert refused.value.field == field
    assert count(store, Objective) == before


def test_changed_terms_end_the_ones_before_and_keep_them(store: Store) -> None:
    put_objectives(store)
    actions.change_terms(store, "Ann", COST, 3, **TERMS, token="one")
    columns = (TERM.c.target, TERM.c.starts_on, TERM.c.ends_before, TERM.c.reason)
    assert store.rows(select(*columns).where(TERM.c.objective_id == COST).order_by(TERM.c.id)) == [
        (40, date(2026, 1, 1), date(2026, 5, 1), "Agreed at the start"),
        (50, date(2026, 5, 1), None, "Budget cut"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": None}, "reason"),
        ({"reason": " "}, "reason"),
        ({"target": 60.0}, "target"),
        ({"target": 70.0}, "target"),
        ({"target": 40.0}, "target"),  # nothing differs
        ({"starts_on": TOMORROW}, "starts_on"),
        ({"starts_on": date(2026, 1, 1)}, "starts_on"),  # the day the present ones began
        ({"due_on": date(2026, 5, 1)}, "due_on"),
        ({"baseline": None}, "baseline"),
    ],
)
def test_terms_that_make_no_sense_are_refused(wrong: dict[str, Any], field: str, store: Store) -> None:
    put_objectives(store)
    before = count(store, ObjectiveTerm)
    with pytest.raises(RefusedValue) as refused:
        actions.change_terms(store, "Ann", COST, 3, **(TERMS | wrong), token="one")
    assert refused.value.field == field
    assert count(store, ObjectiveTerm) == before


def test_of_two_who_change_the_same_terms_the_second_is_told(store: Store) -> None:
    put_objectives(store)
    actions.change_terms(store, "Ann", COST, 3, **TERMS, token="ann")
    with pytest.raises(TermsChanged, match="60 to 50 by 2027-01-01"):
        actions.change_terms(store, "Bo", COST, 3, **(TERMS | {"target": 45.0}), token="bo")
    assert count(store, ObjectiveTerm) == 5


def test_an_objective_without_terms_gets_its_first(store: Store) -> None:
    put_objectives(store)
    wanted = TERMS | {"target": 70.0, "reason": "Agreed late"}
    actions.change_terms(store, "Ann", 4, None, **wanted, token="one")
    assert store.rows(select(TERM.c.target).where(TERM.c.objective_id == 4)) == [(70,)]


def test_a_reading_is_stored_once(store: Store) -> None:
    put_objectives(store)
    before = count(store, ObjectiveReading)
    for _ in range(2):
        actions.add_reading(store, "Ann", COST, date(2026, 6, 20), 55.5, "report", "one")
    assert count(store, ObjectiveReading) == before + 1


@pytest.mark.parametrize(
    ("day", "actual", "field"),
    [
        (TOMORROW, 5.0, "read_on"),
        (None, 5.0, "read_on"),
        (date(2026, 6, 1), None, "actual"),
        (date(2026, 6, 1), math.nan, "actual"),
    ],
)
def test_a_reading_of_tomorrow_or_of_nothing_is_refused(
    day: date | None, actual: float | None, field: str, store: Store
) -> None:
    put_objectives(store)
    with pytest.raises(RefusedValue) as refused:
        actions.add_reading(store, "Ann", COST, day, actual, None, "one")
    assert refused.value.field == field


def test_a_reading_of_an_objective_that_is_gone_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        actions.add_reading(store, "Ann", 99, date(2026, 6, 1), 5.0, None, "one")


def test_a_reading_is_confirmed_by_a_contact_of_the_client(store: Store) -> None:
    put_objectives(store)
    actions.confirm_reading(store, "Ann", 2, 1, date(2026, 6, 9), "one")
    found = select(READING.c.confirmed_by_id, READING.c.confirmed_on).where(READING.c.id == 2)
    assert store.rows(found) == [(1, date(2026, 6, 9))]


@pytest.mark.parametrize(
    ("reading", "contact", "day", "field"),
    [
        (2, None, date(2026, 6, 9), "contact_id"),
        (2, 2, date(2026, 6, 9), "contact_id"),  # works for another client
        (2, 1, date(2026, 5, 31), "confirmed_on"),  # before it was read
        (2, 1, TOMORROW, "confirmed_on"),
        (1, 1, date(2026, 6, 9), "reading_id"),  # confirmed already
    ],
)
def test_a_confirmation_that_cannot_be_is_refused(
    reading: int, contact: int | None, day: date, field: str, store: Store
) -> None:
    put_objectives(store)
    with pytest.raises(RefusedValue) as refused:
        actions.confirm_reading(store, "Ann", reading, contact, day, "one")
    assert refused.value.field == field


def test_an_objective_is_closed_once(store: Store) -> None:
    put_objectives(store)
    actions.close_objective(store, "Ann", ENGAGEMENT, date(2026, 6, 20), "one")
    assert store.rows(select(GOAL.c.closed_on).where(GOAL.c.id == ENGAGEMENT)) == [(date(2026, 6, 20),)]
    with pytest.raises(RefusedValue, match="closed on 2026-06-20"):
        actions.close_objective(store, "Ann", ENGAGEMENT, date(2026, 6, 21), "two")
    with pytest.raises(RefusedValue, match="closed on 2026-06-20"):
        actions.change_terms(store, "Ann", ENGAGEMENT, 2, **(TERMS | {"target": 90.0}), token="three")


@pytest.mark.parametrize("day", [None, TOMORROW, date(2025, 5, 31)])
def test_an_objective_is_not_closed_before_it_began_nor_tomorrow(day: date | None, store: Store) -> None:
    put_objectives(store)
    with pytest.raises(RefusedValue) as refused:
        actions.close_objective(store, "Ann", OUTAGES, day, "one")
    assert refused.value.field == "closed_on"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"measure": ""}, "measure"),
        ({"published_by": None}, "published_by"),
        ({"value": None}, "value"),
        ({"year": None}, "year"),
        ({"year": 1066}, "year"),
        ({"year": date.today().year + 1}, "year"),
        ({}, None),
    ],
)
def test_a_published_figure_needs_its_source_and_year(wrong: dict[str, Any], field: str | None, store: Store) -> None:
    put_objectives(store)
    right = {"sector_id": 1, "measure": "Recall", "value": 3.0, "unit": "%", "published_by": "Press", "year": 2024}
    before = count(store, SectorBenchmark)
    if field is None:
        actions.add_benchmark(store, "Ann", **(right | wrong), token="one")
        assert count(store, SectorBenchmark) == before + 1
        return
    with pytest.raises(RefusedValue) as refused:
        actions.add_benchmark(store, "Ann", **(right | wrong), token="one")
    assert refused.value.field == field
