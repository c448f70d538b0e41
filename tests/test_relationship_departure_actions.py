"""Recording that a client leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contract
from lib.errors import RefusedValue
from lib.relationship.departure_actions import Reason, record_departure
from lib.relationship.tables import Departure, DepartureReason
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put
from tests.page_cases import words_of

DEPARTURE, REASON = table_of(Departure), table_of(DepartureReason)
DAY = date(2025, 3, 3)
BOTH = (Reason("client", "price", "Too dear", "Mia"), Reason("our assessment", "results"))


def leave(store: Store, token: str = "t", **changed: object) -> int | None:
    given = {"decided_on": DAY, "last_day_on": date(2025, 6, 1), "reasons": BOTH, "treated": True, "said_on": DAY}
    return record_departure(store, "Ann", 1, token=token, **(given | changed))  # type: ignore[arg-type]


def test_both_voices_are_kept_apart_and_a_double_click_stores_once(store: Store) -> None:
    put(store, Account(id=1, name="A"))
    assert leave(store) == leave(store)
    assert store.rows(select(DEPARTURE.c.decided_on, DEPARTURE.c.last_day_on, DEPARTURE.c.treated)) == [
        (DAY, date(2025, 6, 1), True)
    ]
    kept = store.rows(select(REASON.c.voice, REASON.c.reason, REASON.c.words, REASON.c.said_by).order_by(REASON.c.id))
    assert kept == [("client", "price", "Too dear", "Mia"), ("our assessment", "results", None, "Ann")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decided_on": None}, "decided_on"), ({"decided_on": date(2025, 3, 4)}, "decided_on"),
        ({"last_day_on": date(2025, 3, 2)}, "last_day_on"), ({"reasons": (Reason("client", None, "words"),)}, "client"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_written(
    store: Store, changed: dict[str, object], field: str
) -> None:
    put(store, Account(id=1, name="A"))
    with pytest.raises(RefusedValue) as refused:
        leave(store, **changed)
    assert refused.value.field == field
    assert store.rows(select(DEPARTURE.c.id)) == []


def test_the_same_departure_is_not_recorded_twice(store: Store) -> None:
    put(store, Account(id=1, name="A"))
    leave(store)
    with pytest.raises(RefusedValue, match="recorded already"):
        leave(store, token="other")


def test_it_can_be_recorded_on_the_accounts_page_and_refuses_beside_its_field(
    app: Callable[..., AppTest], store: Store
) -> None:
    put(store, Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=date(2024, 1, 1)))
    introduce(store, "Ann")
    at = app("account.py", as_of=str(DAY))
    at.session_state["account_tab"] = "Profile"
    at.session_state["leaves_1"] = True
    at.run()
    assert not at.exception
    button = next(one for one in at.button if one.label == "Record")
    button.click().run()
    assert "choose a reason in at least one voice" in words_of(at)
    next(one for one in at.selectbox if one.label == "What the client says").select("price")
    next(one for one in at.button if one.label == "Record").click().run()
    assert [tuple(row) for row in store.rows(select(DEPARTURE.c.account_id, DEPARTURE.c.decided_on))] == [(1, DAY)]
