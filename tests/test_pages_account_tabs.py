"""The account page's tabs of money, projects, surveys, opportunities and the check-up pack."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.store.users import introduce
from tests.client_facts import acme
from tests.facts import put
from tests.page_cases import words_of

TABS = ("Money", "Projects", "Surveys", "Opportunities", "Check-up pack")
Open = Callable[..., AppTest]


@pytest.fixture
def tab(app: Open) -> Open:
    """Opens one tab of the account page."""

    def open_tab(name: str, account: str, as_of: str = "2024-11-20") -> AppTest:
        return app("account.py", {"account_tab": name}, as_of=as_of, account=account)

    return open_tab


def frames(at: AppTest) -> list[Any]:
    return [one.value for one in at.dataframe]


def frame_with(at: AppTest, column: str) -> Any:
    return next(frame for frame in frames(at) if column in frame)


@pytest.mark.parametrize("name", TABS)
def test_a_client_without_records_is_told_what_is_missing(name: str, tab: Open, store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    at = tab(name, "Acme")
    assert not at.exception
    said = words_of(at)
    assert "recorded" in said or "was ever asked" in said or "What is in it" in said


def test_a_margin_made_of_what_people_cost_is_for_leads_only(tab: Open, store: Store) -> None:
    put(store, *acme())
    at = tab("Money", "Acme")
    assert "Margin by hours" not in {metric.label for metric in at.metric}
    assert "margins made of hours are for leads and administrators" in words_of(at)


def test_money_tells_what_is_paid_owed_agreed_and_given_away(tab: Open, store: Store) -> None:
    put(store, *acme())
    introduce(store, "Ann Berg")
    at = tab("Money", "Acme")
    assert not at.exception
    shown = {metric.label: metric.value for metric in at.metric}
    assert (shown["Revenue"], shown["Overdue"], shown["Written off"]) == ("€15 k", "€700", "1 %")
    assert shown["Margin by hours"] == "72 %"  # of 9,500 since 10 May, 44 hours at 60
    assert "records begin on 3 Jan 2024, too late to compare" in words_of(at)
    assert frame_with(at, "How it ends")["How it ends"].tolist() == ["Renews by itself"]
    assert frame_with(at, "Standing")["Standing"].tolist() == ["50 days overdue", "50 days overdue"]
    assert frame_with(at, "Forecast")["Outcome"].tolist() == ["Open", "Renewed"]
    assert frame_with(at, "Reason")["Amount"].tolist() == [100.0]
    assert "Lifetime value: – (not enough ended clients (0 of 10))" in words_of(at).replace("*", "")


def test_a_margin_without_cost_rates_says_what_it_is_made_of(tab: Open, store: Store) -> None:
    put(store, *(one for one in acme() if type(one).__name__ != "CostRate"))
    at = tab("Money", "Acme")
    shown = {metric.label: metric.value for metric in at.metric}
    assert shown["Margin by services"] == "43 %"
    assert "100 % of the hours have no cost rate" in words_of(at)


def test_projects_tell_both_due_dates_hours_and_what_holds_them_up(tab: Open, store: Store) -> None:
    put(store, *acme())
    at = tab("Projects", "Acme")
    assert not at.exception
    shown = {metric.label: metric.value for metric in at.metric}
    assert (shown["On time"], shown["Goal met"], shown["Waiting"]) == ("1 of 2", "1 of 1", "1")
    assert "by the first due date: 0 of 2" in words_of(at)
    projects = frame_with(at, "First due").set_index("Project")
    assert projects.loc["Film", ["State", "Agreed (h)", "Worked (h)", "Beyond (h)"]].tolist() == ["running", 20, 26, 6]
    assert projects.loc["Film", "Days late"] == 66
    assert frame_with(at, "Waits (days)")["Change"].tolist() == ["Longer cut"]
    assert frame_with(at, "Owner")["Owner"].tolist() == ["Bo"]
    assert frame_with(at, "Beyond")["Beyond"].tolist() == [1]


def test_surveys_show_silence_and_withhold_anonymous_waves(tab: Open, store: Store) -> None:
    put(store, *acme())
    at = tab("Surveys", "Acme")
    assert not at.exception
    waves = frame_with(at, "Asked").set_index("Survey")
    assert set(waves.loc["Our anonymous one", ["Asked", "Answered", "No answer"]]) == {"withheld"}
    assert "asked twice, no answer (1 reminder)" in frame_with(at, "Silence")["Silence"].tolist()
    assert frame_with(at, "Words")["Score"].tolist() == ["9 of 10", ""]


def test_opportunities_tell_the_overdue_step_the_reasons_and_what_was_declined(tab: Open, store: Store) -> None:
    put(store, *acme())
    at = tab("Opportunities", "Acme")
    assert not at.exception
    assert "1 open worth €2.5 k, 1 with an overdue one; 1 won and 1 lost before." in words_of(at).replace("**", "")
    opened = frame_with(at, "Next step")
    assert opened[["Amount is", "Standing", "Age (days)"]].to_numpy().tolist() == [["list price", "overdue", 80]]
    assert frame_with(at, "Outcome")["Reason"].tolist() == ["", "Price"]
    assert frame_with(at, "Their words")["Now"].tolist() == ["do not raise it yet"]


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("name", TABS)
def test_a_tab_takes_as_many_reads_for_a_busy_client_as_for_an_empty_one(name: str, tab: Open, store: Store) -> None:
    put(store, *acme(), Account(id=3, name="Empty"))
    counts = []
    tab(name, "Empty")  # what is read of the whole firm is kept from now on
    for account in ("Acme", "Bolt"):
        tab("Why", account)
        asked: list[str] = []

        def keep(*given: Any, asked: list[str] = asked) -> None:
            asked.append(given[2])

        event.listen(store.reads, "before_cursor_execute", keep)
        at = tab(name, account)
        event.remove(store.reads, "before_cursor_execute", keep)
        assert not at.exception
        counts.append(sum(one.startswith("SELECT") for one in asked))
    whole_firm = 9 if name == "Surveys" else 0  # the health of all clients, read once, where there is an answer to tell
    assert abs(counts[0] - counts[1]) <= 3 + whole_firm, "only what an empty tab need not read may make a difference"
    assert max(counts) < 60


@pytest.mark.parametrize("name", TABS)
@pytest.mark.parametrize("as_of", ["2024-02-29", "2019-01-01"])
def test_a_tab_shows_the_demo_firm_at_any_day(name: str, as_of: str, tab: Open, demo_store: Store) -> None:
    at = tab(name, "Keldovane Insurance", as_of)
    assert not at.exception
    assert not at.error


def test_a_pack_is_made_beside_the_page_and_can_be_taken_away(tab: Open, demo_store: Store) -> None:
    at = tab("Check-up pack", "Keldovane Insurance", "2026-10-31")
    assert at.selectbox(key="pack_period_1").value == "2026Q3"
    assert frame_with(at, "Says")["Part"].tolist()[0] == "Cover"
    at.button(key="pack_make_1").click().run()
    for thread in [one for one in threading.enumerate() if one.name.startswith("Thread-") and not one.daemon]:
        thread.join(60)
    at.run()
    assert not at.exception
    files = {box.key: box for box in at.get("download_button")}
    assert len(files) == 2
    at.selectbox(key="pack_period_1").set_value("2025").run()
    assert at.button(key="pack_make_1")
    assert frame_with(at, "Says")["Says"].tolist()[0] == "Keldovane Insurance"


def test_a_running_quarter_is_offered_as_so_far(tab: Open, store: Store) -> None:
    put(store, Account(id=1, name="Acme", client_since=date(2020, 1, 1)))
    at = tab("Check-up pack", "Acme")
    at.selectbox(key="pack_period_1").set_value("2024Q4").run()
    assert "so far, to 20 Nov 2024" in words_of(at)
