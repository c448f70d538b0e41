"""The page of value and goals: filled, empty, wrong input; and the objectives of one account."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from lib.ui import entry
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm, SectorBenchmark
from tests.facts import put
from tests.page_cases import words_of
from tests.small_firm import put_small_firm
from tests.value_cases import COST, ENGAGEMENT, OUTAGES, put_objectives

GOAL, TERM, READING = table_of(Objective), table_of(ObjectiveTerm), table_of(ObjectiveReading)
DAY = "2026-06-30"
App = Callable[..., AppTest]


@pytest.fixture
def goals(app: App, store: Store) -> Callable[..., AppTest]:
    """The page on the objectives of the small firm, as Ann."""
    put_objectives(store)
    introduce(store, "Ann Berg")
    return lambda **query: app("value.py", **({"as_of": DAY} | query))


def listed(at: AppTest, number: int = 0) -> list[str]:
    return [str(name) for name in at.dataframe[number].value["Objective"]]


def choose(at: AppTest, key: str, row: int) -> AppTest:
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def opened(at: AppTest, objective: str, tab: str = "Add a reading") -> AppTest:
    """The panel of one objective with one of its forms."""
    number = {"Engagement rate": ENGAGEMENT, "Cost per lead": COST, "Outages": OUTAGES}[objective]
    at.session_state[f"objective_tab_{number}"] = tab
    return choose(at, "objectives", listed(at).index(objective))


def submit(at: AppTest, form: str, button: str) -> AppTest:
    return at.button(key=f"FormSubmitter:entry_{form}-{button}").click().run()


def test_the_answer_counts_what_is_open_and_what_the_client_confirmed(goals: App) -> None:
    words = words_of(goals())
    assert "**3 objectives** are open for **2 clients**: 1 on pace, 1 reached, 1 behind" in words
    assert "of the promised outcome that fell due in the last 12 months the client confirmed **1 of 1**" in words


def test_the_headline_speaks_in_counts_where_there_are_few(goals: App) -> None:
    values = {metric.label: metric.value for metric in goals().metric}
    assert values == {
        "Open objectives": "3", "On track": "2 of 3", "Outcomes delivered": "1 of 1", "Confirmed lately": "1 of 3",
        "Reviews overdue": "1",
    }  # fmt: skip


def test_what_needs_care_comes_first_with_its_pace_and_who_confirmed_it(goals: App) -> None:
    shown = goals().dataframe[0].value
    assert shown["State"].tolist() == ["▲ Behind", "● On pace", "★ Reached"]
    first = shown.iloc[1]
    assert (first["From → to"], first["Actual"], first["Expected"], first["Pace"]) == ("20 → 30 %", 25, 24.1, 100)
    assert (first["Confirmed by"], first["Owner"], first["Kind"]) == ("Cleo Client", "Ann", "Goal")


def test_every_headline_figure_opens_to_its_rows(goals: App) -> None:
    at = goals()
    for name in (
        "objectives_open",
        "objectives_on_track",
        "value_delivered",
        "objectives_confirmed",
        "reviews_overdue",
    ):
        at.session_state[f"rows_{name}"] = True
    at.run()
    assert not at.exception
    assert words_of(at).count("How:") == 5


def test_kind_and_state_narrow_the_table_and_stand_in_the_address(goals: App) -> None:
    assert listed(goals(objective_kind="Promised outcomes")) == ["Cost per lead", "Outages"]
    assert listed(goals(objective_state="Behind")) == ["Cost per lead"]
    assert listed(goals(objective_kind="nonsense", objective_state="nonsense")) == [
        "Cost per lead", "Engagement rate", "Outages",
    ]  # fmt: skip


def test_the_owner_and_the_sector_of_the_frame_hold_here_too(goals: App, store: Store) -> None:
    assert listed(goals(owner="Bo")) == ["Outages"]
    assert listed(goals(sector="Media")) == ["Cost per lead", "Engagement rate"]


def test_an_objective_opens_with_where_it_stands_and_what_was_published(goals: App) -> None:
    at = opened(goals(), "Engagement rate", "History")
    words = words_of(at)
    assert "expected by now **24.9 %**" in words
    assert "actual **25 %** on 1 Jun 2026, pace 100 % by the 24.1 % expected on that day" in words
    assert "3 Mar 2026: target 24 → 30 %, harder now. Reason: Reached early" in words
    assert "Published for the Media sector, not facts about this client. Purple line: engagement rate, Press, 2025" in (
        at.expander[0].label.replace("\\", "")
    )


def test_a_reading_is_added_in_place(goals: App, store: Store) -> None:
    at = opened(goals(), "Cost per lead")
    key = f"reading_{COST}"
    at.number_input(key=f"{key}_0_actual").set_value(45.5)
    at.date_input(key=f"{key}_0_read_on").set_value(date(2026, 6, 25))
    at = submit(at, key, "Add the reading")
    assert not at.error
    assert store.rows(select(READING.c.actual).where(READING.c.read_on == date(2026, 6, 25))) == [(45.5,)]
    assert at.dataframe[0].value["State"].tolist().count("▲ Behind") == 0
    assert at.number_input(key=f"{key}_1_actual").value is None


def test_a_refused_reading_keeps_what_was_typed_and_says_why_beside_its_field(goals: App, store: Store) -> None:
    at = opened(goals(), "Cost per lead")
    key = f"reading_{COST}"
    at.text_input(key=f"{key}_0_evidence").set_value("their own report")
    at = submit(at, key, "Add the reading")
    assert words_of(at).count("Actual (EUR): write a number.") == 2  # at the top and beside the field
    assert at.text_input(key=f"{key}_0_evidence").value == "their own report"
    assert len(store.rows(select(READING.c.id))) == 4


def test_two_quick_clicks_store_one_reading(goals: App, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come as two calls: with what the form was drawn with, or on the blank form that followed the first."""
    once = entry._submit

    def twice(key: str, turn: int, cells: Any, token: str, save: Any, done: str) -> None:
        once(key, turn, cells, token, save, done)
        once(key, turn, cells, token, save, done)
        once(key, turn + 1, cells, "another token", save, done)

    monkeypatch.setattr(entry, "_submit", twice)
    at = opened(goals(), "Cost per lead")
    at.number_input(key=f"reading_{COST}_0_actual").set_value(45.5)
    at = submit(at, f"reading_{COST}", "Add the reading")
    assert not at.error
    assert len(store.rows(select(READING.c.id))) == 5


