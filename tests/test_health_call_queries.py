"""Calls, overrides and exemptions as they were known on a day, and who made them."""

from dataclasses import replace
from datetime import date

import pytest

from lib.accounts.tables import Account, AccountOwner
from lib.health.actions import new_formula
from lib.health.call_queries import exemption_spells, formula_authors, overrides, renewal_calls
from lib.health.formula import FIRST_FORMULA
from lib.health.tables import BandOverride, FactorExemption, RenewalCall
from lib.people.tables import Person
from lib.store.engine import Store
from tests.facts import put

BEGIN, DAY = date(2025, 1, 1), date(2025, 6, 1)


@pytest.fixture
def firm(store: Store) -> Store:
    put(
        store,
        Account(id=1, name="Acme"), Account(id=2, name="Bolt"),
        Person(id=1, name="Ann"), Person(id=2, name="Bo"), Person(id=3, name="Mia"),
        AccountOwner(account_id=1, person_id=1, starts_on=BEGIN, ends_before=DAY),
        AccountOwner(account_id=1, person_id=2, starts_on=DAY),
    )  # fmt: skip
    return store


def said(account: int, person: int | None, day: date, call: str = "will renew") -> RenewalCall:
    return RenewalCall(account_id=account, person_id=person, made_on=day, months_ahead=6, call=call, reason="seen")


def test_a_call_is_the_account_managers_where_the_person_looked_after_the_account_that_day(firm: Store) -> None:
    """Ann hands Acme to Bo on 1 June; Mia never looked after it; nobody looks after Bolt."""
    put(firm, said(1, 1, date(2025, 5, 31)), said(1, 1, DAY), said(1, 2, DAY), said(1, 3, DAY), said(2, 1, DAY))
    put(firm, said(2, None, DAY))
    found = renewal_calls(firm, date(2025, 7, 1))
    assert found["by"].tolist() == ["Account manager", "Lead", "Account manager", "Lead", "Lead", "Lead"]
    assert found["person"].fillna("").tolist() == ["Ann", "Ann", "Bo", "Mia", "Ann", ""]


def test_of_a_past_day_later_calls_and_overrides_are_not_known(firm: Store) -> None:
    put(firm, said(1, 1, date(2025, 5, 1)), said(1, 1, date(2025, 5, 9)))
    put(firm, BandOverride(account_id=1, person_id=3, band="Red", reason="x", starts_on=date(2025, 5, 5)))
    assert len(renewal_calls(firm, date(2025, 5, 4))) == 1
    assert overrides(firm, date(2025, 5, 4)).empty
    assert overrides(firm, date(2025, 5, 5), 1)["person"].tolist() == ["Mia"]
    assert overrides(firm, date(2025, 5, 5), 2).empty


def test_calls_of_one_account_leave_out_the_others(firm: Store) -> None:
    put(firm, said(1, 1, DAY), said(2, 1, DAY))
    assert renewal_calls(firm, DAY, 2)["account_id"].tolist() == [2]


def test_exemptions_in_force_stand_before_those_that_ended(firm: Store) -> None:
    put(
        firm,
        FactorExemption(account_id=1, factor="scope", reason="a", starts_on=BEGIN, ends_before=DAY),
        FactorExemption(account_id=2, factor="survey", reason="b", starts_on=BEGIN),
        FactorExemption(account_id=1, factor="value", reason="c", starts_on=date(2025, 8, 1)),
    )
    assert exemption_spells(firm, DAY)["reason"].tolist() == ["b", "a"]
    assert exemption_spells(firm, BEGIN)["reason"].tolist() == ["a", "b"]


def test_the_author_of_a_formula_is_who_saved_it(firm: Store) -> None:
    new_formula(firm, "Mia", replace(FIRST_FORMULA, number=2, starts_on=DAY, red_below=40.0, reason="x"), "t")
    assert set(formula_authors(firm).values()) == {"Mia"}


def test_a_store_without_any_gives_empty_frames_with_columns(store: Store) -> None:
    assert renewal_calls(store, DAY).empty
    assert "by" in renewal_calls(store, DAY)
    assert overrides(store, DAY).empty
    assert exemption_spells(store, DAY).empty
    assert formula_authors(store) == {}
