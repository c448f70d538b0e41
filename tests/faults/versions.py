"""Stores as earlier versions of Steward left them, full of a firm's rows."""

import os
import sqlite3
from datetime import date
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from lib.store.engine import APPLICATION_ID
from lib.store.migrating import HERE, code_revision
from lib.store.opening import create_store
from tests import demo_firm
from tests.faults.outcome import FULL
from tests.faults.saves import save, set_up
from tests.small_firm import put_small_firm


@cache
def released() -> tuple[str, ...]:
    """Every version before the code's, oldest first."""
    found = [script.revision for script in ScriptDirectory(str(HERE)).walk_revisions()]
    return tuple(revision for revision in reversed(found) if revision != code_revision())


@cache
def old_store(revision: str) -> Path:
    """A file of that version with a firm in it as far as the version has room for it. To be copied."""
    firm = _firm()
    path = demo_firm.shared[0] / f"firm-of-{revision}-{os.getpid()}.db"
    path.unlink(missing_ok=True)
    _empty(path, revision)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("ATTACH ? AS firm", (str(firm),))
    for table in tables(connection):
        if table != "alembic_version":
            _fill(connection, table)
    while broken := connection.execute("PRAGMA main.foreign_key_check").fetchall():
        for table, row, _, _ in broken:
            connection.execute(f'DELETE FROM main."{table}" WHERE rowid = ?', (row,))
    connection.close()
    return path


@cache
def _firm() -> Path:
    """The demo firm in the full form; else one that is made in a moment, with conversations and who took part."""
    if FULL:
        return demo_firm.demo_file(accounts=24, seed=7, until=date(2026, 10, 31))
    store = create_store(f"sqlite:///{demo_firm.shared[0] / f'small-{os.getpid()}.db'}")
    put_small_firm(store)
    for number, desk in enumerate(set_up(store, 4)):
        for turn in range(8):
            save(store, desk, "Ann", turn, f"{number}/{turn}")
    store.writes.dispose()
    store.reads.dispose()
    assert store.path is not None
    return store.path


def _empty(path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", lambda driver, _: setattr(driver, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(HERE))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def tables(connection: sqlite3.Connection, schema: str = "main") -> list[str]:
    """The tables of one of the databases of a connection."""
    found = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def columns(connection: sqlite3.Connection, table: str, schema: str = "main") -> list[str]:
    """The columns of a table."""
    return [row[1] for row in connection.execute(f'PRAGMA {schema}.table_info("{table}")')]


def _fill(connection: sqlite3.Connection, table: str) -> None:
    both = [name for name in columns(connection, table) if name in columns(connection, table, "firm")]
    listed = ", ".join(f'"{name}"' for name in both)
    connection.execute(f'INSERT OR IGNORE INTO main."{table}" ({listed}) SELECT {listed} FROM firm."{table}"')


def lost(before: Path, after: Path) -> list[str]:
    """What a store held and its successor does not: the tables where a row or a value of then is gone."""
    connection = sqlite3.connect(after, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS old", (str(before),))
        shared = [name for name in tables(connection, "old") if name != "alembic_version"]
        return [name for name in shared if _differs(connection, name)]
    finally:
        connection.close()


def _differs(connection: sqlite3.Connection, table: str) -> bool:
    listed = ", ".join(f'"{name}"' for name in columns(connection, table, "old"))
    counts = connection.execute(f'SELECT (SELECT count(*) FROM old."{table}"), (SELECT count(*) FROM main."{table}")')
    then, now = counts.fetchone()
    gone = f'SELECT {listed} FROM old."{table}" EXCEPT SELECT {listed} FROM main."{table}" LIMIT 1'
    return then != now or connection.execute(gone).fetchone() is not None
