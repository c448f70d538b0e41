"""Putting another file in the place of a SQLite store: killed anywhere, the store is the old one or the new one."""

import os
import shutil
import sqlite3
from glob import escape
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from lib.store.in_use import StoreInUse
from lib.store.refusals import StoreFailed
from lib.store.soundness import opened

SIDES = ("-wal", "-shm", "-journal")
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def beside(path: Path, ending: str) -> Path:
    """The file of the same name with `ending` put to it."""
    return path.with_name(path.name + ending)


def unfinished(path: Path) -> Path:
    """While this file stands, a swap over a damaged store was cut off half way; running it again ends it."""
    return beside(path, ".swapping")


def swap_in(fresh: Path, live: Path, kept: Path) -> None:
    """Put `fresh` in the place of `live`, which stays as `kept`, with the side files it cannot do without.

    To be called alone (`in_use.alone`) and in the write gate, with this process's own connections closed. Raises
    StoreInUse where any program has the file open still: a journal left beside a swapped file destroys it.
    """
    if live.exists():
        _like(fresh, live)
        _drop_aliases(live)
        if not settled(live):
            _move_sides(live, kept)
        kept.unlink(missing_ok=True)
        _second_name(live, kept)
        kept.chmod(0o600)
    elif any(beside(live, side).exists() for side in SIDES):
        _move_sides(live, kept)
    flush(fresh)
    flush(live.parent)
    os.replace(fresh, live)
    for side in SIDES:  # of a reader that came in just now: it reads the old file, and wrote nothing
        beside(live, side).unlink(missing_ok=True)
    unfinished(live).unlink(missing_ok=True)
    flush(live.parent)


def settled(live: Path) -> bool:
    """Fold the journals into the file, so that it is whole without them; False where it is too damaged for that.

    Raises StoreInUse where any program has it open.
    """
    if live.stat().st_size == 0:  # SQLite would throw the journals of an empty file away
        return False
    try:
        with opened(live) as connection:
            connection.execute("PRAGMA busy_timeout = 2000")
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in BUSY:
            raise StoreInUse(live) from error
        if error.sqlite_errorcode & 0xFF not in BROKEN:
            raise StoreFailed(DBAPIError("journal_mode", None, error)) from error
        return False
    if mode != ("delete",):
        raise StoreInUse(live)
    return not any(beside(live, side).exists() for side in ("-wal", "-journal"))


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file, or which names a folder has."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move_sides(live: Path, kept: Path) -> None:
    """Move the journals of a damaged or missing store away, and leave a note until the new one stands."""
    unfinished(live).touch(mode=0o600)
    flush(live.parent)
    for side in SIDES:
        if beside(live, side).exists():
            os.replace(beside(live, side), beside(kept, side))


def _second_name(live: Path, kept: Path) -> None:
    try:
        os.link(live, kept)
    except OSError:  # a disk without hard links
        shutil.copyfile(live, kept)
        shutil.copymode(live, kept)
        flush(kept)


def _drop_aliases(live: Path) -> None:
    """Drop second names of the very file in use, which a swap that was killed left."""
    for name in live.parent.glob(f"{escape(live.name)}.*"):
        if name.is_file() and name.samefile(live):
            name.unlink()


def _like(fresh: Path, live: Path) -> None:
    """The new file belongs to whom the old one did, also where the administrator swaps it."""
    old = live.stat()
    if (fresh.stat().st_uid, fresh.stat().st_gid) != (old.st_uid, old.st_gid):
        os.chown(fresh, old.st_uid, old.st_gid)
