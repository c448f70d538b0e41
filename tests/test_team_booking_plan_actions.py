"""What-if plans written down as facts, and taken back exactly."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.delivery.tables import Project
from lib.errors import RefusedValue
from lib.growth.tables import Opportunity, Stage
from lib.people.tables import Person, PersonRole, Role, Skill, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog
from lib.team.booking_actions import save_bookings
from lib.team.booking_plan_actions import PersonAway, PersonLeaves, Step, WorkSlips, WorkWon, apply_plan
from lib.team.booking_plan_queries import applied_plans
from lib.team.booking_plan_undo_actions import PlanStands, undo_plan
from lib.team.grid_actions import RowChange
from lib.team.tables import Absence, Booking
from tests.facts import put

MARA, SITE, DEAL, ACME, DESIGNER = 1, 1, 1, 1, 1
TODAY, START, END = date(2026, 11, 22), date(2026, 11, 2), date(2027, 2, 1)
BOOKING = table_of(Booking)


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara, a designer, works on a running project of Acme, on one to come, and maybe on a deal."""
    put(
        store, Person(id=MARA, name="Mara"), Role(id=DESIGNER, name="Designer"), Skill(id=1, name="Layout"),
        PersonRole(person_id=MARA, role_id=DESIGNER, starts_on=date(2020, 1, 1)),
        WeeklyHours(id=1, person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1)),
        Account(id=ACME, name="Acme"), Project(id=SITE, name="Site", account_id=ACME),
        Stage(id=1, name="Offer", kind="open"), Opportunity(id=DEAL, account_id=ACME, stage_id=1),
        Booking(id=1, person_id=MARA, account_id=ACME, project_id=SITE, minutes_per_week=600, starts_on=START,
                ends_before=END),
        Booking(id=2, person_id=MARA, account_id=ACME, project_id=SITE, minutes_per_week=60,
                starts_on=date(2026, 12, 7)),
    )  # fmt: skip
    return store


def tentative(store: Store) -> None:
    put(
        store,
        Booking(
            id=3, person_id=MARA, opportunity_id=DEAL, minutes_per_week=300, starts_on=date(2027, 1, 4),
            tentative=True, chance=0.4,
        ),
    )  # fmt: skip


def apply(store: Store, *steps: Step, token: str = "t", mark: str = "m1") -> int | None:
    return apply_plan(store, "Ann", "Plan A", mark, steps, "Because", token)


def spans(store: Store) -> list[tuple[Any, ...]]:
    columns = (BOOKING.c.id, BOOKING.c.person_id, BOOKING.c.starts_on, BOOKING.c.ends_before)
    return [tuple(row) for row in store.rows(select(*columns).order_by(BOOKING.c.id))]


def everything(store: Store) -> list[Any]:
    """All facts a plan may touch, whatever their version."""
    kept = []
    for model in (Booking, Absence, Person, WeeklyHours, PersonRole):
        table = table_of(model)
        columns = [column for column in table.c if column.name != "version"]
        kept.append([tuple(row) for row in store.rows(select(*columns).order_by(table.c.id))])
    return kept


def test_who_leaves_hands_back_their_work_as_places_by_role(firm: Store) -> None:
    on = date(2026, 12, 1)
    apply(firm, PersonLeaves(MARA, on))
    assert spans(firm) == [(1, MARA, START, on), (2, None, date(2026, 12, 7), None), (3, None, on, END)]
    assert [one.role_id for one in firm.rows(select(BOOKING).where(BOOKING.c.person_id.is_(None)))] == [DESIGNER] * 2
    assert firm.rows(select(table_of(Person).c.left_on)) == [(on,)]
    assert firm.rows(select(table_of(WeeklyHours).c.ends_before)) == [(on,)]


def test_who_is_away_is_absent_and_keeps_their_bookings(firm: Store) -> None:
    before = spans(firm)
    apply(firm, PersonAway(MARA, date(2026, 12, 7), date(2026, 12, 19), "parental"))
    away = table_of(Absence)
    assert firm.rows(select(away.c.person_id, away.c.kind, away.c.starts_on, away.c.ends_before)) == [
        (MARA, "parental", date(2026, 12, 7), date(2026, 12, 19))
    ]
    assert spans(firm) == before


def test_what_was_booked_for_a_chance_is_sure_once_won(firm: Store) -> None:
    tentative(firm)
    apply(firm, WorkWon(DEAL, ACME, date(2027, 1, 4), ((1, 500),)))
    assert [(one.tentative, one.chance) for one in firm.rows(select(BOOKING).where(BOOKING.c.id == 3))] == [
        (False, None)
    ]
    assert len(spans(firm)) == 3


