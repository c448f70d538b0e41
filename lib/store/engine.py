"""Opening the store: engines with the settings that were measured to lose nothing, reads into frames."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import URL, Connection, Engine, Executable, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from lib.errors import StewardError
from lib.store.actors import Actor
from lib.store.collecting import uncollected
from lib.store.gate import WriteGate
from lib.store.refusals import StoreFailed
from lib.store.server import Use, engine_for

DEFAULT_URL = "sqlite:///data/steward.db"
APPLICATION_ID = 0x53545744  # "STWD" in the header of the file: tells our database from any other


class BadAddress(StewardError):
    """The address of a store cannot be used; its value stays unsaid, it may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The address of the store (STEWARD_DATABASE_URL, or the one given) cannot be used: {reason}. "
            f"Write it like {DEFAULT_URL}, or postgresql://user:password@server/database."
        )


@dataclass(frozen=True)
class Store:
    """One firm's database: `reads` cannot write, `writes` take turns through `gate`. Cheap to pass around.

    `actor`: who is at a screen, and what they may (see `confining.acting_as`). None: the operator at this machine's
    command line, or a job of Steward's own, who may do everything.
    """

    url: str = field(repr=False)  # it may hold a password
    reads: Engine
    writes: Engine
    gate: WriteGate
    actor: Actor | None = None

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store; None for a server."""
        return sqlite_path(self.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one consistent set of reads. StoreFailed: the database cannot do its work."""
        try:
            with self.reads.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise StoreFailed(error) from error

    def rows(self, statement: Executable) -> Sequence[Any]:
        """The rows of one select of columns."""
        with self.read() as connection:
            return connection.execute(statement).all()

    def frame(self, statement: Executable) -> pd.DataFrame:
        """The rows of one select of columns as a frame; its columns are named as in the select."""
        with uncollected(), self.read() as connection:
            result = connection.execute(statement)
            names = list(result.keys())
            columns: list[list[Any]] = [[] for _ in names]
            # Column by column: handed whole rows, pandas looks into each of them, at twice the cost. In parts that
            # stay in the processor's cache while they are turned.
            for part in result.partitions(2_000):
                for column, values in zip(columns, zip(*part, strict=True), strict=True):
                    column.extend(values)
        return pd.DataFrame(dict(zip(names, columns, strict=True)), columns=names)


def store_url() -> str:
    """The store's address: STEWARD_DATABASE_URL, or the file data/steward.db."""
    return os.environ.get("STEWARD_DATABASE_URL") or DEFAULT_URL


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; None for any other database. Raises BadAddress."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise BadAddress("its value is no address of a database") from error
    if parsed.get_backend_name() != "sqlite":
        return None
    if parsed.database in (None, "", ":memory:"):
        raise BadAddress("a SQLite store is a file, so that several programs can share it")
    return Path(str(parsed.database))


def plainly(url: str) -> str:
    """An address for a person to read: of a server only what names the database, without user, password, options."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return url
    return URL.create("postgresql", host=parsed.host, port=parsed.port, database=parsed.database).render_as_string()


@lru_cache(maxsize=8)
def connect(url: str) -> Store:
    """The store at `url`, one pair of engines a process. Opens nothing yet and checks nothing: see `opening`."""
    path = sqlite_path(url)
    if path is None:
        return Store(url, _server(url, "reads"), _server(url, "writes"), WriteGate(None))
    path.parent.mkdir(parents=True, exist_ok=True)
    return Store(
        url, _sqlite(url, "DEFERRED"), _sqlite(url, "IMMEDIATE"), WriteGate(path.with_name(path.name + ".lock"))
    )


def read_engine(url: str, shadows: Sequence[str] = ()) -> Engine:
    """An engine that cannot write; `shadows` are statements that every new connection starts with."""
    return _server(url, "reads", shadows) if sqlite_path(url) is None else _sqlite(url, "DEFERRED", shadows)


def write_engine(url: str, shadows: Sequence[str]) -> Engine:
    """An engine whose every connection starts with `shadows` and is closed after use: a confined user's writes."""
    return _server(url, "writes", shadows) if sqlite_path(url) is None else _sqlite(url, "IMMEDIATE", shadows)


def _server(url: str, use: Use, shadows: Sequence[str] = ()) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        raise BadAddress("it is neither a SQLite file nor a PostgreSQL server")
    if not address.database:
        raise BadAddress("it names no database on the server")
    if "@" in (address.host or ""):
        raise BadAddress("a @ in a user or a password is written %40")
    return engine_for(address, use, shadows)


def _sqlite(url: str, begin: str, shadows: Sequence[str] = ()) -> Engine:
    path, connecting = sqlite_path(url), {"timeout": 30, "uri": True}
    kept: dict[str, Any] = {"pool_size": 5, "max_overflow": 30, "pool_timeout": 15}
    pool = {"poolclass": NullPool} if shadows and begin == "IMMEDIATE" else kept
    engine = create_engine(url, connect_args=connecting, **pool)

    @event.listens_for(engine, "do_connect")
    def _existing(_dialect: object, _record: object, args: list[Any], _named: object) -> None:
        # Where the file is gone, SQLite must not make an empty one in its place.
        args[0] = f"{Path(args[0]).resolve().as_uri()}?mode=rw"

    @event.listens_for(engine, "checkout")
    def _same_file(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        # After a restore or a migration, what is written by an old connection would go into the file put away.
        if record.info["file"] != _which(path):
            raise DisconnectionError("another file was put in the store's place")

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _which(path)
        # The driver must not open transactions of its own: it would read before it locks, and lose updates.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for statement in shadows:
            connection.execute(statement)
        if begin == "DEFERRED":
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def _which(path: Path | None) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        return None if path is None else ((found := path.stat()).st_dev, found.st_ino)
    except FileNotFoundError:
        return None


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
