"""The file of the survey form: its tables, and transactions on it.

Plain sqlite3: this process faces strangers, so it loads as little as it can. No table has a row number or a time of
arrival; the journal is not a WAL, which would keep the pages of a link and of its answers together; what is deleted is
overwritten.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lib.errors import StewardError

APPLICATION_ID = 0x53545752  # "STWR" in the header of the file: tells it from Steward's own store
VERSION = 2
BUSY_SECONDS = 30
PRAGMAS = (
    "secure_delete=ON", "synchronous=EXTRA", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON",
    "temp_store=MEMORY", "mmap_size=0",
)  # fmt: skip

# A date, and a handle by which the asking side knows whom it asked, are held in attributed waves only: the file itself
# refuses them else.
TABLES = (
    """CREATE TABLE wave (
        code TEXT PRIMARY KEY, title TEXT NOT NULL, firm TEXT NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('attributed', 'anonymous')),
        closes_on TEXT NOT NULL, promise TEXT NOT NULL, k INTEGER NOT NULL,
        closed INTEGER NOT NULL DEFAULT 0, UNIQUE (code, mode)) WITHOUT ROWID""",
    """CREATE TABLE question (
        wave TEXT NOT NULL REFERENCES wave (code), position INTEGER NOT NULL, number INTEGER NOT NULL,
        words TEXT NOT NULL, scale TEXT NOT NULL, choices TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL,
        may_not_apply INTEGER NOT NULL, PRIMARY KEY (wave, position), UNIQUE (wave, number)) WITHOUT ROWID""",
    """CREATE TABLE link (
        token_hash TEXT PRIMARY KEY, wave TEXT NOT NULL, mode TEXT NOT NULL, handle TEXT,
        segment TEXT, region TEXT, manager TEXT, spent INTEGER NOT NULL DEFAULT 0,
        CHECK ((mode = 'attributed') = (handle IS NOT NULL)),
        FOREIGN KEY (wave, mode) REFERENCES wave (code, mode)) WITHOUT ROWID""",
    """CREATE TABLE sheet (
        key TEXT PRIMARY KEY, wave TEXT NOT NULL, mode TEXT NOT NULL, handle TEXT, answered_on TEXT,
        segment TEXT, region TEXT, manager TEXT,
        CHECK (mode = 'attributed' OR (handle IS NULL AND answered_on IS NULL)),
        FOREIGN KEY (wave, mode) REFERENCES wave (code, mode)) WITHOUT ROWID""",
    """CREATE TABLE answer (
        key TEXT PRIMARY KEY, sheet TEXT NOT NULL REFERENCES sheet (key), number INTEGER NOT NULL,
        score INTEGER, words TEXT, not_applicable INTEGER NOT NULL, UNIQUE (sheet, number)) WITHOUT ROWID""",
    """CREATE TABLE wish (
        key TEXT PRIMARY KEY, wave TEXT NOT NULL, mode TEXT NOT NULL, name TEXT NOT NULL, handle TEXT,
        CHECK (mode = 'attributed' OR handle IS NULL),
        FOREIGN KEY (wave, mode) REFERENCES wave (code, mode)) WITHOUT ROWID""",
)


class NotOurFile(StewardError):
    """The file is there and is not one of the survey form, or of another version of it; it was left as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} is not a file of this version of the survey form: name another file.")


class NoFile(StewardError):
    """There is no file of the survey form at the place named."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file {path.name} of the survey form: offer a wave first or name another.")


def prepare(path: Path) -> None:
    """Make the file where there is none, readable for its owner only; raises NotOurFile where another lies there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        with writing(path) as connection:
            _ours_or_new(connection, path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
            raise
        raise NotOurFile(path) from error


def _ours_or_new(connection: sqlite3.Connection, path: Path) -> None:
    marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    if marks == [APPLICATION_ID, VERSION]:
        return
    if marks != [0, 0] or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise NotOurFile(path)
    marking = (f"PRAGMA application_id={APPLICATION_ID}", f"PRAGMA user_version={VERSION}")
    for statement in (*marking, *TABLES):
        connection.execute(statement)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection outside any transaction; raises NoFile."""
    if not path.exists():
        raise NoFile(path)
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.row_factory = sqlite3.Row
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that holds the lock from its start: all of it is stored, or nothing; raises NoFile."""
    with reading(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:  # commits, or rolls back on an error
            yield connection


def rewrite(path: Path) -> None:
    """Write the file anew in the order of its keys: inside a page SQLite leaves rows in the order they came."""
    with reading(path) as connection:
        connection.execute("VACUUM")
