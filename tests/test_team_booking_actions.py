"""Bookings changed in a grid: one transaction, conflicts refused by row and field, stored once."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from lib.accounts.tables import Account
from lib.delivery.tables import Project
from lib.growth.tables import Opportunity, Stage
from lib.people.tables import Person, Role, WeeklyHours
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.store.writing import perform
from lib.team.booking_actions import save_bookings
from lib.team.booking_room import weeks_over
from lib.team.capacity import booked, capacity
from lib.team.grid_actions import RowChange, RowsRefused
from lib.team.tables import Absence, AllocationMove, AllocationRun, Booking
from tests.facts import put

MONDAY, END = date(2026, 11, 23), date(2026, 12, 21)
MARA, JON, ACME, BOLT, SITE, DEAL, DESIGNER = 1, 2, 1, 2, 1, 1, 1
BOOKING = table_of(Booking)


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara works 40 hours a week, 20 of them booked for Acme; Jon joins in 2027, nobody knows his hours."""
    put(
        store,
        Person(id=MARA, name="Mara", left_on=date(2027, 7, 1)),
        Person(id=JON, name="Jon", joined_on=date(2027, 1, 4)),
        WeeklyHours(person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1)),
        Role(id=DESIGNER, name="Designer"), Account(id=ACME, name="Acme"), Account(id=BOLT, name="Bolt"),
        Project(id=SITE, name="Site", account_id=ACME, state="running"), Stage(id=1, name="Offer", kind="open"),
        Opportunity(id=DEAL, account_id=BOLT, stage_id=1),
        Booking(id=1, person_id=MARA, account_id=ACME, minutes_per_week=1200, starts_on=MONDAY, ends_before=END),
    )  # fmt: skip
    return store


def row(**values: Any) -> dict[str, Any]:
    """A row as the grid hands it over: Mara for Bolt, 20 hours a week for four weeks."""
    return {
        "person_id": MARA, "role_id": None, "skill_id": None, "account_id": BOLT, "project_id": None,
        "opportunity_id": None, "hours": 20.0, "starts_on": MONDAY, "last_on": date(2026, 12, 20), "tentative": False,
        "chance_percent": None, "overtime": False, "reason": None,
    } | values  # fmt: skip


SHOWN = row(account_id=ACME) | {"version": 1}


def save(store: Store, *changes: RowChange, token: str = "t") -> int | None:
    return save_bookings(store, "Ann", changes, MONDAY, token)


def add(store: Store, token: str = "t", **values: Any) -> Any:
    save(store, RowChange("New row 1", None, {}, row(**values)), token=token)
    return stored(store)[-1]


def stored(store: Store) -> list[Any]:
    return list(store.rows(select(BOOKING).order_by(BOOKING.c.id)))


def refused(store: Store, *changes: RowChange) -> list[tuple[str, str | None, str]]:
    before = stored(store)
    with pytest.raises(RowsRefused) as refusal:
        save(store, *changes)
    assert stored(store) == before
    return [(one.row, one.field, one.reason) for one in refusal.value.problems]


def refused_new(store: Store, **values: Any) -> tuple[str | None, str]:
    [(_, field, reason)] = refused(store, RowChange("New row 1", None, {}, row(**values)))
    return field, reason


def test_a_new_booking_is_kept_in_minutes_with_the_day_after_its_last(firm: Store) -> None:
    made = add(firm, hours=7.5, tentative=True, chance_percent=40, reason="  waits   for the yes ")
    assert (made.person_id, made.account_id, made.minutes_per_week) == (MARA, BOLT, 450)
    assert (made.starts_on, made.ends_before) == (MONDAY, date(2026, 12, 21))
    assert (made.tentative, made.chance, made.reason) == (True, 0.4, "waits for the yes")


def test_a_place_may_be_booked_before_anybody_fills_it(firm: Store) -> None:
    made = add(firm, person_id=None, role_id=DESIGNER, hours=120.0)
    assert (made.person_id, made.role_id) == (None, DESIGNER)


