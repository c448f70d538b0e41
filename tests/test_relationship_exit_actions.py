"""Recording an exit interview, what is kept of it, and since when one is owed."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import select

from lib.accounts.tables import Account, Contact
from lib.errors import RefusedValue
from lib.relationship.departure_reasons import CONTRIBUTING, Reason
from lib.relationship.exit_actions import Interview, record_interview
from lib.relationship.exit_figures import answers_in_words, interviewed, owed
from lib.relationship.tables import Departure, DepartureReason, ExitInterview
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put

INTERVIEW, REASON = table_of(ExitInterview), table_of(DepartureReason)
DECIDED, HELD, AS_OF = date(2025, 3, 3), date(2025, 3, 10), date(2025, 3, 31)
SAID = {"words": "So it went", "would_change": "a call", "would_return": "perhaps", "would_refer": "no"}
BOTH = (
    Reason("client", "price", "Too dear", "Mia"),
    Reason("client", "results", None, "Mia", CONTRIBUTING),
    Reason("our assessment", "relationship", "Nobody called for a year"),
)


@pytest.fixture
def left(store: Store) -> Store:
    for number in (1, 2):
        put(store, Account(id=number, name=f"A{number}"), Contact(id=number, account_id=number, name=f"C{number}"))
    put(store, Departure(id=1, account_id=1, decided_on=DECIDED))
    return store


def record(store: Store, token: str = "t", reasons: tuple[Reason, ...] = BOTH, **changed: object) -> int | None:
    number = changed.pop("departure_id", 1)
    given = {"held_on": HELD, "contact_id": 1} | SAID | changed
    return record_interview(store, "Ann", number, Interview(**given), reasons, AS_OF, token)  # type: ignore[arg-type]


def test_an_interview_is_kept_with_both_voices_apart_and_once(left: Store) -> None:
    assert record(left) == record(left)
    (kept,) = left.rows(select(INTERVIEW.c.held_on, INTERVIEW.c.contact_id, *(INTERVIEW.c[name] for name in SAID)))
    assert tuple(kept) == (HELD, 1, *SAID.values())
    columns = (REASON.c.voice, REASON.c.weight, REASON.c.reason, REASON.c.words, REASON.c.said_by, REASON.c.said_on)
    assert [tuple(row) for row in left.rows(select(*columns).order_by(REASON.c.id))] == [
        ("client", "primary", "price", "Too dear", "Mia", HELD),
        ("client", "contributing", "results", None, "Mia", HELD),
        ("our assessment", "primary", "relationship", "Nobody called for a year", "Ann", HELD),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"departure_id": None}, "departure_id"), ({"held_on": None}, "held_on"),
        ({"held_on": date(2025, 4, 1)}, "held_on"), ({"held_on": date(2025, 3, 2)}, "held_on"),
        ({"contact_id": 2}, "contact_id"), (dict.fromkeys(SAID) | {"reasons": ()}, "words"),
        ({"reasons": (Reason("client", "price", weight=CONTRIBUTING),)}, "client"),
        ({"reasons": (BOTH[0], Reason("client", "price", weight=CONTRIBUTING))}, "client"),
        ({"reasons": (Reason("our assessment", None, "I saw it"),)}, "ours"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_written(
    left: Store, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(RefusedValue) as refused:
        record(left, **changed)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert left.rows(select(INTERVIEW.c.id)) == left.rows(select(REASON.c.id)) == []


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2025, 2, 19), "left 40 days ago, nobody asked"), (date(2025, 4, 1), "leaves in 1 day, nobody asked yet"),
        (AS_OF, "leaves today, nobody asked yet"), (None, "decided 28 days ago, nobody asked"),
    ],
)  # fmt: skip
def test_an_interview_is_owed_since_the_last_day_else_since_the_decision(last: date | None, words: str) -> None:
    assert owed(DECIDED, last, AS_OF) == words


def test_interviews_and_answers_are_counted_on_their_base() -> None:
    found = interviewed([1, 2, 3], {2, 9})
    assert (found.hits, found.base) == (1, 3)
    assert interviewed([], set()).value is None
    assert answers_in_words(pd.Series(["no", "yes", None, "yes"], dtype=object)) == "2 yes, 1 no of 3 asked"
    assert answers_in_words(pd.Series([None], dtype=object)) == ""
