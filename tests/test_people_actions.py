"""People added and changed: what begins on a day ends what was before, and nothing is written twice."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from lib.errors import RefusedValue, StaleEdit
from lib.people import actions
from lib.people.roster_queries import hours_of, managers_of, roles_of, roster, skills_of
from lib.people.tables import Person, PersonRole, PersonSkill, ReportingLine, Role, Skill, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put

MARA, JON, EVA = 1, 2, 3
BEGUN, LATER = date(2024, 1, 1), date(2026, 11, 1)
HOURS, PERSON = table_of(WeeklyHours), table_of(Person)


@pytest.fixture
def firm(store: Store) -> Store:
    """Mara works 40 hours as a designer under Eva; of Jon nothing is known."""
    put(
        store, Person(id=MARA, name="Mara", email="mara@firm.example", joined_on=BEGUN), Person(id=JON, name="Jon"),
        Person(id=EVA, name="Eva"), Role(id=1, name="Designer"), Skill(id=1, name="Layout"),
        WeeklyHours(id=1, person_id=MARA, minutes_per_week=2400, starts_on=BEGUN),
        PersonRole(id=1, person_id=MARA, role_id=1, starts_on=BEGUN),
        PersonSkill(id=1, person_id=MARA, skill_id=1, level=2, starts_on=BEGUN),
        ReportingLine(id=1, person_id=MARA, manager_id=EVA, starts_on=BEGUN),
    )  # fmt: skip
    return store


def hours(store: Store) -> list[tuple[Any, ...]]:
    columns = (HOURS.c.person_id, HOURS.c.minutes_per_week, HOURS.c.starts_on, HOURS.c.ends_before)
    return [tuple(row) for row in store.rows(select(*columns).order_by(HOURS.c.id))]


def refused(act: Any) -> RefusedValue:
    with pytest.raises(RefusedValue) as refusal:
        act()
    return refusal.value


def new(store: Store, token: str = "t", **values: Any) -> int | None:
    facts: dict[str, Any] = {
        "name": "Ida", "email": None, "office": "Rotterdam", "country": "nl", "region": None, "joined_on": LATER,
        "hours": 32.0, "role_id": None, "new_role": "designer",
    }  # fmt: skip
    return actions.add_person(store, "Ann", **(facts | values), token=token)


def test_somebody_new_has_hours_and_role_from_their_first_day(firm: Store) -> None:
    new(firm)
    new(firm)  # the second click
    ida = roster(firm, LATER).set_index("name").loc["Ida"]
    assert (ida["minutes"], ida["role"], ida["country"]) == (32 * 60, "Designer", "NL")
    assert roster(firm, LATER)["name"].tolist() == ["Eva", "Ida", "Jon", "Mara"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "mara"}, "name"),
        ({"email": "MARA@firm.example"}, "email"),
        ({"country": "Holland"}, "country"),
        ({"joined_on": None}, "joined_on"),
        ({"hours": -1.0}, "hours"),
        ({"hours": 169.0}, "hours"),
        ({"hours": float("nan")}, "hours"),
    ],
)
def test_somebody_who_cannot_be_is_refused_at_the_field(firm: Store, values: dict[str, Any], field: str) -> None:
    assert refused(lambda: new(firm, **values)).field == field
    assert len(firm.rows(select(PERSON.c.id))) == 3


def test_new_hours_end_the_old_ones(firm: Store) -> None:
    actions.set_hours(firm, "Ann", MARA, 1, 32, LATER, "t")
    assert hours(firm) == [(MARA, 2400, BEGUN, LATER), (MARA, 1920, LATER, None)]
    assert hours_of(firm, MARA)["minutes_per_week"].tolist() == [1920, 2400]


def test_hours_on_the_day_the_last_began_are_corrected(firm: Store) -> None:
    actions.set_hours(firm, "Ann", MARA, 1, 30, BEGUN, "t")
    assert hours(firm) == [(MARA, 1800, BEGUN, None)]


def test_the_first_hours_of_somebody_need_nothing_before(firm: Store) -> None:
    actions.set_hours(firm, "Ann", JON, None, 40, BEGUN, "t")
    assert hours(firm)[-1] == (JON, 2400, BEGUN, None)


@pytest.mark.parametrize(
    ("shown", "amount", "day", "field", "reason"),
    [
        (1, 40, LATER, "hours", "nothing would change"),
        (1, None, LATER, "hours", "from 0 to 168"),
        (1, 32, None, "starts_on", "from which day"),
        (1, 32, date(2023, 12, 31), "starts_on", "Mara joins on 1 Jan 2024"),
        (None, 32, LATER, "hours", "somebody changed this meanwhile"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    firm: Store, shown: int | None, amount: float | None, day: date | None, field: str, reason: str
) -> None:
    problem = refused(lambda: actions.set_hours(firm, "Ann", MARA, shown, amount, day, "t"))
    assert problem.field == field
    assert reason in problem.reason
    assert hours(firm) == [(MARA, 2400, BEGUN, None)]


def test_a_role_may_be_named_for_the_first_time(firm: Store) -> None:
    actions.set_role(firm, "Ann", MARA, 1, None, "Art director", LATER, "t")
    assert roles_of(firm, MARA)["role"].tolist() == ["Art director", "Designer"]
    assert refused(lambda: actions.set_role(firm, "Ann", MARA, 2, None, " ", LATER, "u")).field == "role_id"


def test_a_level_is_raised_from_a_day_on_and_a_skill_ends(firm: Store) -> None:
    actions.set_skill(firm, "Ann", MARA, 1, None, 4, LATER, "t")
    held = skills_of(firm, MARA)
    assert held[["skill", "level"]].values.tolist() == [["Layout", 4], ["Layout", 2]]
    assert roster(firm, LATER).set_index("name")["skills"]["Mara"] == "Layout (4)"
    actions.end_skill(firm, "Ann", int(held["id"].iloc[0]), date(2026, 12, 1), "u")
    assert roster(firm, date(2026, 12, 1)).set_index("name")["skills"]["Mara"] == ""
    assert refused(lambda: actions.set_skill(firm, "Ann", MARA, 1, None, 6, LATER, "v")).field == "level"
    assert refused(lambda: actions.set_skill(firm, "Ann", MARA, None, None, 3, LATER, "w")).field == "skill_id"


def test_nobody_leads_those_who_lead_them(firm: Store) -> None:
    actions.set_manager(firm, "Ann", EVA, None, JON, LATER, "t")
    assert managers_of(firm, EVA)["manager"].tolist() == ["Jon"]
    problem = refused(lambda: actions.set_manager(firm, "Ann", JON, None, MARA, LATER, "u"))
    assert "led by this person" in problem.reason
    assert (
        refused(lambda: actions.set_manager(firm, "Ann", EVA, None, EVA, LATER, "v")).reason == "must be somebody else."
    )


def test_the_day_somebody_leaves_ends_what_ran_on(firm: Store) -> None:
    shown = {"version": 1, "name": "Mara", "joined_on": BEGUN, "left_on": None}
    actions.edit_person(firm, "Ann", MARA, shown, shown | {"left_on": LATER}, "t")
    assert hours(firm) == [(MARA, 2400, BEGUN, LATER)]
    for of in (roles_of, skills_of, managers_of):
        assert of(firm, MARA)["ends_before"].dt.date.tolist() == [LATER]
    assert "Mara" not in roster(firm, LATER)["name"].tolist()
    problem = refused(lambda: actions.set_hours(firm, "Ann", MARA, 1, 20, LATER, "u"))
    assert "gone from 1 Nov 2026" in problem.reason


def test_a_day_of_leaving_that_was_wrong_can_be_corrected(firm: Store) -> None:
    shown = roster(firm, LATER).set_index("id").loc[MARA].to_dict() | {"joined_on": BEGUN, "left_on": None}

    def leave(before: date | None, day: date | None, version: int) -> None:
        now = shown | {"left_on": before, "version": version}
        actions.edit_person(firm, "Ann", MARA, now, {"joined_on": BEGUN, "left_on": day}, f"t{version}")

    version = int(shown["version"])
    leave(None, date(2026, 12, 1), version)
    leave(date(2026, 12, 1), date(2027, 2, 1), version + 1)
    assert hours(firm) == [(MARA, 2400, BEGUN, date(2027, 2, 1))], "the months between are worked"
    leave(date(2027, 2, 1), None, version + 2)
    assert hours(firm) == [(MARA, 2400, BEGUN, None)]


def test_a_skill_that_ended_is_not_ended_later(firm: Store) -> None:
    actions.end_skill(firm, "Ann", 1, LATER, "one")
    assert refused(lambda: actions.end_skill(firm, "Ann", 1, date(2027, 1, 1), "two")).field == "ends_before"


def test_two_editors_of_a_person_are_told_of_each_other(firm: Store) -> None:
    shown = {"version": 1, "name": "Jon", "office": None}
    actions.edit_person(firm, "Ann", JON, shown, shown | {"office": "Hamburg"}, "t")
    with pytest.raises(StaleEdit):
        actions.edit_person(firm, "Ben", JON, shown, shown | {"office": "Bonn"}, "u")


def test_what_an_import_brought_is_not_held_against_who_changes_something_else(firm: Store) -> None:
    put(firm, Person(id=9, name="Leo", country="Deutschland"))
    shown = {"version": 1, "name": "Leo", "country": "Deutschland", "office": None}
    actions.edit_person(firm, "Ann", 9, shown, shown | {"office": "Bonn"}, "t")
    assert firm.rows(select(PERSON.c.office).where(PERSON.c.id == 9)) == [("Bonn",)]


def test_somebody_cannot_leave_before_they_came(firm: Store) -> None:
    shown = {"version": 1, "joined_on": BEGUN, "left_on": None}
    assert (
        refused(lambda: actions.edit_person(firm, "Ann", MARA, shown, shown | {"left_on": BEGUN}, "t")).field
        == "left_on"
    )


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(some.lists(some.tuples(some.integers(0, 60), some.dates(BEGUN, date(2026, 12, 31))), min_size=1, max_size=5))
def test_weekly_hours_never_overlap(firm: Store, wanted: list[tuple[int, date]]) -> None:
    for amount, day in wanted:
        last = int(hours_of(firm, MARA)["id"].iloc[0])
        try:
            actions.set_hours(firm, "Ann", MARA, last, amount, day, None)  # type: ignore[arg-type]
        except RefusedValue:
            continue
    spells = sorted((starts, ends) for person, _, starts, ends in hours(firm) if person == MARA)
    assert all(ends == following for (_, ends), (following, _) in pairwise(spells))
    assert spells[-1][1] is None
