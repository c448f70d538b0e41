"""Making a backup of a SQLite store while people write: copied, checked, written to the disk, then named."""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lib.errors import StewardError
from lib.store import permissions
from lib.store.backups import PART, Backup, folder_of, manifest_of, named, path_for, sha256, write_manifest
from lib.store.engine import Store
from lib.store.gate import WriteGate
from lib.store.soundness import Contents, check_ours, contents, faults, opened
from lib.store.swapping import SIDES, beside, flush
from lib.store.thinning import thin_out

ROOM = 3  # times the store's size must be free: the copy, and two more before anybody notices
TRIES = 3
BEGUN = (f".json{PART}", *(f".db{PART}{side}" for side in ("", *SIDES)))  # endings


class BackupFailed(StewardError):
    """No backup was made; those of before are as they were."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"No backup was made: {reason}. The backups of before are as they were.")


@dataclass(frozen=True)
class Made:
    """A new backup, and the old ones that went because they need not be kept."""

    backup: Backup
    gone: list[Path]


def make_backup(store: Store, who: str, folder: Path | None = None) -> Made:
    """Copy the store to `folder` (see `folder_of`), with its manifest beside it, and thin out the older copies.

    Nobody waits meanwhile: the copy is read from one moment's snapshot. Raises BackupFailed, ServerBacksUp, NotAllowed.
    """
    permissions.require(store, "make a backup")
    target = folder_of(store, folder)
    assert store.path is not None
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with WriteGate(target / ".lock").turn():  # two at once would sweep each other's beginnings away
            _sweep(target, store.path.name)
            _room(store.path, target)
            made = _made(store, who, target)
            return Made(made, thin_out(target, store.path.name, made.origin))
    except sqlite3.Error as error:
        raise BackupFailed(f"{error}, so see whether the disk of {target} is full or broken") from error
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename or target})"
        raise BackupFailed(f"{reason}, so see that {target} is a folder you may write to, or give another") from error


def _sweep(folder: Path, name: str) -> None:
    """Remove what a backup that was killed left: beginnings, and manifests whose backup never got its name."""
    for begun in named(folder, name, *BEGUN):
        begun.unlink()
    for manifest in named(folder, name, ".json"):
        if not manifest.with_suffix(".db").exists():
            manifest.unlink()


def _room(path: Path, folder: Path) -> None:
    size = sum(file.stat().st_size for file in (path, beside(path, "-wal")) if file.exists())
    free = shutil.disk_usage(folder).free
    if free < ROOM * size:
        raise BackupFailed(
            f"{folder} has {free / 1e6:,.0f} MB free and {ROOM * size / 1e6:,.0f} MB are wanted "
            f"({ROOM} times the store), make room or give another folder with --to"
        )


def _made(store: Store, who: str, folder: Path) -> Backup:
    assert store.path is not None
    at = datetime.now(UTC)
    path = path_for(folder, store.path.name, at)
    part = beside(path, PART)
    try:
        held = _copied(store, part)
        check_ours(part)
        if found := faults(part):
            raise BackupFailed(f"the copy is damaged ({found[0]}), so look at the store with `python manage.py check`")
        flush(part)
        size, digest = part.stat().st_size, sha256(part)
        backup = Backup(path, at, who, held.revision or "", size, digest, held.rows, held.head, held.origin)
        write_manifest(backup)
        os.replace(part, path)
        flush(folder)
    except BaseException:
        _drop(part, path)
        raise
    return backup


def _drop(part: Path, path: Path) -> None:
    for file in (part, *(beside(part, side) for side in SIDES), manifest_of(path), beside(manifest_of(path), PART)):
        file.unlink(missing_ok=True)


def _copied(store: Store, part: Path) -> Contents:
    """Copy the store, and see that the copy holds what the store held at that moment.

    The moment is caught twice, just before the copy and by it: a write in between (a thousandth of a second) makes
    the two differ, and it is done again; at last with the writers waiting.
    """
    assert store.path is not None
    for _ in range(TRIES):
        held = _copied_once(store.path, part)
        if held is not None:
            return held
    with store.gate.turn():
        held = _copied_once(store.path, part)
    if held is None:
        raise BackupFailed("the copy does not hold what the store holds")
    return held


def _copied_once(path: Path, part: Path) -> Contents | None:
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # SQLite takes an empty file over, with its rights
    with opened(path) as looking, opened(path) as copying:
        looking.execute("BEGIN")
        looking.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on one moment is seen
        copying.execute("VACUUM INTO ?", (str(part),))
        held = contents(looking)
    with opened(part) as copy:
        return held if contents(copy) == held else None