def test_a_reading_is_confirmed_by_a_contact_chosen_by_name(goals: App, store: Store) -> None:
    at = opened(goals(), "Engagement rate", "Confirm a reading")
    key = f"confirm_{ENGAGEMENT}"
    assert at.selectbox(key=f"{key}_0_reading_id").options == ["25 % on 1 Jun 2026"]
    at = submit(at, key, "Confirm")
    assert "choose who at the client said so" in words_of(at)
    at.selectbox(key=f"{key}_0_contact_id").set_value(1)
    at = submit(at, key, "Confirm")
    assert store.rows(select(READING.c.confirmed_by_id).where(READING.c.id == 2)) == [(1,)]


def test_changed_terms_need_a_reason_and_become_history(goals: App, store: Store) -> None:
    at = opened(goals(), "Cost per lead", "Change the terms")
    key = f"terms_{COST}_3"
    at.number_input(key=f"{key}_0_target").set_value(50.0)
    at = submit(at, key, "Change the terms")
    assert "Reason: say why" in words_of(at)
    assert at.number_input(key=f"{key}_0_target").value == 50
    at.text_input(key=f"{key}_0_reason").set_value("Budget was cut")
    at = submit(at, key, "Change the terms")
    assert not at.error
    assert store.rows(select(TERM.c.target).where(TERM.c.objective_id == COST).order_by(TERM.c.id)) == [(40,), (50,)]
    at.session_state["value_tab"] = "Changed objectives"
    at.run()
    assert "**2 changes** of 2 objectives: **1** made it easier to reach, **1** harder." in words_of(at)
    assert at.dataframe[-1].value["Changed"].tolist()[0] == "target 40 → 50 EUR"
    assert at.dataframe[-1].value["Written by"].tolist()[0] == "Ann Berg"


def test_an_objective_is_closed_in_place(goals: App) -> None:
    at = submit(opened(goals(), "Outages", "Close"), f"close_{OUTAGES}", "Close the objective")
    assert not at.error
    assert listed(at) == ["Cost per lead", "Engagement rate"]


def test_reviews_due_are_grouped_and_read_at_once(goals: App, store: Store) -> None:
    at = choose(goals(as_of="2026-09-20"), "reviews", 0)
    assert "**3 reviews** overdue at 2 clients; 0 more due in the next 30 days." in words_of(at)
    due = at.dataframe[1].value
    assert due["Account"].tolist() == ["Bolt", "Acme", "Acme"]
    assert due["When"].tolist() == ["111 days overdue", "19 days overdue", "5 days overdue"]
    assert any(str(box.key).startswith(f"review_{OUTAGES}") for box in at.number_input)


def test_promised_outcomes_by_account_open_to_their_rows(goals: App) -> None:
    at = goals()
    at.session_state["value_tab"] = "Promised outcomes"
    at.run()
    shown = at.dataframe[1].value.set_index("Account")
    assert shown.loc["Bolt", ["Promised", "Running", "Fallen due", "Reached", "Confirmed"]].tolist() == [
        1, 1, 1, "1 of 1", "1 of 1",
    ]  # fmt: skip
    assert shown.loc["Acme", ["Fallen due", "Reached"]].tolist() == [0, "–"]
    at = choose(at, "promised", 0)
    assert listed(at, 2) == ["Outages"]


