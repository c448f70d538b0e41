"""`check` says whether the store is sound, its change log as it was written, and what it holds."""

import pytest
from sqlalchemy import text

from lib.accounts.tables import Account
from lib.schema import tables
from lib.store import checking
from lib.store.backup import make_backup
from lib.store.checking import checked
from lib.store.engine import Store
from lib.store.opening import StoreDamaged, serve_store
from lib.store.writing import perform
from tests import databases


@pytest.fixture
def firm(store: Store) -> Store:
    """A store with two accounts, and so two lines in its change log."""
    for name in ("Acme", "Bolt"):
        perform(store, "Ann", "add", lambda write, n=name: write.add(Account(name=n)))  # type: ignore[misc]
    return store


def said(store: Store) -> tuple[str, bool]:
    lines, sound = checked(store, tables())
    return "\n".join(lines), sound


def alter(store: Store, *statements: str) -> None:
    """As the owner of the file may, past Steward and its triggers."""
    with store.writes.begin() as connection:
        for name in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS change_log_refuses_{name}"))
        for statement in statements:
            connection.execute(text(statement))


def test_a_sound_store_is_told_with_the_seal_of_its_change_log(firm: Store) -> None:
    words, sound = said(firm)
    assert sound
    [(head,)] = firm.rows(text("SELECT digest FROM change_log WHERE id = 2"))
    assert f"as written, up to {head}" in words
    assert "2  account" in words


@pytest.mark.sqlite("drops triggers by SQLite's grammar")
@pytest.mark.parametrize(
    "statement", ["UPDATE change_log SET who = 'Bo' WHERE id = 1", "DELETE FROM change_log WHERE id = 1"]
)
def test_a_change_log_that_was_altered_is_told(firm: Store, statement: str) -> None:
    alter(firm, statement)
    words, sound = said(firm)
    assert not sound
    assert "is not as it was written" in words


@pytest.mark.sqlite("backups are files")
def test_lines_cut_off_the_end_show_beside_a_backup(firm: Store) -> None:
    make_backup(firm, "Ann")
    assert "does not reach" not in said(firm)[0]
    alter(firm, "DELETE FROM change_log WHERE id = 2")
    assert "lines were cut off" in said(firm)[0]


@pytest.mark.sqlite("drops a table past Steward")
def test_a_store_that_lacks_a_table_is_refused_and_told(firm: Store) -> None:
    alter(firm, "DROP TABLE promise")
    assert "table promise is missing" in said(firm)[0]
    with pytest.raises(StoreDamaged, match="promise is missing"):
        serve_store(firm.url)


@pytest.mark.skipif(not databases.SERVER, reason="needs a PostgreSQL server: `make test-postgres`")
def test_a_damaged_store_on_a_server_is_not_sent_to_a_backup_of_ours(firm: Store) -> None:
    with firm.writes.begin() as connection:
        connection.execute(text("DROP TABLE promise CASCADE"))
    assert "pg_restore" in said(firm)[0]
    assert "manage.py restore" not in said(firm)[0]


@pytest.mark.sqlite("a server has no such version")
def test_an_old_sqlite_is_warned_of(firm: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking.sqlite3, "sqlite_version_info", (3, 51, 2))
    assert "older than 3.51.3" in said(firm)[0]
    monkeypatch.setattr(checking.sqlite3, "sqlite_version_info", (3, 51, 3))
    assert "older than 3.51.3" not in said(firm)[0]
