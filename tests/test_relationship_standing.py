"""How the relationship with one client stands: its figures from its facts, and what is due next."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Executable
from sqlalchemy.dialects import sqlite

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.people.tables import Person
from lib.relationship import standing as of
from lib.relationship.queries import of_account
from lib.relationship.standing import Due, due_next, standing
from lib.relationship.tables import (
    Departure,
    Escalation,
    EscalationUpdate,
    Interaction,
    InteractionContact,
    InteractionPerson,
    OnboardingStep,
    Promise,
)
from lib.store.engine import Store
from tests.facts import put

TODAY = date(2026, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


@pytest.fixture
def firm(store: Store) -> Store:
    """A client last met 20 days ago by one colleague, against 14 and 30 days."""
    put(
        store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Person(id=1, name="Ann"),
        Contact(id=1, account_id=1, name="Cy"), Contact(id=2, account_id=1, name="Di"),
        AccountProfile(account_id=1, starts_on=ago(25), cadence_days=10, ideal_gap_days=14, maximum_gap_days=30),
        Interaction(id=1, account_id=1, happened_on=ago(20), kind="call", formal_update=True),
        InteractionContact(interaction_id=1, contact_id=1), InteractionContact(interaction_id=1, contact_id=2),
        InteractionPerson(interaction_id=1, person_id=1),
    )  # fmt: skip
    return store


def test_the_figures_of_a_client_come_from_its_facts(firm: Store) -> None:
    found = standing(firm, 1, TODAY)
    assert of.contact_gap(found).note == "due"
    assert (found.cadence.made, found.cadence.missed) == ((ago(20),), (ago(10),))
    assert of.breadth(found).note == "single-threaded: one colleague only"
    assert found.last == ago(20)


def test_who_has_left_on_either_side_is_no_live_thread(firm: Store) -> None:
    put(firm, Contact(id=3, account_id=1, name="Eve", left_on=ago(5)), Person(id=3, name="Gil", left_on=ago(5)))
    put(firm, InteractionContact(interaction_id=1, contact_id=3), InteractionPerson(interaction_id=1, person_id=3))
    assert of.breadth(standing(firm, 1, TODAY)).value == 2
    assert len(of.live_colleagues(standing(firm, 1, TODAY))) == 1
    assert len(of.live_colleagues(standing(firm, 1, ago(6)))) == 2


def test_what_is_due_comes_by_its_day(firm: Store) -> None:
    put(
        firm, Promise(account_id=1, what="Plan", made_on=ago(30), due_on=ago(1)),
        Promise(account_id=1, what="Kept", made_on=ago(30), due_on=ago(9), settled_on=ago(9), outcome="kept"),
        Escalation(id=1, account_id=1, severity=2, what="Down", opened_on=ago(30)),
        EscalationUpdate(escalation_id=1, given_on=ago(3), words="x"),
        OnboardingStep(account_id=1, milestone="A", name="Logins", due_on=ago(40)),
    )  # fmt: skip
    assert due_next(standing(firm, 1, TODAY)) == [
        Due(ago(40), "onboarding step “Logins”"),
        Due(ago(6), "check-in"),
        Due(ago(1), "promise “Plan”"),
        Due(TODAY, "formal update"),
        Due(ago(-4), "update on the escalation “Down”"),
    ]


def test_nothing_more_is_due_to_a_client_that_left_until_it_comes_back(firm: Store) -> None:
    put(firm, Departure(account_id=1, decided_on=ago(40), last_day_on=ago(15)))
    gone = standing(firm, 1, TODAY)
    assert due_next(gone) == []
    assert gone.cadence.missed == ()
    assert of.contact_gap(gone).note == "no longer a client"
    put(firm, Contract(account_id=1, kind="retainer", starts_on=ago(2)))
    assert standing(firm, 1, TODAY).left_on is None
    assert standing(firm, 1, ago(3)).left_on == ago(15)


def test_of_a_client_without_records_nothing_is_told(firm: Store) -> None:
    found = standing(firm, 2, TODAY)
    measured = (of.contact_gap(found), of.promises_kept(found), of.breadth(found))
    assert [one.value for one in measured] == [None, None, None]
    assert all(one.why for one in measured)
    assert due_next(found) == []


@pytest.mark.sqlite("a server chooses its way by how many rows there are")
def test_one_client_is_read_by_its_index_not_by_reading_all_contact(firm: Store) -> None:
    assert not [step for step in plan_of(firm, of_account(1)) if step.startswith("SCAN interaction")]


def plan_of(store: Store, statement: Executable) -> list[str]:
    """How SQLite would find the rows."""
    text = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    with store.read() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
