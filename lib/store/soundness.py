"""What the file of a SQLite store is and holds, read without opening it as a store: mark, version, rows, damage."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from lib.errors import StewardError
from lib.store.engine import APPLICATION_ID
from lib.store.refusals import StoreFailed

# What says nothing of the file: the disk is full or broken, somebody else has it, it may not be opened.
HINDERED = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM,
)  # fmt: skip
WAY_OUT = "stop Steward and put the newest backup in its place with `python manage.py restore FILE`"


class StoreForeign(StewardError):
    """The file is some other program's, or damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{path} is not a Steward store ({reason}): set STEWARD_DATABASE_URL to another file.")


class StoreDamaged(StewardError):
    """The file is a database that was cut off or overwritten."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The store {path} is damaged ({reason}): {WAY_OUT}, a sound copy.")


@dataclass(frozen=True)
class Contents:
    """What a store holds: its version, the rows of each table, the seals of its change log's newest and first line."""

    revision: str | None
    rows: dict[str, int]
    head: str
    origin: str


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection to an existing file, closed at the end; nothing is created. Begins no transaction."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def contents(connection: sqlite3.Connection) -> Contents:
    """What the store holds, as this connection sees it; call it inside a transaction for one moment's answer."""
    tables = _tables(connection)
    rows = {name: int(connection.execute(_count(name)).fetchone()[0]) for name in tables}
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone() if rows else None
    head, origin = _seals(connection) if "change_log" in rows else ("", "")
    return Contents(str(revision[0]) if revision else None, rows, head, origin)


def _tables(connection: sqlite3.Connection) -> list[str]:
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [str(name) for (name,) in listed if not name.startswith("sqlite_")]


def _count(table: str) -> str:
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608 (the name comes from the database's own list)


def _seals(connection: sqlite3.Connection) -> tuple[str, str]:
    # Versions before 0005 have no seals.
    if not any(column[1] == "digest" for column in connection.execute("PRAGMA table_info(change_log)")):
        return "", ""
    newest = connection.execute("SELECT digest FROM change_log ORDER BY id DESC LIMIT 1").fetchone()
    first = connection.execute("SELECT digest FROM change_log ORDER BY id LIMIT 1").fetchone()
    return (str(newest[0]), str(first[0])) if newest else ("", "")


def is_blank(path: Path) -> bool:
    """No file, or a database without any table and mark, so that nothing is lost by making a store there."""
    if not path.exists():
        return True
    try:
        return path.stat().st_size > 0 and pragma(path, "schema_version") == pragma(path, "application_id") == [(0,)]
    except StewardError:
        return False


def check_ours(path: Path) -> None:
    """Refuse a file that is empty, no database, or another program's. Raises StoreDamaged or StoreForeign."""
    if path.stat().st_size == 0:  # never opened: SQLite would throw away what its -wal still holds
        raise StoreDamaged(path, "it is empty; if nothing was ever stored there, delete it")
    if pragma(path, "application_id") != [(APPLICATION_ID,)]:
        raise StoreForeign(path, "another program made it")


def faults(path: Path) -> list[str]:
    """What a full check finds wrong, in words; empty when the file is sound. Some 0.2 s for 100 MB."""
    try:
        found = [str(row[0]) for row in pragma(path, "integrity_check") if row[0] != "ok"]
        return found + [f"a link of table {row[0]} points at nothing" for row in pragma(path, "foreign_key_check")]
    except (StoreDamaged, StoreForeign) as unreadable:
        return [unreadable.reason]


# Only SQLite may open the file: when any other handle of this process is closed, the system drops the locks of
# its connections, another program's last one then takes the WAL away, and what is saved here afterwards is lost.
def pragma(path: Path, name: str) -> Sequence[tuple[object, ...]]:
    """The rows of one PRAGMA.

    Raises StoreForeign where SQLite knows no database, StoreDamaged where it stumbles over what is there, and
    StoreFailed where it cannot work at all: a restore would then cost what was saved since, and mend nothing.
    """
    try:
        with opened(path) as connection:
            return connection.execute(f"PRAGMA {name}").fetchall()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in HINDERED:
            raise StoreFailed(DBAPIError(name, None, error)) from error
        foreign = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        raise (StoreForeign if foreign else StoreDamaged)(path, str(error)) from error
