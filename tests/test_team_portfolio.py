"""What account managers look after, read from a small store, as known on a day."""

from datetime import date, timedelta

import numpy as np
import pytest

from lib.accounts.tables import Account, AccountOwner, AccountProfile, Contract, Renewal, Sector
from lib.delivery.queries import project_minutes, projects, scope_changes
from lib.delivery.tables import Project, TimeEntry
from lib.delivery.work import RUNNING, as_they_stood
from lib.money.tables import Revenue
from lib.people.tables import Person, WeeklyHours
from lib.periods import Period
from lib.relationship.tables import Departure, Escalation, Promise
from lib.store.engine import Store
from lib.store.settings import set_setting
from lib.team.portfolio import portfolio
from lib.team.portfolio_queries import led_accounts, running_projects, supported_accounts, worked_on_accounts
from lib.team.tables import Booking
from tests.demo_firm import UNTIL, demo
from tests.facts import put

DAY, BEGAN = date(2026, 5, 13), date(2025, 1, 1)  # a Wednesday
ANN, BO = 1, 2


@pytest.fixture
def firm(store: Store) -> Store:
    """Ann leads Acme (busy) and Bolt (quiet); Bo led Acme before; Gone has left, Old is archived."""
    put(store, Sector(id=1, name="Retail"), Person(id=ANN, name="Ann"), Person(id=BO, name="Bo"))
    named = {1: "Acme", 2: "Bolt", 3: "Gone", 4: "Old"}
    put(store, *(Account(id=n, name=name, sector_id=1) for n, name in named.items() if n != 4))
    put(store, Account(id=4, name="Old", archived_on=date(2026, 1, 1)))
    put(store, AccountOwner(account_id=1, person_id=BO, starts_on=BEGAN, ends_before=date(2026, 1, 1)))
    put(store, AccountOwner(account_id=1, person_id=ANN, starts_on=date(2026, 1, 1)))
    put(store, AccountOwner(account_id=1, person_id=BO, duty="support", starts_on=BEGAN))
    put(store, *(AccountOwner(account_id=n, person_id=ANN, starts_on=BEGAN) for n in (2, 3, 4)))
    put(store, Departure(account_id=3, decided_on=date(2026, 2, 1), last_day_on=date(2026, 3, 1)))
    put(store, AccountProfile(account_id=1, starts_on=BEGAN, cadence_days=14, ideal_gap_days=7))
    return store


def acme(store: Store, day: date = DAY) -> dict[str, object]:
    found = portfolio(store, day).accounts
    return {str(name): value for name, value in found[found["account"] == "Acme"].iloc[0].items()}


def test_clients_that_left_or_were_archived_are_nobodys_work_and_the_lead_is_who_leads_now(firm: Store) -> None:
    found = led_accounts(firm, DAY)
    assert found[["account", "person"]].to_numpy().tolist() == [["Acme", "Ann"], ["Bolt", "Ann"]]
    then = led_accounts(firm, date(2025, 6, 1))
    assert then[["account", "person"]].to_numpy().tolist()[0] == ["Acme", "Bo"]
    assert "Gone" in set(then["account"])
    assert supported_accounts(firm, DAY).to_numpy().tolist() == [[1, BO]]


def test_what_was_settled_or_closed_later_is_still_open_on_the_day(firm: Store) -> None:
    put(firm, Promise(account_id=1, what="a", made_on=BEGAN, due_on=DAY, settled_on=DAY + timedelta(9), outcome="kept"))
    put(firm, Promise(account_id=1, what="b", made_on=BEGAN, due_on=DAY, settled_on=DAY, outcome="kept"))
    put(firm, Promise(account_id=1, what="c", made_on=DAY + timedelta(1), due_on=DAY + timedelta(2)))
    put(firm, Escalation(account_id=1, severity=3, what="x", opened_on=BEGAN, closed_on=DAY + timedelta(1)))
    put(firm, Escalation(account_id=1, severity=4, what="y", opened_on=BEGAN, closed_on=DAY))
    row = acme(firm)
    assert (row["promises"], row["severity_3"], row["severity_4"]) == (1, 1, 0)


