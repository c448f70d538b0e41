"""A firm moves into another database, whole or not at all."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from typer.testing import CliRunner

import manage
from lib.accounts.tables import Account
from lib.people.tables import Person
from lib.schema import tables
from lib.store import chain, copying
from lib.store.base import table_of
from lib.store.copying import CopyRefused, copy_store
from lib.store.engine import Store, connect
from lib.store.opening import StoreMissing, create_store, open_store
from lib.store.tables import ChangeLog
from lib.store.writing import data_version, perform
from tests import databases
from tests.facts import put
from tests.small_firm import put_small_firm

ACCOUNT = table_of(Account)


@pytest.fixture
def target(tmp_path: Path) -> str:
    """The address of a database with nothing in it."""
    return databases.fresh(tmp_path, "target")


def held(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as connection:
        return {
            t.name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))] for t in tables()
        }


def count(store: Store, table: Table = ACCOUNT) -> int:
    return int(store.rows(select(func.count()).select_from(table))[0][0])


def test_everything_arrives_with_its_numbers_and_the_source_stays(store: Store, target: str, tmp_path: Path) -> None:
    put_small_firm(store)
    before = held(store)
    copied = copy_store(store.url, target, tables())
    assert held(open_store(target)) == before == held(store)
    assert {one.table: one.rows for one in copied} == {name: len(rows) for name, rows in before.items()}
    back = f"sqlite:///{tmp_path / 'back.db'}"
    assert copy_store(target, back, tables()) == copied
    assert held(open_store(back)) == before


def test_the_copy_goes_on_counting_and_its_log_is_sealed(store: Store, target: str) -> None:
    put(store, Person(id=40, name="Ann"), Account(id=7, name="Acme"))
    copy_store(store.url, target, tables())
    copy = open_store(target)
    assert put(copy, Person(name="Bo"), Account(name="Bolt")) == [41, 8]
    assert data_version(copy) != data_version(store)
    with copy.read() as connection:
        assert chain.verify(connection) == []
        assert connection.execute(select(func.count()).select_from(table_of(ChangeLog))).scalar_one() == 4


def test_a_client_may_come_before_the_group_it_belongs_to(store: Store, target: str) -> None:
    put(
        store,
        Account(id=9, name="Group"),
        Account(id=2, name="Part", parent_id=9),
        Account(id=1, name="x", parent_id=2),
    )
    copy_store(store.url, target, tables())
    found = open_store(target).rows(select(ACCOUNT.c.id, ACCOUNT.c.parent_id).order_by(ACCOUNT.c.id))
    assert [tuple(row) for row in found] == [(1, 2), (2, 9), (9, None)]


def test_words_of_every_kind_arrive(store: Store, target: str) -> None:
    words = ["Ünïcødé 株式会社 🙂", "a'b\"c\\d", "two\nlines\r\n\ttab", " ", "%s %(x)s :y ?", "\u2028\ufeff"]
    put(store, *(Account(name=f"{number}", note=word) for number, word in enumerate(words)))
    copy_store(store.url, target, tables())
    found = open_store(target).rows(select(ACCOUNT.c.note).order_by(ACCOUNT.c.id))
    assert [note for (note,) in found] == words


def test_many_rows_come_in_pieces(store: Store, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", 3)
    put(store, *(Account(name=f"Client {number}") for number in range(10)))
    told: list[str] = []
    copy_store(store.url, target, tables(), lambda _done, _total, what: told.append(what))
    assert count(open_store(target)) == 10
    assert told == [table.name for table in tables()]


def test_a_store_that_holds_something_is_not_written_over(store: Store, target: str) -> None:
    put(store, Account(name="Acme"))
    there = create_store(target)
    put(there, Account(name="Bolt"))
    with pytest.raises(CopyRefused, match=r"holds rows already \(first in change_counter\)"):
        copy_store(store.url, target, tables())
    assert [name for (name,) in there.rows(select(ACCOUNT.c.name))] == ["Bolt"]


def test_a_store_is_not_copied_onto_itself(store: Store) -> None:
    with pytest.raises(CopyRefused, match="both addresses are the same store"):
        copy_store(store.url, store.url, tables())


def test_a_row_lost_on_the_way_takes_everything_back(
    store: Store, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    put(store, Account(name="Acme"), Account(name="Bolt"))
    insert = copying._insert

    def lossy(writing: Any, table: Table, pieces: Any) -> None:
        insert(writing, table, (rows[: -1 if table is ACCOUNT else None] for rows in pieces))

    monkeypatch.setattr(copying, "_insert", lossy)
    with pytest.raises(CopyRefused, match=r"table account did not arrive as it was \(2 rows sent, 1 there\)"):
        copy_store(store.url, target, tables())
    assert all(count(open_store(target), table) == 0 for table in tables())


def test_a_value_that_changed_on_the_way_is_seen(store: Store, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, Account(name="Acme", note="as it was"))
    insert = copying._insert

    def altered(writing: Any, table: Table, pieces: Any) -> None:
        insert(
            writing, table, ([row | {"note": "else"} if table is ACCOUNT else row for row in rows] for rows in pieces)
        )

    monkeypatch.setattr(copying, "_insert", altered)
    with pytest.raises(CopyRefused, match="table account did not arrive as it was"):
        copy_store(store.url, target, tables())


def test_what_the_target_refuses_is_told_with_its_table(store: Store, target: str) -> None:
    put(store, Account(name="Acme"))
    there = create_store(target)
    with there.writes.begin() as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX ix_only_one ON change_log (who)")
    perform(store, "test", "again", lambda write: write.add(Account(name="Bolt")))
    with pytest.raises(CopyRefused, match="table change_log was refused"):
        copy_store(store.url, target, tables())


def test_a_store_that_is_not_there_cannot_be_copied(target: str, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        copy_store(f"sqlite:///{tmp_path / 'none.db'}", target, tables())


def test_the_command_tells_each_table_and_no_password(store: Store, target: str) -> None:
    put(store, Account(name="Acme"))
    done = CliRunner().invoke(manage.app, ["copy-store", store.url, target])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert any(line.split()[:2] == ["1", "account"] for line in lines)
    assert "Copied and compared: 3 rows of 3 tables are the same" in done.output.replace("\n", " ")
    if password := getattr(connect(target).writes.url, "password", None):
        assert password not in done.output
