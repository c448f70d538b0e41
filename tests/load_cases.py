"""A small firm whose load can be checked by hand: three people, weeks from 2 February to 24 May 2026."""

from datetime import date

from lib.accounts.tables import Account
from lib.delivery.tables import TimeEntry
from lib.people.tables import Person, PersonRole, Role, Skill, WeeklyHours
from lib.store.engine import Store
from lib.team.tables import Absence, Booking
from tests.facts import put

MARA, JON, NEW = 1, 2, 3
DESIGNER, COPY = 1, 1
WEDNESDAY = date(2026, 3, 4)  # so the running week begins on Monday, 2 March, the next whole one on the 9th
START = date(2020, 1, 1)


def put_firm(store: Store) -> None:
    """Mara and Jon, designers of 40 hours a week; of New nobody wrote down the hours. One client, one skill."""
    put(store, Account(id=1, name="Acme"), Role(id=DESIGNER, name="Designer", utilisation_target=0.75))
    put(store, Skill(id=COPY, name="copy"))
    put(store, Person(id=MARA, name="Mara"), Person(id=JON, name="Jon"), Person(id=NEW, name="New"))
    for person in (MARA, JON):
        put(
            store, WeeklyHours(person_id=person, minutes_per_week=2400, starts_on=START),
            PersonRole(person_id=person, role_id=DESIGNER, starts_on=START),
        )  # fmt: skip


def booking(
    hours: float, starts_on: date, ends_before: date | None = None, person: int | None = MARA,
    chance: float | None = None, tentative: bool = False, skill: int | None = None, role: int | None = None,
) -> Booking:  # fmt: skip
    """A booking for Acme."""
    return Booking(
        person_id=person, role_id=role, skill_id=skill, account_id=1, minutes_per_week=round(hours * 60),
        tentative=tentative, chance=chance, starts_on=starts_on, ends_before=ends_before,
    )  # fmt: skip


def leave(starts_on: date, ends_before: date, person: int = MARA) -> Absence:
    """Whole days away."""
    return Absence(person_id=person, kind="leave", starts_on=starts_on, ends_before=ends_before)


def logged(hours: float, day: date, person: int = MARA, client: bool = True, billable: bool = True) -> TimeEntry:
    """Hours of one day."""
    return TimeEntry(
        person_id=person, account_id=1 if client else None, worked_on=day, minutes=round(hours * 60), billable=billable
    )  # fmt: skip
