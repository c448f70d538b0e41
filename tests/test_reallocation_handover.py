"""What a taker is told of a client: gathered whole, told in order, written as slides and pages."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pptx import Presentation

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.delivery.tables import Project
from lib.people.tables import Person
from lib.reallocation.handover import Handover, Moved, handover
from lib.reallocation.handover_making import make
from lib.reallocation.handover_story import first_steps, story
from lib.relationship.tables import (
    ClientRequest,
    Escalation,
    Interaction,
    InteractionContact,
    InteractionPerson,
    Promise,
)
from lib.store.engine import Store
from tests.client_facts import AS_OF, acme
from tests.facts import put
from tests.pack_cases import texts

START, MAIL = date(2024, 12, 9), "c@bolt.example"
ASKED = datetime(2024, 11, 1, tzinfo=UTC)
LEAD = Moved("Mara Steen", "Jon Li", 720, leads=True)
WORK = Moved("Ida Falk", "Jon Li", 90, leads=False)


@pytest.fixture
def known(store: Store) -> Store:
    """Bolt with a little of everything that a taker must know, and what is long over."""
    day = AS_OF - timedelta(days=10)
    put(store, Person(id=1, name="Mara Steen"), Account(id=1, name="Bolt"))
    put(
        store,
        Contact(id=1, account_id=1, name="Cleo", title="Head of sales", role="sponsor", influence=5, email=MAIL),
        Contact(id=2, account_id=1, name="Dora", influence=2),
        Contact(id=3, account_id=1, name="Emil", left_on=day),
        AccountProfile(
            account_id=1, starts_on=date(2024, 1, 1), sponsor_id=1, cadence_days=14, ideal_gap_days=14,
            maximum_gap_days=30, communication_style="Short calls", needs="Faster launches",
        ),
        Interaction(id=1, account_id=1, happened_on=day, kind="call"),
        Promise(account_id=1, person_id=1, what="Send the plan", made_on=day, due_on=AS_OF - timedelta(days=2)),
        Promise(account_id=1, what="Kept long ago", made_on=day, due_on=day, settled_on=day, outcome="kept"),
        Escalation(account_id=1, person_id=1, severity=2, what="Late reports", opened_on=day),
        Escalation(account_id=1, severity=1, what="Closed one", opened_on=day, closed_on=day),
        Contract(
            account_id=1, kind="retainer", starts_on=date(2024, 1, 1), ends_before=date(2025, 1, 1), notice_days=30,
            monthly_fee_cents=100_00,
        ),
        Project(account_id=1, name="New site", state="running", starts_on=day, original_due_on=date(2025, 3, 1)),
        ClientRequest(account_id=1, what="A price list", department="sales", asked_at=ASKED, state="open"),
    )  # fmt: skip
    put(store, InteractionContact(interaction_id=1, contact_id=1), InteractionPerson(interaction_id=1, person_id=1))
    return store


def of(store: Store, *moves: Moved) -> Handover:
    return handover(store, 1, moves or (LEAD,), START, AS_OF, date(2024, 11, 21))


def test_a_taker_is_told_who_is_there_and_who_spoke_with_them_last(known: Store) -> None:
    cleo, dora = of(known).people
    assert (cleo.name, cleo.role, cleo.reach) == ("Cleo", "Head of sales, sponsor", MAIL)
    assert (cleo.last_on, cleo.last_with) == (AS_OF - timedelta(days=10), "Mara Steen")
    assert (dora.last_on, dora.last_with) == (None, "")


def test_what_is_open_is_told_and_what_is_over_is_not(known: Store) -> None:
    told = texts(story(of(known)))
    assert "Send the plan | Mara Steen | 18 Nov 2024 | 2 days past due" in told
    assert "Late reports | 2 |" in told
    assert "Kept long ago" not in told
    assert "Closed one" not in told


def test_dates_to_keep_are_told_with_what_must_be_done(known: Store) -> None:
    assert [(one.service, one.what, one.act_on, one.due_on) for one in of(known).ahead] == [
        ("The contract", "last day to give notice", date(2024, 12, 2), date(2025, 1, 1)),
    ]  # fmt: skip
    assert "New site | running | 1 Mar 2025" in texts(story(of(known)))


def test_first_steps_stand_in_order_and_name_who_does_them(known: Store) -> None:
    steps = first_steps(of(known, WORK, LEAD))
    days = [by for _, _, by in steps]
    assert days == sorted(days)
    assert days[0] >= AS_OF
    told = "\n".join(what for what, _, _ in steps)
    for words in (
        "go through the work: 13.5 h a week", "Call Cleo together and introduce Jon Li", "Late reports",
        "Agree who keeps 1 open promise", "Pass on 1 open request",
        "last day to give notice on 2 Dec 2024", "Jon Li's first own contact",
    ):  # fmt: skip
        assert words in told
    # Who looks after the account introduces the taker, also where more hours move elsewhere.
    assert steps[0][1] == "Mara Steen and Jon Li"


def test_the_manner_of_a_client_is_told_and_what_nobody_wrote_down_is_named(known: Store) -> None:
    told = texts(story(of(known)))
    assert "Formal update every 14 days" in told
    assert "Short calls" in told
    assert "Nothing is written down of what they prefer, what they want in the long run" in told


def test_a_client_of_whom_nothing_is_recorded_is_told_in_words(store: Store) -> None:
    put(store, Account(id=1, name="Crux"))
    found = of(store)
    told = texts(story(found))
    assert "Nobody who works there is on record: ask first." in told
    assert "Call the client together and introduce Jon Li" in told
    assert "Nothing still open" in told
    assert make(found, lambda *_: None).pdf.startswith(b"%PDF-")


def test_the_files_are_named_as_what_they_are_and_kept_from_clients(store: Store) -> None:
    put(store, *acme())
    found = of(store, LEAD, WORK)
    made = make(found, lambda *_: None)
    deck = Presentation(io.BytesIO(made.pptx))
    assert deck.core_properties.title == "Handover of Acme, 2024-12-09"
    assert deck.core_properties.subject == "Handover, internal"
    cover = texts(story(found)[:1])
    assert (
        "Mara Steen to Jon Li, 12.0 h a week, with the lead of the account; Ida Falk to Jon Li, 1.5 h a week" in cover
    )
    assert "For colleagues only: not for the client." in cover
    assert made.slides == len(deck.slides)
