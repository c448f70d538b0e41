"""Taking back one entry: everything it wrote, nothing else, and only while nobody built upon it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lib.accounts.tables import Account, Contact
from lib.delivery.tables import Project, ScopeChange
from lib.people.tables import Person
from lib.periods import today
from lib.relationship.actions import Talk, add_promise, log_interaction, settle_promise
from lib.relationship.departure_actions import record_departure
from lib.relationship.departure_reasons import CLIENT, OURS, Reason
from lib.relationship.exit_actions import Interview, record_interview
from lib.relationship.request_actions import add_request, close_request
from lib.relationship.tables import ClientRequest, Interaction, InteractionContact, InteractionPerson, Promise
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.entries import LOG, Entry, Line, entry_of, last_entries, told_of
from lib.store.undoing import EntryStays, undo_entry, why_it_stays
from tests.facts import put

TODAY = today()
ACTIONS = (
    "log interaction", "add promise", "settle promise", "add request", "close request", "record departure",
    "record exit interview",
)  # fmt: skip
CHANGED = (Interaction, InteractionContact, InteractionPerson, Promise, ClientRequest)


@pytest.fixture
def firm(store: Store) -> Store:
    put(store, Account(id=1, name="Acme"), Contact(id=1, account_id=1, name="Cy"), Person(id=1, name="Ann"))
    return store


def log(store: Store, who: str = "Ann", **more: Any) -> int:
    talk = Talk(TODAY, "call", contact_ids=[1], person_ids=[1], summary="Budget", **more)
    return log_interaction(store, who, 1, talk, uuid4().hex) or 0


def promised(store: Store, who: str = "Ann", what: str = "A plan") -> int:
    made = add_promise(
        store, who, 1, what=what, due_on=TODAY, made_on=TODAY, person_id=1, contact_id=1, token=uuid4().hex
    )
    return made or 0


def kept(store: Store, promise_id: int, who: str = "Ann") -> None:
    settle_promise(store, who, promise_id, "kept", TODAY, uuid4().hex)


def last(store: Store, who: str = "Ann") -> list[Entry]:
    with store.read() as connection:
        return last_entries(connection, who, ACTIONS, 20)


def undo(store: Store, number: int, who: str = "Ann", token: str = "") -> None:
    undo_entry(store, who, number, token or uuid4().hex)


def rows(store: Store, *models: Any) -> dict[str, list[dict[str, Any]]]:
    """What the tables hold, but for the versions, which only ever rise."""
    return {
        table_of(model).name: [
            {name: value for name, value in row._mapping.items() if name != "version"}
            for row in store.rows(select(table_of(model)))
        ]
        for model in models or CHANGED
    }


def test_a_contact_goes_with_who_took_part_and_its_next_step_and_the_log_keeps_all(firm: Store) -> None:
    before = rows(firm)
    log(firm, next_step="Send the offer", next_step_on=TODAY)
    undo(firm, last(firm)[0].number)
    assert rows(firm) == before
    actions = {row.action: row.kind for row in firm.rows(select(LOG).order_by(LOG.c.id))}
    assert actions["log interaction"] == "added"
    assert [kind for action, kind in actions.items() if action.startswith("undo entry")] == ["removed"]


def test_two_entries_of_one_action_are_told_apart_and_only_one_goes(firm: Store) -> None:
    promised(firm, what="First")
    promised(firm, what="Second")
    assert [len(one.lines) for one in last(firm)] == [1, 1]
    undo(firm, last(firm)[0].number)
    assert [row["what"] for row in rows(firm)["promise"]] == ["First"]


def test_a_settled_promise_returns_to_what_it_was(firm: Store) -> None:
    number = promised(firm)
    before = rows(firm)
    kept(firm, number)
    undo(firm, last(firm)[0].number)
    assert rows(firm) == before


def test_a_double_click_takes_back_once(firm: Store) -> None:
    promised(firm, what="First")
    promised(firm, what="Second")
    number = last(firm)[0].number
    for _ in range(2):
        undo(firm, number, token="once")
    assert [row["what"] for row in rows(firm)["promise"]] == ["First"]


def settled_since(store: Store) -> None:
    kept(store, promised(store), who="Bo")


def taken_back(store: Store) -> None:
    promised(store)
    undo(store, last(store)[0].number)


def another_takes_its_number(store: Store) -> None:
    """A removed promise's number is given to the next one: that is another entry, which stays."""
    taken_back(store)
    promised(store, who="Bo", what="Another")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (settled_since, "Bo worked on it since (“settle promise”"), (taken_back, "taken back already"),
        (another_takes_its_number, "taken back already"),
    ],
)  # fmt: skip
def test_what_somebody_built_upon_stays_and_one_sentence_says_so(
    firm: Store, since: Callable[[Store], None], said: str
) -> None:
    since(firm)
    before, oldest = rows(firm), last(firm)[-1]
    with pytest.raises(EntryStays, match="Nothing was changed"):
        undo(firm, oldest.number)
    assert rows(firm) == before
    with firm.read() as connection:
        assert said in (why_it_stays(connection, oldest) or "")


