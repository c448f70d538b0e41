"""Bringing a store to the code's version: a file is copied, the copy upgraded and checked, then put in its place."""

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from lib.errors import StewardError
from lib.store import in_use, server
from lib.store.engine import APPLICATION_ID, Store
from lib.store.refusals import plain_reason
from lib.store.soundness import contents, faults, is_blank, opened
from lib.store.swapping import SIDES, beside, settled, swap_in

HERE = Path(__file__).parent / "migrations"


class MigrationFailed(StewardError):
    """An upgrade that broke a link, lost rows or was refused; the store is as it was."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The store was not migrated and is as it was: {reason}.")


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
    """Upgrade a store to the code's version; gives where the file of before is kept, None where nothing was to do.

    On a server all versions run in one transaction. Raises MigrationFailed, StoreInUse.
    """
    if store.path is None:
        _on_server(store)
        return None
    with in_use.alone(store.path), store.gate.turn():
        with store.read() as connection:
            before = store_revision(connection)
        store.reads.dispose()
        store.writes.dispose()
        return None if before == code_revision() else _swapped(store.path, before)


def create(store: Store) -> None:
    """Make an empty store where there is none. A file gets its name when it is whole: a kill leaves no half store."""
    if store.path is None:
        _on_server(store)
        return
    fresh, nothing = beside(store.path, ".creating"), beside(store.path, ".blank")
    with store.gate.turn():
        if not is_blank(store.path):  # somebody was faster
            return
        try:
            _drop(fresh)
            fresh.touch(mode=0o600)  # clients' data: for this user only; SQLite's own files beside it follow
            _upgrade_file(fresh, compare=False)
            swap_in(fresh, store.path, nothing)
        finally:
            _drop(fresh)
            _drop(nothing)


def _on_server(store: Store) -> None:
    engine = server.engine_for(make_url(store.url), "migration")
    try:
        with engine.begin() as connection:
            server.check_usable(connection)
            _run(connection)
            server.mark(connection)
    except DBAPIError as refused:
        raise MigrationFailed(plain_reason(refused)) from refused
    finally:
        engine.dispose()


def _swapped(path: Path, before: str | None) -> Path:
    fresh, kept = beside(path, ".migrating"), beside(path, f".pre-{before}")
    try:
        settled(path)  # refuses before the work what would be refused after it
        _drop(fresh)
        fresh.touch(mode=0o600)  # SQLite takes an empty file over, with its rights
        with opened(path) as connection:
            held = contents(connection).rows
            connection.execute("VACUUM INTO ?", (str(fresh),))
        _upgrade_file(fresh, compare=True)
        _compare_rows(held, fresh, before)
        swap_in(fresh, path, kept)
    except DBAPIError as refused:
        raise MigrationFailed(str(refused.orig)) from refused
    except sqlite3.Error as refused:
        raise MigrationFailed(str(refused)) from refused
    finally:
        _drop(fresh)
    return kept


def _upgrade_file(path: Path, *, compare: bool) -> None:
    """Run all versions on a file nobody uses, in one transaction, and check what came of it.

    Foreign keys are off: a table that is rebuilt with them on would delete its children silently. So every link is
    checked afterwards. `compare`: the tables are compared with the code's too, which takes half a second.
    """
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            differences = _run(connection, compare=compare)
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    finally:
        engine.dispose()
    if differences:
        raise MigrationFailed(f"it would not have the tables this Steward needs ({differences[0]})")
    if found := faults(path):
        raise MigrationFailed(f"it would be damaged ({found[0]})")


def _run(connection: Connection, *, compare: bool = False) -> list[Any]:
    """Run every version that is due; gives where the tables then differ from the code's, if they are compared."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes.update(connection=connection, compare=compare, differences=[])
    command.upgrade(config, "head")
    differences: list[Any] = config.attributes["differences"]
    return differences


def _compare_rows(held: Mapping[str, int], fresh: Path, before: str | None) -> None:
    """A table keeps its rows, unless a version says of it that it adds or removes some, or makes or drops it."""
    with opened(fresh) as connection:
        now = contents(connection).rows
    told = _tables_whose_rows_change(before)
    for name in sorted((held.keys() & now.keys()) - told):
        if held[name] != now[name]:
            raise MigrationFailed(f"table {name} had {held[name]:,} rows and would have {now[name]:,}")


def _tables_whose_rows_change(before: str | None) -> set[str]:
    due = _versions(HERE).iterate_revisions("head", before or "base")
    return {name for version in due for name in getattr(version.module, "changes_rows", ())}


def _engine(path: Path) -> Engine:
    address = URL.create("sqlite", database=str(path))  # as text, a ? in the path would end it
    engine = create_engine(address, connect_args={"timeout": 30}, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("synchronous=FULL", "foreign_keys=OFF", "trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _drop(fresh: Path) -> None:
    for file in (fresh, *(beside(fresh, side) for side in SIDES)):
        file.unlink(missing_ok=True)
