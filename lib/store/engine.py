"""Opening the store: engines with the settings that were measured to lose nothing, reads into frames."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from lib.errors import StewardError
from lib.store.gate import WriteGate

DEFAULT_URL = "sqlite:///data/steward.db"
APPLICATION_ID = 0x53545744  # "STWD" in the header of the file: tells our database from any other


class BadAddress(StewardError):
    """STEWARD_DATABASE_URL cannot be used; its value stays unsaid, it may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"STEWARD_DATABASE_URL cannot be used ({reason}): write it like {DEFAULT_URL}.")


@dataclass(frozen=True)
class Store:
    """One firm's database: `reads` cannot write, `writes` take turns through `gate`. Cheap to pass around."""

    url: str
    reads: Engine
    writes: Engine
    gate: WriteGate

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store; None for a server."""
        return sqlite_path(self.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one consistent set of reads."""
        with self.reads.connect() as connection:
            yield connection

    def rows(self, statement: Executable) -> Sequence[Any]:
        """The rows of one select of columns."""
        with self.read() as connection:
            return connection.execute(statement).all()

    def frame(self, statement: Executable) -> pd.DataFrame:
        """The rows of one select of columns as a frame; its columns are named as in the select."""
        with self.read() as connection:
            result = connection.execute(statement)
            rows, names = result.all(), list(result.keys())
        # Column by column: handed whole rows, pandas looks into each of them, at twice the cost.
        return pd.DataFrame({name: [row[at] for row in rows] for at, name in enumerate(names)}, columns=names)


def store_url() -> str:
    """The store's address: STEWARD_DATABASE_URL, or the file data/steward.db."""
    return os.environ.get("STEWARD_DATABASE_URL") or DEFAULT_URL


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; None for any other database. Raises BadAddress."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadAddress("its value is no address of a database") from error
    if parsed.get_backend_name() != "sqlite":
        return None
    if parsed.database in (None, "", ":memory:"):
        raise BadAddress("a SQLite store is a file, so that several programs can share it")
    return Path(str(parsed.database))


@lru_cache(maxsize=8)
def connect(url: str) -> Store:
    """The store at `url`, one pair of engines a process. Opens nothing yet and checks nothing: see `opening`."""
    path = sqlite_path(url)
    if path is None:
        writes = _server(url)
        return Store(url, writes, writes, WriteGate(None))
    path.parent.mkdir(parents=True, exist_ok=True)
    return Store(
        url, _sqlite(url, "DEFERRED"), _sqlite(url, "IMMEDIATE"), WriteGate(path.with_name(path.name + ".lock"))
    )


def _server(url: str) -> Engine:
    try:
        return create_engine(url, pool_size=5, max_overflow=30, pool_timeout=15)
    except (ImportError, NoSuchModuleError) as missing:
        raise BadAddress(f"there is no driver for {make_url(url).drivername} here, install one") from missing


def _sqlite(url: str, begin: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, pool_size=5, max_overflow=30, pool_timeout=15)

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions of its own: it would read before it locks, and lose updates.
        connection.isolation_level = None
        for pragma in _PRAGMAS + (("query_only=ON",) if begin == "DEFERRED" else ()):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


# Order matters: wait for a lock before asking for the journal mode. FULL: a team saves less than once a second.
_PRAGMAS: tuple[str, ...] = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "journal_size_limit=67108864",
)
