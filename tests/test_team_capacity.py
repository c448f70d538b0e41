"""Capacity and bookings in minutes by person and week."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.days import Ints
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.store.engine import Store
from lib.team.capacity import booked, capacity, free_minutes
from lib.team.capacity_figures import NoMonday, first_start
from lib.team.capacity_queries import roles_on, skills_on
from lib.team.tables import Absence, Booking
from tests.facts import put

MONDAY = date(2026, 3, 2)
MARA, JON = 1, 2


@pytest.fixture
def mara(store: Store) -> Store:
    """Mara works 40 hours a week since 2020, in no country that anybody told."""
    put(store, Person(id=MARA, name="Mara"))
    put(store, WeeklyHours(person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1)))
    return store


def weeks_of(store: Store, start: date = MONDAY, weeks: int = 2) -> list[list[float]]:
    return [[float(minutes) for minutes in row] for row in capacity(store, start, weeks).minutes]


def test_a_week_has_the_contracted_hours(mara: Store) -> None:
    assert weeks_of(mara) == [[2400, 2400]]


def test_new_hours_count_from_the_day_they_begin(store: Store) -> None:
    put(store, Person(id=MARA, name="Mara"))
    put(
        store,
        WeeklyHours(person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1), ends_before=date(2026, 3, 5)),
        WeeklyHours(person_id=MARA, minutes_per_week=1200, starts_on=date(2026, 3, 5)),
    )
    assert weeks_of(store) == [[3 * 480 + 2 * 240, 1200]]


def test_days_away_are_taken_off_and_weekends_take_nothing(mara: Store) -> None:
    put(mara, Absence(person_id=MARA, kind="leave", starts_on=date(2026, 3, 6), ends_before=date(2026, 3, 10)))
    assert weeks_of(mara) == [[1920, 1920]]


def test_part_of_a_day_away_takes_its_minutes_and_never_more_than_the_day(mara: Store) -> None:
    for minutes in (200, 400):
        put(
            mara,
            Absence(
                person_id=MARA, kind="training", starts_on=MONDAY, ends_before=date(2026, 3, 3), minutes_per_day=minutes
            ),
        )
    assert weeks_of(mara) == [[1920, 2400]]


def test_an_absence_without_end_goes_on(mara: Store) -> None:
    put(mara, Absence(person_id=MARA, kind="parental", starts_on=date(2026, 3, 9)))
    assert weeks_of(mara) == [[2400, 0]]


@pytest.mark.parametrize(
    ("country", "region", "minutes"),
    [
        ("DE", "HH", 4 * 480),  # Good Friday
        ("de", "nowhere", 4 * 480),  # an unknown region has its country's
        ("US", None, 5 * 480),
        ("Atlantis", None, 5 * 480),
        (None, None, 5 * 480),
    ],
)
def test_public_holidays_are_those_of_where_a_person_works(
    store: Store, country: str | None, region: str | None, minutes: int
) -> None:
    put(store, Person(id=MARA, name="Mara", country=country, region=region))
    put(store, WeeklyHours(person_id=MARA, minutes_per_week=2400, starts_on=date(2020, 1, 1)))
    assert weeks_of(store, date(2026, 3, 30), 1) == [[minutes]]


def test_a_region_has_holidays_of_its_own(store: Store) -> None:
    put(store, Person(id=MARA, name="Mara", country="DE", region="BY"), Person(id=JON, name="Jon", country="DE"))
    for person in (MARA, JON):
        put(store, WeeklyHours(person_id=person, minutes_per_week=2400, starts_on=date(2020, 1, 1)))
    assert weeks_of(store, date(2027, 1, 4), 1) == [[1920], [2400]]  # Epiphany is one in Bavaria


def test_nobody_works_before_joining_or_from_the_day_of_leaving(store: Store) -> None:
    put(
        store,
        Person(id=MARA, name="Mara", joined_on=date(2026, 3, 4)),
        Person(id=JON, name="Jon", left_on=date(2026, 3, 4)),
    )
    for person in (MARA, JON):
        put(store, WeeklyHours(person_id=person, minutes_per_week=2400, starts_on=date(2020, 1, 1)))
    assert weeks_of(store) == [[3 * 480, 2400], [2 * 480, 0]]


def test_who_works_here_without_recorded_hours_is_named(mara: Store) -> None:
    put(mara, Person(id=JON, name="Jon"), Person(id=3, name="Gone", left_on=date(2025, 1, 1)))
    found = capacity(mara, MONDAY, 2)
    assert found.unrecorded.tolist() == [False, True, False]
    assert found.minutes[1:].sum() == 0


def test_weeks_begin_on_a_monday(mara: Store) -> None:
    with pytest.raises(NoMonday, match="2026-03-03 is no Monday"):
        capacity(mara, date(2026, 3, 3), 1)


def test_a_store_without_people_has_no_rows(store: Store) -> None:
    found = capacity(store, MONDAY, 3)
    assert found.minutes.shape == (0, 3)
    assert booked(store, found).expected.shape == (0, 3)


def test_bookings_count_by_the_working_days_they_touch(mara: Store) -> None:
    put(
        mara,
        Booking(person_id=MARA, minutes_per_week=600, starts_on=date(2026, 3, 5), ends_before=date(2026, 3, 10)),
        Booking(person_id=MARA, minutes_per_week=100, starts_on=date(2020, 1, 1)),
    )
    found = booked(mara, capacity(mara, MONDAY, 2))
    assert found.confirmed.tolist() == [[2 * 120 + 100, 120 + 100]]


def test_tentative_work_stands_apart_by_its_chance_and_half_where_unsaid(mara: Store) -> None:
    spell: dict[str, Any] = {"person_id": MARA, "starts_on": MONDAY, "ends_before": date(2026, 3, 9), "tentative": True}
    put(mara, Booking(minutes_per_week=600, chance=0.2, **spell), Booking(minutes_per_week=600, **spell))
    found = booked(mara, capacity(mara, MONDAY, 2))
    assert found.confirmed.tolist() == [[0, 0]]
    assert found.tentative.tolist() == [[120 + 300, 0]]


def test_placeholders_burden_nobody_and_are_kept_apart(mara: Store) -> None:
    put(mara, Skill(id=1, name="copy"))
    put(
        mara,
        Booking(skill_id=1, minutes_per_week=600, starts_on=MONDAY),
        Booking(skill_id=1, minutes_per_week=400, starts_on=MONDAY, tentative=True, chance=0.25),
    )
    found = booked(mara, capacity(mara, MONDAY, 2))
    assert found.expected.sum() == 0
    assert found.placeholders["minutes_per_week"].tolist() == [600, 400]
    assert found.placeholder_minutes.tolist() == [[600, 600], [100, 100]]


def test_free_time_is_never_below_nothing_in_any_week(mara: Store) -> None:
    put(
        mara, Booking(person_id=MARA, minutes_per_week=3000, starts_on=MONDAY, ends_before=date(2026, 3, 9))
    )  # fmt: skip
    there = capacity(mara, MONDAY, 2)
    assert free_minutes(there, booked(mara, there)).tolist() == [[0, 2400]]


def test_roles_and_skills_are_those_of_the_day(mara: Store) -> None:
    put(mara, Role(id=1, name="Junior"), Role(id=2, name="Senior"), Skill(id=1, name="copy"))
    turn = date(2026, 1, 1)
    put(
        mara,
        PersonRole(person_id=MARA, role_id=1, starts_on=date(2020, 1, 1), ends_before=turn),
        PersonRole(person_id=MARA, role_id=2, starts_on=turn),
        PersonSkill(person_id=MARA, skill_id=1, level=2, starts_on=date(2020, 1, 1), ends_before=turn),
        PersonSkill(person_id=MARA, skill_id=1, level=4, starts_on=turn),
    )
    assert [roles_on(mara, day)["role"].tolist() for day in (date(2025, 12, 31), turn)] == [["Junior"], ["Senior"]]
    assert [skills_on(mara, day)["level"].tolist() for day in (date(2025, 12, 31), turn)] == [[2], [4]]
    assert skills_on(mara, date(2019, 1, 1)).empty


@pytest.mark.parametrize(
    ("as_of", "start"),
    [
        (date(2026, 11, 21), date(2026, 12, 21)),  # a Saturday
        (date(2026, 11, 23), date(2026, 12, 21)),  # a Monday: exactly four weeks
        (date(2026, 11, 24), date(2026, 12, 28)),
    ],
)
def test_the_start_window_begins_on_the_first_monday_four_weeks_ahead(as_of: date, start: date) -> None:
    assert first_start(as_of, 28) == start


@given(some.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_start_is_always_a_monday_less_than_five_weeks_ahead(as_of: date) -> None:
    start = first_start(as_of, 28)
    assert start.weekday() == 0
    assert 28 <= (start - as_of).days < 35


def plain_week(away: Ints) -> float:
    """The hours of a week as somebody would count them on paper."""
    return sum(max(480 - float(minutes), 0) for minutes in away)


def test_capacity_agrees_with_counting_on_paper(mara: Store) -> None:
    rng = np.random.default_rng(3)
    away = rng.integers(0, 700, 10)
    for at, minutes in enumerate(away):
        day = date(2026, 3, 2 + at + (2 if at > 4 else 0))
        absence = Absence(
            person_id=MARA, kind="other", starts_on=day, ends_before=day.replace(day=day.day + 1),
            minutes_per_day=int(minutes),
        )  # fmt: skip
        put(mara, absence)
    assert weeks_of(mara) == [[plain_week(away[:5]), plain_week(away[5:])]]
