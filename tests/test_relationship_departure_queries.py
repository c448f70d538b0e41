"""Departures as they were known on a day."""

from datetime import date

from lib.accounts.tables import Account, Contact
from lib.people.tables import Person
from lib.relationship.departure_queries import departure_reasons, departures, exit_interviews
from lib.relationship.tables import Departure, DepartureReason, ExitInterview
from lib.store.engine import Store
from tests.facts import put

DECIDED, AS_OF = date(2025, 3, 1), date(2025, 6, 30)


def put_departures(store: Store) -> None:
    """Acme decided in March and told its reason twice, once in July; Bolt decides in July."""
    put(store, Account(id=1, name="Acme"), Account(id=2, name="Bolt"), Person(id=1, name="Ann"))
    put(store, Contact(id=1, account_id=1, name="Cleo"))
    put(
        store,
        Departure(id=1, account_id=1, decided_on=DECIDED, last_day_on=date(2025, 8, 31), treated=True, note="Sad"),
        Departure(id=2, account_id=2, decided_on=date(2025, 7, 1)),
        DepartureReason(departure_id=1, voice="client", weight="primary", reason="price", said_on=DECIDED),
        DepartureReason(departure_id=1, voice="our assessment", weight="contributing", reason="results"),
        DepartureReason(departure_id=1, voice="client", weight="primary", reason="results", said_on=date(2025, 7, 2)),
        DepartureReason(departure_id=2, voice="client", weight="primary", reason="other"),
        ExitInterview(departure_id=1, held_on=date(2025, 6, 1), person_id=1, contact_id=1, words="Too slow"),
        ExitInterview(departure_id=1, held_on=date(2025, 7, 1)),
    )


def test_only_what_was_decided_and_said_by_the_day_is_there(store: Store) -> None:
    put_departures(store)
    left = departures(store, AS_OF)
    assert left["account"].tolist() == ["Acme"]
    assert left["treated"].tolist() == [True]
    assert departure_reasons(store, AS_OF)["reason"].tolist() == ["price", "results"]
    assert exit_interviews(store, AS_OF)[["person", "contact", "words"]].to_numpy().tolist() == [
        ["Ann", "Cleo", "Too slow"]
    ]


def test_the_newest_departure_comes_first(store: Store) -> None:
    put_departures(store)
    assert departures(store, date(2025, 7, 31))["account"].tolist() == ["Bolt", "Acme"]


def test_an_empty_store_has_none(store: Store) -> None:
    assert departures(store, AS_OF).empty
    assert departure_reasons(store, AS_OF).empty
    assert exit_interviews(store, AS_OF).empty
