"""Signals of work and life: read only of those asked for, counted by hand."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.accounts.tables import Account
from lib.delivery.tables import TimeEntry
from lib.people.tables import Person, ReportingLine, WeeklyHours
from lib.periods import Period
from lib.store.engine import Store
from lib.team.tables import Absence
from lib.team.worklife import signals
from lib.team.worklife_figures import weekend, weeks_above_contract
from lib.team.worklife_queries import days_away, days_worked, may_see
from tests.facts import put

DAY, BEGAN = date(2026, 5, 13), date(2024, 1, 1)  # a Wednesday; the last whole week: 4 to 10 May
MONDAY = date(2026, 5, 4)
ANN, BO, CY, MIA = 1, 2, 3, 4


@pytest.fixture
def firm(store: Store) -> Store:
    """Mia leads Ann and, until March, Bo; Cy reports to Bo. Ann logs since January, all 40 hours by contract."""
    put(store, *(Person(id=n, name=name) for n, name in ((ANN, "Ann"), (BO, "Bo"), (CY, "Cy"), (MIA, "Mia"))))
    put(store, ReportingLine(person_id=ANN, manager_id=MIA, starts_on=BEGAN))
    put(store, ReportingLine(person_id=BO, manager_id=MIA, starts_on=BEGAN, ends_before=date(2026, 3, 1)))
    put(store, ReportingLine(person_id=CY, manager_id=BO, starts_on=BEGAN))
    put(store, *(WeeklyHours(person_id=n, minutes_per_week=2400, starts_on=BEGAN) for n in (ANN, BO, CY)))
    put(store, *(Account(id=n, name=f"Client {n}") for n in (1, 2, 3)))
    put(store, TimeEntry(person_id=ANN, worked_on=date(2026, 1, 5), minutes=60))
    put(store, Absence(person_id=CY, kind="leave", starts_on=date(2025, 7, 7), ends_before=date(2025, 7, 8)))
    return store


def row(store: Store, person: int = ANN, day: date = DAY) -> dict[str, Any]:
    [found] = signals(store, [person], day).to_dict("records")
    return {str(name): value for name, value in found.items()}


def work(store: Store, day: date, minutes: int, account: int | None = 1) -> None:
    put(store, TimeEntry(person_id=ANN, account_id=account, worked_on=day, minutes=minutes))


def test_one_sees_oneself_and_direct_reports_and_nobody_further_down(firm: Store) -> None:
    assert may_see(firm, MIA, DAY, DAY) == [MIA, ANN]
    assert may_see(firm, BO, DAY, DAY) == [BO, CY]
    assert may_see(firm, ANN, DAY, DAY) == [ANN]


def test_who_led_somebody_once_does_not_see_them_by_choosing_an_earlier_day(firm: Store) -> None:
    then = date(2026, 2, 1)
    assert may_see(firm, MIA, then, then) == [MIA, ANN, BO]
    assert may_see(firm, MIA, then, DAY) == [MIA, ANN]


def test_nothing_is_read_of_anybody_else(firm: Store) -> None:
    put(firm, TimeEntry(person_id=BO, account_id=1, worked_on=MONDAY, minutes=600))
    span = Period(date(2024, 1, 1), date(2027, 1, 1))
    assert set(days_worked(firm, [ANN], span)["person_id"]) == {ANN}
    assert days_away(firm, [ANN], span).empty
    assert signals(firm, [ANN], DAY)["person"].tolist() == ["Ann"]


def test_a_week_counts_when_more_than_the_contract_was_logged(firm: Store) -> None:
    for day in range(5):
        work(firm, MONDAY + timedelta(days=day), 480)
        work(firm, MONDAY - timedelta(days=7 - day), 481)
        work(firm, date(2026, 5, 11) + timedelta(days=day), 600)  # this week is not whole
    told = row(firm)
    assert (told["over"], told["judged"]) == (1, 12)


def test_weeks_before_time_records_or_without_contract_are_not_judged(firm: Store) -> None:
    assert row(firm, day=date(2026, 2, 4))["judged"] == 4
    assert row(firm, MIA)["judged"] == 0


def test_weekends_and_days_of_leave_with_work_are_counted(firm: Store) -> None:
    put(firm, Absence(person_id=ANN, kind="leave", starts_on=date(2026, 5, 5), ends_before=date(2026, 5, 7)))
    put(firm, Absence(person_id=ANN, kind="leave", starts_on=date(2026, 5, 8), ends_before=date(2026, 5, 9),
                      minutes_per_day=120))  # part of a day: working the rest is no signal  # fmt: skip
    for day, minutes in ((5, 60), (8, 60), (9, 90), (10, 30)):
        work(firm, date(2026, 5, day), minutes)
    told = row(firm)
    assert (told["weekend_days"], told["weekend_minutes"]) == (2, 120)
    assert (told["leave_days_worked"], told["leave_minutes"]) == (1, 60)
    assert told["taken"] == 2


@pytest.mark.parametrize(
    ("starts", "expected"),
    [(None, True), (date(2026, 1, 5), False), (date(2026, 6, 1), False), (date(2026, 9, 1), True)],
)
def test_leave_is_not_taken_without_a_day_in_26_weeks_and_none_in_the_next_12(
    firm: Store, starts: date | None, expected: bool
) -> None:
    if starts:
        put(firm, Absence(person_id=ANN, kind="leave", starts_on=starts, ends_before=starts + timedelta(days=1)))
    assert row(firm)["not_taken"] is expected


def test_whoever_has_left_has_no_signals(firm: Store) -> None:
    put(firm, Person(id=9, name="Gone", left_on=date(2026, 4, 1)))
    assert signals(firm, [9], DAY).empty


def test_sickness_is_no_leave(firm: Store) -> None:
    put(firm, Absence(person_id=ANN, kind="sickness", starts_on=MONDAY, ends_before=DAY))
    assert row(firm)["not_taken"] is True


def test_whether_leave_is_taken_cannot_be_told_before_records_or_of_who_just_joined(store: Store) -> None:
    put(store, Person(id=ANN, name="Ann"), Person(id=BO, name="Bo", joined_on=date(2026, 4, 1)))
    assert pd.isna(row(store)["not_taken"])
    put(store, Absence(person_id=ANN, kind="leave", starts_on=date(2025, 7, 7), ends_before=date(2025, 7, 8)))
    assert row(store)["not_taken"] is True
    assert pd.isna(row(store, BO)["not_taken"])


def test_clients_in_a_week_are_different_ones(firm: Store) -> None:
    for account in (1, 1, 2, 3, None):
        work(firm, MONDAY, 30, account)
    work(firm, MONDAY - timedelta(days=7), 30)
    told = row(firm)
    assert (told["usual"], told["most"]) == (2.0, 3.0)
    assert np.isnan(row(firm, BO)["usual"])


def test_saturday_and_sunday_are_the_weekend() -> None:
    days = np.arange(3, 10)  # 1970-01-04, a Sunday, to the Saturday after
    assert weekend(np.ones((1, 7)), days)[0].tolist() == [True, False, False, False, False, False, True]


def test_weeks_above_contract_are_told_in_counts() -> None:
    told = weeks_above_contract(3, 9)
    assert (told.hits, told.base, told.note) == (3, 9, "of 9 weeks that can be judged")
    assert weeks_above_contract(0, 0).value is None
