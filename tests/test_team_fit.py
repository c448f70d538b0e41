"""Whether the team could deliver a service: verdicts in words with hours and names, and the people behind them."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.accounts.tables import Service, ServiceSkill
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.store.engine import Store
from lib.team.fit import WEEKS_A_MONTH, fit_people, service_fits, start_of
from lib.team.fit_words import hours
from lib.team.tables import Booking
from tests.facts import put

AS_OF, BEGAN = date(2026, 1, 31), date(2020, 1, 1)
START = start_of(AS_OF)  # 2 March 2026
END = START + timedelta(weeks=12)
MARA, JON, ZOE = 1, 2, 3
COPY, MOTION = 1, 2
BLOG, FILM, BARE = 1, 2, 3


@pytest.fixture
def team(store: Store) -> Store:
    """Mara and Jon are writers of 40 hours a week; Mara has copywriting at level 4, and a blog takes 20 h a week."""
    put(store, Role(id=1, name="Writer"), Skill(id=COPY, name="copywriting"), Skill(id=MOTION, name="motion design"))
    put(store, Person(id=MARA, name="Mara Steen"), Person(id=JON, name="Jon Bo"))
    for person in (MARA, JON):
        put(store, WeeklyHours(person_id=person, minutes_per_week=2400, starts_on=BEGAN))
        put(store, PersonRole(person_id=person, role_id=1, starts_on=BEGAN))
    put(store, PersonSkill(person_id=MARA, skill_id=COPY, level=4, starts_on=BEGAN))
    put(store, Service(id=BLOG, name="Blog"))
    put(store, ServiceSkill(service_id=BLOG, skill_id=COPY, minutes_per_month=takes(20), least_level=3))
    return store


def takes(hours_a_week: float) -> int:
    return round(hours_a_week * 60 * WEEKS_A_MONTH)


def book(store: Store, person: int, hours_a_week: int, **more: Any) -> None:
    row: dict[str, Any] = {"starts_on": START, "ends_before": END} | more
    put(store, Booking(person_id=person, minutes_per_week=60 * hours_a_week, **row))


def fit(store: Store, service: int = BLOG) -> Any:
    return service_fits(store, AS_OF).set_index("service_id").loc[service]


def test_it_fits_where_those_who_can_have_the_time(team: Store) -> None:
    book(team, MARA, 10)
    found = fit(team)
    assert found["verdict"] == "fits"
    assert (
        found["words"] == "Fits: copywriting 20 h of 30 h free a week by Mara Steen, in the 12 weeks from 2 Mar 2026."
    )
    assert (found["needed_minutes"], found["free_minutes"]) == (1200, 1800)


def test_without_any_booking_the_words_say_that_none_is_recorded(team: Store) -> None:
    assert fit(team)["words"].endswith("in the 12 weeks from 2 Mar 2026, for which no booking is recorded.")


def test_it_fits_with_a_move_where_a_colleague_could_take_work_over(team: Store) -> None:
    book(team, MARA, 26)
    found = fit(team)
    assert found["verdict"] == "fits with a move"
    assert found["words"] == (
        "Fits if Mara Steen hands 6 h a week to Jon Bo: copywriting 20 h (14 h free) a week by Mara Steen, in the 12 "
        "weeks from 2 Mar 2026."
    )


def test_it_does_not_fit_where_nobody_has_time_to_take_over(team: Store) -> None:
    book(team, MARA, 26)
    book(team, JON, 38)
    found = fit(team)
    assert found["verdict"] == "does not fit"
    assert found["words"] == (
        "Does not fit: copywriting lacks 6 h a week: it takes 20 h, 14 h are free, in the 12 weeks from 2 Mar 2026."
    )


def test_it_does_not_fit_where_nobody_has_the_skill_at_its_level(team: Store) -> None:
    put(team, PersonSkill(person_id=JON, skill_id=MOTION, level=2, starts_on=BEGAN))
    put(team, Service(id=FILM, name="Film"))
    put(team, ServiceSkill(service_id=FILM, skill_id=MOTION, minutes_per_month=600, least_level=3))
    found = fit(team, FILM)
    assert found["verdict"] == "does not fit"
    assert found["words"].startswith("Does not fit: nobody has the skill motion design at level 3,")
    assert found["free_minutes"] == 0


def test_a_person_needed_for_two_skills_counts_once_and_the_words_say_so(team: Store) -> None:
    put(team, PersonSkill(person_id=MARA, skill_id=MOTION, level=5, starts_on=BEGAN))
    put(team, ServiceSkill(service_id=BLOG, skill_id=MOTION, minutes_per_month=takes(30), least_level=3))
    book(team, JON, 40)
    found = fit(team)
    assert found["verdict"] == "does not fit"
    assert "40 h are free, part of which" in found["words"]
    assert (found["needed_minutes"], found["free_minutes"]) == (3000, 2400)


def test_tentative_work_takes_time_by_its_chance(team: Store) -> None:
    book(team, MARA, 40, tentative=True, chance=0.5)
    assert fit(team)["verdict"] == "fits"
    book(team, MARA, 2, tentative=True)  # half of it, as nobody said
    assert fit(team)["verdict"] == "fits with a move"


def test_a_service_without_skills_cannot_be_told(team: Store) -> None:
    put(team, Service(id=BARE, name="Bare"))
    found = fit(team, BARE)
    assert found["verdict"] is None
    assert found["words"] == "Cannot be told: no skill it needs is listed. Add what it takes in the price list."
    assert pd.isna(found["needed_minutes"])
    assert pd.isna(found["free_minutes"])


def test_without_weekly_hours_of_anybody_nothing_can_be_told(store: Store) -> None:
    put(store, Skill(id=COPY, name="copywriting"), Service(id=BLOG, name="Blog"), Person(id=MARA, name="Mara"))
    put(store, ServiceSkill(service_id=BLOG, skill_id=COPY, minutes_per_month=600))
    found = fit(store)
    assert found["verdict"] is None
    assert "nobody's weekly hours are recorded for the 12 weeks from 2 Mar 2026. Import weekly hours" in found["words"]
    assert found["needed_minutes"] == round(600 / WEEKS_A_MONTH)


def test_where_the_hours_of_one_who_could_do_it_are_not_recorded_it_cannot_be_told(team: Store) -> None:
    book(team, MARA, 40)
    book(team, JON, 40)
    put(team, Person(id=ZOE, name="Zoe"), PersonSkill(person_id=ZOE, skill_id=COPY, level=3, starts_on=BEGAN))
    found = fit(team)
    assert found["verdict"] is None
    assert found["words"] == (
        "Cannot be told: the weekly hours of Zoe are not recorded; copywriting lacks 20 h a week: it takes 20 h, 0 h "
        "are free."
    )


def test_who_left_before_the_window_does_not_count(team: Store) -> None:
    put(team, Person(id=ZOE, name="Zoe", left_on=START))
    put(team, WeeklyHours(person_id=ZOE, minutes_per_week=2400, starts_on=BEGAN))
    put(team, PersonSkill(person_id=ZOE, skill_id=COPY, level=5, starts_on=BEGAN))
    assert fit(team)["free_minutes"] == 2400
    assert fit_people(team, AS_OF, BLOG)["person"].tolist() == ["Mara Steen"]


def test_a_retired_service_gets_no_verdict_and_the_others_come_by_name(team: Store) -> None:
    put(team, Service(id=BARE, name="A bare one"), Service(id=FILM, name="Film", retired_on=AS_OF))
    assert service_fits(team, AS_OF)["service"].tolist() == ["A bare one", "Blog"]
    assert service_fits(team, AS_OF - timedelta(days=1))["service"].tolist() == ["A bare one", "Blog", "Film"]


def test_another_start_can_be_asked_for(team: Store) -> None:
    book(team, MARA, 40)
    assert service_fits(team, AS_OF, END)["verdict"].tolist() == ["fits"]


def test_an_empty_store_has_no_verdict(store: Store) -> None:
    assert service_fits(store, AS_OF).empty
    assert fit_people(store, AS_OF, 1).empty


def test_the_people_behind_a_verdict_with_their_hours(team: Store) -> None:
    book(team, MARA, 26)
    book(team, MARA, 8, tentative=True, chance=0.25)
    put(team, PersonSkill(person_id=JON, skill_id=COPY, level=2, starts_on=BEGAN))
    put(team, Person(id=ZOE, name="Zoe"), PersonSkill(person_id=ZOE, skill_id=COPY, level=3, starts_on=BEGAN))
    found = fit_people(team, AS_OF, BLOG)
    assert found["person"].tolist() == ["Mara Steen", "Zoe", "Jon Bo"]
    assert found["counts"].tolist() == [True, True, False]
    mara = found.iloc[0]
    hour = {name: mara[name] / 60 for name in ("capacity", "booked", "tentative", "free")}
    assert hour == {"capacity": 40, "booked": 26, "tentative": 2, "free": 12}
    assert pd.isna(found["capacity"].iloc[1])
    assert pd.isna(found["free"].iloc[1])


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h"), (1, "under 0.1 h"), (190, "3.2 h"), (840, "14 h"), (1199.8, "20 h")]
)
def test_hours_are_said_as_precisely_as_they_matter(minutes: float, words: str) -> None:
    assert hours(minutes) == words
