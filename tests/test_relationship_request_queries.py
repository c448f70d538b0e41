"""What all clients asked for, what was promised in the sale, and telling a client how a request ended."""

from datetime import UTC, date, datetime

import pytest

from lib.accounts.tables import Account, Contract
from lib.errors import RefusedValue
from lib.people.tables import Person, PersonRole, Role
from lib.relationship.request_actions import close_request, tell_client
from lib.relationship.request_queries import client_requests
from lib.relationship.sales_promise_queries import sales_promises
from lib.relationship.tables import ClientRequest, Promise
from lib.store.engine import Store
from tests.facts import put

ASKED = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def firm(store: Store) -> Store:
    put(
        store, Account(id=1, name="Acme", client_since=date(2026, 2, 1)), Account(id=2, name="Old"),
        Person(id=1, name="Ann"), ClientRequest(id=1, account_id=1, what="A quote", department="sales", asked_at=ASKED),
        ClientRequest(id=2, account_id=2, what="A demo", department="product", asked_at=ASKED),
    )  # fmt: skip
    return store


def test_a_request_is_known_as_it_stood_with_who_noted_that_the_client_was_told(firm: Store) -> None:
    close_request(firm, "Bo", 1, "done", date(2026, 3, 5), None, "close")
    tell_client(firm, "Ann", 1, date(2026, 3, 9), "tell")
    first, other = client_requests(firm, date(2026, 3, 10))
    assert (first.account, first.row.state, first.row.client_told_on, first.told_by) == (
        "Acme", "done", date(2026, 3, 9), "Ann",
    )  # fmt: skip
    assert (other.account, other.row.state, other.told_by) == ("Old", "open", None)
    before = client_requests(firm, date(2026, 3, 6))[0]
    assert (before.row.state, before.row.client_told_on, before.told_by) == ("done", None, None)
    assert client_requests(firm, date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("state", "told_on", "said"),
    [
        (None, date(2026, 3, 9), "not closed yet"), ("done", date(2026, 3, 1), "cannot be before it was asked"),
        ("done", date(2999, 1, 1), "still to come"), ("done", None, "say on which day"),
    ],
)  # fmt: skip
def test_telling_the_client_is_refused(firm: Store, state: str | None, told_on: date | None, said: str) -> None:
    if state is not None:
        close_request(firm, "Bo", 1, state, date(2026, 3, 5), None, "close")
    with pytest.raises(RefusedValue, match=said) as refused:
        tell_client(firm, "Ann", 1, told_on, "tell")
    assert refused.value.field == "client_told_on"
    assert client_requests(firm, date(2026, 3, 10))[0].row.client_told_on is None


def test_the_client_is_told_once(firm: Store) -> None:
    close_request(firm, "Bo", 1, "done", date(2026, 3, 5), date(2026, 3, 6), "close")
    with pytest.raises(RefusedValue, match="told on 6 Mar 2026 already"):
        tell_client(firm, "Ann", 1, date(2026, 3, 9), "tell")


def test_promises_of_the_sale_are_those_before_signing_and_those_of_people_who_sell(firm: Store) -> None:
    put(
        firm, Contract(account_id=1, kind="retainer", starts_on=date(2026, 2, 1), signed_on=date(2026, 1, 20)),
        Role(id=1, name="Head of Sales"), Role(id=2, name="Designer"), Person(id=2, name="Bo"),
        PersonRole(person_id=1, role_id=1, starts_on=date(2026, 1, 1), ends_before=date(2026, 4, 1)),
        PersonRole(person_id=2, role_id=2, starts_on=date(2026, 1, 1)),
        Promise(account_id=1, what="Before signing", made_on=date(2026, 1, 19), due_on=date(2026, 3, 1), person_id=2),
        Promise(account_id=1, what="On the day", made_on=date(2026, 1, 20), due_on=date(2026, 3, 1), person_id=2),
        Promise(account_id=2, what="By sales", made_on=date(2026, 3, 1), due_on=date(2026, 5, 1), person_id=1,
                outcome="kept", settled_on=date(2026, 4, 30)),
        Promise(account_id=2, what="No longer sells", made_on=date(2026, 4, 1), due_on=date(2026, 5, 1), person_id=1),
    )  # fmt: skip
    found = {one.row.what: one for one in sales_promises(firm, date(2026, 4, 15))}
    assert set(found) == {"Before signing", "By sales"}
    assert (found["Before signing"].signed_on, found["Before signing"].sold_by_role) == (date(2026, 1, 20), None)
    assert (found["By sales"].sold_by_role, found["By sales"].row.outcome) == ("Head of Sales", None)
