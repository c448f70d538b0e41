"""Budgets and retainers: burn, forecast and the week the hours run out, worked out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import FIRST, LAST, NONE, number
from lib.delivery.tables import ScopeChange
from lib.profitability import budget_figures as figures
from lib.profitability.budgets import Budgets, budgets, course
from lib.profitability.retainers import retainer_months
from lib.store.engine import Store
from lib.team.tables import Booking
from tests.facts import put
from tests.money_cases import ACME, ANN, BO, COVE, PROJECT, put_firm

TUESDAY = date(2026, 3, 31)


def booked(starts: date, ends: date | None, hours: float, **more: object) -> Booking:
    return Booking(
        person_id=ANN, account_id=BO, project_id=PROJECT, starts_on=starts, ends_before=ends,
        minutes_per_week=round(hours * 60), **more,
    )  # fmt: skip


def read(store: Store, *more: Booking | ScopeChange, day: date = TUESDAY) -> Budgets:
    put_firm(store)
    put(store, *more)
    return budgets(store, day)


def test_a_project_burns_the_hours_worked_on_it_against_those_agreed(store: Store) -> None:
    row = read(store).rows.iloc[0]
    assert (row["spent"], row["agreed"], row["forecast"]) == (780, 600, 780)
    assert row["beyond"] == 180
    assert row["gone"] == pytest.approx(59 / 89)  # 1 February to 30 April, both inside
    assert row["index"] == pytest.approx((780 / 600) / (59 / 89))
    assert row["value_cents"] == 13 * 8_000  # at the price of Ann's role
    assert row["fee_cents"] == 100_000


def test_approved_changes_add_hours_and_fee_others_do_not(store: Store) -> None:
    change = {"project_id": PROJECT, "asked_on": date(2026, 3, 1), "what": "more", "minutes": 300, "fee_cents": 50_000}
    approved = ScopeChange(**change, decision="approved", decided_on=date(2026, 3, 5))
    later = ScopeChange(**change, decision="approved", decided_on=date(2026, 4, 5))
    row = read(store, approved, later, ScopeChange(**change)).rows.iloc[0]
    assert (row["agreed"], row["fee_cents"]) == (900, 150_000)


def test_the_forecast_adds_what_is_booked_from_the_next_day_on(store: Store) -> None:
    change = ScopeChange(
        project_id=PROJECT, asked_on=date(2026, 3, 1), what="more", minutes=600, decision="approved",
        decided_on=date(2026, 3, 5),
    )  # fmt: skip
    found = read(store, change, booked(date(2026, 3, 23), date(2026, 4, 20), 5))  # 20 h agreed, 13 spent
    row = found.rows.iloc[0]
    # Wednesday to Friday of this week 3 h, then two whole weeks of 5 h: 13 h, of which 7 fit.
    assert row["booked"] == pytest.approx(13 * 60)
    assert row["forecast"] == 26 * 60
    assert row["out_on"] == pd.Timestamp("2026-04-06")  # after 13 + 3 + 5 = 21 h
    assert row["forecast_cents"] == pytest.approx(26 * 8_000)


def test_tentative_work_counts_by_its_chance_and_open_ends_to_the_due_date(store: Store) -> None:
    maybe = booked(date(2026, 4, 6), date(2026, 4, 13), 10, tentative=True, chance=0.3)
    assert read(store, maybe).rows["booked"].iloc[0] == pytest.approx(180)


def test_an_open_booking_counts_up_to_the_due_date(store: Store) -> None:
    found = read(store, booked(date(2026, 4, 20), None, 5))
    assert found.rows["booked"].iloc[0] == pytest.approx((5 + 4) * 60)  # due on Thursday 30 April, inside


def test_on_an_earlier_day_later_hours_had_not_happened(store: Store) -> None:
    row = read(store, day=date(2026, 2, 28)).rows.iloc[0]
    assert row["spent"] == 480
    assert not row["beyond"]


def test_the_course_runs_from_worked_to_booked_without_a_jump(store: Store) -> None:
    found = read(store, booked(date(2026, 4, 6), date(2026, 4, 20), 5))
    line = course(found, 0, TUESDAY)
    worked, ahead = line[~line["forecast"]], line[line["forecast"]]
    assert worked["hours"].tolist() == [8, 13, 13]
    assert ahead["hours"].iloc[0] == worked["hours"].iloc[-1]
    assert ahead["day"].iloc[0] == pd.Timestamp(TUESDAY)
    assert ahead["hours"].iloc[-1] == pytest.approx(23)
    assert ahead["hours"].is_monotonic_increasing


def test_nothing_booked_draws_nothing_ahead(store: Store) -> None:
    assert not course(read(store), 0, TUESDAY)["forecast"].any()


def test_retainers_set_hours_used_against_those_included(store: Store) -> None:
    put_firm(store)
    found = retainer_months(store, TUESDAY).set_index(["account_id", "month"])
    assert found.index.get_level_values("account_id").unique().tolist() == [ACME]  # projects are no retainers
    march = found.loc[(ACME, date(2026, 3, 1))]
    assert (march["included"], march["used"], bool(march["so_far"])) == (1_200, 1_800, False)
    assert (ACME, date(2026, 1, 1)) not in found.index  # no hours on record yet
    assert COVE not in found.index.get_level_values("account_id")


def test_a_store_without_projects_has_no_budgets(store: Store) -> None:
    assert budgets(store, TUESDAY).rows.empty
    assert retainer_months(store, TUESDAY).empty


def test_burn_is_undefined_without_agreed_hours() -> None:
    assert figures.burn(60, 0).why == "no hours were agreed"
    assert figures.burn(90, 60).value == 1.5


def test_time_gone_runs_from_nothing_to_all() -> None:
    day = number(date(2026, 3, 10))
    starts, due = np.array([day - 9, day + 1, day - 20, FIRST]), np.array([day + 10, day + 5, day - 1, day])
    assert figures.time_gone(starts, due, day).tolist()[:3] == [0.5, 0.0, 1.0]
    assert np.isnan(figures.time_gone(starts, due, day)[3])
    assert np.isnan(figures.burn_index(np.array([5]), np.array([0]), np.array([0.5]))[0])


def test_hours_run_out_in_the_first_week_beyond() -> None:
    added = np.array([[10.0, 20.0, 30.0], [10.0, 20.0, 30.0], [0.0, 0.0, 0.0]])
    out = figures.runs_out(np.array([100, 100, 100]), np.array([120, NONE, 90]), added)
    assert out.tolist() == [2, NONE, 0]


@given(
    some.integers(0, 400), some.integers(1, 400), some.integers(0, 3_000), some.lists(some.integers(1, 600), min_size=2)
)
def test_what_is_booked_only_grows_and_never_beyond_its_length(
    start: int, length: int, weekly: int, ends: list[int]
) -> None:
    today = 20_000
    weeks = np.sort(np.array(ends)) + today
    spell = np.array([today - 100 + start]), np.array([today - 100 + start + length])
    minutes = figures.booked_after(*spell, np.array([float(weekly)]), today, np.array([LAST]), weeks)
    assert (np.diff(minutes[0]) >= 0).all()
    assert minutes.max() <= weekly * (length / 5 + 1)
