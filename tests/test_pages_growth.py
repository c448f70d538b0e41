"""The head of the page of upsell opportunities: conversations, their gates, and acting on one."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contract
from lib.growth.tables import Opportunity, OpportunityStage, ServiceDecline
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put
from tests.page_cases import words_of
from tests.upsell_cases import CARE, NAMES, READY, TODAY, put_gated_firm

OPPORTUNITY, DECLINE, ENTERED = table_of(Opportunity), table_of(ServiceDecline), table_of(OpportunityStage)
App = Callable[..., AppTest]
KEY = f"talk_list_{READY}_{CARE}"


@pytest.fixture
def growth(app: App, store: Store) -> Callable[..., AppTest]:
    """The page on the gated firm, as Ann."""
    put_gated_firm(store)
    introduce(store, "Ann Berg")
    return lambda **query: app("growth.py", **({"as_of": str(TODAY)} | query))


def choose(at: AppTest, row: int = 0, act: str | None = None) -> AppTest:
    at.session_state["conversation"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    if act:
        at.session_state[f"act_{KEY}"] = act
    return at.run()


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:entry_{form}-{button}").click().run()


def held(at: AppTest) -> AppTest:
    at.session_state["conversations"] = "Held back"
    return at.run()


def test_the_answer_tells_what_can_be_had_and_what_is_held_back(growth: App) -> None:
    words = words_of(growth())
    assert "**1 conversation** can be had now, together worth **€2.5 k** of expected margin a year; 4 more" in words
    assert "The right to ask is earned at **6 of 8** clients" in words


def test_the_list_tells_client_service_worth_chance_reason_who_and_when(growth: App) -> None:
    shown = growth().dataframe[0].value
    assert shown.iloc[0].to_dict() == {
        "Account": "Ready", "Service": "Website care", "Margin": 2500.0, "A year": 10_000.0, "P(win)": "50 % (25–75)",
        "Because": "“A website that sells on phones.”",
        "Gates": "Outcome confirmed 1 Oct 2026; high risk suits them", "Who and when": "Sam Second, 24 Nov 2026",
        "Delivery": "Cannot be told",
    }  # fmt: skip


def test_a_card_tells_the_counts_behind_a_rate_in_per_cent(growth: App, store: Store) -> None:
    put(store, *(Account(id=n, name=f"Client {n}") for n in range(11, 15)))
    put(store, *(Contract(account_id=n, kind="support", starts_on=TODAY) for n in range(11, 15)))
    at = growth()
    assert [card.value for card in at.metric if card.label == "Right earned"] == ["50 %"]
    assert "6 of 12 clients" in words_of(at)


def test_what_is_held_back_tells_each_gate_in_words(growth: App) -> None:
    shown = held(growth()).dataframe[0].value
    told = dict(zip(shown["Account"], shown["Held back by"], strict=True))
    assert told["Declined"].startswith("Declined, not before 1 Mar 2027: “Not this year.”")
    assert told["Escalated"] == "Escalation open since 3 Nov 2026: “Wrong prices”"
    assert told["Timid"] == "High risk, but their appetite for risk is low"
    assert set(told) == {"Declined", "Escalated", "Unconfirmed", "Timid"}


def test_the_panel_quotes_what_speaks_for_it_and_every_gate(growth: App) -> None:
    words = words_of(choose(growth()))
    assert "Website care for Ready" in words
    assert "Right to ask: “Leads” confirmed by Contact of Ready on 1 Oct 2026" in words
    assert "high risk suits their high appetite" in words
    assert "12 decided deals of this service in 24 months" in words
    assert "Sam Second with Contact of Ready (sponsor), 24 Nov 2026 (next check-in)" in words


def test_one_click_makes_it_an_opportunity_with_a_dated_next_step(growth: App, store: Store) -> None:
    at = submit(choose(growth(), act="Make it an opportunity"), f"open_{KEY}", "Make it an opportunity")
    made = store.rows(select(OPPORTUNITY).where(OPPORTUNITY.c.account_id == READY))
    assert len(made) == 1
    deal = made[0]
    assert (deal.service_id, deal.kind, deal.stage_id, deal.person_id) == (CARE, "expansion", 1, 2)
    assert (deal.next_step, deal.next_step_on) == ("Raise it with Contact of Ready (sponsor)", date(2026, 11, 24))
    assert deal.amount_cents == 1_000_000
    assert deal.reason_quoted == "“A website that sells on phones.”"
    assert len(store.rows(select(ENTERED).where(ENTERED.c.opportunity_id == deal.id))) == 1
    assert "It is an opportunity now" in at.toast[0].value
    assert "**No conversation** can be had now" in words_of(at)


def test_not_now_needs_their_words_and_is_never_suggested_again_before_its_date(growth: App, store: Store) -> None:
    at = submit(choose(growth(), act="Not now"), f"no_{KEY}", "Record “not now”")
    assert not store.rows(select(DECLINE).where(DECLINE.c.account_id == READY))
    assert "What they said: " in words_of(at)
    at.text_input(key=f"no_{KEY}_0_words").set_value("After the relaunch.")
    submit(at, f"no_{KEY}", "Record “not now”")
    said = store.rows(select(DECLINE).where(DECLINE.c.account_id == READY))[0]
    assert (said.words, said.not_before_on) == ("After the relaunch.", date(2027, 5, 19))
    told = dict(zip(*(held(at).dataframe[0].value[name] for name in ("Account", "Held back by")), strict=True))
    assert "not before 19 May 2027" in told["Ready"]


def test_the_owner_filter_holds_for_list_and_answer(growth: App) -> None:
    at = growth(owner="Lea Lead")
    assert "**No conversation** can be had now" in words_of(at)
    assert "of 4** clients" in words_of(at)
    assert set(held(at).dataframe[0].value["Account"]) <= set(NAMES.values())


def test_an_empty_store_says_what_to_do(app: App) -> None:
    at = app("growth.py")
    assert not at.exception
    assert not at.metric


def test_a_firm_without_needs_says_what_a_conversation_is_made_of(app: App, store: Store) -> None:
    from tests.small_firm import put_small_firm

    put_small_firm(store)
    at = app("growth.py", as_of="2026-06-30")
    assert not at.exception
    assert "Here will stand which service to raise with which client" in words_of(at)


def test_the_account_page_tells_what_could_be_raised_and_what_is_held_back(app: App, store: Store) -> None:
    put_gated_firm(store)
    words = words_of(app("account.py", {"account_tab": "Opportunities"}, as_of=str(TODAY), account="Ready"))
    assert "One service that something speaks for can be raised now" in words
    assert "“A website that sells on phones.”; P(win) 50 % (25–75)" in words
