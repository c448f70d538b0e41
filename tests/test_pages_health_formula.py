"""The Formula tab of the health page: what is in force, a change tried and saved, versions, exemptions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.health.actions import exempt_factor, new_formula
from lib.health.formula import FIRST_FORMULA, Formula
from lib.health.queries import formulas
from lib.health.tables import FactorExemption
from lib.store.base import table_of
from lib.store.engine import Store
from lib.ui import entry
from tests.facts import put
from tests.health_page_cases import ANN, DAY, choose, open_tab, put_renewing_firm, told

EXEMPTION = table_of(FactorExemption)
PARTS = ["In force", "Try a change", "All versions", "Does not apply"]


def trial(app: Callable[..., AppTest], store: Store) -> AppTest:
    put_renewing_firm(store)
    return open_tab(app, "Formula", "Try a change")


def number(at: AppTest) -> int:
    """The version the fields start from."""
    return next(int(str(one.key).rsplit("_", 1)[1]) for one in at.number_input if "green_from" in str(one.key))


def save(at: AppTest, reason: str | None = "Clients agreed", starts_on: date | None = None) -> AppTest:
    key = f"formula_save_{number(at)}"
    base = next(str(one.key) for one in at.text_input if str(one.key).startswith(key)).removesuffix("_reason")
    if reason:
        at.text_input(key=f"{base}_reason").set_value(reason)
    if starts_on:
        at.date_input(key=f"{base}_starts_on").set_value(starts_on)
    return at.button(key=f"FormSubmitter:entry_{key}-Save as version {number(at) + 1}").click().run()


def a_newer_version(store: Store, starts_on: date = date(2025, 2, 1)) -> Formula:
    newest = formulas(store)[-1] if formulas(store) else FIRST_FORMULA
    made = replace(newest, number=newest.number + 1, starts_on=starts_on, red_below=45.0, reason="Agreed in January")
    new_formula(store, "Mia Voss", made, f"version {made.number}")
    return made


def test_the_formula_in_force_is_told_in_words(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    at = open_tab(app, "Formula")
    assert "Green from 70, Red below 50, Amber between" in told(at)
    assert "Sponsor silent for more than 90 days: Amber at best" in told(at)
    a_newer_version(store)
    assert "Version 2 since 1 Feb 2025, by Mia Voss." in told(at.run())
    assert "Red below 45" in told(at)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_on_the_demo_firm(part: str, app: Callable[..., AppTest], demo_store: Store) -> None:
    at = open_tab(app, "Formula", part, as_of="2026-10-31")
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_on_a_store_without_any_formula(part: str, app: Callable[..., AppTest], store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    at = open_tab(app, "Formula", part)
    assert not at.exception


# Trying and saving


def test_nothing_can_be_saved_before_something_is_changed(app: Callable[..., AppTest], store: Store) -> None:
    at = trial(app, store)
    assert "Change something above" in told(at)
    assert not any("Save as version" in str(one.label) for one in at.button)


def test_a_change_shows_who_would_change_band_before_it_is_saved(app: Callable[..., AppTest], store: Store) -> None:
    """All three are Unknown, with at most 87 or so: with Red below 95 they would be Red; nothing is stored by that."""
    at = trial(app, store)
    before = len(formulas(store))
    for field, value in (("green_from", 99), ("leave_red_from", 98), ("red_below", 97)):
        at.number_input(key=f"formula_{field}_{number(at)}").set_value(value)
    at.run()
    assert "Green from 70 → 99" in told(at)
    assert "3 accounts would change band of 3: 3 to Red." in told(at)
    moved = next(one.value for one in at.dataframe if "Score then" in one.value)
    assert moved["Account"].tolist() == ["Cove", "Bolt", "Acme"]
    assert (set(moved["Now"]), set(moved["Then"])) == ({"○ Unknown"}, {"■ Red"})
    counts = next(one.value for one in at.dataframe if list(one.value) == ["Band", "Now", "Then"])
    assert counts["Then"].tolist() == [0, 0, 3, 0]
    assert len(formulas(store)) == before


def test_a_saved_change_is_the_next_version_and_the_fields_start_from_it(
    app: Callable[..., AppTest], store: Store
) -> None:
    at = trial(app, store)
    started = number(at)
    at.number_input(key=f"formula_green_from_{started}").set_value(80).run()
    save(at)
    assert not at.error
    newest = formulas(store)[-1]
    assert (newest.number, newest.green_from, newest.starts_on) == (started + 1, 80.0, DAY)
    assert newest.reason == "Clients agreed"
    assert at.number_input(key=f"formula_green_from_{started + 1}").value == 80
    assert "Change something above" in told(at)
    at.session_state["formula_part"] = "All versions"
    at.run()
    versions = next(one.value for one in at.dataframe if "Against the one before" in one.value)
    assert versions["Against the one before"].iloc[0] == "Green from 70 → 80"
    assert versions["Made by"].iloc[0] == ANN


def test_weights_validity_and_rules_are_changed_in_their_tables(app: Callable[..., AppTest], store: Store) -> None:
    at = trial(app, store)
    edits = {
        "weights": {5: {"Weight": 3}, 2: {"Valid (days)": 60}},
        "rules": {0: {"Limit": 60}, 1: {"On": False}, 3: {"Caps at": "Red"}},
    }
    for table, rows in edits.items():
        at.session_state[f"formula_{table}_{number(at)}"] = {
            "edited_rows": rows, "added_rows": [], "deleted_rows": []
        }  # fmt: skip
    at.run()
    for line in (
        "Client survey: weight 1 → 3",
        "Scope and margin: valid for 35 → 60 days",
        "Sponsor silent for more than 90 days: Amber at best → Sponsor silent for more than 60 days: Amber at best",
        "Rule off: Escalation of severity 3 or worse open: Amber at best",
        "Invoice overdue for more than 60 days: Amber at best → Invoice overdue for more than 60 days: Red, whatever",
    ):
        assert line in told(at)


def test_a_version_without_a_reason_is_refused_and_what_was_tried_stays(
    app: Callable[..., AppTest], store: Store
) -> None:
    at = trial(app, store)
    key = f"formula_green_from_{number(at)}"
    at.number_input(key=key).set_value(80).run()
    before = len(formulas(store))
    save(at, reason=None)
    assert "Why: say why" in told(at)
    assert at.number_input(key=key).value == 80
    assert len(formulas(store)) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("green_from", 55, "Green from: must lie above 55"),
        ("red_below", 60, "Leave red from: must lie above 60"),
        ("leave_red_from", 50, "Leave red from: must lie above 50"),
    ],
)
def test_thresholds_out_of_order_are_refused_beside_their_field(
    field: str, value: int, sentence: str, app: Callable[..., AppTest], store: Store
) -> None:
    at = trial(app, store)
    at.number_input(key=f"formula_{field}_{number(at)}").set_value(value).run()
    assert sentence in told(at)
    assert not any("Save as version" in str(one.label) for one in at.button)


def test_an_impossible_edit_of_a_table_is_refused_in_words(app: Callable[..., AppTest], store: Store) -> None:
    at = trial(app, store)
    at.session_state[f"formula_weights_{number(at)}"] = {
        "edited_rows": {0: {"Valid (days)": None}}, "added_rows": [], "deleted_rows": []
    }  # fmt: skip
    at.run()
    assert "Validity: value delivered must stay valid for at least 1 day" in told(at)


def test_a_second_version_on_one_day_is_refused_with_the_day_it_can_start(
    app: Callable[..., AppTest], store: Store
) -> None:
    put_renewing_firm(store)
    a_newer_version(store, DAY)
    at = open_tab(app, "Formula", "Try a change")
    at.number_input(key="formula_green_from_2").set_value(80).run()
    save(at, starts_on=DAY)
    assert "In force from: version 2 began on 3 Mar 2025, so this one can from 4 Mar 2025 on." in told(at)
    save(at, starts_on=DAY + timedelta(days=1))
    assert [one.number for one in formulas(store)] == [1, 2, 3]


def test_two_clicks_save_one_version(
    app: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    once = entry._submit

    def twice(*drawn: Any) -> None:
        once(*drawn)
        once(*drawn)

    monkeypatch.setattr(entry, "_submit", twice)
    at = trial(app, store)
    started = number(at)
    at.number_input(key=f"formula_green_from_{started}").set_value(80).run()
    save(at)
    assert not at.exception
    assert [one.number for one in formulas(store)] == list(range(1, started + 2))


def test_who_tries_a_change_while_a_colleague_saves_one_is_told_and_loses_nothing(
    app: Callable[..., AppTest], store: Store
) -> None:
    at = trial(app, store)
    started = number(at)
    at.number_input(key=f"formula_green_from_{started}").set_value(80).run()
    made = a_newer_version(store)
    save(at)
    assert f"Somebody made version {made.number} of the formula while you were at yours" in told(at)
    assert formulas(store)[-1] == replace(made, id=formulas(store)[-1].id)
    assert at.number_input(key=f"formula_green_from_{started}").value == 80
    at.button(key="formula_start_again").click().run()
    assert at.number_input(key=f"formula_red_below_{made.number}").value == 45


# Exemptions


def test_a_factor_is_exempt_with_a_reason_and_counts_again(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    at = open_tab(app, "Formula", "Does not apply")
    assert "leaves the denominator" in told(at)
    at.selectbox(key="exempt_0_account_id").set_value(2)
    at.selectbox(key="exempt_0_factor").set_value("survey")
    button = "FormSubmitter:entry_exempt-Exempt"
    at.button(key=button).click().run()
    assert "Why it does not apply: say why it does not apply" in told(at)
    at.text_input(key="exempt_0_reason").set_value("Their group forbids it")
    at.button(key=button).click().run()
    assert store.rows(select(EXEMPTION.c.account_id, EXEMPTION.c.factor, EXEMPTION.c.starts_on)) == [(2, "survey", DAY)]
    choose(at, "exemptions", 0)
    later = open_tab(app, "Formula", "Does not apply", as_of="2025-06-01")
    choose(later, "exemptions", 0)
    next(one for one in later.button if "count again" in str(one.label)).click().run()
    assert store.rows(select(EXEMPTION.c.ends_before)) == [(date(2025, 6, 1),)]
    choose(later, "exemptions", 0)
    assert "It ended on 1 Jun 2025; the factor counts since." in told(later)


def test_a_factor_exempt_already_is_refused(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    exempt_factor(store, ANN, 2, "survey", "Their group forbids it", date(2025, 1, 1), "t")
    at = open_tab(app, "Formula", "Does not apply")
    at.selectbox(key="exempt_0_account_id").set_value(2)
    at.selectbox(key="exempt_0_factor").set_value("survey")
    at.text_input(key="exempt_0_reason").set_value("Again")
    at.button(key="FormSubmitter:entry_exempt-Exempt").click().run()
    assert "exempt for this account from 1 Jan 2025 on already" in told(at)
    assert at.text_input(key="exempt_0_reason").value == "Again"
