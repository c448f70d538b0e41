"""Putting a backup in the place of a SQLite store, after the checks that would refuse it."""

import hashlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from lib.errors import StewardError
from lib.store import in_use
from lib.store.backups import Backup, ServerBacksUp, read_manifest
from lib.store.engine import connect, store_url
from lib.store.migrating import code_revision, known_revisions
from lib.store.soundness import Contents, StoreDamaged, StoreForeign, check_ours, contents, faults, opened
from lib.store.swapping import SIDES, beside, settled, swap_in

PIECE = 1 << 20


class UnsoundBackup(StewardError):
    """A file that cannot take the place of the store."""

    def __init__(self, file: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{file} was not restored: {reason}. The store is as it was.")


@dataclass(frozen=True)
class Restored:
    """What a restore put in place; `kept`: where the store of before is, None where there was none.

    `strange`: the change logs of the two begin differently, so one is another firm's, or was begun anew.
    """

    revision: str
    rows: int
    kept: Path | None
    strange: bool

    @property
    def older(self) -> bool:
        """Whether the store must be migrated before it can be used."""
        return self.revision != code_revision()


def restore(file: Path, url: str | None = None, *, manifest: bool = True) -> Restored:
    """Put the backup `file` in the place of the store at `url`; the store of before is kept beside it.

    Without `manifest` the file needs none beside it (a copy kept before a migration, one of another tool) and is
    trusted as far as its own checks go. Raises UnsoundBackup, StoreInUse, ServerBacksUp; then nothing was changed.
    """
    store = connect(url or store_url())
    live = store.path
    if live is None:
        raise ServerBacksUp
    fresh = beside(live, ".restoring")
    with in_use.alone(live), store.gate.turn():
        store.reads.dispose()
        store.writes.dispose()
        try:
            if file.exists() and live.exists() and file.samefile(live):
                raise UnsoundBackup(file, "it is the store itself")
            if live.exists():
                settled(live)  # refuses before the work what would be refused after it
            held = take(file, fresh, manifest=manifest)
            kept, there, strange = _kept_name(live), live.exists(), _origin(live) not in ("", held.origin)
            swap_in(fresh, live, kept)
        except OSError as error:
            raise UnsoundBackup(file, f"{error.strerror or error}") from error
        finally:
            drop_copy(fresh)
    return Restored(held.revision or "", sum(held.rows.values()), kept if there else None, strange)


def take(file: Path, fresh: Path, *, manifest: bool = True) -> Contents:
    """Copy a backup to `fresh` and check the copy as whole, ours, undamaged, what its manifest says. See `restore`."""
    if not file.is_file():
        raise UnsoundBackup(file, "there is no such file")
    told = _told(file) if manifest else None
    if any(beside(file, side).exists() and beside(file, side).stat().st_size for side in SIDES[::2]):
        raise UnsoundBackup(file, "a journal lies beside it, so it is a store in use and no finished backup")
    found = _copy(file, fresh)
    if told is not None and found != told.sha256:
        raise UnsoundBackup(file, "its content is not what was written (its SHA-256 differs from the manifest's)")
    held = _checked(file, fresh)
    if told is not None and (held.rows, held.head) != (told.rows, told.head):
        raise UnsoundBackup(file, "its rows are not those its manifest counts")
    return held


def _told(file: Path) -> Backup:
    told = read_manifest(file)
    if told is None:
        reason = "the .json beside it, which says what it holds, is missing or unreadable"
        raise UnsoundBackup(file, f"{reason}; for a file that never had one (a .pre- copy) add --no-manifest")
    return told


def _copy(file: Path, fresh: Path) -> str:
    """Copy a file, for this user only; gives the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    drop_copy(fresh)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with file.open("rb") as source, os.fdopen(handle, "wb") as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _checked(file: Path, fresh: Path) -> Contents:
    try:
        check_ours(fresh)
        if found := faults(fresh):
            raise UnsoundBackup(file, f"it is damaged ({found[0]})")
        with opened(fresh) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # a file that was copied from a store may say WAL
            held = contents(connection)
    except StoreForeign as wrong:
        raise UnsoundBackup(file, wrong.reason) from wrong
    except StoreDamaged as wrong:
        raise UnsoundBackup(file, f"it is damaged ({wrong.reason})") from wrong
    except sqlite3.Error as error:
        raise UnsoundBackup(file, f"it could not be read ({error})") from error
    if held.revision not in known_revisions():
        raise UnsoundBackup(file, f"a newer Steward wrote it (version {held.revision}), update this one first")
    return held


def _origin(live: Path) -> str:
    """The first seal of the store of before; "" where it is gone, damaged or has none."""
    try:
        with opened(live) as connection:
            return contents(connection).origin
    except sqlite3.Error:
        return ""


def _kept_name(live: Path) -> Path:
    """A name that nobody has: two restores of one second must not keep the second's store in the first one's place."""
    name = f".before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    names = (beside(live, name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(path for path in names if not path.exists())


def drop_copy(fresh: Path) -> None:
    """Remove a copy that `take` made, with whatever SQLite put beside it."""
    for one in (fresh, *(beside(fresh, side) for side in SIDES)):
        one.unlink(missing_ok=True)
