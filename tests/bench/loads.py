"""An import as a side of a goal: 100,000 rows checked and written as the product does, and written by sqlite3 alone."""

import csv
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.store.engine import Store
from lib.store.opening import create_store, open_store
from tests.bench.firms import copied
from tests.bench.pages import Stage, Work
from tests.bench.visits import Differs

ROWS, THERE, CHANGED, ACCOUNTS = 100_000, 50_000, 5_000, 500
HEADER = ("id", "account_id", "earned_on", "amount_cents", "kind")
DAYS = 1_800
WRITTEN = f"SELECT {', '.join(HEADER)} FROM revenue ORDER BY id"


def into_empty(stage: Stage) -> Work:
    """A side: read, checked, held against an empty table, written as one batch with its line in the change log."""
    return _ours(stage, _store(stage, "empty", ()))


def into_half_full(stage: Stage) -> Work:
    """A side: the same where half of the rows are there already, every tenth of these with another amount.

    So each row is looked up, 50,000 are new, 45,000 the same, and 5,000 changed with a line each in the change log.
    """
    return _ours(stage, _store(stage, "half", _there()))


def by_sqlite(stage: Stage) -> Work:
    """A side: csv.reader into executemany, one transaction, into the same table with its rules and indexes."""
    file, store = _file(stage), _store(stage, "empty", ())
    return Work(lambda: None, lambda: _by_sqlite(store, file))


def _rows() -> Iterator[tuple[int, int, str, int, str]]:
    kinds = ("recurring", "project")
    for at in range(ROWS):
        day = date(2021, 1, 1) + timedelta(at % DAYS)
        yield at + 1, at % ACCOUNTS + 1, day.isoformat(), (at * 7_919) % 1_000_000 + 100, kinds[at % 2]


def _there() -> Iterator[tuple[int, int, str, int, str]]:
    for number, account, day, cents, kind in islice(_rows(), THERE):
        yield number, account, day, cents + (number <= CHANGED), kind


def _file(stage: Stage) -> Path:
    path = stage.folder / "load" / "revenue.csv"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        _write(path, HEADER, _rows())
    return path


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def _store(stage: Stage, name: str, rows: Iterable[Iterable[object]]) -> Path:
    """A store of 500 accounts and some revenue, made once."""
    path = stage.folder / f"load-{name}.db"
    if not path.exists():
        stage.say(f"  import, {name} table: both ways must leave the same rows")
        folder = stage.folder / f"load-{name}"
        folder.mkdir()
        _write(folder / "account.csv", ("id", "name"), ((at, f"Client {at}") for at in range(1, ACCOUNTS + 1)))
        _write(folder / "revenue.csv", HEADER, rows)
        store = create_store(f"sqlite:///{path}")
        apply(store, "Bench", preview(store, read_sources([folder])))
        _left(store)
    return path


def _ours(stage: Stage, empty: Path) -> Work:
    file, target = _file(stage), stage.folder / f"{empty.stem}-ours.db"
    return Work(lambda: _refuse_other_rows(empty, target, file), lambda: _imported(empty, target, file))


def _imported(empty: Path, target: Path, file: Path) -> float:
    """CPU seconds from the file to the batch; opening a fresh copy of the store is not in them."""
    _fresh(empty, target)
    store = open_store(f"sqlite:///{target}")
    began = time.process_time()
    apply(store, "Bench", preview(store, read_sources([file])))
    spent = time.process_time() - began
    _left(store)
    return spent


def _by_sqlite(empty: Path, file: Path) -> float:
    target = empty.with_name("load-bare.db")
    _fresh(empty, target)
    statement = f"INSERT INTO revenue ({', '.join(HEADER)}, recorded_at, version) VALUES (?, ?, ?, ?, ?, '', 1)"
    began = time.process_time()
    with closing(sqlite3.connect(target)) as connection, file.open(newline="", encoding="utf-8") as lines:
        reader = csv.reader(lines)
        next(reader)
        connection.executemany(statement, reader)
        connection.commit()
    return time.process_time() - began


def _left(store: Store) -> None:
    """Shut its connections, so that its file can be replaced."""
    store.reads.dispose()
    store.writes.dispose()


def _fresh(empty: Path, target: Path) -> None:
    for old in target.parent.glob(f"{target.name}*"):
        old.unlink()
    copied(empty, target)


def _refuse_other_rows(empty: Path, target: Path, file: Path) -> None:
    """What the import leaves must be what sqlite3 leaves in an empty table."""
    _imported(empty, target, file)
    bare = empty.with_name("load-bare.db")
    _by_sqlite(empty.with_name("load-empty.db"), file)
    with closing(sqlite3.connect(target)) as ours, closing(sqlite3.connect(bare)) as theirs:
        if ours.execute(WRITTEN).fetchall() != theirs.execute(WRITTEN).fetchall():
            raise Differs("The import leaves other rows than sqlite3 does.")
