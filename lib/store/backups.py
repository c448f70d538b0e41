"""The backups in a folder: what is written beside each, which are good, which are kept."""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lib.errors import StewardError
from lib.store.engine import Store

OVERDUE = timedelta(hours=26)
PART = ".part"
DRILL = "drill.json"
UNREADABLE = (OSError, ValueError, TypeError, KeyError, OverflowError)


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

    `made_at` is aware (UTC); `size` in bytes; `sha256` of the whole file, in hex; `origin`: seal of the first change,
    which tells one firm's stores from another's, "" where nobody wrote it down.
    """

    path: Path
    made_at: datetime
    made_by: str
    revision: str
    size: int
    sha256: str
    rows: dict[str, int]
    head: str
    origin: str = ""

    def __post_init__(self) -> None:
        told = (self.made_by, self.revision, self.sha256, self.head, self.origin)
        counts = (self.size, *self.rows.values()) if isinstance(self.rows, dict) else ("no table",)
        if not (all(isinstance(one, str) for one in told) and all(isinstance(one, int) for one in counts)):
            raise TypeError("a manifest that somebody changed by hand")

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

    def __post_init__(self) -> None:
        if not (isinstance(self.backup, str) and isinstance(self.rows, int) and isinstance(self.found, str)):
            raise TypeError("a note of a rehearsal that somebody changed by hand")

    @property
    def good(self) -> bool:
        """Whether the backup could have been put in place."""
        return not self.found


def folder_of(store: Store, folder: Path | None = None) -> Path:
    """Where backups go: `folder`, else STEWARD_BACKUP_DIR, else `backups` beside the store. Raises ServerBacksUp."""
    if store.path is None:
        raise ServerBacksUp
    chosen = os.environ.get("STEWARD_BACKUP_DIR")
    return folder or (Path(chosen).expanduser() if chosen else store.path.parent / "backups")


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
    except UNREADABLE:
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def backups(folder: Path, name: str) -> list[Backup]:
    """The good backups of the store file `name`, newest first: with their manifest, and of the size it says."""
    found = (read_manifest(path) for path in named(folder, name, ".db"))
    good = (one for one in found if one is not None and _size(one.path) == one.size)
    return sorted(good, key=lambda one: one.made_at, reverse=True)


def newest(folder: Path, name: str) -> Backup | None:
    """The newest good backup; one of the future, made when a clock was wrong, only where there is no other."""
    found = backups(folder, name)
    return next(iter([*past(found), *found]), None)


def past(found: list[Backup]) -> list[Backup]:
    """Those whose moment this machine's clock has passed."""
    now = datetime.now(UTC)
    return [one for one in found if one.made_at <= now]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # thinned out just now
        return None


def odd_ones(folder: Path, name: str) -> list[Path]:
    """Files that look like backups of the store and are none: cut off, or without their manifest."""
    good = {one.path for one in backups(folder, name)}
    return sorted(path for path in named(folder, name, ".db") if path not in good)


def path_for(folder: Path, name: str, at: datetime) -> Path:
    """The name of a backup made at a moment; milliseconds keep two of one second apart."""
    return folder / f"{_stem(name)}-{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}.db"


def named(folder: Path, name: str, *endings: str) -> list[Path]:
    """The files of a folder named as backups of the store file `name` are, by ending; others' files are not ours."""
    ours = re.compile(rf"{re.escape(_stem(name))}-\d{{8}}T\d{{9}}({'|'.join(map(re.escape, endings))})")
    return [path for path in folder.glob("*") if ours.fullmatch(path.name)]


def _stem(name: str) -> str:
    return Path(name).stem


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    except UNREADABLE:
        return None
