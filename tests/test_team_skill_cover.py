"""Skills that hang on one person, and who could stand in: by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.accounts.tables import Account, AccountOwner, Contract, Service, ServiceSkill
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.store.engine import Store
from lib.team.skill_cover import absences_ahead, skills_asked_for, skills_at_risk
from lib.team.skill_figures import at_risk, first_open_monday, single_holder_skills, stand_ins
from lib.team.tables import Absence, Booking
from tests.facts import put

DAY, BEGAN = date(2026, 5, 13), date(2025, 1, 1)
ANN, BO, CY = 1, 2, 3
SHOP, BLOG = 1, 2


@pytest.fixture
def firm(store: Store) -> Store:
    """Ann alone codes at level 3 (Bo learns it), all write; the shop needs code 3, the blog words 2."""
    put(store, *(Person(id=n, name=name) for n, name in ((ANN, "Ann"), (BO, "Bo"), (CY, "Cy"))))
    put(store, Skill(id=1, name="code"), Skill(id=2, name="words"), Role(id=1, name="Maker"))
    put(store, *(PersonSkill(person_id=n, skill_id=2, level=3, starts_on=BEGAN) for n in (ANN, BO, CY)))
    put(store, PersonSkill(person_id=ANN, skill_id=1, level=4, starts_on=BEGAN))
    put(store, PersonSkill(person_id=BO, skill_id=1, level=1, starts_on=BEGAN))
    put(store, *(PersonRole(person_id=n, role_id=1, starts_on=BEGAN) for n in (ANN, BO)))
    put(store, *(WeeklyHours(person_id=n, minutes_per_week=2400, starts_on=BEGAN) for n in (ANN, BO, CY)))
    put(store, Service(id=SHOP, name="Shop"), Service(id=BLOG, name="Blog"))
    put(store, ServiceSkill(service_id=SHOP, skill_id=1, minutes_per_month=60, least_level=3))
    put(store, ServiceSkill(service_id=BLOG, skill_id=2, minutes_per_month=60, least_level=2))
    put(store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"))
    put(store, Contract(account_id=1, service_id=SHOP, kind="support", starts_on=BEGAN))
    put(store, Contract(account_id=2, service_id=SHOP, kind="support", starts_on=BEGAN, ends_before=DAY))
    return store


def test_a_skill_of_one_person_names_who_what_and_for_whom(firm: Store) -> None:
    [found] = skills_at_risk(firm, DAY).to_dict("records")
    told = {name: found[name] for name in ("skill", "level", "person", "services", "clients", "learning")}
    assert told == {
        "skill": "code", "level": 3, "person": "Ann", "services": ("Shop",), "clients": ("Acme",), "learning": ("Bo",),
    }  # fmt: skip
    assert skills_asked_for(firm, DAY) == 2


def test_whoever_left_or_joins_later_holds_nothing(store: Store) -> None:
    put(store, Person(id=ANN, name="Ann", left_on=DAY), Person(id=BO, name="Bo", joined_on=date(2026, 6, 1)))
    put(store, Skill(id=1, name="code"), Service(id=SHOP, name="Shop"))
    put(store, *(PersonSkill(person_id=n, skill_id=1, level=5, starts_on=BEGAN) for n in (ANN, BO)))
    put(store, ServiceSkill(service_id=SHOP, skill_id=1, minutes_per_month=60, least_level=3))
    [found] = skills_at_risk(store, DAY).to_dict("records")
    assert (found["holders"], pd.isna(found["person_id"])) == (0, True)
    [before] = skills_at_risk(store, date(2026, 5, 12)).to_dict("records")
    assert (before["holders"], before["person"]) == (1, "Ann")


def needs(*rows: tuple[int, int]) -> pd.DataFrame:
    """Services 1, 2 … that need the skill 1 at these levels."""
    return pd.DataFrame(
        [
            {"service_id": s, "service": f"S{s}", "skill_id": 1, "skill": "code", "least_level": level}
            for s, level in rows
        ]
    )


def holders(*levels: int) -> pd.DataFrame:
    rows = [{"person_id": at, "person": f"P{at}", "skill_id": 1, "level": level} for at, level in enumerate(levels)]
    return pd.DataFrame(rows, columns=["person_id", "person", "skill_id", "level"])


def test_levels_that_the_same_person_holds_are_one_row_and_others_are_apart() -> None:
    one = at_risk(needs((1, 2), (2, 4)), holders(5))
    assert one[["level", "holders", "services"]].to_numpy().tolist() == [[4, 1, ("S1", "S2")]]
    apart = at_risk(needs((1, 2), (2, 4)), holders(3))
    assert apart[["level", "holders", "services"]].to_numpy().tolist() == [[4, 0, ("S2",)], [2, 1, ("S1",)]]


@given(levels=some.lists(some.integers(1, 5), max_size=5), more=some.integers(1, 5), least=some.integers(1, 5))
def test_one_who_learns_it_never_adds_a_risk(levels: list[int], more: int, least: int) -> None:
    before, after = (at_risk(needs((1, least)), holders(*each)) for each in (levels, [*levels, more]))
    assert (after["holders"] == 0).sum() <= (before["holders"] == 0).sum()
    assert len(before) == (sum(level >= least for level in levels) < 2)


def test_an_absence_is_told_with_the_work_on_its_days_and_who_is_nearest(firm: Store) -> None:
    put(firm, Absence(person_id=ANN, kind="sickness", starts_on=date(2026, 5, 20), ends_before=date(2026, 5, 23)))
    put(firm, Absence(person_id=CY, kind="leave", starts_on=date(2026, 5, 20), ends_before=date(2026, 5, 21),
                      minutes_per_day=60))  # part of a day: Cy is there  # fmt: skip
    put(firm, Booking(person_id=ANN, account_id=1, minutes_per_week=1200, starts_on=BEGAN))
    put(firm, Booking(person_id=BO, account_id=1, minutes_per_week=2100, starts_on=BEGAN))
    put(firm, AccountOwner(account_id=1, person_id=ANN, starts_on=BEGAN))
    put(firm, AccountOwner(account_id=1, person_id=CY, duty="support", starts_on=BEGAN))
    [found] = absences_ahead(firm, DAY).to_dict("records")
    assert (found["person"], found["days"], found["minutes"]) == ("Ann", 3, 720.0)
    assert found["by"] == "Bo 5 h, Cy 7 h"  # Bo has her role and 300 minutes left, Cy writes as she does
    assert (found["unplaced"], found["clients"], found["supported"]) == (0.0, 1, 1)
    assert "kind" not in found


def test_absences_that_are_over_or_begin_later_are_not_ahead(firm: Store) -> None:
    put(firm, Absence(person_id=ANN, kind="leave", starts_on=date(2026, 5, 11), ends_before=date(2026, 5, 14)))
    put(firm, Absence(person_id=BO, kind="leave", starts_on=date(2026, 9, 1), ends_before=date(2026, 9, 8)))
    assert absences_ahead(firm, DAY).empty


@given(minutes=some.integers(0, 5000), free=some.lists(some.integers(0, 2000), min_size=1, max_size=8))
def test_what_is_taken_and_what_is_left_is_all_there_is(minutes: int, free: list[int]) -> None:
    people = np.arange(len(free), dtype=np.int64)
    taken, left = stand_ins(0, minutes, np.array(free, dtype=float), np.ones(len(free)), people)
    assert sum(share for _, share in taken) + left == pytest.approx(minutes)
    assert 0 not in [one for one, _ in taken]
    assert all(share <= free[one] for one, share in taken)


def test_weeks_ahead_begin_with_the_one_that_is_not_over() -> None:
    assert first_open_monday(date(2026, 11, 22)) == date(2026, 11, 23)
    assert first_open_monday(date(2026, 11, 18)) == date(2026, 11, 16)


def test_single_holder_skills_have_no_count_where_no_service_says_its_skills() -> None:
    assert single_holder_skills(3, 11).value == 3
    assert single_holder_skills(0, 0).value is None


def test_an_empty_store_has_no_skills_and_no_absences(store: Store) -> None:
    assert skills_at_risk(store, DAY).empty
    assert absences_ahead(store, DAY).empty