def test_renewals_and_notice_dates_within_ninety_days_count(firm: Store) -> None:
    ends = DAY + timedelta(days=120)
    put(firm, Contract(id=1, account_id=1, kind="retainer", starts_on=BEGAN, ends_before=ends, notice_days=60))
    put(firm, Contract(id=2, account_id=1, kind="support", starts_on=BEGAN, ends_before=DAY + timedelta(200)))
    put(firm, Renewal(contract_id=1, due_on=ends, target_cents=100))
    row = acme(firm)
    assert row["renewals"] == 1  # due in 120 days, but notice by day 60
    assert str(row["next_on"])[:10] == str(ends - timedelta(days=60))


def test_the_hours_beside_it_are_means_of_whole_weeks(firm: Store) -> None:
    put(firm, WeeklyHours(person_id=ANN, minutes_per_week=2400, starts_on=BEGAN))
    put(firm, Booking(person_id=ANN, account_id=1, minutes_per_week=1200, starts_on=date(2026, 5, 18),
                      ends_before=date(2026, 6, 1)))  # two of the four weeks from Monday 18 May  # fmt: skip
    put(firm, TimeEntry(person_id=ANN, account_id=1, worked_on=date(2026, 5, 8), minutes=480))
    put(firm, TimeEntry(person_id=ANN, account_id=1, worked_on=date(2026, 5, 12), minutes=480))  # this week: not whole
    put(firm, Revenue(account_id=1, earned_on=date(2026, 1, 1), amount_cents=70_000, kind="recurring"))
    put(firm, Revenue(account_id=1, earned_on=date(2025, 5, 1), amount_cents=1, kind="recurring"))
    [row] = portfolio(firm, DAY).managers.to_dict("records")
    assert (row["booked"], row["capacity"], row["logged"], row["year_cents"]) == (10.0, 40.0, 2.0, 70_000)
    assert row["without_plan"] == 1  # Bolt


def test_without_weekly_hours_and_time_entries_there_is_no_capacity_and_nothing_logged(firm: Store) -> None:
    [row] = portfolio(firm, DAY).managers.to_dict("records")
    assert np.isnan(row["capacity"])
    assert np.isnan(row["logged"])


def test_other_hours_hold_from_their_day_on_and_not_before(firm: Store) -> None:
    put(firm, Promise(account_id=1, what="a", made_on=BEGAN, due_on=DAY))
    set_setting(firm, "Ann", "portfolio_load.hours_a_promise", "3", DAY)
    assert acme(firm)["promises_hours"] == 3.0
    assert acme(firm, DAY - timedelta(days=1))["promises_hours"] == 0.5


def test_an_entry_on_a_project_alone_is_of_the_projects_client(firm: Store) -> None:
    put(firm, Project(id=1, account_id=2, name="Site"))
    put(firm, TimeEntry(person_id=ANN, project_id=1, worked_on=DAY, minutes=60))
    put(firm, TimeEntry(person_id=ANN, worked_on=DAY, minutes=30))
    found = worked_on_accounts(firm, Period(DAY, DAY + timedelta(days=1)))
    assert sorted(found.fillna(0).to_numpy().tolist()) == [[ANN, 0, 30], [ANN, 2, 60]]


@pytest.mark.parametrize("back", [0, 200])
def test_running_projects_are_those_that_delivery_calls_running(back: int) -> None:
    store, day = demo(), UNTIL - timedelta(days=back)
    listed = projects(store, day)
    work = as_they_stood(listed, scope_changes(store, day), project_minutes(store, day), day)
    running = listed[(work.state == RUNNING)].groupby("account_id").size()
    told = running_projects(store, day).set_index("account_id")["count"].sort_index()
    assert told.to_dict() == running.to_dict()


def test_a_store_without_leads_has_no_managers(store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    assert portfolio(store, DAY).managers.empty