def test_an_entry_can_go_again_once_what_was_built_upon_it_was_taken_back(firm: Store) -> None:
    kept(firm, promised(firm))
    newest, oldest = last(firm)
    undo(firm, newest.number)
    undo(firm, oldest.number)
    assert rows(firm)["promise"] == []


def test_a_departure_stays_while_its_interview_hangs_on_it(firm: Store) -> None:
    told = (Reason(CLIENT, "price", "Too dear", "Cy"), Reason(OURS, "results", "Few leads"))
    number = record_departure(firm, "Ann", 1, TODAY, None, told, False, TODAY, "d")
    record_interview(firm, "Bo", number, Interview(TODAY, words="Too dear"), (), TODAY, "i")
    with firm.read() as connection:
        assert "added to it since" in (why_it_stays(connection, last(firm)[0]) or "")
    undo(firm, last(firm, "Bo")[0].number, "Bo")
    undo(firm, last(firm)[0].number)


def test_nobody_takes_back_what_another_stored_nor_half_an_entry(firm: Store) -> None:
    log(firm)
    entry = last(firm)[0]
    with pytest.raises(EntryStays, match="Ann stored it, so only they can"):
        undo(firm, entry.number, "Bo")
    for number in (entry.lines[1].id, 10_000):
        with pytest.raises(EntryStays, match="no such entry"):
            undo(firm, number)
    assert len(rows(firm)["interaction"]) == 1


def test_the_list_tells_what_was_stored_and_what_was_taken_back(firm: Store) -> None:
    put(firm, Project(id=1, account_id=1, name="Site"), ScopeChange(project_id=1, what="More pages", asked_on=TODAY))
    promised(firm, what="First")
    undo(firm, last(firm)[0].number)
    promised(firm, what="Second")
    with firm.read() as connection:
        told = [(told_of(connection, one)["what"], one.undone) for one in last(firm)]
        assert told == [("Second", False), ("First", True)]
        change = connection.execute(select(LOG).where(LOG.c.table_name == "scope_change")).one()
        line = Line(*(change._mapping[name] for name in Line._fields))
        assert told_of(connection, Entry((line,)))["account_id"] == 1
        assert entry_of(connection, change.id) is None


def asked(store: Store, who: str) -> None:
    add_request(
        store, who, 1, what="A quote", department="sales", asked_at=now() - timedelta(days=1), contact_id=1,
        person_id=1, token=uuid4().hex,
    )  # fmt: skip


def settles(store: Store, who: str) -> None:
    for row in rows(store, Promise)["promise"]:
        if row["outcome"] is None:
            kept(store, row["id"], who)
            return


def closes(store: Store, who: str) -> None:
    for row in rows(store, ClientRequest)["client_request"]:
        if row["state"] == "open":
            close_request(store, who, row["id"], "done", TODAY, None, uuid4().hex)
            return


STEPS: tuple[Callable[[Store, str], Any], ...] = (log, promised, settles, asked, closes)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6))
def test_taking_back_everything_newest_first_leaves_what_was_there_before(
    firm: Store, steps: list[Callable[[Store, str], Any]]
) -> None:
    stood, who = rows(firm), uuid4().hex  # one store for all examples, and somebody else in each
    for step in steps:
        step(firm, who)
    for entry in last(firm, who):
        undo(firm, entry.number, who)
    assert rows(firm) == stood
