"""Expected hours of looking after clients: reckoned by hand, and what holds for any client."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.team.portfolio_figures import (
    PARTS,
    Reckoning,
    by_manager,
    contact_hours,
    expected,
    portfolio_load,
    reckoning,
    this_monday,
)

NOBODY = {"promises": 0, "projects": 0, "renewals": 0} | {f"severity_{one}": 0 for one in (1, 2, 3, 4)}


def asked(**facts: object) -> pd.DataFrame:
    """One client with a contact every 7 days and an update every 14, and these facts."""
    return pd.DataFrame([{"ideal_gap_days": 7.0, "cadence_days": 14.0} | NOBODY | facts])


def test_an_update_is_a_contact_too_and_only_the_touches_beyond_it_are_added() -> None:
    hours = Reckoning(hours_a_touch=1.0, hours_an_update=2.0)
    # a contact a week and an update every other week: half an update and half a touch a week
    assert contact_hours(np.array([7.0]), np.array([14.0]), hours).tolist() == [0.5 * 2 + 0.5 * 1]
    # updates as often as contacts: no touch beside them
    assert contact_hours(np.array([14.0]), np.array([7.0]), hours).tolist() == [2.0]
    assert contact_hours(np.array([7.0]), np.array([np.nan]), hours).tolist() == [1.0]


def test_a_client_without_any_plan_has_no_contact_hours_and_not_zero() -> None:
    assert np.isnan(contact_hours(np.array([np.nan]), np.array([np.nan]), Reckoning())).all()


def test_the_hours_of_a_client_are_those_of_its_parts() -> None:
    hours = Reckoning(hours_a_touch=1, hours_an_update=2, hours_a_promise=0.5, hours_a_project=3, hours_a_renewal=1,
                      hours_severity_4=6)  # fmt: skip
    row = expected(asked(promises=2, projects=1, renewals=1, severity_4=1), hours).iloc[0]
    assert [row[f"{part}_hours"] for part in PARTS] == [1.5, 1.0, 3.0, 6.0, 1.0]
    assert row["hours"] == 12.5


@given(
    counts=some.fixed_dictionaries({name: some.integers(0, 20) for name in NOBODY}),
    more=some.sampled_from(sorted(NOBODY)),
)
def test_one_thing_more_never_asks_for_less(counts: dict[str, int], more: str) -> None:
    before, after = (
        expected(asked(**facts), Reckoning())["hours"].iloc[0] for facts in (counts, counts | {more: counts[more] + 1})
    )
    assert after > before


def test_the_hours_in_force_come_from_the_settings_and_else_stay_as_they_are() -> None:
    found = reckoning({"portfolio_load.hours_a_touch": "2.5", "currency": "EUR"})
    assert found == Reckoning(hours_a_touch=2.5)


def test_managers_are_summed_and_the_most_loaded_stands_first() -> None:
    rows = pd.concat(
        [asked(promises=1), asked(projects=1), asked(projects=9, ideal_gap_days=np.nan, cadence_days=np.nan)]
    )
    named = rows.assign(account_id=[1, 2, 3], person_id=[7, 7, 8], person=["Ann", "Ann", "Bo"], year_cents=[100, 50, 9])
    found = by_manager(expected(named, Reckoning()))
    assert found[["person", "accounts", "without_plan", "year_cents"]].to_numpy().tolist() == [
        ["Bo", 1, 1, 9], ["Ann", 2, 0, 150],
    ]  # fmt: skip
    assert found["hours"].iloc[0] == 9 * Reckoning().hours_a_project


def test_the_load_says_whose_contact_is_not_counted() -> None:
    told = portfolio_load(np.array([1.0, 2.5]), without_plan=1)
    assert (told.value, told.base, told.note) == (
        3.5, 2, "1 account without a communication plan: contact not counted"
    )  # fmt: skip
    assert portfolio_load(np.array([]), 0).value is None


@pytest.mark.parametrize(
    ("day", "monday"), [(date(2026, 11, 22), 16), (date(2026, 11, 16), 16), (date(2026, 11, 18), 16)]
)
def test_the_week_of_a_day_begins_on_its_monday(day: date, monday: int) -> None:
    assert this_monday(day) == date(2026, 11, monday)
