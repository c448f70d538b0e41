"""Demo firms to measure on: built once for each version of the demo into a folder git ignores, copied for each run."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lib.errors import StewardError
from lib.store.migrating import code_revision

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".bench"
UNTIL = date(2026, 10, 31)  # fixed, so that the firm of a version is the same on every day it is measured

Say = Callable[[str], None]


class BenchFailed(StewardError):
    """The bench cannot be run; says why."""


@dataclass(frozen=True)
class Firm:
    """How large a demo firm is."""

    accounts: int
    months: int = 36

    @property
    def name(self) -> str:
        return f"demo-{self.accounts}x{self.months}"

    def __str__(self) -> str:
        return f"{self.accounts:,} accounts, {self.months} months"


def store_of(firm: Firm, given: Path | None, say: Say) -> Path:
    """The store of a firm: from the folder `given`, else from the cache, built there where it is not yet.

    Raises BenchFailed where the folder lacks it or the demo firm cannot be built.
    """
    if given is not None:
        path = given / f"{firm.name}.db"
        if not path.is_file():
            raise BenchFailed(f"{path} is missing: make it with `manage.py demo`, or leave out --stores.")
        return path
    path = CACHE / f"{firm.name}-{version_of_the_demo()}.db"
    if not path.is_file():
        _build(firm, path, say)
    return path


def version_of_the_demo() -> str:
    """Changes with everything the content of a demo firm depends on: its code, its parameters, the schema."""
    told = hashlib.sha256(f"{code_revision()} {UNTIL}".encode())
    for path in [*sorted((ROOT / "lib" / "demo").glob("*.py")), ROOT / "data" / "demo.toml"]:
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


def _build(firm: Firm, path: Path, say: Say) -> None:
    say(f"Building a demo firm of {firm} in {CACHE.name}/, once for each version of the demo (minutes) ...")
    CACHE.mkdir(exist_ok=True)
    for older in CACHE.glob(f"{firm.name}-*"):
        older.unlink()
    part = path.with_suffix(".part")
    size = ("--accounts", str(firm.accounts), "--months", str(firm.months), "--until", UNTIL.isoformat())
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", *size],
        cwd=ROOT, env=os.environ | {"STEWARD_DATABASE_URL": f"sqlite:///{part}"}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BenchFailed(f"The demo firm of {firm} could not be built, see above.")
    copied(part, path)
    for left in CACHE.glob(f"{part.name}*"):
        left.unlink()


def copied(source: Path, target: Path) -> None:
    """A copy of a store, with what still stands in its write-ahead log."""
    part = target.with_name(f"{target.name}.copying")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    part.rename(target)
