"""The backups in a folder: what is written beside each, which are good, which are kept."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lib.errors import StewardError
from lib.store.engine import Store

KEPT = {"hour": 24, "day": 14, "month": 12}
OVERDUE = timedelta(hours=26)
PART = ".part"
DRILL = "drill.json"


class ServerBacksUp(StewardError):
    """Backups of a database server are the server's own work."""

    def __init__(self) -> None:
        super().__init__(
            "This store is on a database server, whose own backups keep it: pg_dump and WAL archiving, set up by "
            "whoever runs the server."
        )


@dataclass(frozen=True)
class Backup:
    """One finished backup, as the file beside it says. `rows` by table; `head`: seal of the newest change.

    `made_at` is aware (UTC); `size` in bytes; `sha256` of the whole file, in hex.
    """

    path: Path
    made_at: datetime
    made_by: str
    revision: str
    size: int
    sha256: str
    rows: dict[str, int]
    head: str

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Drill:
    """One rehearsal of a restore: when (aware, UTC), of which backup, what was found ("" : all sound)."""

    at: datetime
    backup: str
    rows: int
    found: str

    @property
    def good(self) -> bool:
        """Whether the backup could have been put in place."""
        return not self.found


def folder_of(store: Store, folder: Path | None = None) -> Path:
    """Where backups go: `folder`, else STEWARD_BACKUP_DIR, else `backups` beside the store. Raises ServerBacksUp."""
    if store.path is None:
        raise ServerBacksUp
    chosen = os.environ.get("STEWARD_BACKUP_DIR")
    return folder or (Path(chosen) if chosen else store.path.parent / "backups")


def manifest_of(path: Path) -> Path:
    """The file beside a backup that says what it holds."""
    return path.with_suffix(".json")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file whole or not at all, for this user only."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def write_manifest(backup: Backup) -> None:
    """Write what a backup holds beside it."""
    write_json(manifest_of(backup.path), asdict(backup) | {"path": backup.path.name, "made_at": str(backup.made_at)})


def read_manifest(path: Path) -> Backup | None:
    """What is written beside a backup; None where nothing is, or nothing that can be read."""
    try:
        told = json.loads(manifest_of(path).read_text(encoding="utf-8"))
        return Backup(**(told | {"path": path, "made_at": _moment(told["made_at"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def backups(folder: Path, name: str) -> list[Backup]:
    """The good backups of the store file `name`, newest first: with their manifest, and of the size it says."""
    found = (read_manifest(path) for path in folder.glob(f"{_stem(name)}-*.db"))
    good = (one for one in found if one is not None and one.path.stat().st_size == one.size)
    return sorted(good, key=lambda one: one.made_at, reverse=True)


def odd_ones(folder: Path, name: str) -> list[Path]:
    """Files that look like backups of the store and are none: cut off, or without their manifest."""
    good = {one.path for one in backups(folder, name)}
    return sorted(path for path in folder.glob(f"{_stem(name)}-*.db") if path not in good)


def path_for(folder: Path, name: str, at: datetime) -> Path:
    """The name of a backup made at a moment; milliseconds keep two of one second apart."""
    return folder / f"{_stem(name)}-{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}.db"


def _stem(name: str) -> str:
    return Path(name).stem


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups to keep: the newest of each of the last 24 hours, 14 days and 12 months that have any.

    Hours without a backup do not count, so that a machine that slept keeps as many; the newest of all always stays.
    """
    newest_first = sorted(set(moments), reverse=True)
    return {one for unit, most in KEPT.items() for one in _newest_of_each(newest_first, _BEGINNING[unit])[:most]}


def _newest_of_each(newest_first: list[datetime], beginning: Callable[[datetime], datetime]) -> list[datetime]:
    first: dict[datetime, datetime] = {}
    for moment in newest_first:
        first.setdefault(beginning(moment), moment)
    return list(first.values())


_BEGINNING: dict[str, Callable[[datetime], datetime]] = {
    "hour": lambda at: at.replace(minute=0, second=0, microsecond=0),
    "day": lambda at: at.replace(hour=0, minute=0, second=0, microsecond=0),
    "month": lambda at: at.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
}


def thin_out(folder: Path, name: str) -> list[Path]:
    """Remove the good backups that need not be kept; files that are no good ones stay, for a person to look at."""
    found = backups(folder, name)
    keep = kept(one.made_at for one in found)
    gone = [one.path for one in found if one.made_at not in keep]
    for path in gone:  # the file first: a manifest without its file looks like no backup
        path.unlink(missing_ok=True)
        manifest_of(path).unlink(missing_ok=True)
    return gone


def write_drill(folder: Path, drill: Drill) -> None:
    """Keep the newest rehearsal and the newest good one."""
    good = drill if drill.good else last_drill(folder, good=True)
    told = {"last": drill, "last_good": good}
    write_json(folder / DRILL, {name: asdict(one) | {"at": str(one.at)} for name, one in told.items() if one})


def last_drill(folder: Path, *, good: bool = False) -> Drill | None:
    """The newest rehearsal of a restore, or the newest `good` one; None where there was none."""
    try:
        told = json.loads((folder / DRILL).read_text(encoding="utf-8"))["last_good" if good else "last"]
        return Drill(**(told | {"at": _moment(told["at"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return None
