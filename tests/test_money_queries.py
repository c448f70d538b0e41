"""Revenue as read."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event

from lib.accounts.tables import Account
from lib.money.queries import first_revenue_by_account, first_revenue_day, revenue_lines
from lib.money.tables import Revenue
from lib.store.engine import Store
from tests.facts import put

DAYS = (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))


def paid(account: int | None, day: date, cents: int = 100) -> Revenue:
    return Revenue(account_id=account, earned_on=day, amount_cents=cents, kind="project")


def test_revenue_is_read_by_day_within_both_days(store: Store) -> None:
    put(store, Account(id=1, name="Acme"), *(paid(1, day) for day in reversed(DAYS)))
    assert revenue_lines(store, DAYS[1])["day"].tolist() == [pd.Timestamp(day) for day in DAYS[:2]]
    assert revenue_lines(store, DAYS[2], since=DAYS[1])["day"].tolist() == [pd.Timestamp(day) for day in DAYS[1:]]


def test_revenue_without_account_is_read_too(store: Store) -> None:
    put(store, paid(None, DAYS[0]))
    assert revenue_lines(store, DAYS[0])["account_id"].isna().tolist() == [True]


def test_first_revenue_is_told_by_account_as_known_then(store: Store) -> None:
    put(
        store,
        Account(id=1, name="Acme"),
        Account(id=2, name="Bo"),
        paid(1, DAYS[1]),
        paid(1, DAYS[2]),
        paid(2, DAYS[2]),
    )
    assert first_revenue_day(store) == DAYS[1]
    known = first_revenue_by_account(store, DAYS[1]).set_index("id")["day"]
    assert known[1] == pd.Timestamp(DAYS[1])
    assert pd.isna(known[2])


@pytest.mark.sqlite("a server chooses its way by how many rows there are")
def test_a_windowed_read_walks_an_index_and_sorts_nothing(store: Store) -> None:
    asked: list[tuple[str, Any]] = []

    @event.listens_for(store.reads, "before_cursor_execute")
    def _keep(_c: object, _cursor: object, statement: str, given: object, _context: object, _many: bool) -> None:
        asked.append((statement, given))

    revenue_lines(store, DAYS[2], since=DAYS[0])
    event.remove(store.reads, "before_cursor_execute", _keep)
    statement, given = next(one for one in asked if one[0].startswith("SELECT"))
    with store.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    assert [row[3] for row in plan] == [
        "SEARCH revenue USING COVERING INDEX ix_revenue_window (earned_on>? AND earned_on<?)"
    ]


def test_an_empty_store_has_no_first_day(store: Store) -> None:
    assert first_revenue_day(store) is None
    assert revenue_lines(store, DAYS[0]).empty
