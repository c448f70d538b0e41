"""Opening a store for work: is it there, is it ours, is it the version this code speaks."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from lib.errors import StewardError
from lib.store.engine import APPLICATION_ID, Store, connect, store_url
from lib.store.migrating import code_revision, known_revisions, migrate, store_revision


class StoreMissing(StewardError):
    """There is no store yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no store at {path}: run `make demo` for the demo firm, "
            "or `python manage.py import PATH` to start with your own data."
        )


class StoreForeign(StewardError):
    """The file is some other program's, or damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is not a Steward store ({reason}): set STEWARD_DATABASE_URL to another file.")


class StoreOlder(StewardError):
    """The store is from an earlier Steward."""

    def __init__(self, revision: str | None) -> None:
        at = f"version {revision}" if revision else "empty"
        super().__init__(
            f"The store is older than this Steward ({at}, needed {code_revision()}): stop Steward and run "
            "`python manage.py migrate`; a copy of the store is kept beside it."
        )


class StoreNewer(StewardError):
    """The store is from a later Steward."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The store was written by a newer Steward (version {revision}; this one knows up to {code_revision()}): "
            "update Steward, or restore the copy kept before the migration."
        )


def open_store(url: str | None = None) -> Store:
    """The store, ready for work. Raises StoreMissing, StoreForeign, StoreOlder or StoreNewer."""
    store = connect(url or store_url())
    if store.path is not None:
        _check_file(store.path)
    with store.read() as connection:
        revision = store_revision(connection)
    if revision == code_revision():
        return store
    if revision is None or revision in known_revisions():
        raise StoreOlder(revision)
    raise StoreNewer(revision)


def create_store(url: str | None = None) -> Store:
    """The store, made empty where there is none yet; an existing one is opened as it is."""
    store = connect(url or store_url())
    if store.path is None or not store.path.exists() or store.path.stat().st_size == 0:
        migrate(store)
    return open_store(store.url)


def _check_file(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        raise StoreMissing(path)
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise StoreForeign(path, "it is no SQLite file")
    marks = _pragma(path, "application_id")
    if marks[0][0] not in (APPLICATION_ID, 0):
        raise StoreForeign(path, "another program made it")
    if marks[0][0] == 0 and not _pragma(path, "table_info(alembic_version)"):
        raise StoreForeign(path, "it has tables of another program, or none")


def damage(store: Store) -> list[str]:
    """What a full check of a SQLite file finds wrong, in words; empty when it is sound."""
    if store.path is None:
        return []
    try:
        found = [str(row[0]) for row in _pragma(store.path, "integrity_check") if row[0] != "ok"]
    except StoreForeign as unreadable:
        return [str(unreadable)]
    return found + [f"a link of table {row[0]} points at nothing" for row in _pragma(store.path, "foreign_key_check")]


def _pragma(path: Path, name: str) -> Sequence[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"PRAGMA {name}").fetchall()
    except sqlite3.DatabaseError as error:
        raise StoreForeign(path, str(error)) from error
    finally:
        connection.close()
