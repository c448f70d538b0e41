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
        self.reason = reason
        super().__init__(f"{path} is not a Steward store ({reason}): set STEWARD_DATABASE_URL to another file.")


class StoreDamaged(StewardError):
    """The file is a database that was cut off or overwritten."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The store {path} is damaged ({reason}): stop Steward and put a sound copy in its place.")


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
    """The store, ready for work. Raises StoreMissing, StoreForeign, StoreDamaged, StoreOlder or StoreNewer."""
    store = connect(url or store_url())
    revision = _revision(store)
    if revision != code_revision():
        raise StoreOlder(revision)
    return store


def upgrade_store(url: str | None = None) -> Path | None:
    """Bring a store of ours to the code's version, make one where there is none; gives the copy of the one before.

    Raises StoreForeign, StoreDamaged or StoreNewer, and then leaves the file as it was; MigrationFailed.
    """
    store = connect(url or store_url())
    if _is_new(store):
        create_store(store.url)
        return None
    _revision(store)
    if store.path is not None and (found := damage(store)):
        raise StoreDamaged(store.path, found[0])
    return migrate(store)


def _revision(store: Store) -> str | None:
    """The version of a store of ours, None for one without; one that this code cannot know is refused."""
    if store.path is not None:
        _check_file(store.path)
    with store.read() as connection:
        revision = store_revision(connection)
    if revision is not None and revision not in known_revisions():
        raise StoreNewer(revision)
    return revision


def create_store(url: str | None = None) -> Store:
    """The store, made empty where there is none yet; an existing one is opened as it is."""
    store = connect(url or store_url())
    if _is_new(store):
        if store.path is not None:
            store.path.touch(mode=0o600)  # clients' data: for this user only; SQLite's own files beside it follow
        migrate(store)
    return open_store(store.url)


def _is_new(store: Store) -> bool:
    if store.path is not None:
        return _is_blank(store.path)
    with store.read() as connection:
        return store_revision(connection) is None


def _is_blank(path: Path) -> bool:
    """No file, an empty one, or a database without any table: what a creation that was killed leaves."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    return _is_sqlite(path) and _pragma(path, "schema_version") == _pragma(path, "application_id") == [(0,)]


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def _check_file(path: Path) -> None:
    if _is_blank(path):
        raise StoreMissing(path)
    if not _is_sqlite(path):
        raise StoreForeign(path, "it is no SQLite file")
    if _pragma(path, "application_id") != [(APPLICATION_ID,)]:
        raise StoreForeign(path, "another program made it")


def damage(store: Store) -> list[str]:
    """What a full check of a SQLite file finds wrong, in words; empty when it is sound."""
    if store.path is None:
        return []
    try:
        found = [str(row[0]) for row in _pragma(store.path, "integrity_check") if row[0] != "ok"]
    except (StoreDamaged, StoreForeign) as unreadable:
        return [unreadable.reason]
    return found + [f"a link of table {row[0]} points at nothing" for row in _pragma(store.path, "foreign_key_check")]


def _pragma(path: Path, name: str) -> Sequence[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"PRAGMA {name}").fetchall()
    except sqlite3.DatabaseError as error:
        foreign = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        raise (StoreForeign if foreign else StoreDamaged)(path, str(error)) from error
    finally:
        connection.close()
