"""Targets as they were on a day."""

from datetime import UTC, date, datetime

import pytest

from lib.days import NONE
from lib.growth.target_actions import edit_target, remove_target
from lib.growth.target_queries import growth_targets, target_form
from lib.periods import today
from lib.store.engine import Store
from tests.facts import put
from tests.lying_rows import LOG, logged_at
from tests.target_cases import ACME, put_firm, target


def changed_at(store: Store, moment: datetime) -> None:
    """All that was changed so far, as if it had been then."""
    logged_at(store, moment, LOG.c.kind == "changed")


def test_an_amount_changed_later_is_the_old_one_on_the_days_before(store: Store) -> None:
    put_firm(store)
    put(store, target(amount_cents=100_00), target("growth", share=0.1))
    edit_target(store, "Ann", 1, {"version": 1, "amount_cents": 100_00}, {"amount_cents": 70_00}, "a")
    edit_target(store, "Ann", 1, {"version": 2, "amount_cents": 70_00}, {"amount_cents": 50_00}, "b")
    edit_target(store, "Ann", 2, {"version": 1, "share": 0.1}, {"share": 0.2}, "c")
    changed_at(store, datetime(2026, 7, 1, 9, tzinfo=UTC))
    before, after = (growth_targets(store, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    assert before["amount_cents"].fillna(0).tolist() == [100_00, 0]
    assert after["amount_cents"].fillna(0).tolist() == [50_00, 0]
    assert (before["share"].iloc[1], after["share"].iloc[1]) == (0.1, 0.2)


def test_targets_carry_names_and_numbers(store: Store) -> None:
    put_firm(store)
    put(store, target(amount_cents=1), target(amount_cents=1, account_id=ACME))
    found = growth_targets(store, today())
    assert found["account"].tolist() == [None, "Acme"]
    assert found["account_id"].tolist() == [NONE, ACME]
    assert found["person"].tolist() == [None, None]


def test_the_form_holds_what_is_stored_now(store: Store) -> None:
    put(store, target("growth", share=0.1))
    assert target_form(store, 1) == {"version": 1, "kind": "growth", "amount_cents": None, "share": 0.1}
    assert target_form(store, 2) == {}


@pytest.mark.sqlite("a server gives no number twice")
def test_a_new_target_has_nothing_of_the_one_whose_number_it_got(store: Store) -> None:
    put_firm(store)
    put(store, target(amount_cents=100_00))
    edit_target(store, "Ann", 1, {"version": 1, "amount_cents": 100_00}, {"amount_cents": 70_00}, "a")
    remove_target(store, "Ann", 1, "b")
    put(store, target(amount_cents=900_00))
    changed_at(store, datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert growth_targets(store, date(2026, 6, 30))[["id", "amount_cents"]].to_numpy().tolist() == [[1, 900_00]]