def test_a_published_figure_is_added_with_its_source(goals: App, store: Store) -> None:
    at = goals()
    at.session_state["value_tab"] = "Benchmarks"
    at.session_state["add_benchmark"] = True
    at.run()
    at.text_input(key="benchmark_0_measure").set_value("Recall")
    at.number_input(key="benchmark_0_value").set_value(31.0)
    at = submit(at, "benchmark", "Add the figure")
    assert "a figure without its source is no benchmark" in words_of(at)
    at.text_input(key="benchmark_0_published_by").set_value("Press")
    at = submit(at, "benchmark", "Add the figure")
    assert not at.error
    assert len(store.rows(select(table_of(SectorBenchmark).c.id))) == 3


def fill_new(at: AppTest, key: str, **typed: Any) -> None:
    at.text_input(key=f"{key}_0_name").set_value(typed["name"])
    at.number_input(key=f"{key}_0_baseline").set_value(typed["baseline"])
    at.number_input(key=f"{key}_0_target").set_value(typed["target"])


def test_without_objectives_the_page_says_what_will_stand_here_and_takes_the_first(app: App, store: Store) -> None:
    put_small_firm(store)
    introduce(store, "Ann Berg")
    at = app("value.py")
    assert "No objective had begun by 22 Jul 2025. Here will stand" in words_of(at)
    at.selectbox(key="new_objective_0_account_id").set_value(2)
    fill_new(at, "new_objective", name="Sign-ups", baseline=100.0, target=100.0)
    at = submit(at, "new_objective", "Add the objective")
    assert "Target: must differ from the baseline" in words_of(at)
    assert at.text_input(key="new_objective_0_name").value == "Sign-ups"
    at.number_input(key="new_objective_0_target").set_value(150.0)
    at = submit(at, "new_objective", "Add the objective")
    assert not at.error
    assert store.rows(select(GOAL.c.name, GOAL.c.account_id)) == [("Sign-ups", 2)]
    assert "**1 objective** is open for **1 client**: 1 not read yet" in words_of(at)


def test_nothing_is_written_before_somebody_said_who_they_are(app: App, store: Store) -> None:
    put_small_firm(store)
    at = app("value.py")
    assert "Who are you?" in words_of(at)
    assert not [box for box in at.text_input if str(box.key).startswith("new_objective")]


def test_the_real_case_of_accounts_without_any_objective_has_no_error(app: App, store: Store) -> None:
    put(store, Account(name="Only a name"))
    at = app("value.py")
    assert not at.exception
    assert not at.error
    assert "No objective had begun" in words_of(at)


@pytest.mark.parametrize(
    "tab", ["Reviews due", "Promised outcomes", "Changed objectives", "Benchmarks", "New objective"]
)
@pytest.mark.parametrize(
    "query", [{}, {"as_of": "2025-01-31"}, {"objective_kind": "Goals", "objective_state": "Closed"}]
)
def test_every_tab_opens_on_the_demo_firm(tab: str, query: dict[str, str], app: App, demo_store: Store) -> None:
    at = app("value.py", **query)
    at.session_state["value_tab"] = tab
    choose(at, "objectives", 0)
    assert not at.exception
    assert not at.error


def _account_page() -> None:
    from lib import ui
    from lib.ui.account_value import objectives_tab

    view = ui.page("Account")
    objectives_tab(view, 1)


@pytest.fixture
def of_acme(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The objectives of one account, as its page shows them."""
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    put_objectives(store)
    introduce(store, "Ann Berg")
    at = AppTest.from_function(_account_page, default_timeout=30)
    at.session_state["as_of"] = date(2026, 6, 30)
    return at.run()


def test_an_account_shows_its_own_objectives_with_actual_and_expected(of_acme: AppTest) -> None:
    words = words_of(of_acme)
    assert not of_acme.exception
    assert "**Cost per lead** · promised outcome" in words
    assert "▲ Behind** · 60 → 40 EUR · by 1 Jan 2027, expected by now **50.1 EUR**" in words
    assert "Outages" not in words


def test_a_reading_is_added_on_the_page_of_the_account(of_acme: AppTest, store: Store) -> None:
    of_acme.session_state[f"open_Add a reading_{COST}"] = True
    at = of_acme.run()
    at.number_input(key=f"reading_{COST}_0_actual").set_value(45.0)
    at = submit(at, f"reading_{COST}", "Add the reading")
    assert not at.error
    assert store.rows(select(READING.c.actual).where(READING.c.id == 5)) == [(45,)]


def test_an_account_without_objectives_says_what_will_stand_here(
    url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    put(store, Account(id=1, name="Acme"))
    at = AppTest.from_function(_account_page, default_timeout=30).run()
    assert not at.exception
    assert "No objective is open" in words_of(at)