def test_a_deal_nothing_is_booked_for_makes_places_by_skill(firm: Store) -> None:
    apply(firm, WorkWon(DEAL, ACME, date(2027, 1, 4), ((1, 500),)))
    made = firm.rows(select(BOOKING).where(BOOKING.c.id == 3))[0]
    assert (made.person_id, made.skill_id, made.account_id, made.opportunity_id) == (None, 1, ACME, DEAL)
    assert (made.minutes_per_week, made.starts_on, made.reason) == (500, date(2027, 1, 4), "Because")


def test_a_project_that_slips_moves_what_is_to_come_and_not_what_was(firm: Store) -> None:
    apply(firm, WorkSlips(SITE, 2, TODAY))
    assert spans(firm) == [(1, MARA, START, date(2027, 2, 15)), (2, MARA, date(2026, 12, 21), None)]


def test_a_project_that_slips_past_today_pauses(firm: Store) -> None:
    apply(firm, WorkSlips(SITE, 6, TODAY))
    assert spans(firm) == [
        (1, MARA, START, TODAY), (2, MARA, date(2027, 1, 18), None), (3, MARA, date(2026, 12, 14), date(2027, 3, 15)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "steps",
    [
        [PersonLeaves(MARA, date(2026, 12, 1))],
        [PersonAway(MARA, date(2026, 12, 7), date(2026, 12, 19), "leave")],
        [WorkWon(DEAL, ACME, date(2027, 1, 4), ((1, 500),))],
        [WorkSlips(SITE, 6, TODAY)],
        [WorkSlips(SITE, 2, TODAY), WorkWon(DEAL, ACME, date(2027, 1, 4), ()), PersonLeaves(MARA, date(2026, 12, 9))],
    ],
    ids=["leaves", "away", "won", "slips", "all"],
)
def test_a_plan_taken_back_leaves_everything_as_it_was(firm: Store, steps: list[Step]) -> None:
    if len(steps) == 3 or not isinstance(steps[0], WorkWon):
        tentative(firm)
    before = everything(firm)
    apply(firm, *steps)
    assert everything(firm) != before
    [plan] = applied_plans(firm)
    assert (plan.name, plan.who, plan.undone) == ("Plan A", "Ann", False)
    undo_plan(firm, "Ben", plan.mark, "u")
    assert everything(firm) == before
    assert applied_plans(firm)[0].undone
    with pytest.raises(PlanStands, match="taken back already"):
        undo_plan(firm, "Ben", plan.mark, "v")


def test_what_somebody_changed_since_keeps_a_plan_from_being_taken_back(firm: Store) -> None:
    apply(firm, WorkSlips(SITE, 2, TODAY))
    shown = {
        "person_id": MARA, "role_id": None, "skill_id": None, "account_id": ACME, "project_id": SITE,
        "opportunity_id": None, "hours": 10.0, "starts_on": START, "last_on": date(2027, 2, 14), "tentative": False,
        "chance_percent": None, "overtime": False, "reason": None, "version": 2,
    }  # fmt: skip
    save_bookings(firm, "Eva", [RowChange("Row 1", 1, shown, shown | {"hours": 5.0})], TODAY, "e")
    with pytest.raises(PlanStands, match="Eva changed what it wrote since"):
        undo_plan(firm, "Ben", "m1", "u")


def test_a_plan_is_written_whole_or_not_at_all(firm: Store) -> None:
    before = everything(firm)
    away = PersonAway(MARA, date(2026, 12, 7), date(2026, 12, 19), "leave")
    with pytest.raises(RefusedValue, match="away then already"):
        apply(firm, WorkSlips(SITE, 2, TODAY), away, away)
    assert everything(firm) == before


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], "is empty"),
        ([WorkSlips(99, 2, TODAY)], "would change nothing"),
        ([WorkWon(DEAL, ACME, TODAY, ())], "lists no skills"),
        ([PersonLeaves(MARA, date(2026, 12, 1)), PersonLeaves(MARA, date(2026, 12, 5))], "gone from 1 Dec 2026"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(firm: Store, steps: list[Step], reason: str) -> None:
    with pytest.raises(RefusedValue, match=reason):
        apply(firm, *steps)


def test_work_at_the_end_of_all_days_cannot_slip(firm: Store) -> None:
    put(
        firm, Booking(id=9, person_id=MARA, project_id=SITE, minutes_per_week=60, starts_on=START, ends_before=date.max)
    )
    with pytest.raises(RefusedValue, match="end it sooner"):
        apply(firm, WorkSlips(SITE, 4, TODAY))


def test_the_same_click_twice_applies_once(firm: Store) -> None:
    apply(firm, WorkSlips(SITE, 2, TODAY))
    apply(firm, WorkSlips(SITE, 2, TODAY), mark="m2")
    log = table_of(ChangeLog)
    assert {action for (action,) in firm.rows(select(log.c.action).where(log.c.who == "Ann"))} == {
        "apply plan m1 Plan A"
    }
