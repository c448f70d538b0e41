"""Formula versions, exemptions, calls and overrides: each written once, refused in words, nothing overwritten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.accounts.tables import Account
from lib.errors import RefusedValue
from lib.health.actions import (
    NewerFormula,
    end_exemption,
    end_override,
    exempt_factor,
    make_call,
    new_formula,
    set_override,
)
from lib.health.formula import FIRST_FORMULA, Formula, Veto
from lib.health.queries import exemptions, formula_at, formulas
from lib.health.tables import (
    FACTORS,
    BandOverride,
    FactorExemption,
    HealthFormula,
    HealthVeto,
    HealthWeight,
    RenewalCall,
)
from lib.people.tables import Person
from lib.periods import today
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from tests.facts import put

ANN, DAY = "Ann Berg", date(2025, 3, 3)


def count(store: Store, model: type[Base]) -> int:
    return int(store.rows(select(func.count()).select_from(table_of(model)))[0][0])


def wanted(number: int = 2, starts_on: date = DAY, reason: str | None = "Surveys tell more", **changed: Any) -> Formula:
    weights = {**FIRST_FORMULA.weights, "survey": 3}
    return replace(
        FIRST_FORMULA, **({"number": number, "starts_on": starts_on, "reason": reason, "weights": weights} | changed)
    )


@pytest.fixture
def firm(store: Store) -> Store:
    put(store, Account(id=1, name="Acme"), Person(id=1, name=ANN), Person(id=2, name="Bo Lind"))
    return store


# Formula versions


def test_the_first_change_puts_the_starting_formula_on_record_and_ends_it_that_day(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "t")
    first, second = formulas(firm)
    assert (first.number, first.weights, first.vetoes) == (1, FIRST_FORMULA.weights, FIRST_FORMULA.vetoes)
    assert (second.number, second.weights["survey"], second.reason) == (2, 3, "Surveys tell more")
    spells = table_of(HealthFormula)
    rows = firm.rows(select(spells.c.starts_on, spells.c.ends_before).order_by(spells.c.number))
    assert rows == [(FIRST_FORMULA.starts_on, DAY), (DAY, None)]


def test_the_day_before_is_judged_by_the_version_before(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "t")
    assert formula_at(firm, DAY - timedelta(days=1)).number == 1
    assert formula_at(firm, DAY).number == 2


def test_who_changed_the_formula_stands_in_the_change_log(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "t")
    log = table_of(ChangeLog)
    made = firm.rows(select(log.c.who).where(log.c.table_name == "health_formula", log.c.kind == "added"))
    assert set(made) == {(ANN,)}


def test_a_double_click_makes_one_version(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "same")
    new_formula(firm, ANN, wanted(), "same")
    assert [one.number for one in formulas(firm)] == [1, 2]


def test_the_second_of_two_editors_is_told_of_the_version_made_meanwhile(firm: Store) -> None:
    new_formula(firm, "Bo Lind", wanted(), "bo")
    with pytest.raises(NewerFormula, match="version 2 of the formula while you were at yours"):
        new_formula(firm, ANN, wanted(starts_on=DAY + timedelta(days=9)), "ann")
    assert len(formulas(firm)) == 2


def test_a_second_version_on_the_same_day_is_refused_with_the_day_it_can_start(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "1")
    with pytest.raises(RefusedValue, match="version 2 began on 3 Mar 2025, so this one can from 4 Mar 2025 on") as said:
        new_formula(firm, ANN, wanted(number=3), "2")
    assert said.value.field == "starts_on"
    new_formula(firm, ANN, wanted(number=3, starts_on=DAY + timedelta(days=1)), "3")
    assert [one.number for one in formulas(firm)] == [1, 2, 3]


def test_a_version_is_never_changed_by_the_next_one(firm: Store) -> None:
    new_formula(firm, ANN, wanted(), "1")
    before = formulas(firm)[1]
    new_formula(firm, ANN, wanted(number=3, starts_on=DAY + timedelta(days=7), red_below=40.0), "2")
    assert formulas(firm)[1] == before


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"reason": "  "}, "reason", "say why"),
        ({"reason": None}, "reason", "say why"),
        ({"weights": {**FIRST_FORMULA.weights, "value": 4}}, "weights", "value delivered needs 1, 2 or 3"),
        ({"weights": {**FIRST_FORMULA.weights, "value": 0}}, "weights", "value delivered needs 1, 2 or 3"),
        ({"validity": {**FIRST_FORMULA.validity, "scope": 0}}, "validity", "at least 1 day"),
        ({"red_below": 55.0}, "leave_red_from", "must lie above 55"),
        ({"leave_red_from": 70.0}, "green_from", "must lie above 70"),
        ({"green_from": 101.0}, "green_from", "100 or less"),
        ({"red_below": -1.0}, "red_below", "0 or more"),
        ({"vetoes": (Veto("sponsor silent", None, "Amber"),)}, "rules", "at least 1 day"),
        ({"vetoes": (Veto("invoice overdue", 0, "Amber"),)}, "rules", "at least 1 day"),
        ({"vetoes": (Veto("escalation open", 5, "Amber"),)}, "rules", "severity from 1 to 4"),
        ({"vetoes": (Veto("notice given", None, "Green"),)}, "rules", "caps at Amber or at Red"),
        ({"vetoes": (Veto("notice given", None, "Red"),) * 2}, "rules", "once"),
    ],
)
def test_a_formula_that_makes_no_sense_is_refused_and_nothing_is_kept(
    changed: dict[str, Any], field: str, sentence: str, firm: Store
) -> None:
    with pytest.raises(RefusedValue, match=sentence) as said:
        new_formula(firm, ANN, wanted(**changed), "t")
    assert said.value.field == field
    assert [count(firm, model) for model in (HealthFormula, HealthWeight, HealthVeto)] == [0, 0, 0]


def test_a_rule_switched_off_leaves_no_row(firm: Store) -> None:
    new_formula(firm, ANN, wanted(vetoes=FIRST_FORMULA.vetoes[1:]), "t")
    assert [veto.rule for veto in formulas(firm)[1].vetoes] == ["escalation open", "notice given", "invoice overdue"]


# Exemptions


def exempt(store: Store, token: str = "t", **changed: Any) -> None:
    given = {"account_id": 1, "factor": "survey", "reason": "Their group forbids it", "starts_on": DAY} | changed
    exempt_factor(store, ANN, **given, token=token)


def in_force(store: Store, day: date) -> list[str]:
    return [str(name) for name in exemptions(store, day)["factor"]]


def test_an_exemption_holds_from_its_day_to_its_end(firm: Store) -> None:
    exempt(firm)
    end_exemption(firm, ANN, 1, date(2025, 6, 1), "end")
    days = [date(2025, 3, 2), DAY, date(2025, 5, 31), date(2025, 6, 1)]
    assert [in_force(firm, day) for day in days] == [[], ["survey"], ["survey"], []]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"account_id": None}, "account_id"),
        ({"factor": None}, "factor"),
        ({"factor": "mood"}, "factor"),
        ({"starts_on": None}, "starts_on"),
    ],
)
def test_an_exemption_without_what_it_needs_is_refused(changed: dict[str, Any], field: str, firm: Store) -> None:
    with pytest.raises(RefusedValue) as said:
        exempt(firm, **changed)
    assert said.value.field == field
    assert count(firm, FactorExemption) == 0


def test_a_factor_is_exempt_once_and_a_double_click_is_one(firm: Store) -> None:
    exempt(firm, "same")
    exempt(firm, "same")
    with pytest.raises(RefusedValue, match="exempt for this account from 3 Mar 2025 on already"):
        exempt(firm, "other", starts_on=DAY + timedelta(days=30))
    assert count(firm, FactorExemption) == 1


def test_the_last_factor_of_an_account_cannot_be_exempt(firm: Store) -> None:
    for factor in FACTORS[:-1]:
        exempt(firm, factor, factor=factor)
    with pytest.raises(RefusedValue, match="nothing would be left to judge"):
        exempt(firm, "last", factor=FACTORS[-1])


def test_an_exemption_ended_on_its_own_day_is_taken_back_and_the_log_keeps_it(firm: Store) -> None:
    exempt(firm)
    end_exemption(firm, ANN, 1, DAY, "end")
    assert count(firm, FactorExemption) == 0
    log = table_of(ChangeLog)
    removed = firm.rows(select(log.c.old).where(log.c.kind == "removed", log.c.field == "reason"))
    assert removed == [("Their group forbids it",)]


def test_the_second_to_end_an_exemption_is_told_it_ended(firm: Store) -> None:
    exempt(firm)
    end_exemption(firm, "Bo Lind", 1, date(2025, 4, 1), "bo")
    with pytest.raises(RefusedValue, match="ended on 1 Apr 2025 already"):
        end_exemption(firm, ANN, 1, date(2025, 4, 2), "ann")


# Calls


def call(store: Store, token: str = "t", **changed: Any) -> None:
    given = {
        "person_id": 1, "made_on": DAY, "months_ahead": 6, "call": "likely to leave", "reason": "Compares prices",
    } | changed  # fmt: skip
    make_call(store, ANN, 1, **given, token=token)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"call": None}, "call"),
        ({"call": "who knows"}, "call"),
        ({"months_ahead": None}, "months_ahead"),
        ({"months_ahead": 5}, "months_ahead"),
        ({"person_id": None}, "person_id"),
        ({"made_on": None}, "made_on"),
        ({"made_on": today() + timedelta(days=1)}, "made_on"),
    ],
)
def test_a_call_without_what_it_needs_is_refused(changed: dict[str, Any], field: str, firm: Store) -> None:
    with pytest.raises(RefusedValue) as said:
        call(firm, **changed)
    assert said.value.field == field
    assert count(firm, RenewalCall) == 0


def test_a_person_calls_once_a_day_and_a_double_click_is_one(firm: Store) -> None:
    call(firm, "same")
    call(firm, "same")
    with pytest.raises(RefusedValue, match="has said 'likely to leave' on that day already"):
        call(firm, "other", call="leaving")
    call(firm, "colleague", person_id=2)
    call(firm, "later", made_on=DAY + timedelta(days=1), call="leaving")
    assert count(firm, RenewalCall) == 3


# Overrides


def override(store: Store, token: str = "t", **changed: Any) -> None:
    given = {
        "person_id": 1, "band": "Red", "reason": "The sponsor is angry", "evidence": None, "starts_on": DAY,
        "ends_before": DAY + timedelta(days=30),
    } | changed  # fmt: skip
    set_override(store, ANN, 1, **given, token=token)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"ends_before": DAY + timedelta(days=31)}, "ends_before", "30 days at most: 2 Apr 2025 or earlier"),
        ({"ends_before": DAY}, "ends_before", "after the day it begins"),
        ({"ends_before": None}, "ends_before", "runs out"),
        ({"starts_on": None}, "starts_on", "begins"),
        ({"reason": " "}, "reason", "does not see"),
        ({"band": None}, "band", "Green, Amber or Red"),
        ({"band": "Unknown"}, "band", "Green, Amber or Red"),
        ({"person_id": None}, "person_id", "whose judgement"),
    ],
)
def test_an_override_against_the_rules_is_refused(
    changed: dict[str, Any], field: str, sentence: str, firm: Store
) -> None:
    with pytest.raises(RefusedValue, match=sentence) as said:
        override(firm, **changed)
    assert said.value.field == field
    assert count(firm, BandOverride) == 0


def test_a_second_override_waits_for_the_end_of_the_first(firm: Store) -> None:
    override(firm, "same")
    override(firm, "same")
    later = {"starts_on": DAY + timedelta(days=10), "ends_before": DAY + timedelta(days=20), "band": "Amber"}
    with pytest.raises(RefusedValue, match="Red is set from 3 Mar 2025 until 2 Apr 2025: end that one first"):
        override(firm, "second", **later)
    end_override(firm, ANN, 1, DAY + timedelta(days=5), "end")
    override(firm, "third", **later)
    assert count(firm, BandOverride) == 2


def test_an_override_that_came_without_an_end_stands_in_nobodys_way_after_30_days(firm: Store) -> None:
    put(firm, BandOverride(account_id=1, person_id=1, band="Amber", reason="Old", starts_on=date(2024, 1, 1)))
    override(firm)
    assert count(firm, BandOverride) == 2


def ended(store: Store) -> Callable[[date], None]:
    override(store)
    return lambda day: end_override(store, ANN, 1, day, f"end {day}")


def test_an_override_can_be_ended_early_once(firm: Store) -> None:
    end = ended(firm)
    end(DAY + timedelta(days=3))
    with pytest.raises(RefusedValue, match="ended on 6 Mar 2025 already"):
        end(DAY + timedelta(days=4))


def test_an_override_set_by_mistake_is_taken_back_on_its_day(firm: Store) -> None:
    ended(firm)(DAY)
    assert count(firm, BandOverride) == 0
