"""A small team with too much work on one desk, and random situations without a store."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.accounts.tables import Account, AccountOwner, Service, ServiceSkill
from lib.delivery.tables import Project
from lib.people.tables import Person, PersonRole, PersonSkill, Role, Skill, WeeklyHours
from lib.reallocation.needs import Needs
from lib.reallocation.situation import Situation, window_start
from lib.reallocation.weights import Weights
from lib.store.engine import Store
from lib.team.capacity import Capacity
from lib.team.tables import Booking
from tests.facts import put

AS_OF, BEGAN = date(2026, 3, 4), date(2020, 1, 1)
START = window_start(AS_OF)  # 23 March 2026
MARA, JON, ZOE = 1, 2, 3
COPY, FILM = 1, 2
BLOG, MOVIE = 1, 2
NORTH, SOUTH, EAST, WEST = 1, 2, 3, 4
HOURS = {NORTH: 15, SOUTH: 12, EAST: 10, WEST: 8}


def nothing(_done: int, _total: int, _what: str) -> None:
    """No progress is watched."""


def put_team(store: Store) -> Store:
    """Mara and Jon write, target 30 of 40 hours a week; Zoe films. All 45 booked hours lie on Mara; she leads North."""
    put(store, Role(id=1, name="Writer", utilisation_target=0.75), Role(id=2, name="Film maker"))
    put(store, Skill(id=COPY, name="copywriting"), Skill(id=FILM, name="film"))
    for number, name, role in ((MARA, "Mara Steen", 1), (JON, "Jon Bo", 1), (ZOE, "Zoe Lind", 2)):
        put(store, Person(id=number, name=name), PersonRole(person_id=number, role_id=role, starts_on=BEGAN))
        put(store, WeeklyHours(person_id=number, minutes_per_week=2400, starts_on=BEGAN))
    for number, level in ((MARA, 4), (JON, 3)):
        put(store, PersonSkill(person_id=number, skill_id=COPY, level=level, starts_on=BEGAN))
    put(store, PersonSkill(person_id=ZOE, skill_id=FILM, level=4, starts_on=BEGAN))
    put(store, Service(id=BLOG, name="Blog"), Service(id=MOVIE, name="Film"))
    put(store, ServiceSkill(service_id=BLOG, skill_id=COPY, least_level=3, minutes_per_month=1200))
    put(store, ServiceSkill(service_id=MOVIE, skill_id=FILM, least_level=3, minutes_per_month=1200))
    for number, name in ((NORTH, "North"), (SOUTH, "South"), (EAST, "East"), (WEST, "West")):
        put(
            store,
            Account(id=number, name=name),
            Project(id=number, account_id=number, service_id=BLOG, name=f"{name} 1"),
        )
    put(store, AccountOwner(account_id=NORTH, person_id=MARA, duty="lead", starts_on=date(2024, 3, 4)))
    for account, hours in HOURS.items():
        put(store, book(MARA, account, hours))
    return store


def book(person: int | None, account: int | None, hours: float, **more: Any) -> Booking:
    """Work booked from the year's start on, for the account's project."""
    project = {} if account is None else {"project_id": account}
    given = {"person_id": person, "account_id": account, "minutes_per_week": round(60 * hours)}
    return Booking(**(given | project | {"starts_on": date(2026, 1, 1)} | more))


def random_situation(seed: int, people: int = 5, items: int = 12) -> Situation:
    """A situation of random loads, skills and ties, as no store would be quick enough to make by the hundred."""
    rng = np.random.default_rng(seed)
    contract = rng.integers(10, 40, people) * 60.0
    holder = rng.integers(0, people, items)
    level = np.where(rng.random((items, 3)) < 0.3, rng.integers(1, 4, (items, 3)), 0)
    held = np.where(rng.random((people, 3)) < 0.7, rng.integers(1, 6, (people, 3)), 0)
    level = np.where(held[holder] >= level, level, 0)
    roles = rng.integers(1, 3, people)
    fixed = np.where(rng.random(people) < 0.2, 120.0, 0.0)
    workers = pd.DataFrame(
        {
            "person_id": np.arange(1, people + 1), "person": [f"P{at}" for at in range(people)],
            "role_id": roles, "role": "R", "contract_minutes": contract,
            "target_minutes": 0.75 * contract, "fixed_minutes": fixed,
            "internal_minutes": np.where(fixed > 0, 0.25 * contract + fixed, 0.0), "target_share": 0.75, "whole": True,
        }
    )  # fmt: skip
    work = pd.DataFrame(
        {
            "item": [f"a{at}p{who + 1}" for at, who in enumerate(holder)], "account_id": np.arange(items),
            "account": [f"A{at}" for at in range(items)], "person_id": holder + 1,
            "person": [f"P{who}" for who in holder], "role": "R", "minutes": rng.uniform(60, 900, items),
            "skills": "", "since": pd.to_datetime(np.where(rng.random(items) < 0.5, "2024-01-01", None)),
            "contacts": rng.integers(0, 5, items), "promises": rng.integers(0, 4, items),
            "escalations": rng.integers(0, 2, items), "band": None,
            "notice_on": np.full(items, np.datetime64("NaT", "D")), "leads": rng.random(items) < 0.3,
        }
    )  # fmt: skip
    needs = Needs(np.arange(1, 4), ["s1", "s2", "s3"], level)
    none = Capacity(workers, np.array([], dtype=np.int64), np.zeros((people, 0)), np.zeros(people, dtype=bool))
    return Situation(AS_OF, START, 8, workers, work, needs, held, Weights(), pd.DataFrame(), np.zeros((0, 0)), none)
