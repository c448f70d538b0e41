"""Write-offs noted, corrected and taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.errors import NotFound, RefusedValue
from lib.money.book_queries import first_write_off_day
from lib.money.tables import WriteOff
from lib.money.write_off_actions import WriteOffChanged, add_write_off, edit_write_off, remove_write_off
from lib.periods import today
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put

ROWS = table_of(WriteOff)
DAY = date(2026, 3, 12)
GOOD = {
    "account_id": 1, "amount": 120.5, "hours": 1.5, "reason": "rework", "written_off_on": DAY, "person_id": None,
    "words": " our  mistake ",
}  # fmt: skip


def add(store: Store, token: str = "one", **values: object) -> int:
    made = add_write_off(store, "Ann", **(GOOD | values), token=token)  # type: ignore[arg-type]
    assert made is not None
    return made


def edit(store: Store, number: int, version: int, **values: object) -> None:
    wanted = {name: value for name, value in GOOD.items() if name != "account_id"} | values
    edit_write_off(store, "Bo", number, version, **wanted, token=f"edit {version} {values}")  # type: ignore[arg-type]


@pytest.fixture
def firm(store: Store) -> Store:
    put(store, Account(id=1, name="Acme"))
    return store


def test_it_is_stored_once_however_often_it_is_sent(firm: Store) -> None:
    assert add(firm) == add(firm)
    rows = firm.rows(select(ROWS.c.amount_cents, ROWS.c.minutes, ROWS.c.words))
    assert [tuple(row) for row in rows] == [(12_050, 90, "our mistake")]


def test_it_is_corrected_and_taken_back(firm: Store) -> None:
    number = add(firm)
    edit(firm, number, 1, amount=80, reason="goodwill", hours=None)
    assert [tuple(row) for row in firm.rows(select(ROWS.c.amount_cents, ROWS.c.minutes, ROWS.c.reason))] == [
        (8_000, None, "goodwill")
    ]
    remove_write_off(firm, "Ann", number, 2, "gone")
    assert firm.rows(select(ROWS.c.id)) == []
    with pytest.raises(NotFound):
        edit(firm, number, 2)


def test_who_was_slower_is_told_how_it_stands_and_writes_nothing(firm: Store) -> None:
    number = add(firm)
    edit(firm, number, 1, amount=80)
    with pytest.raises(WriteOffChanged, match=r"80\.00 for rework"):
        edit(firm, number, 1, amount=99)
    with pytest.raises(WriteOffChanged):
        remove_write_off(firm, "Bo", number, 1, "not as it was shown")
    assert firm.rows(select(ROWS.c.amount_cents))[0][0] == 8_000


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("account_id", {"account_id": None}), ("account_id", {"account_id": 9}), ("amount", {"amount": None}),
        ("amount", {"amount": 0}), ("amount", {"amount": -1}), ("amount", {"amount": 1e15}), ("hours", {"hours": -1}),
        ("hours", {"hours": 1e9}), ("reason", {"reason": "because"}), ("written_off_on", {"written_off_on": None}),
        ("written_off_on", {"written_off_on": today() + timedelta(days=1)}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(firm: Store, field: str, values: dict[str, object]) -> None:
    with pytest.raises(RefusedValue) as refused:
        add(firm, **values)
    assert refused.value.field == field
    assert firm.rows(select(ROWS.c.id)) == []


def test_the_first_write_off_is_known_from_its_day_on(firm: Store) -> None:
    add(firm)
    assert first_write_off_day(firm, DAY) == DAY
    assert first_write_off_day(firm, DAY - timedelta(days=1)) is None
