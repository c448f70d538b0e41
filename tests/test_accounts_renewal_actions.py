"""Entering what a renewal is expected to come to and what became of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts.renewal_actions import add_renewal, edit_renewal
from lib.accounts.renewal_queries import renewal_form
from lib.accounts.tables import Account, Contract, Renewal
from lib.errors import NotFound, RefusedValue, StaleEdit
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.refusals import AlreadyThere
from tests.facts import put

ANN, BEGAN, DUE, DECIDED = "Ann Berg", date(2024, 6, 1), date(2025, 6, 1), date(2025, 5, 2)
RENEWAL = table_of(Renewal)


@pytest.fixture
def firm(store: Store) -> Store:
    """One contract with a renewal over 1,200.00."""
    put(
        store,
        Account(id=1, name="Acme"),
        Contract(id=1, account_id=1, kind="retainer", starts_on=BEGAN, ends_before=DUE),
        Renewal(id=1, contract_id=1, due_on=DUE, target_cents=120_000),
    )
    return store


def edit(store: Store, who: str = ANN, token: str = "t", version: int = 1, **wanted: Any) -> None:
    shown = {"target_cents": 120_000, "forecast_cents": None, "final_cents": None, "outcome": None, "decided_on": None}
    edit_renewal(store, who, 1, shown | {"version": version}, wanted, token)


def stored(store: Store) -> dict[str, object]:
    return renewal_form(store, 1)


def test_a_forecast_is_entered_in_cents(firm: Store) -> None:
    edit(firm, forecast_cents=110_050)
    assert stored(firm)["forecast_cents"] == 110_050


@pytest.mark.parametrize(("outcome", "final"), [("renewed", 130_000), ("reduced", 90_000), ("lost", 0), ("lost", None)])
def test_an_outcome_is_entered_with_its_amount_and_day(outcome: str, final: int | None, firm: Store) -> None:
    edit(firm, outcome=outcome, final_cents=final, decided_on=DECIDED)
    assert (stored(firm)["outcome"], stored(firm)["final_cents"]) == (outcome, final)


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"target_cents": None}, "target_cents", "renewal rate is measured against it"),
        ({"target_cents": -1}, "target_cents", "below zero"),
        ({"forecast_cents": -1}, "forecast_cents", "below zero"),
        ({"final_cents": -1, "outcome": "renewed", "decided_on": DECIDED}, "final_cents", "below zero"),
        ({"final_cents": 100}, "outcome", "a final amount needs one"),
        ({"decided_on": DECIDED}, "outcome", "a day of decision needs one"),
        ({"outcome": "renewed", "decided_on": DECIDED}, "final_cents", "for how much it was renewed"),
        ({"outcome": "reduced", "final_cents": 0, "decided_on": DECIDED}, "final_cents", "for how much it was reduced"),
        ({"outcome": "lost", "final_cents": 5, "decided_on": DECIDED}, "final_cents", "0 or empty"),
        ({"outcome": "lost"}, "decided_on", "when it was decided"),
        ({"outcome": "lost", "decided_on": today() + timedelta(days=1)}, "decided_on", "lies in the future"),
        ({"outcome": "postponed", "decided_on": DECIDED, "final_cents": 1}, "outcome", "not in the list"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_kept(
    wanted: dict[str, Any], field: str, sentence: str, firm: Store
) -> None:
    before = stored(firm)
    with pytest.raises(RefusedValue, match=sentence) as said:
        edit(firm, **wanted)
    assert said.value.field == field
    assert stored(firm) == before


def test_the_rules_look_at_what_is_stored_beside_what_is_changed(firm: Store) -> None:
    edit(firm, outcome="lost", decided_on=DECIDED)
    shown = {"version": 2, "final_cents": None}
    with pytest.raises(RefusedValue, match="0 or empty for what was lost"):
        edit_renewal(firm, ANN, 1, shown, {"final_cents": 100}, "t2")


def test_a_double_click_stores_once(firm: Store) -> None:
    edit(firm, token="same", forecast_cents=1)
    edit(firm, token="same", forecast_cents=1)
    assert stored(firm)["version"] == 2


def test_the_second_of_two_editors_sees_both_forecasts(firm: Store) -> None:
    edit(firm, "Bo Lind", "bo", forecast_cents=100_000)
    with pytest.raises(StaleEdit, match="Bo Lind changed this renewal") as clash:
        edit(firm, ANN, "ann", forecast_cents=90_000)
    assert (clash.value.mine, clash.value.theirs) == ({"forecast_cents": 90_000}, {"forecast_cents": 100_000})
    assert stored(firm)["forecast_cents"] == 100_000


def test_a_renewal_that_is_gone_says_so(firm: Store) -> None:
    with pytest.raises(NotFound):
        edit_renewal(firm, ANN, 9, {"version": 1, "forecast_cents": None}, {"forecast_cents": 1}, "t")
    assert renewal_form(firm, 9) == {}


def test_a_renewal_is_added_for_a_contract_once_a_day(firm: Store) -> None:
    later = date(2026, 6, 1)
    for token in ("same", "same"):
        add_renewal(firm, ANN, 1, later, 130_000, None, token)
    assert firm.rows(select(RENEWAL.c.due_on, RENEWAL.c.target_cents).where(RENEWAL.c.id > 1)) == [(later, 130_000)]
    with pytest.raises(AlreadyThere, match="contract and due on"):
        add_renewal(firm, ANN, 1, later, 1, None, "other")


@pytest.mark.parametrize(
    ("due", "target", "forecast", "field"),
    [
        (None, 1, None, "due_on"),
        (BEGAN, 1, None, "due_on"),
        (DUE, None, None, "target_cents"),
        (DUE, -1, None, "target_cents"),
        (DUE, 1, -1, "forecast_cents"),
    ],
)
def test_a_renewal_without_what_it_needs_is_refused(
    due: date | None, target: int | None, forecast: int | None, field: str, firm: Store
) -> None:
    with pytest.raises(RefusedValue) as said:
        add_renewal(firm, ANN, 1, due, target, forecast, "t")
    assert said.value.field == field