def test_the_client_is_told_by_the_project_or_the_deal(firm: Store) -> None:
    assert add(firm, account_id=None, project_id=SITE, token="a").account_id == ACME
    assert add(firm, account_id=None, opportunity_id=DEAL, tentative=True, token="b").account_id == BOLT


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"person_id": None}, "person_id", "choose who"),
        ({"hours": None}, "hours", "more than 0 and at most 168"),
        ({"hours": 0.0}, "hours", "more than 0"),
        ({"hours": 169.0}, "hours", "at most 168"),
        ({"hours": float("nan")}, "hours", "at most 168"),
        ({"starts_on": None}, "starts_on", "on which day"),
        ({"last_on": date(2026, 11, 22)}, "last_on", "cannot be before 23 Nov 2026"),
        ({"chance_percent": 50}, "chance_percent", "only a tentative booking"),
        ({"tentative": True, "chance_percent": 101}, "chance_percent", "from 0 to 100"),
        ({"overtime": True}, "reason", "say why"),
        ({"overtime": True, "tentative": True, "reason": "x"}, "overtime", "choose one of the two"),
        ({"account_id": None}, "account_id", "choose the client or project"),
        ({"project_id": SITE}, "project_id", "is of Acme"),
        ({"account_id": ACME, "opportunity_id": DEAL}, "opportunity_id", "is of Bolt"),
        ({"person_id": JON}, "starts_on", "Jon joins on 4 Jan 2027"),
        ({"last_on": None}, "last_on", "Mara is gone from 1 Jul 2027 on: end it by 30 Jun 2027"),
        ({"starts_on": date(2027, 7, 1), "last_on": None}, "person_id", "choose somebody else"),
        ({"account_id": ACME, "hours": 1.0, "starts_on": date(2026, 12, 20)}, "starts_on", "20 hours a week from"),
    ],
)  # fmt: skip
def test_a_booking_that_cannot_be_is_refused_at_its_field(
    firm: Store, values: dict[str, Any], field: str, reason: str
) -> None:
    at, said = refused_new(firm, **values)
    assert at == field
    assert reason in said


def test_beyond_their_hours_is_refused_with_weeks_and_numbers(firm: Store) -> None:
    field, reason = refused_new(firm, hours=21.0)
    assert field == "hours"
    assert "week of 23 Nov 2026: 41 h booked, 40 h to work" in reason
    assert "and 1 more week" in reason
    assert "tick Overtime" in reason


def test_leave_leaves_less_room(firm: Store) -> None:
    put(firm, Absence(person_id=MARA, kind="leave", starts_on=date(2026, 12, 7), ends_before=date(2026, 12, 12)))
    _, reason = refused_new(firm, hours=5.0)
    assert "week of 7 Dec 2026: 25 h booked, away all week" in reason
    assert "23 Nov" not in reason


def test_leave_in_the_middle_does_not_keep_a_booking_from_changing(firm: Store) -> None:
    put(firm, Absence(person_id=MARA, kind="leave", starts_on=date(2026, 12, 7), ends_before=date(2026, 12, 12)))
    save(firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=24.0)))
    assert stored(firm)[0].minutes_per_week == 1440


def test_exactly_their_hours_fit(firm: Store) -> None:
    assert add(firm, hours=20.0).minutes_per_week == 1200


def test_overtime_with_its_reason_goes_beyond(firm: Store) -> None:
    assert add(firm, hours=30.0, overtime=True, reason="Launch").reason == "Overtime: Launch"


def test_what_waits_for_room_is_tentative_and_takes_none(firm: Store) -> None:
    add(firm, hours=30.0, tentative=True, token="a")
    assert add(firm, hours=20.0, project_id=None, account_id=BOLT, reason="other", role_id=DESIGNER, token="b")


def test_making_what_waits_sure_is_refused_while_there_is_no_room(firm: Store) -> None:
    made = add(firm, hours=30.0, tentative=True, token="a")
    shown = row(hours=30.0, tentative=True) | {"version": 1}
    [(_, field, _)] = refused(firm, RowChange("Row 2", made.id, shown, row(hours=30.0)))
    assert field == "hours"


def test_whose_hours_nobody_wrote_down_is_never_over(firm: Store) -> None:
    first = date(2027, 1, 4)
    assert add(firm, person_id=JON, hours=60.0, starts_on=first, last_on=date(2027, 2, 1)).person_id == JON


def test_fewer_hours_are_taken_even_where_they_are_still_too_many(firm: Store) -> None:
    put(firm, Booking(id=9, person_id=MARA, minutes_per_week=3000, starts_on=MONDAY, ends_before=date(2026, 12, 21)))
    shown = row(account_id=None, hours=50.0) | {"version": 1}
    save(firm, RowChange("Row 2", 9, shown, row(account_id=None, hours=45.0, reason="inside")))
    assert stored(firm)[-1].minutes_per_week == 2700


def test_weeks_before_the_day_that_is_looked_from_are_not_judged(firm: Store) -> None:
    put(firm, Absence(person_id=MARA, kind="leave", starts_on=date(2026, 11, 2), ends_before=date(2026, 11, 7)))
    assert add(firm, starts_on=date(2026, 11, 2)).starts_on == date(2026, 11, 2)


