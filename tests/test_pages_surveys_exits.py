"""The tab of exit interviews: filled, without departures, and an interview entered wrongly, then rightly."""

from datetime import date

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contact, Contract
from lib.relationship.tables import Departure, DepartureReason, ExitInterview
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put
from tests.health_tabs import open_tab, words

TAB, AS_OF = "surveys_exits:exits_tab", date(2025, 6, 30)
INTERVIEW, REASON = table_of(ExitInterview), table_of(DepartureReason)


@pytest.fixture(autouse=True)
def on_this_store(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)


def two_that_left(store: Store) -> None:
    """Acme left 40 days ago and nobody asked; Beta was asked and the voices differ."""
    for number, name in ((1, "Acme"), (2, "Beta")):
        put(store, Account(id=number, name=name), Contact(id=number, account_id=number, name=f"Mia {name}"))
        put(store, Contract(account_id=number, kind="retainer", starts_on=date(2024, 1, 1)))
    put(store, Departure(id=1, account_id=1, decided_on=date(2025, 4, 1), last_day_on=date(2025, 5, 21)))
    put(store, Departure(id=2, account_id=2, decided_on=date(2025, 1, 7)))
    said = {"words": "Never heard from you", "would_change": "a call a month", "would_return": "perhaps"}
    put(store, ExitInterview(departure_id=2, held_on=date(2025, 2, 3), contact_id=2, **said))
    put(store, DepartureReason(departure_id=2, voice="client", weight="primary", reason="price", said_by="Mia Beta"))
    put(store, DepartureReason(departure_id=2, voice="our assessment", weight="primary", reason="relationship"))


def test_held_and_owed_interviews_are_told_with_both_voices_apart(store: Store) -> None:
    two_that_left(store)
    chosen = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at = open_tab(store.url, TAB, exits_held=chosen)
    said = words(at)
    assert "**1 of 2 departures** have an exit interview; of the last twelve months **1** is still to be asked" in said
    owing, held = (table.value for table in at.dataframe)
    assert owing[["Client", "Exit interview"]].to_numpy().tolist() == [["Acme", "left 40 days ago, nobody asked"]]
    row = held.iloc[0]
    assert (row["They say"], row["We say"], row["Spoke"]) == ("price", "relationship", "Mia Beta")
    assert (row["What was said"], row["Would have changed it"]) == ("Never heard from you", "a call a month")
    assert row["Come back"] == "perhaps"
    assert "Would they come back: 1 perhaps of 1 asked" in said
    assert "What clients say" in said
    assert "What we say" in said
    assert "The client (primary): price" in said
    assert "What would have changed it: a call a month" in said


def test_without_departures_it_says_where_one_is_recorded(store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    assert "record it on the account's page under Profile" in words(open_tab(store.url, TAB))


def test_an_interview_is_entered_and_refused_beside_its_field(store: Store) -> None:
    two_that_left(store)
    introduce(store, "Ann")
    at = open_tab(store.url, TAB, exit_entry=True, exit_of=1)
    send(at)
    assert "nothing was filled in" in words(at)
    pick(at, "What the client says", "results")
    pick(at, "Would they refer us?", "no")
    next(one for one in at.multiselect if one.label == "Contributed, says the client").select("price")
    send(at)
    kept = select(INTERVIEW.c.words, INTERVIEW.c.would_refer).where(INTERVIEW.c.departure_id == 1)
    assert [tuple(row) for row in store.rows(kept)] == [(None, "no")]
    told = select(REASON.c.voice, REASON.c.weight, REASON.c.reason).where(REASON.c.departure_id == 1)
    assert [tuple(row) for row in store.rows(told.order_by(REASON.c.id))] == [
        ("client", "primary", "results"),
        ("client", "contributing", "price"),
    ]
    assert "Every departure has its exit interview" in words(at)


def pick(at: AppTest, label: str, value: str) -> None:
    next(one for one in at.selectbox if one.label == label).select(value)


def send(at: AppTest) -> None:
    next(one for one in at.button if one.label == "Record interview").click().run()
