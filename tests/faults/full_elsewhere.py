"""T5, second half: the disk is full for a backup, an export, an import, or what is printed."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from lib.delivery.tables import TimeEntry
from lib.exporting import export
from lib.exporting.csv_files import template
from lib.importing.apply import apply
from lib.importing.preview import Preview, preview
from lib.importing.sources import read_sources
from lib.store.backup import make_backup
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import damage, open_store
from lib.store.users import users
from tests.faults.full_store import opened, reads, sentence, unclear
from tests.faults.kills import close
from tests.faults.saves import half_written, save
from tests.faults.small_disk import Place, limited
from tests.wire.client import Visitor, open_tab
from tests.wire.serving import serve

ROOT = Path(__file__).parents[2]
HOURS = table_of(TimeEntry)


def full_backup(empty: Path, folder: Path, place: Place) -> tuple[str, list[str]]:
    """The disk of the backups is full, by what the system says of it, and only once it is written to."""
    store, desk, _before = opened(empty, folder)
    target = place.folder / "backups"
    make_backup(store, "Ann", target)
    kept, words, faults = _content(target), list[str](), list[str]()
    for full in (place, limited(folder / "nothing")):
        with full.full():
            words.append(sentence(lambda: make_backup(store, "Ann", target)) or "no word")
        faults += [*unclear(words[-1]), *_unchanged(target, kept)]
        save(store, desk, "Ann", 0, f"meanwhile {len(words)}")
    again = sentence(lambda: make_backup(store, "Ann", target))
    close(store)
    return f"“{words[0]}”", faults + ([again] if again else [])


def full_export(empty: Path, folder: Path, place: Place) -> tuple[str, list[str]]:
    """The disk of the export is full, for CSV files and for a workbook."""
    store, desk, _before = opened(empty, folder)
    for number in range(8):
        save(store, desk, "Ann", number, str(number))
    folder_there, workbook = place.folder / "csv", place.folder / "all.xlsx"
    ways = (partial(export, store, folder_there, "csv"), partial(export, store, workbook, "xlsx"))
    for way in ways:
        way()
    kept = _content(place.folder)
    with place.full():
        told = [sentence(way) or "no word" for way in ways]
        faults = [fault for one in told for fault in unclear(one)]
    faults += _unchanged(place.folder, kept)
    faults += [again for way in ways if (again := sentence(way))]
    close(store)
    return f"“{told[0]}”", faults


def _content(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "filler")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _unchanged(folder: Path, kept: dict[str, bytes]) -> list[str]:
    now = _content(folder)
    left = [name for name in now if name not in kept]
    return [f"{name} was left behind" for name in left] + [
        f"{name} was changed" for name in kept if now.get(name) != kept[name]
    ]


def full_import(empty: Path, folder: Path, place: Place) -> tuple[str, list[str]]:
    """An import fills the disk of the store."""
    store, desk, before = opened(empty, place.folder)
    for number in range(4):
        save(store, desk, "Ann", number, str(number))
    plan = _plan(store, folder, 20_000)
    with place.full():
        told = sentence(lambda: apply(store, "Ann", plan)) or "no word"
        faults = [*unclear(told), *reads(store, {"0", "1", "2", "3"})]
        faults += [] if _hours(store) == 0 else ["a part of the import is there"]
    faults += [*half_written(store, before), *damage(store)]
    again = sentence(lambda: apply(store, "Ann", _plan(store, folder, 2_000)))
    faults += [again] if again else [] if _hours(store) == 2_000 else ["the import did not go in later"]
    close(store)
    return f"“{told}”", faults


def _plan(store: Store, folder: Path, rows: int) -> Preview:
    return preview(store, read_sources([_file(folder, rows)]))


def _file(folder: Path, rows: int) -> Path:
    """A file of hours as Steward's own template asks for them."""
    header = template(HOURS).decode().strip().replace('"', "").split(",")
    lines = [",".join(header)]
    for number in range(rows):
        day = f"{2020 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        values = {"worked_on": day, "minutes": str(number % 400 + 1), "task": f"task {number}", "billable": "yes"}
        lines.append(",".join(values.get(name, "") for name in header))
    path = folder / "time_entry.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _hours(store: Store) -> int:
    [(count,)] = store.rows(select(func.count()).select_from(HOURS))
    return int(count)


def full_log(empty: Path, folder: Path, place: Place) -> tuple[str, list[str]]:
    """What a command prints goes to a full disk: its work is done whole, or not at all and its exit code says so."""
    store, _desk, before = opened(empty, folder)
    close(store)
    command = [sys.executable, "manage.py", "users", "add", "Ann", "ann@firm.example", "--role", "admin"]
    environment = os.environ | {"STEWARD_DATABASE_URL": store.url}
    with place.full(), (place.folder / "steward.log").open("w") as log:
        code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, env=environment, check=False).returncode
    open_store(store.url)
    there, faults = len(users(store)), [*damage(store), *half_written(store, before)]
    faults += [] if there == 1 or (there == 0 and code) else [f"{there} of 1 user is there, exit code {code}"]
    close(store)
    return f"a command's print: {there} of 1 user stored, exit code {code}", faults


def full_server_log(empty: Path, folder: Path, place: Place) -> tuple[str, list[str]]:
    """The server's own log goes to a full disk: pages are shown all the same."""
    store, _desk, _before = opened(empty, folder)
    close(store)
    with place.full():
        server = serve(store.url, place.folder / "server.log")
        try:
            with open_tab(Visitor(server.address), "portfolio") as tab:
                shown, errors = tab.words(), tab.errors()
        finally:
            server.stop()
    faults = [str(error) for error in errors] + ([] if shown else ["the page is empty"])
    return f"a page of the server: {len(shown)} words, {len(errors)} errors", faults
