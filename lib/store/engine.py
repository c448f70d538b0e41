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

from lib.store.gate import WriteGate

DEFAULT_URL = "sqlite:///data/steward.db"
APPLICATION_ID = 0x53545744  # "STWD" in the header of the file: tells our database from any other


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
    """The file behind a SQLite address; None for any other database."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


@lru_cache(maxsize=8)
def connect(url: str) -> Store:
    """The store at `url`, one pair of engines a process. Opens nothing yet and checks nothing: see `opening`."""
    path = sqlite_path(url)
    if path is None:
        writes = create_engine(url, pool_size=5, max_overflow=30, pool_timeout=15)
        return Store(url, writes, writes, WriteGate(None))
    path.parent.mkdir(parents=True, exist_ok=True)
    return Store(
        url, _sqlite(url, "DEFERRED"), _sqlite(url, "IMMEDIATE"), WriteGate(path.with_name(path.name + ".lock"))
    )


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
