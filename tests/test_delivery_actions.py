"""Changes of scope and roadblocks as they are written: once, never twice settled, never from what is out of date."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.delivery.actions import AlreadySettled, add_change, close_roadblock, decide_change, open_roadblock
from lib.delivery.tables import Roadblock, ScopeChange
from lib.errors import RefusedValue, StaleEdit
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import perform
from tests.client_facts import on
from tests.facts import put
from tests.work_book import FAIR, FILM, GONE, SHOP, book

CHANGE, ROADBLOCK = table_of(ScopeChange), table_of(Roadblock)
WAITING, OPEN = 2, 2  # Longer cut; No access
ASKED = {"project_id": SHOP, "what": " More  pages ", "asked_on": on("11-12"), "hours": 1.5, "fee": 120.5,
         "new_due_on": on("12-20")}  # fmt: skip
SAID = {"decision": "approved", "decided_on": on("11-01"), "decided_by_id": 1}
STOPS = {"project_id": SHOP, "what": "No texts", "cause": "client feedback", "person_id": 2, "opened_on": on("11-12")}
GONE_NOW = {"closed_on": on("11-15"), "days_lost": 12}
TOMORROW = date.today() + timedelta(days=1)


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *book())
    return store


def row(store: Store, table: Any, number: int | None) -> dict[str, Any]:
    with store.reads.connect() as connection:
        return dict(connection.execute(select(table).where(table.c.id == number)).mappings().one())


def test_a_change_is_asked_for_in_hours_and_euros_and_waits(filled: Store) -> None:
    made = add_change(filled, "Ann", **ASKED, token="a")
    assert add_change(filled, "Ann", **ASKED, token="a") == made
    stored = row(filled, CHANGE, made)
    assert (stored["what"], stored["minutes"], stored["fee_cents"], stored["decision"]) == (
        "More pages", 90, 12_050, "waiting",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("project_id", {"project_id": None}), ("project_id", {"project_id": GONE}), ("what", {"what": "  "}),
        ("asked_on", {"asked_on": TOMORROW}), ("asked_on", {"asked_on": None}), ("hours", {"hours": float("nan")}),
        ("hours", {"hours": 1e9}), ("hours", {"hours": None, "fee": None, "new_due_on": None}), ("fee", {"fee": -1.0}),
        ("fee", {"fee": 1e15}), ("new_due_on", {"new_due_on": on("09-30")}),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_at_its_field(filled: Store, field: str, typed: dict[str, Any]) -> None:
    refused(field, lambda: add_change(filled, "Ann", **(ASKED | typed), token="a"))


def refused(field: str, work: Callable[[], object]) -> None:
    with pytest.raises(RefusedValue) as told:
        work()
    assert told.value.field == field


def test_an_answer_is_kept_with_its_day_and_who_gave_it(filled: Store) -> None:
    decide_change(filled, "Ann", WAITING, 1, **SAID, token="a")
    stored = row(filled, CHANGE, WAITING)
    assert [stored[name] for name in SAID] == ["approved", on("11-01"), 1]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("decision", {"decision": None}), ("decision", {"decision": "waiting"}), ("decided_on", {"decided_on": None}),
        ("decided_on", {"decided_on": on("09-19")}), ("decided_on", {"decided_on": TOMORROW}),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_at_its_field(filled: Store, field: str, typed: dict[str, Any]) -> None:
    refused(field, lambda: decide_change(filled, "Ann", WAITING, 1, **(SAID | typed), token="a"))
    assert row(filled, CHANGE, WAITING)["decision"] == "waiting"


def test_a_decided_change_is_not_decided_again(filled: Store) -> None:
    decide_change(filled, "Ann", WAITING, 1, **SAID, token="a")
    with pytest.raises(AlreadySettled, match="was approved on 1 Nov 2024 already"):
        decide_change(filled, "Bo", WAITING, 2, **(SAID | {"decision": "declined"}), token="b")
    assert decide_change(filled, "Ann", WAITING, 1, **SAID, token="a") == WAITING  # the same click again


def test_terms_changed_under_the_eyes_of_who_decides_are_told_first(filled: Store) -> None:
    perform(
        filled, "Bo", "edit",
        lambda write: write.set(ScopeChange, WAITING, {"fee_cents": 90_000}, write.read(ScopeChange, WAITING)),
    )  # fmt: skip
    with pytest.raises(StaleEdit, match="Bo changed this scope change"):
        decide_change(filled, "Ann", WAITING, 1, **SAID, token="a")


def test_a_roadblock_is_opened_with_one_owner(filled: Store) -> None:
    stored = row(filled, ROADBLOCK, open_roadblock(filled, "Ann", **STOPS, token="a"))
    assert [stored[name] for name in STOPS] == list(STOPS.values())
    assert (stored["closed_on"], stored["days_lost"]) == (None, None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("project_id", {"project_id": None}), ("project_id", {"project_id": GONE}), ("what", {"what": None}),
        ("cause", {"cause": None}), ("cause", {"cause": "weather"}), ("person_id", {"person_id": None}),
        ("opened_on", {"opened_on": TOMORROW}), ("opened_on", {"project_id": FAIR, "opened_on": on("11-11")}),
    ],
)  # fmt: skip
def test_a_roadblock_that_cannot_be_is_refused_at_its_field(filled: Store, field: str, typed: dict[str, Any]) -> None:
    refused(field, lambda: open_roadblock(filled, "Ann", **(STOPS | typed), token="a"))


def test_a_roadblock_is_closed_once_with_the_days_it_cost(filled: Store) -> None:
    close_roadblock(filled, "Ann", OPEN, 1, **GONE_NOW, token="a")
    stored = row(filled, ROADBLOCK, OPEN)
    assert (stored["project_id"], stored["closed_on"], stored["days_lost"]) == (FILM, on("11-15"), 12)
    with pytest.raises(AlreadySettled, match="was closed on 15 Nov 2024 already"):
        close_roadblock(filled, "Bo", OPEN, 2, **GONE_NOW, token="b")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("closed_on", {"closed_on": None}), ("closed_on", {"closed_on": on("09-30")}),
        ("closed_on", {"closed_on": TOMORROW}), ("days_lost", {"days_lost": None}), ("days_lost", {"days_lost": -1}),
        ("days_lost", {"days_lost": 99_999}),
    ],
)  # fmt: skip
def test_a_closing_that_cannot_be_is_refused_at_its_field(filled: Store, field: str, typed: dict[str, Any]) -> None:
    refused(field, lambda: close_roadblock(filled, "Ann", OPEN, 1, **(GONE_NOW | typed), token="a"))
    assert row(filled, ROADBLOCK, OPEN)["closed_on"] is None


def test_a_roadblock_somebody_changed_meanwhile_is_not_closed_unseen(filled: Store) -> None:
    perform(
        filled, "Bo", "edit",
        lambda write: write.set(Roadblock, OPEN, {"cause": "rework"}, write.read(Roadblock, OPEN)),
    )  # fmt: skip
    with pytest.raises(StaleEdit):
        close_roadblock(filled, "Ann", OPEN, 1, **GONE_NOW, token="a")
