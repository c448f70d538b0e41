"""Setting, changing and removing growth targets."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lib.errors import NotFound, RefusedValue, StaleEdit
from lib.growth.tables import GrowthTarget
from lib.growth.target_actions import add_target, edit_target, remove_target
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put
from tests.target_cases import ACME, ANN, put_firm, target

TARGET = table_of(GrowthTarget)
YEAR = {"starts_on": date(2026, 1, 1), "ends_before": date(2027, 1, 1)}


def stored(store: Store) -> list[Any]:
    names = ("kind", "account_id", "person_id", "amount_cents", "share", "starts_on", "ends_before")
    return [tuple(row) for row in store.rows(select(*(TARGET.c[name] for name in names)).order_by(TARGET.c.id))]


def test_a_target_of_each_scope_is_stored_once(store: Store) -> None:
    put_firm(store)
    for _ in range(2):
        add_target(store, "Ann", "revenue", **YEAR, token="a", amount_cents=100)
    add_target(store, "Ann", "growth", **YEAR, token="b", account_id=ACME, share=-0.05)
    add_target(store, "Ann", "won", **YEAR, token="c", person_id=ANN, amount_cents=300)
    assert stored(store) == [
        ("revenue", None, None, 100, None, *YEAR.values()), ("growth", ACME, None, None, -0.05, *YEAR.values()),
        ("won", None, ANN, 300, None, *YEAR.values()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"amount_cents": None}, "Amount: say how much is aimed at."),
        ({"amount_cents": 0}, "Amount: must be above zero."),
        ({"amount_cents": -5}, "Amount: must be above zero."),
        ({"kind": "growth"}, "Share: say by how many per cent revenue is to grow."),
        ({"kind": "growth", "share": -1.01}, "Share: cannot be below -100 %"),
        ({"kind": "growth", "share": float("nan")}, "Share: say by how many per cent"),
        ({"kind": "profit"}, "Kind: choose what is aimed at."),
        ({"starts_on": None}, "Starts on: choose the first day"),
        ({"ends_before": None}, "Ends before: choose the last day"),
        ({"ends_before": date(2026, 1, 1)}, "Ends before: the last day cannot be before 1 Jan 2026"),
        ({"account_id": 1, "person_id": 1}, "Person: a target is of an account or of a person"),
    ],
)
def test_what_cannot_be_aimed_at_is_refused_in_words(store: Store, given: dict[str, Any], sentence: str) -> None:
    put_firm(store)
    with pytest.raises(RefusedValue) as refused:
        add_target(store, "Ann", **({"kind": "revenue", "amount_cents": 100, "token": "a"} | YEAR | given))
    assert str(refused.value).startswith(sentence)
    assert stored(store) == []


@pytest.mark.parametrize(
    ("scope", "whose"), [({}, "the book"), ({"account_id": ACME}, "Acme"), ({"person_id": ANN}, "Ann Berg")]
)
def test_a_second_target_of_the_same_days_names_the_first(store: Store, scope: dict[str, int], whose: str) -> None:
    put_firm(store)
    put(store, target(amount_cents=100, **scope))
    later = {"starts_on": date(2026, 12, 31), "ends_before": date(2027, 6, 1)}
    with pytest.raises(RefusedValue) as refused:
        add_target(store, "Ann", "revenue", **later, token="a", amount_cents=5, **scope)
    assert f"{whose} has a revenue target for 1 Jan 2026 – 31 Dec 2026 already" in str(refused.value)
    add_target(store, "Ann", "won", **later, token="b", amount_cents=5, **scope)
    add_target(store, "Ann", "revenue", date(2027, 1, 1), date(2028, 1, 1), "c", amount_cents=5, **scope)
    assert len(stored(store)) == 3


def test_another_scope_may_have_the_same_days(store: Store) -> None:
    put_firm(store)
    put(store, target(amount_cents=100), target(amount_cents=100, account_id=2))
    add_target(store, "Ann", "revenue", **YEAR, token="a", amount_cents=5, account_id=ACME)
    assert len(stored(store)) == 3


def test_a_target_without_an_end_covers_all_days_after_its_start(store: Store) -> None:
    put(store, target(amount_cents=100, ends_before=None))
    with pytest.raises(RefusedValue, match="the book has a revenue target from 1 Jan 2026 on already"):
        add_target(store, "Ann", "revenue", date(2030, 1, 1), date(2031, 1, 1), "a", amount_cents=5)


def test_an_amount_is_changed_and_the_slower_of_two_is_told(store: Store) -> None:
    put(store, target(amount_cents=100))
    shown = {"version": 1, "amount_cents": 100}
    edit_target(store, "Ann", 1, shown, {"amount_cents": 200}, "a")
    with pytest.raises(StaleEdit) as clash:
        edit_target(store, "Bo", 1, shown, {"amount_cents": 300}, "b")
    assert (clash.value.theirs, clash.value.who) == ({"amount_cents": 200}, "Ann")
    with pytest.raises(RefusedValue, match="above zero"):
        edit_target(store, "Bo", 1, {"version": 2, "amount_cents": 200}, {"amount_cents": 0}, "c")
    assert stored(store)[0][3] == 200


def test_a_target_is_removed_and_gone(store: Store) -> None:
    put(store, target(amount_cents=100))
    remove_target(store, "Ann", 1, "a")
    assert stored(store) == []
    with pytest.raises(NotFound):
        remove_target(store, "Ann", 1, "b")


@pytest.mark.parametrize(
    ("kind", "aim", "field"),
    [
        ("revenue", {"amount_cents": 10**19}, "amount_cents"), ("won", {"amount_cents": float("nan")}, "amount_cents"),
        ("growth", {"share": 1e300}, "share"), ("growth", {"share": float("nan")}, "share"),
    ],
)  # fmt: skip
def test_what_nobody_can_reach_is_refused(store: Store, kind: str, aim: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedValue) as refused:
        add_target(store, "Ann", kind, **YEAR, token="one", **aim)
    assert refused.value.field == field
    assert stored(store) == []
