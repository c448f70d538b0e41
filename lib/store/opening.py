"""Opening a store for work: is it there, is it ours, is it the version this code speaks."""

from glob import escape
from itertools import chain
from pathlib import Path

from sqlalchemy import inspect

from lib.errors import StewardError
from lib.store import server
from lib.store.backups import backups, folder_of
from lib.store.engine import Store, connect, store_url
from lib.store.in_use import hold_open
from lib.store.migrating import code_revision, create, known_revisions, migrate, store_revision
from lib.store.soundness import StoreDamaged, StoreForeign, check_ours, faults, is_blank
from lib.store.swapping import beside, unfinished

__all__ = ["StoreDamaged", "StoreForeign"]  # what is raised here too


class StoreMissing(StewardError):
    """There is no store yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no store at {path}: run `make demo` for the demo firm, "
            "or `python manage.py import PATH` to start with your own data."
        )


class StoreGone(StewardError):
    """There is no store where one was; what lies beside it tells."""

    def __init__(self, path: Path, trace: Path) -> None:
        super().__init__(
            f"The store {path} is gone, but {trace} shows that there was one: put the newest backup in its place with "
            "`python manage.py restore FILE`, or move what is left of it away to begin anew."
        )


class SwapUnfinished(StewardError):
    """Putting another file in place of a damaged store was cut off half way."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Restoring {path} was cut off half way: run `python manage.py restore FILE` again.")


class StoreOlder(StewardError):
    """The store is from an earlier Steward."""

    def __init__(self, revision: str | None, path: Path | None) -> None:
        at = f"version {revision}" if revision else "empty"
        how = "run `python manage.py migrate`; a copy of the store is kept beside it"
        by_hand = "keep a copy of it (`pg_dump`), then run `python manage.py migrate`"
        super().__init__(
            f"The store is older than this Steward ({at}, needed {code_revision()}): stop Steward and "
            f"{how if path else by_hand}."
        )


class StoreNewer(StewardError):
    """The store is from a later Steward."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The store was written by a newer Steward (version {revision}; this one knows up to {code_revision()}): "
            "update Steward, or put back the copy that was kept before the migration."
        )


def open_store(url: str | None = None) -> Store:
    """The store, ready for work. Raises StoreMissing, StoreForeign, StoreDamaged, StoreOlder or StoreNewer.

    Until it ends this process then counts as working with the store (see `in_use`).
    """
    store = connect(url or store_url())
    revision = _revision(store)
    if revision != code_revision():
        raise StoreOlder(revision, store.path)
    return store


def serve_store(url: str | None = None) -> Store:
    """The store after the full check that a program makes once before it works with it for long."""
    store = open_store(url)
    if store.path is not None and (found := missing_tables(store) + damage(store)):
        raise StoreDamaged(store.path, found[0])
    return store


def upgrade_store(url: str | None = None) -> Path | None:
    """Bring a store of ours to the code's version, make one where there is none; gives the copy of the one before.

    Raises StoreForeign, StoreDamaged or StoreNewer, and then leaves the file as it was; MigrationFailed, StoreInUse.
    """
    store = connect(url or store_url())
    if _is_new(store):
        create_store(store.url)
        return None
    _revision(store)
    if store.path is not None and (found := damage(store)):
        raise StoreDamaged(store.path, found[0])
    return migrate(store)


def create_store(url: str | None = None) -> Store:
    """The store, made empty where there is none yet; an existing one is opened as it is. Raises StoreGone."""
    store = connect(url or store_url())
    if _is_new(store):
        create(store)
    return open_store(store.url)


def damage(store: Store) -> list[str]:
    """What a full check of a SQLite file finds wrong, in words; empty when it is sound."""
    return [] if store.path is None else faults(store.path)


def missing_tables(store: Store) -> list[str]:
    """The tables of Steward that a store of the code's version lacks, in words."""
    from lib.store.migrations.listing import table_names  # knows every subject, and takes a second to learn of them

    with store.read() as connection:
        there = set(inspect(connection).get_table_names())
    return [f"table {name} is missing" for name in table_names() if name not in there]


def _is_new(store: Store) -> bool:
    if store.path is None:
        with store.read() as connection:
            return server.is_blank(connection)
    if not store.path.exists() and (trace := _trace(store, store.path)) is not None:
        raise StoreGone(store.path, trace)
    return is_blank(store.path)


def _revision(store: Store) -> str | None:
    """The version of a store of ours, None for one without; one that this code cannot know is refused."""
    if store.path is not None:
        _check_file(store, store.path)
    with store.read() as connection:
        if store.path is None:
            server.check_ours(connection)
        revision = store_revision(connection)
    if revision is not None and revision not in known_revisions():
        raise StoreNewer(revision)
    return revision


def _check_file(store: Store, path: Path) -> None:
    if unfinished(path).exists():
        raise SwapUnfinished(path)
    if not path.exists() and (trace := _trace(store, path)) is not None:
        raise StoreGone(path, trace)
    if is_blank(path):
        raise StoreMissing(path)
    hold_open(path)
    check_ours(path)


def _trace(store: Store, path: Path) -> Path | None:
    """What shows that there was a store once: its journal, a copy of it, a backup."""
    journal = beside(path, "-wal")
    if journal.exists() and journal.stat().st_size:
        return journal
    copies = (file for mark in ("pre", "before-restore") for file in path.parent.glob(f"{escape(path.name)}.{mark}-*"))
    kept = (one.path for one in backups(folder_of(store), path.name))
    return next(chain(copies, kept), None)
