"""Bringing a store to the code's version: created, or copied aside and upgraded in one transaction."""

import sqlite3
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from lib.errors import StewardError
from lib.store.engine import APPLICATION_ID, Store

HERE = Path(__file__).parent / "migrations"


class MigrationFailed(StewardError):
    """An upgrade that broke a link or was refused; the store is as it was."""

    def __init__(self, reason: str, kept: Path | None) -> None:
        where = f" A copy from before is at {kept}." if kept else ""
        super().__init__(f"The store was not migrated and is as it was: {reason}.{where}")


@cache
def _versions(folder: Path) -> ScriptDirectory:
    # Read once a process: each reading compiles every migration, which costs more than opening the store.
    return ScriptDirectory(str(folder))


def code_revision() -> str:
    """The schema version this code was written for."""
    head = _versions(HERE).get_current_head()
    if head is None:
        raise StewardError("This copy of Steward has no migrations: fetch it again.")
    return head


def store_revision(connection: Connection) -> str | None:
    """The schema version a store is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> set[str]:
    """Every version this code knows."""
    return {script.revision for script in _versions(HERE).walk_revisions()}


def migrate(store: Store) -> Path | None:
    """Create the schema, or upgrade it to the code's version; gives the copy made of a store that had content.

    On SQLite all versions run in one transaction with foreign keys off: a table that is rebuilt with them on would
    delete its children silently. Afterwards every link is checked before the commit.
    """
    with store.gate.turn():
        kept = _copy_aside(store)
        engine = _engine(store)
        try:
            with engine.begin() as connection:
                _upgrade(connection, kept)
        except DBAPIError as refused:
            raise MigrationFailed(str(refused.orig), kept) from refused
        finally:
            engine.dispose()
    return kept


def _upgrade(connection: Connection, kept: Path | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        raise MigrationFailed(f"{len(broken)} links would point at nothing, first in table {broken[0][0]}", kept)
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def _engine(store: Store) -> Engine:
    if store.path is None:
        return create_engine(store.url, poolclass=NullPool)
    engine = create_engine(store.url, connect_args={"timeout": 30}, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _copy_aside(store: Store) -> Path | None:
    if store.path is None or not store.path.exists() or store.path.stat().st_size == 0:
        return None
    with store.read() as connection:
        before = store_revision(connection)
    if before is None or before == code_revision():
        return None
    kept = store.path.with_name(f"{store.path.name}.pre-{before}")
    kept.unlink(missing_ok=True)
    source = sqlite3.connect(store.path)
    try:
        kept.touch(mode=0o600)  # an empty file is taken over, with its rights
        source.execute("VACUUM INTO ?", (str(kept),))
    finally:
        source.close()
    return kept
