"""What a person reads where the database refuses a record or gives up."""

from datetime import date

import pytest
from sqlalchemy.exc import OperationalError

from lib.accounts.tables import Account
from lib.delivery.tables import TimeEntry
from lib.errors import StewardError
from lib.people.tables import Person, ReportingLine, WeeklyHours
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.refusals import StoreFailed
from lib.store.writing import perform

DAY = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Account(name="Acme", employees=-1), "Employees: cannot be below zero."),
        (Account(id=7, name="Acme", parent_id=7), "Parent: must be another account."),
        (ReportingLine(person_id=1, manager_id=1, starts_on=DAY), "Manager: must be somebody else."),
        (
            TimeEntry(person_id=1, worked_on=DAY, minutes=1441),
            "Minutes: must be between zero and the length of a day.",
        ),
        (
            WeeklyHours(person_id=1, starts_on=DAY, minutes_per_week=-1),
            "Minutes per week: must be between zero and the length of a week.",
        ),
    ],
)
def test_a_broken_rule_names_the_field_and_what_it_may_hold(store: Store, row: Base, sentence: str) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Person(id=1, name="Bo")))
    with pytest.raises(StewardError) as refused:
        perform(store, "Ann", "add", lambda write: write.add(row))
    assert str(refused.value) == sentence


def test_a_record_of_a_source_that_is_there_already_is_told_once(store: Store) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme", source="crm", source_id="1")))
    with pytest.raises(StewardError, match="already a record with this source: change it"):
        perform(store, "Ann", "add", lambda write: write.add(Account(name="Bolt", source="crm", source_id="1")))


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("database disk image is malformed", "put a sound copy in its place"),
        ("database is locked", "try again when that is done"),
        ("database or disk is full", "make room on the disk"),
        ("attempt to write a readonly database", "the right to write"),
        ("no such table: account", "manage.py check"),
    ],
)
def test_a_database_that_gives_up_is_told_with_what_to_do(reason: str, advice: str) -> None:
    assert advice in str(StoreFailed(OperationalError("SELECT 1", {}, Exception(reason))))
