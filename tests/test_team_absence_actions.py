"""Leave changed in a grid: nobody is away twice, part of a day is no more than a day."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.people.tables import Person, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store
from lib.team.absence_actions import save_absences
from lib.team.booking_queries import absences_listed, booked_while
from lib.team.grid_actions import RowChange, RowsRefused
from lib.team.tables import Absence, Booking
from tests.facts import put

MARA, JON = 1, 2
ABSENCE = table_of(Absence)


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara works 30 hours a week and is on leave in the first week of December; Jon's hours are not known."""
    put(
        store, Person(id=MARA, name="Mara"), Person(id=JON, name="Jon", left_on=date(2027, 1, 1)),
        WeeklyHours(person_id=MARA, minutes_per_week=1800, starts_on=date(2020, 1, 1)),
        Absence(id=1, person_id=MARA, kind="leave", starts_on=date(2026, 12, 1), ends_before=date(2026, 12, 5)),
    )  # fmt: skip
    return store


def row(**values: Any) -> dict[str, Any]:
    first, last = date(2026, 12, 14), date(2026, 12, 18)
    return {"person_id": MARA, "kind": "leave", "starts_on": first, "last_on": last, "hours_a_day": None} | values


def save(store: Store, *changes: RowChange, token: str = "t") -> None:
    save_absences(store, "Ann", changes, token)


def stored(store: Store) -> list[Any]:
    return list(store.rows(select(ABSENCE).order_by(ABSENCE.c.id)))


def test_leave_is_kept_with_the_day_after_its_last(firm: Store) -> None:
    save(firm, RowChange("New row 1", None, {}, row(hours_a_day=2.5, kind="training")))
    made = stored(firm)[-1]
    assert (made.kind, made.starts_on, made.ends_before) == ("training", date(2026, 12, 14), date(2026, 12, 19))
    assert made.minutes_per_day == 150


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"person_id": None}, "person_id", "choose who"),
        ({"kind": None}, "kind", "what kind"),
        ({"kind": "party"}, "kind", "what kind"),
        ({"starts_on": None}, "starts_on", "on which day"),
        ({"last_on": date(2026, 12, 13)}, "last_on", "cannot be before 14 Dec 2026"),
        ({"hours_a_day": 6.5}, "hours_a_day", "at most 6"),
        ({"hours_a_day": 0.0}, "hours_a_day", "more than 0"),
        ({"person_id": JON, "hours_a_day": 13.0}, "hours_a_day", "at most 12"),
        ({"person_id": JON, "last_on": None}, "last_on", "end it by 31 Dec 2026"),
        ({"starts_on": date(2026, 12, 4)}, "starts_on", "Mara is away then already (from 1 Dec 2026 to 4 Dec"),
    ],
)
def test_leave_that_cannot_be_is_refused_at_its_field(
    firm: Store, values: dict[str, Any], field: str, reason: str
) -> None:
    before = stored(firm)
    with pytest.raises(RowsRefused) as refusal:
        save(firm, RowChange("New row 1", None, {}, row(**values)))
    [problem] = refusal.value.problems
    assert problem.field == field
    assert reason in problem.reason
    assert stored(firm) == before


def test_leave_can_be_moved_and_taken_back(firm: Store) -> None:
    shown = row(starts_on=date(2026, 12, 1), last_on=date(2026, 12, 4)) | {"version": 1}
    save(firm, RowChange("Row 1", 1, shown, row(starts_on=date(2026, 12, 2), last_on=date(2026, 12, 7))))
    assert (stored(firm)[0].starts_on, stored(firm)[0].ends_before) == (date(2026, 12, 2), date(2026, 12, 8))
    now = row(starts_on=date(2026, 12, 2), last_on=date(2026, 12, 7)) | {"version": 2}
    save(firm, RowChange("Row 1", 1, now, None), token="second")
    assert not stored(firm)


def test_two_rows_of_one_save_may_not_overlap_either(firm: Store) -> None:
    with pytest.raises(RowsRefused) as refusal:
        save(firm, *(RowChange(f"New row {at}", None, {}, row()) for at in (1, 2)))
    assert [one.row for one in refusal.value.problems] == ["New row 1", "New row 2"]


def test_the_bookings_that_leave_collides_with_are_found(firm: Store) -> None:
    put(firm, Account(id=1, name="Acme"))
    put(
        firm,
        Booking(person_id=MARA, account_id=1, minutes_per_week=600, starts_on=date(2026, 11, 2)),
        Booking(person_id=MARA, minutes_per_week=60, starts_on=date(2026, 11, 2), ends_before=date(2026, 12, 14)),
        Booking(person_id=MARA, minutes_per_week=60, starts_on=date(2026, 12, 19)),
    )
    hit = booked_while(firm, MARA, date(2026, 12, 14), date(2026, 12, 19))
    assert hit[["account", "minutes_per_week"]].values.tolist() == [["Acme", 600]]
    assert len(booked_while(firm, MARA, date(2026, 12, 14), None)) == 2


def test_the_list_begins_with_what_is_not_over(firm: Store) -> None:
    assert absences_listed(firm, date(2026, 12, 4))["person"].tolist() == ["Mara"]
    assert absences_listed(firm, date(2026, 12, 5)).empty
    assert len(absences_listed(firm, None)) == 1
