"""The command `python -m tests.faults`: every fault test in full, one after the other, and its table for README."""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lib.store.opening import create_store
from tests import demo_firm
from tests.faults import damage, kills, many_writers, no_room, one_record, torn
from tests.faults.backups import backups
from tests.faults.migrations import migrations
from tests.faults.outcome import Outcome, table
from tests.faults.restores import restores
from tests.postgres.finding import NoPostgres
from tests.postgres.running import NotStarted, server

ROOT = Path(__file__).parents[2]
TABLE = ROOT / ".bench" / "faults.md"


def main() -> int:
    """Run the tests that were asked for, all by default; 1 where a target is missed."""
    parser = argparse.ArgumentParser("python -m tests.faults", description="Measure what Steward survives.")
    parser.add_argument("--only", nargs="+", metavar="TEST", choices=sorted(TESTS))
    asked = parser.parse_args().only
    found = []
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        demo_firm.shared[:] = [Path(place)]
        for name in asked or TESTS:
            folder = Path(place) / name
            folder.mkdir()
            for told in TESTS[name](folder):
                outcome = replace(told, seen=told.seen.replace(place, "…"))
                sys.stdout.write(f"{'PASS' if outcome.passed else 'FAIL'}  {outcome}\n")
                sys.stdout.flush()
                found.append(outcome)
    _tell(found, None if asked else TABLE)
    return 0 if all(outcome.passed for outcome in found) else 1


def _tell(found: Sequence[Outcome], path: Path | None) -> None:
    told = f"{_circumstances()}\n\n{table(found)}\n"
    sys.stdout.write(f"\n{told}\n{sum(one.passed for one in found)} of {len(found)} passed.\n")
    if path is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
        sys.stdout.write(f"The table is in {path.relative_to(ROOT)}.\n")


def _circumstances() -> str:
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}."
    )


def _empty(folder: Path, name: str) -> Path:
    path = folder / f"{name}.db"
    kills.close(create_store(f"sqlite:///{path}"))
    return path


def _writers(folder: Path) -> Iterator[Outcome]:
    yield many_writers.processes(f"sqlite:///{_empty(folder, 'processes')}", 16, 500)
    yield many_writers.threads(f"sqlite:///{_empty(folder, 'threads')}", 40, 50)


def _editors(folder: Path) -> Iterator[Outcome]:
    yield one_record.editors(f"sqlite:///{_empty(folder, 'editors')}", 8, 40)
    try:
        with server() as url:
            create_store(url)
            yield one_record.editors(url, 8, 40)
    except (NoPostgres, NotStarted) as error:
        yield Outcome("T2", "the same on PostgreSQL", one_record.TARGET, f"not run: {error}", False)


def _damages(folder: Path) -> Iterator[Outcome]:
    good = damage.sound(_empty(folder, "good"), 160)
    yield damage.damaged(good, folder, 240)
    yield damage.wrong_files(good, folder)
    yield damage.flipped(good, folder, 60)


TESTS: dict[str, Callable[[Path], Iterator[Outcome] | Sequence[Outcome]]] = {
    "T1": _writers,
    "T2": _editors,
    "T3": lambda folder: [kills.killed(_empty(folder, "empty"), folder, 200)],
    "T4": lambda folder: [torn.torn(_empty(folder, "empty"), folder, 400)],
    "T5": lambda folder: no_room.no_room(_empty(folder, "empty"), folder),
    "T6": lambda folder: backups(folder, True),
    "T7": lambda folder: restores(folder, True),
    "T8": _damages,
    "T9": lambda folder: migrations(folder, True),
}


if __name__ == "__main__":
    os.environ["STEWARD_FAULTS"] = "full"
    sys.exit(main())
