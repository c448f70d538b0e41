"""Ten people who record at the same moment: every entry is stored once, none is lost, and the agenda tells them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contact, Contract
from lib.agenda.agenda import agenda
from lib.people.tables import Person
from lib.relationship.actions import Talk, add_promise, log_interaction
from lib.relationship.request_actions import add_request
from lib.relationship.tables import ClientRequest, Interaction, InteractionContact, Promise
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.entries import last_entries
from lib.store.opening import open_store
from lib.store.undoing import undo_entry
from lib.store.users import introduce
from tests.account_page_cases import TODAY, ago
from tests.facts import put
from tests.health_tabs import words

TEN = range(1, 11)
ROUNDS = 3


@pytest.fixture
def firm(store: Store) -> Store:
    """Ten clients, each with its contact, its account manager and a contract."""
    for number in TEN:
        put(
            store, Account(id=number, name=f"Client {number}"), Person(id=number, name=f"Person {number}"),
            Contact(id=number, account_id=number, name=f"Contact {number}"),
            AccountOwner(account_id=number, person_id=number, starts_on=ago(300)),
            Contract(account_id=number, kind="retainer", starts_on=ago(300)),
        )  # fmt: skip
    return store


def counted(store: Store, *models: Any) -> list[int]:
    return [store.rows(select(func.count()).select_from(table_of(model)))[0][0] for model in models]


def overdue(store: Store) -> tuple[int, list[str]]:
    """How many items the agenda's part of promises holds, and those it shows."""
    part = next(one for one in agenda(store, TODAY).parts if one.name == "promises")
    return len(part.items) + part.more, [item.words for item in part.items]


def test_ten_at_once_each_pressing_twice_store_every_entry_once_and_lose_none(firm: Store, url: str) -> None:
    assert overdue(firm)[0] == 0
    start = Barrier(len(TEN))

    def record(number: int) -> None:
        own = open_store(url)  # a session of its own, as another process would have
        start.wait()
        for turn in range(ROUNDS):
            for _ in range(2):  # a double click sends the same token again
                _round(own, number, turn)
        own.writes.dispose()
        own.reads.dispose()

    with ThreadPoolExecutor(len(TEN)) as pool:
        list(pool.map(record, TEN))
    each = len(TEN) * ROUNDS
    assert counted(firm, Interaction, InteractionContact, ClientRequest) == [each, each, each]
    whats = [row[0] for row in firm.rows(select(table_of(Promise).c.what).order_by(table_of(Promise).c.id))]
    assert len(whats) == 2 * each
    assert set(whats) == {f"{what} {n}.{turn}" for what in ("Next", "Overdue") for n in TEN for turn in range(ROUNDS)}
    count, shown = overdue(firm)
    assert (count, len(shown)) == (len(TEN), 7)
    assert all("Client" in one and f"{ROUNDS} promises" in one for one in shown), shown
    with firm.read() as connection:
        mine = last_entries(connection, "Person 7", ("log interaction", "add promise", "add request"), 99)
    assert [len(one.lines) for one in mine if one.action == "log interaction"] == [4] * ROUNDS
    assert len(mine) == 3 * ROUNDS


def _round(store: Store, number: int, turn: int) -> None:
    who, once = f"Person {number}", f"{number}.{turn}"
    talk = Talk(
        TODAY, "call", contact_ids=[number], person_ids=[number], summary=f"Call {once}", next_step=f"Next {once}",
        next_step_on=TODAY + timedelta(7),
    )  # fmt: skip
    log_interaction(store, who, number, talk, f"talk {once}")
    add_promise(
        store, who, number, what=f"Overdue {once}", made_on=ago(9), due_on=ago(2), person_id=number,
        contact_id=number, token=f"promise {once}",
    )  # fmt: skip
    add_request(
        store, who, number, what=f"Request {once}", department="sales", asked_at=now(), contact_id=number,
        person_id=number, token=f"request {once}",
    )  # fmt: skip


def test_ten_who_take_back_at_once_take_back_their_own_only(firm: Store) -> None:
    for turn in range(2):
        for number in TEN:
            _round(firm, number, turn)
    with firm.read() as connection:
        newest = {n: last_entries(connection, f"Person {n}", ("log interaction",), 1)[0].number for n in TEN}

    def take_back(number: int) -> None:
        for _ in range(2):
            undo_entry(firm, f"Person {number}", newest[number], f"undo {number}")

    with ThreadPoolExecutor(len(TEN)) as pool:
        list(pool.map(take_back, TEN))
    left = [row[0] for row in firm.rows(select(table_of(Interaction).c.summary))]
    assert sorted(left) == sorted(f"Call {number}.0" for number in TEN)


def test_ten_sessions_typed_side_by_side_store_each_once(
    firm: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)
    st.cache_data.clear()
    st.cache_resource.clear()
    for number in TEN:
        introduce(firm, f"Person {number}")
    sessions = {number: _session(number) for number in TEN}
    for number, at in sessions.items():
        at.text_input(key=f"record_{number}_0_summary").set_value(f"Talk {number}")
        at.text_input(key=f"record_{number}_0_next_step").set_value(f"Step {number}")
    for number, at in sessions.items():  # each form was drawn before any of the others was sent
        at.button(key=f"FormSubmitter:entry_record_{number}-Log it").click().run()
        assert "Logged" in " ".join(toast.value for toast in at.toast), words(at)
    interaction, promise = table_of(Interaction), table_of(Promise)
    by_summary = firm.rows(select(interaction.c.account_id, interaction.c.summary).order_by(interaction.c.account_id))
    assert [tuple(row) for row in by_summary] == [(number, f"Talk {number}") for number in TEN]
    assert sorted(row[0] for row in firm.rows(select(promise.c.what))) == sorted(f"Step {n}" for n in TEN)


def _session(number: int) -> AppTest:
    at = AppTest.from_function(_form, default_timeout=30, args=(number,))
    at.session_state["_who"] = f"Person {number}"
    return at.run()


def _form(number: int) -> None:
    from lib import ui
    from lib.ui import record_interaction

    ui.start()
    record_interaction.form(ui.page("Record"), number)
