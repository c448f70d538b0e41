"""Projects as they stood on a day: what came later had not happened."""

from datetime import date

import pandas as pd
import pytest

from lib.days import day_of
from lib.delivery import queries
from lib.delivery.work import STATES, Work, as_they_stood, goal_met, on_time, scope_creep, waits
from lib.periods import Period, parse
from lib.store.engine import Store
from tests.client_facts import AS_OF, acme, on
from tests.facts import put

QUARTER = parse("2024Q3")


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *acme())
    return store


def standing(store: Store, as_of: date) -> Work:
    rows, changes, minutes = (
        read(store, as_of, 1) for read in (queries.projects, queries.scope_changes, queries.project_minutes)
    )
    return as_they_stood(rows, changes, minutes, as_of)


def states(store: Store, as_of: date) -> dict[str, str]:
    work, names = standing(store, as_of), queries.projects(store, as_of, 1)["name"]
    return {name: STATES[state] for name, state in zip(names, work.state, strict=True)}


def test_a_project_delivered_later_was_running_and_a_plan_is_known_from_when_it_was_written(filled: Store) -> None:
    """The plan for the fair was written just now: on no day of 2024 was it known."""
    assert states(filled, on("08-19")) == {"Gone": "cancelled", "Site": "running", "Film": "running"}
    assert states(filled, AS_OF) == {"Gone": "cancelled", "Site": "delivered", "Film": "running"}
    assert states(filled, date.today())["Fair"] == "planned"


def test_a_change_moves_due_date_and_scope_from_its_signature_on(filled: Store) -> None:
    before, after = standing(filled, on("07-11")), standing(filled, on("07-12"))
    assert [day_of(work.due[1]) for work in (before, after)] == [on("07-31"), on("08-25")]
    assert [int(work.agreed[1]) for work in (before, after)] == [6000, 6600]
    assert day_of(after.original_due[1]) == on("07-31")


def test_on_time_has_the_first_due_date_beside_it(filled: Store) -> None:
    work = standing(filled, AS_OF)
    agreed, original = on_time(work, QUARTER), on_time(work, QUARTER, original=True)
    assert (agreed.hits, agreed.base) == (1, 2)
    assert (original.hits, original.base) == (0, 2)


def test_a_goal_judged_later_is_not_judged_yet(filled: Store) -> None:
    assert goal_met(standing(filled, on("09-09")), QUARTER).value is None
    assert goal_met(standing(filled, on("09-10")), QUARTER).value == 1


def test_hours_are_compared_where_they_are_on_record_from_the_start(filled: Store) -> None:
    """Time records begin on 10 May, after the site did: only the film tells; an hour of it was nobody's account."""
    found = scope_creep(standing(filled, AS_OF), queries.first_day_worked(filled, AS_OF))
    assert (found.base, found.value) == (1, pytest.approx((1560 - 1200) / 1200))
    assert scope_creep(standing(filled, AS_OF), None).why == "no project has all its hours on record"


def test_unbilled_hours_are_those_not_billable_or_not_invoiced(filled: Store) -> None:
    assert standing(filled, AS_OF).unbilled.tolist() == [0, 0, 60]


def test_a_change_waits_until_the_day_it_is_decided(filled: Store) -> None:
    for day, waiting in (("07-11", [True]), ("07-12", [False]), ("09-20", [False, True])):
        assert waits(queries.scope_changes(filled, on(day), 1), on(day)).tolist() == waiting
    assert standing(filled, AS_OF).waiting.tolist() == [0, 0, 1]


def test_a_project_delivered_on_an_unknown_day_is_neither_on_time_nor_late(store: Store) -> None:
    columns = ("id", "name", "state", "starts_on", "original_due_on", "delivered_on", "judged_on", "scoped_minutes")
    row = dict.fromkeys(columns) | {"id": 7, "name": "Old", "state": "delivered", "goal_met": None}
    days = ["starts_on", "original_due_on", "delivered_on", "judged_on"]
    rows = pd.DataFrame([row | {"original_due_on": on("07-01")}]).astype(dict.fromkeys(days, "datetime64[s]"))
    none = queries.scope_changes(store, AS_OF), queries.project_minutes(store, AS_OF)
    work = as_they_stood(rows, *none, AS_OF)
    assert STATES[work.state[0]] == "delivered"
    assert on_time(work, Period(on("01-01"), AS_OF)).value is None


def test_the_whole_book_is_read_by_the_same_functions(filled: Store) -> None:
    assert queries.projects(filled, AS_OF)["name"].tolist() == ["Gone", "Site", "Film", "Other"]
    assert set(queries.project_minutes(filled, AS_OF)["project_id"]) == {1, 2, 9}


def test_hours_count_for_the_account_of_the_project_where_the_entry_names_none(filled: Store) -> None:
    found = queries.account_days(filled, QUARTER, 1)
    assert found["minutes"].tolist() == [480, 900]
    later = queries.account_days(filled, parse("2024Q4"), 1)
    assert dict(zip(later["person_id"], later["minutes"], strict=True)) == {1: 600, 2: 60}


def test_deliverables_know_the_rounds_asked_for_by_the_day(filled: Store) -> None:
    assert queries.deliverables(filled, on("06-10"), 1)["rounds"].tolist() == [1]
    assert queries.deliverables(filled, AS_OF, 1)["rounds"].tolist() == [2]


def test_roadblocks_have_an_owner_and_are_not_there_before_they_came(filled: Store) -> None:
    assert queries.roadblocks(filled, on("09-30"), 1).empty
    assert queries.roadblocks(filled, AS_OF, 1)[["what", "person"]].to_numpy().tolist() == [["No access", "Bo"]]
