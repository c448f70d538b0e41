"""On time and the projects on the page of delivery and money: filled, filtered, as of a past day, empty."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.money.tables import Revenue
from lib.store.engine import Store
from tests.client_facts import on
from tests.facts import put
from tests.page_cases import words_of
from tests.work_book import book

App = Callable[..., AppTest]
DAY = "2024-11-20"


@pytest.fixture
def page(app: App, store: Store) -> Callable[..., AppTest]:
    """A tab of the page, on the small book."""
    put(store, *book())

    def open_tab(tab: str, **query: str) -> AppTest:
        return app("delivery.py", {"delivery_tab": tab}, **({"as_of": DAY} | query))

    return open_tab


def figures(at: AppTest) -> dict[str, str]:
    """The figures of the tab; those of the page's head stand before them."""
    return {metric.label: str(metric.value) for metric in at.metric}


def rows(at: AppTest, *columns: str) -> Any:
    return next(one.value for one in at.dataframe if set(columns) <= set(one.value.columns))


def test_time_is_told_by_both_dates_with_days_late_and_lost(page: Callable[..., AppTest]) -> None:
    at = page("On time")
    assert not at.exception
    said = words_of(at)
    assert "2 projects run, **1** on schedule, **1** late, the latest by 66 days (Acme, Film *b*)" in said.replace(
        "**2 projects**", "2 projects"
    )
    assert "**1 of 3** came on time; by the first date 0 of 3." in said
    assert "On-time delivery, published: 73.8 % (SPI Research 2025" in said
    shown = figures(at)
    assert [shown[name] for name in ("By first date", "On schedule", "Goal met", "Days lost")] == [
        "0 of 3", "1 of 2", "1 of 1", "13",
    ]  # fmt: skip
    assert "of 1 of 3 nobody said how many; 1 open: 50 days so far" in said
    assert rows(at, "Stands", "Days late", "Days left")["Days late"].iloc[0] == 66
    bo = rows(at, "Owner", "On time", "Not judged").set_index("Owner").loc["Bo"]
    assert (bo["On time"], bo["Late"], bo["Not judged"]) == ("0 of 2", 2, 1)
    lost = rows(at, "Owner", "Rework", "So far").set_index("Owner")
    assert lost.loc["Bo", ["Days lost", "Capacity", "Open", "So far"]].tolist() == [5, 5, 1, 50]


def test_a_chosen_row_opens_the_projects_it_is_made_of(page: Callable[..., AppTest]) -> None:
    at = page("On time")
    at.session_state["delivery_time_Owner"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert "**Bo**: 2 projects due or delivered in 12 months" in words_of(at)
    assert rows(at, "Project", "Goal")["Project"].tolist() == ["Film *b*", "Fair"]


def test_filters_and_a_past_day_leave_only_what_is_theirs(page: Callable[..., AppTest]) -> None:
    assert rows(page("On time", owner="Ann"), "Owner", "On time")["Owner"].tolist() == ["Ann"]
    at = page("On time", as_of="2024-08-19")
    assert "late" not in rows(at, "Stands", "Days late")["Stands"].to_numpy().tolist()
    assert "No project fell due in the last 12 months" in words_of(at)


def test_projects_stand_on_a_line_and_in_a_table_and_a_chosen_one_opens(page: Callable[..., AppTest]) -> None:
    at = page("Projects")
    assert not at.exception
    listed = rows(at, "Stands", "Agreed (h)")
    assert listed["Project"].tolist() == ["Film *b*", "Shop"]
    assert listed[["Worked (h)", "Agreed (h)", "Used (%)"]].to_numpy().tolist() == [[21, 20, 105], [11, 10, 110]]
    at.session_state["delivery_projects"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert [str(head.value) for head in at.subheader] == ["Film \\*b\\*"]
    assert rows(at, "Change", "Answer")["Answer"].tolist() == ["Waiting"]
    for tab, column in (("Deliverables", "In scope"), ("Roadblocks", "Who clears it"), ("Hours", "Not billed (h)")):
        at.session_state["delivery_project_tab_2"] = tab
        at.run()
        assert not at.exception
        assert len(rows(at, column)) == 1


def test_another_standing_and_an_account_narrow_the_list(page: Callable[..., AppTest]) -> None:
    at = page("Projects", delivery_which="All")
    assert rows(at, "Stands", "Agreed (h)")["Project"].tolist() == ["Shop", "Fair", "Film *b*", "Site"]
    at.selectbox(key="delivery_account").set_value("Bolt").run()
    assert rows(at, "Stands", "Agreed (h)")["Project"].tolist() == ["Shop", "Fair"]
    at = page("Projects", delivery_which="Planned")
    assert "No project is planned. Choose another standing above." in words_of(at)


@pytest.mark.parametrize("tab", ["On time", "Projects", "Scope and revisions", "Roadblocks"])
def test_without_a_project_each_tab_says_what_to_import(app: App, store: Store, tab: str) -> None:
    put(store, Account(id=1, name="Acme"))
    put(store, Revenue(account_id=1, earned_on=on("10-01"), amount_cents=5, kind="project"))
    at = app("delivery.py", {"delivery_tab": tab}, as_of=DAY)
    assert not at.exception
    assert "No project is recorded by 20 Nov 2024. Here will stand" in words_of(at)
