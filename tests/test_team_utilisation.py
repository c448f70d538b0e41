"""Utilisation in its definitions: published cases, a small firm by hand, targets."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.people.tables import Role
from lib.store.engine import Store
from lib.team.utilisation import LAST_QUARTER, LAST_WEEKS, LAST_YEAR, billable, period_of, read_used, working_days
from lib.team.utilisation_figures import DEFINITIONS, MINUTES, firm_target, rates, summed, utilisation
from lib.team.utilisation_queries import roles
from tests.facts import put
from tests.load_cases import JON, WEDNESDAY, booking, leave, logged, put_firm

GOLDEN = json.loads((Path(__file__).parent / "golden" / "utilization.json").read_text(encoding="utf-8"))
BILLABLE, OF_WORKED, CLIENT, TOTAL, OF_CONTRACT, SCHEDULED = (one.name for one in DEFINITIONS)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["definition"])
def test_both_published_methods_give_their_numbers(case: dict[str, Any]) -> None:
    """Wikipedia, "Utilization rate": first billable / recorded, second billable / capacity; sources in the file."""
    columns = {"billable": "billable", "recorded": "logged", "capacity": "capacity"}
    minutes = {columns[name]: value * 60.0 for name, value in case["inputs"].items()}
    found = rates(pd.DataFrame([dict.fromkeys(MINUTES, 0.0) | minutes])).iloc[0]
    expected = case["expect"]
    if not isinstance(expected, dict):
        expected = {"first" if "recorded" in case["inputs"] else "second": expected}
    for method, name in (("first", OF_WORKED), ("second", BILLABLE)):
        assert pd.isna(found[name]) if method not in expected else found[name] == pytest.approx(expected[method])


def test_nothing_to_divide_by_is_undefined() -> None:
    assert utilisation(60.0, 0.0).value is None


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara: 24 h billable, 6 h for the client unbilled, 10 h internal in four weeks, one of them away. Jon: none."""
    put_firm(store)
    put(store, logged(24, date(2026, 2, 2)), logged(6, date(2026, 2, 3), billable=False))
    put(store, logged(10, date(2026, 2, 4), client=False, billable=False), leave(date(2026, 2, 9), date(2026, 2, 16)))
    put(store, booking(30, date(2026, 1, 5)), booking(40, date(2026, 2, 23), person=JON, tentative=True))
    return store


def test_each_definition_by_hand(firm: Store) -> None:
    used = read_used(firm, WEDNESDAY, LAST_WEEKS)
    mara = rates(used.people[used.people["person"] == "Mara"]).iloc[0]
    expected = {
        BILLABLE: 24 / 120, OF_WORKED: 24 / 40, CLIENT: 30 / 120, TOTAL: 40 / 120, OF_CONTRACT: 40 / 160,
        SCHEDULED: 120 / 120,
    }  # fmt: skip
    assert mara.to_dict() == pytest.approx(expected)


def test_the_firm_is_summed_before_it_is_divided_and_who_logged_nothing_counts(firm: Store) -> None:
    used = read_used(firm, WEDNESDAY, LAST_WEEKS)
    found = billable(used)
    assert found.value == pytest.approx(24 / (120 + 160))
    assert found.base == 2
    assert used.unrecorded == ["New"]
    by_role = summed(used.people, "role")
    assert by_role[["role", "people", "capacity"]].to_numpy().tolist() == [["Designer", 2, 280 * 60]]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (LAST_WEEKS, date(2026, 2, 2), date(2026, 3, 2)),
        (LAST_QUARTER, date(2025, 10, 1), date(2026, 1, 1)),
        (LAST_YEAR, date(2025, 3, 5), date(2026, 3, 5)),
    ],
)
def test_periods_are_whole_and_end_by_the_day(words: str, start: date, end: date) -> None:
    found = period_of(WEDNESDAY, words)
    assert (found.start, found.end) == (start, end)


def test_on_the_last_day_of_a_quarter_it_is_whole() -> None:
    assert period_of(date(2026, 3, 31), LAST_QUARTER).start == date(2026, 1, 1)


def test_a_period_longer_than_the_records_is_cut_to_them_and_bookings_begun_later_tell_nothing(firm: Store) -> None:
    put(firm, logged(1, date(2025, 12, 1)))
    used = read_used(firm, WEDNESDAY, LAST_YEAR)
    assert used.cut
    assert used.period.start == date(2025, 12, 1)
    assert used.people["scheduled"].isna().all()  # bookings begin on 5 January 2026
    assert rates(used.people)[SCHEDULED].isna().all()
    assert not read_used(firm, WEDNESDAY, LAST_WEEKS).cut


def test_a_store_without_hours_has_nothing_to_divide(store: Store) -> None:
    used = read_used(store, WEDNESDAY, LAST_WEEKS)
    assert used.people.empty
    assert billable(used).value is None


def test_the_targets_of_roles_are_weighted_by_capacity(firm: Store) -> None:
    people = pd.DataFrame({"role": ["Designer", "Lead", "Other"], "capacity": [300.0, 100.0, 999.0]})
    targets = pd.Series({"Designer": 0.8, "Lead": 0.4, "Other": float("nan")})
    assert firm_target(people, targets).value == pytest.approx(0.7)
    assert firm_target(people.tail(1), targets).value is None
    put(firm, Role(name="Lead"))
    assert roles(firm)["target"].isna().tolist() == [False, True]


@given(
    some.lists(
        some.tuples(some.integers(0, 5000), some.integers(0, 5000), some.integers(1, 9999)), min_size=1, max_size=8
    )
)
def test_a_groups_rate_lies_between_those_of_its_people(people: list[tuple[int, int, int]]) -> None:
    frame = pd.DataFrame(
        [dict.fromkeys(MINUTES, 0.0) | {"billable": b, "logged": b + i, "capacity": c} for b, i, c in people]
    ).assign(role="One")
    of_each, of_all = rates(frame)[BILLABLE], rates(summed(frame, "role"))[BILLABLE].iloc[0]
    assert of_each.min() - 1e-9 <= of_all <= of_each.max() + 1e-9


@given(some.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_four_weeks_have_twenty_working_days(day: date) -> None:
    period = period_of(day, LAST_WEEKS)
    assert len(working_days(period)) == 20
    assert period.end <= date.fromordinal(day.toordinal() + 1)
