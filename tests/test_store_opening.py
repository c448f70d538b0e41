"""A store is opened only when it is ours, there, sound, and of the code's version; nothing is made over it."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from lib import schema
from lib.accounts.tables import Account
from lib.store import engine
from lib.store.engine import APPLICATION_ID, Store, connect
from lib.store.in_use import StoreNotOurs, alone
from lib.store.migrating import code_revision
from lib.store.opening import (
    StoreDamaged,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreOlder,
    create_store,
    damage,
    open_store,
)
from lib.store.writing import perform
from tests.paid_once import LASTING


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="make demo"):
        open_store(f"sqlite:///{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()


def test_an_existing_store_is_opened_not_made_over(store: Store) -> None:
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    again = create_store(store.url)
    assert again.rows(schema.select_count("account")) == [(1,)]


def test_a_newer_store_is_refused_with_what_to_do(store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match="update Steward"):
        open_store(store.url)


@pytest.mark.skipif(not Path("/sys").exists(), reason="needs a folder where nobody at all may write")
def test_a_store_beside_which_one_may_not_write_is_refused_with_what_to_do() -> None:
    with pytest.raises(StoreNotOurs, match="as the user that Steward runs as"), alone(Path("/sys/steward.db")):
        pass


def test_an_older_store_is_refused_with_what_to_do(store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(StoreOlder, match=r"manage.py migrate"):
        open_store(store.url)
    assert "pg_dump" in str(StoreOlder("0004", None)), "a server's store is upgraded in place: no copy is kept"


@pytest.mark.parametrize("content", [b"hello, I am a text file, nothing else", b"SQLite format 3\x00" + b"\x01" * 400])
def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(StoreForeign):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()
    with pytest.raises(StoreForeign, match="not a Steward store"):
        open_store(f"sqlite:///{path}")


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.METADATA) == []


@pytest.mark.sqlite("the settings are SQLite's")
def test_the_store_carries_our_mark_and_the_measured_settings(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", LASTING)
    store = open_store(url)
    with store.writes.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("application_id", "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size")
        }
    assert told == {
        "application_id": APPLICATION_ID, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1,
        "busy_timeout": 30000, "mmap_size": 0,
    }  # fmt: skip


@pytest.mark.sqlite("only there tables are told to be without row numbers")
def test_answers_of_anonymous_waves_have_no_row_order(store: Store) -> None:
    with store.read() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'anonymous_answer'").scalar()
    assert "WITHOUT ROWID" in str(made)


@pytest.mark.sqlite("a server keeps its own files")
def test_a_page_of_zeros_is_found_by_the_check(store: Store, tmp_path: Path) -> None:
    for number in range(200):
        perform(store, "Ann", "add", lambda write, n=number: write.add(Account(name=f"Account {n}", note="x" * 200)))
    with store.writes.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.writes.dispose()
    store.reads.dispose()
    assert store.path is not None
    content = bytearray(store.path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096 * 8] = bytes(4096 * 8)
    broken = tmp_path / "broken.db"
    broken.write_bytes(content)
    assert damage(connect(f"sqlite:///{broken}"))


def test_the_code_knows_its_version() -> None:
    assert code_revision() == "0005"


@pytest.mark.sqlite("a server keeps its own files")
def test_a_store_that_was_cut_off_is_called_damaged_not_foreign(store: Store) -> None:
    store.writes.dispose()
    store.reads.dispose()
    assert store.path is not None
    with store.path.open("r+b") as file:
        file.truncate(store.path.stat().st_size // 2)
    with pytest.raises(StoreDamaged, match="sound copy"):
        open_store(store.url)
    assert damage(store) == ["database disk image is malformed"]


def test_a_creation_that_was_killed_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    half = sqlite3.connect(path)
    half.execute("PRAGMA journal_mode = WAL")
    half.close()
    assert path.stat().st_size > 0
    with pytest.raises(StoreMissing):
        open_store(f"sqlite:///{path}")
    assert create_store(f"sqlite:///{path}").rows(schema.select_count("account")) == [(0,)]