def test_room_made_in_the_same_save_is_used(firm: Store) -> None:
    save(
        firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=5.0)),
        RowChange("New row 1", None, {}, row(hours=35.0)),
    )  # fmt: skip
    assert [one.minutes_per_week for one in stored(firm)] == [300, 2100]


def test_every_row_that_stands_in_the_way_is_named_and_nothing_is_written(firm: Store) -> None:
    told = refused(
        firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=0.0)), RowChange("New row 1", None, {}, row()),
        RowChange("New row 2", None, {}, row(chance_percent=5)),
    )  # fmt: skip
    assert [(name, field) for name, field, _ in told] == [("Row 1", "hours"), ("New row 2", "chance_percent")]


def test_two_editors_are_told_of_each_other(firm: Store) -> None:
    save(firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=10.0)))
    with pytest.raises(RowsRefused) as refusal:
        save_bookings(
            firm, "Ben", [RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=15.0))], MONDAY, "other"
        )  # fmt: skip
    clash = refusal.value.problems[0].clash
    assert clash is not None
    assert (clash.who, clash.mine, clash.theirs) == ("Ann", {"minutes_per_week": 900}, {"minutes_per_week": 600})
    with pytest.raises(RowsRefused, match="Ann changed it"):
        save_bookings(firm, "Ben", [RowChange("Row 1", 1, SHOWN, None)], MONDAY, "third")


def test_what_somebody_removed_meanwhile_is_said(firm: Store) -> None:
    save(firm, RowChange("Row 1", 1, SHOWN, None))
    assert not stored(firm)
    with pytest.raises(RowsRefused, match="somebody removed it"):
        save(firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, hours=3.0)), token="second")


def test_a_booking_that_a_move_was_made_of_can_go_and_the_move_stays(firm: Store) -> None:
    put(
        firm, AllocationRun(id=1, ran_at=now(), from_week_on=MONDAY, weeks=8),
        AllocationMove(id=1, allocation_run_id=1, booking_id=1, minutes_per_week=1200),
    )  # fmt: skip
    save(firm, RowChange("Row 1", 1, SHOWN, None))
    assert firm.rows(select(table_of(AllocationMove).c.booking_id)) == [(None,)]


def test_the_last_day_there_is_is_refused_at_its_field(firm: Store) -> None:
    with pytest.raises(RowsRefused) as refusal:
        save_bookings(firm, "Ann", [RowChange("Row 1", None, {}, row(last_on=date.max))], MONDAY, "t")
    assert [(one.row, one.field) for one in refusal.value.problems] == [("Row 1", "last_on")]


def test_the_same_click_twice_stores_once(firm: Store) -> None:
    change = RowChange("New row 1", None, {}, row())
    save(firm, change)
    save(firm, change)
    log = table_of(ChangeLog)
    assert len(stored(firm)) == 2
    assert firm.rows(select(func.count()).where(log.c.action == "save bookings", log.c.who == "Ann")) == [(1,)]


def test_a_longer_stay_may_not_run_into_the_next_booking_of_the_same(firm: Store) -> None:
    put(firm, Booking(id=9, person_id=MARA, account_id=ACME, minutes_per_week=60, starts_on=date(2026, 12, 21)))
    [(_, field, reason)] = refused(
        firm, RowChange("Row 1", 1, SHOWN, row(account_id=ACME, last_on=date(2026, 12, 24)))
    )  # fmt: skip
    assert field == "starts_on"
    assert "1 hours a week from 21 Dec 2026 on" in reason


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(hours=some.lists(some.floats(0.5, 40), min_size=1, max_size=4))
def test_what_is_stored_without_overtime_never_goes_beyond_anybodys_hours(firm: Store, hours: list[float]) -> None:
    perform(firm, "test", "clear", lambda write: [write.remove(Booking, one.id) for one in stored(firm)] and None)
    for at, each in enumerate(hours):
        first = MONDAY + timedelta(days=3 * at)
        change = RowChange("New row", None, {}, row(hours=each, account_id=None, reason="x", starts_on=first))
        wanted = change.wanted if at % 2 else row(hours=each, starts_on=first)
        with suppress(RowsRefused):
            save(firm, RowChange("New row", None, {}, wanted), token=uuid4().hex)
    there = capacity(firm, MONDAY, 6)
    assert (booked(firm, there).confirmed <= there.minutes + 1).all()
    assert stored(firm)


def test_weeks_that_were_as_full_before_are_not_held_against_a_row(firm: Store) -> None:
    there = capacity(firm, MONDAY, 2)
    full = there.minutes + 300
    assert weeks_over(there, full, full, MARA, MONDAY, None) == []
    assert [one.monday for one in weeks_over(there, full - 60, full, MARA, MONDAY, date(2026, 11, 30))] == [MONDAY]
