"""Scope, waiting changes and roadblocks on the page of delivery and money: told, written, refused."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.delivery.tables import Roadblock, ScopeChange
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.store.writing import perform
from tests.client_facts import on
from tests.facts import put
from tests.page_cases import words_of
from tests.work_book import book

App = Callable[..., AppTest]
Open = Callable[..., AppTest]
CHANGE, ROADBLOCK = table_of(ScopeChange), table_of(Roadblock)


@pytest.fixture
def page(app: App, store: Store) -> Open:
    """A tab of the page as Ann sees it, on the small book."""
    put(store, *book())
    introduce(store, "Ann Berg")

    def open_tab(tab: str, **query: str) -> AppTest:
        return app("delivery.py", {"delivery_tab": tab}, **({"as_of": "2024-11-20"} | query))

    return open_tab


def rows(at: AppTest, *columns: str) -> Any:
    return next(one.value for one in at.dataframe if set(columns) <= set(one.value.columns))


def choose(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:{form}-{button}").click().run()


def test_scope_is_told_in_hours_and_money_and_the_accounts_sum_to_it(page: Open) -> None:
    at = page("Scope and revisions")
    assert not at.exception
    said = words_of(at)
    assert "**3 of 3** projects went beyond their scope, by **9 h**; **8 h** of it were not billed, worth **€960**" in (
        said
    )
    by = rows(at, "Account", "Went beyond", "Not billed (€)").set_index("Account")
    assert by["Not billed (€)"].to_dict() == {"Acme": 860, "Bolt": 100}
    assert "**2 changes** with **3 h and €500**, the oldest for **61 days**." in said
    assert rows(at, "Waits (days)")["Change"].tolist() == ["Longer cut", "Another page"]
    rounds = rows(at, "Account", "First time right").set_index("Account")
    assert rounds["First time right"].to_dict() == {"Acme": "1 of 2", "Bolt": "0 of 1"}


def test_a_past_day_and_a_filter_know_only_their_own(page: Open) -> None:
    assert rows(page("Scope and revisions", as_of="2024-11-09"), "Waits (days)")["Change"].tolist() == ["Longer cut"]
    at = page("Scope and revisions", sector="Retail")
    assert rows(at, "Account", "Went beyond")["Account"].tolist() == ["Acme"]


def test_an_answer_is_recorded_and_the_change_waits_no_more(page: Open, store: Store) -> None:
    at = choose(page("Scope and revisions"), "delivery_waiting", 0)
    at = submit(at, "entry_decide_2_1", "Record the answer")
    assert words_of(at).count("The client's answer: say what the client answered.") == 2  # at the top, at the field
    at.selectbox(key="decide_2_1_0_decision").set_value("approved")
    at.selectbox(key="decide_2_1_0_decided_by_id").set_value(1)
    at = submit(at, "entry_decide_2_1", "Record the answer")
    assert not at.exception
    stored = select(CHANGE.c.decision, CHANGE.c.decided_on, CHANGE.c.decided_by_id).where(CHANGE.c.id == 2)
    assert store.rows(stored) == [("approved", on("11-20"), 1)]
    assert rows(at, "Waits (days)")["Change"].tolist() == ["Another page"]
    at = choose(page("Scope and revisions", as_of="2024-11-19"), "delivery_waiting", 0)
    assert "It waited on 19 Nov 2024; since then it was approved on 20 Nov 2024." in words_of(at)


def test_terms_changed_meanwhile_are_looked_at_before_they_are_answered(page: Open, store: Store) -> None:
    at = choose(page("Scope and revisions"), "delivery_waiting", 0)
    at.selectbox(key="decide_2_1_0_decision").set_value("declined")
    perform(store, "Bo", "edit", lambda write: write.set(ScopeChange, 2, {"minutes": 600}, write.read(ScopeChange, 2)))
    at = submit(at, "entry_decide_2_1", "Record the answer")
    assert "Bo changed this meanwhile, so nothing was saved: look at the terms above again" in words_of(at)
    assert rows(at, "Waits (days)")["Hours"].tolist() == [10, 1]


def test_a_change_is_added(page: Open, store: Store) -> None:
    at = page("Scope and revisions")
    at.session_state["delivery_new_change"] = True
    at.run()
    at.selectbox(key="new_change_0_project_id").set_value(3)
    at.text_input(key="new_change_0_what").set_value("A third page")
    at.number_input(key="new_change_0_hours").set_value(2.5)
    at = submit(at, "entry_new_change", "Add the change")
    assert not at.error
    assert rows(at, "Waits (days)")["Hours"].tolist() == [2, 1, 2.5]


def test_roadblocks_are_told_added_and_closed(page: Open, store: Store) -> None:
    at = page("Roadblocks")
    assert not at.exception
    said = words_of(at)
    assert (
        "**1 roadblock** open on **1 project**, the oldest for **50 days**; **2** closed in the last 90 days." in said
    )
    assert rows(at, "Age (days)", "Days lost")["What"].tolist() == ["Designer away", "Sent back"]
    at.session_state["delivery_new_roadblock"] = True
    at.run()
    at.selectbox(key="new_roadblock_0_project_id").set_value(3)
    at.text_input(key="new_roadblock_0_what").set_value("No texts")
    at.selectbox(key="new_roadblock_0_cause").set_value("client feedback")
    at = submit(at, "entry_new_roadblock", "Add the roadblock")
    assert words_of(at).count("Who clears it: name the one colleague who clears it.") == 2
    at.selectbox(key="new_roadblock_0_person_id").set_value(2)
    at = submit(at, "entry_new_roadblock", "Add the roadblock")
    assert not at.error
    at = choose(at, "delivery_roadblocks", 0)
    at.number_input(key="close_roadblock_2_1_0_days_lost").set_value(20)
    at = submit(at, "entry_close_roadblock_2_1", "Close it")
    assert not at.error
    assert store.rows(select(ROADBLOCK.c.days_lost).where(ROADBLOCK.c.id == 2)) == [(20,)]
    opened = next(one.value for one in at.dataframe if "Age (days)" in one.value and "Closed" not in one.value)
    assert opened["What"].tolist() == ["No texts"]
