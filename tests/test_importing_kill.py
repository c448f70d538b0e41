"""An import that is killed, or runs beside other writers: all of it is there or nothing, and nobody's work is lost."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.store.opening import create_store, damage
from lib.store.writing import Write, perform
from tests import databases
from tests.conftest import ROOT
from tests.importing_cases import HOURS, rows

ROWS = 20_000
KILLS = 4
# What the killed process runs: it says when it begins to write, at each piece written, and when it is done.
IMPORT = """
import sys
from pathlib import Path
from lib.importing import bulk
from lib.importing.apply import apply
from lib.importing.mapping import recognise
from lib.importing.mapping_files import read_mapping
from lib.importing.preview import preview
from lib.importing.readers import read_file
from lib.importing.sources import source_of
from lib.store.opening import open_store

bulk.ROWS_AT_ONCE = 500
folder, url = Path(sys.argv[1]), sys.argv[2]
mapping = read_mapping(folder / "mapping.toml")
[raw] = read_file(folder / "hours.csv")
store = open_store(url)
plan = preview(store, [source_of(raw, recognise(raw, None, [mapping]))])
print("writing", flush=True)
apply(store, "Ann", plan, progress=lambda done, total, what: print(done, flush=True))
print("done", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mapping, a file of many hours, and the script that imports them."""
    (tmp_path / "mapping.toml").write_text(HOURS, encoding="utf-8")
    lines = [
        f"Person {number % 30},Client {number % 90},2024-{number % 12 + 1:02}-{number % 28 + 1:02},{number % 8 + 1}\n"
        for number in range(ROWS)
    ]
    (tmp_path / "hours.csv").write_text("Who,Client,Day,Hours\n" + "".join(lines), encoding="utf-8")
    return tmp_path


def start(folder: Path, store: Store) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", IMPORT, str(folder), store.url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while (line := process.stdout.readline()).strip() != "writing":
        assert line, "the import ended before it began to write"
    return process


def whole(store: Store) -> bool:
    """Whether the import is there; raises where only a part of it is."""
    assert damage(store) == []
    found = {table: len(rows(store, table, "id")) for table in ("time_entry", "person", "account", "import_batch")}
    log = rows(store, "change_log", "table_name", "new")
    if found == {"time_entry": 0, "person": 0, "account": 0, "import_batch": 0}:
        assert log == []
        return False
    assert found == {"time_entry": ROWS, "person": 30, "account": 90, "import_batch": found["import_batch"]}
    assert log.count(("time_entry", f"{ROWS} rows")) == 1
    return True


def test_a_killed_import_leaves_all_of_it_or_nothing(folder: Path) -> None:
    store, chance = create_store(databases.fresh(folder, "steward")), random.Random(7)
    unfinished = 0
    for _ in range(KILLS):
        process = start(folder, store)
        assert process.stdout is not None
        seen = ""
        for _ in range(chance.randrange(ROWS // 500 + 2)):
            seen = process.stdout.readline().strip() or seen
        time.sleep(chance.random() / 50)
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        acknowledged = "done" in (seen, *rest.split())
        there = whole(store)
        assert there or not acknowledged, "an import that was said to be done is gone"
        unfinished += not there
    assert unfinished, "no kill came before the end: choose earlier moments"
    last = start(folder, store)
    assert "done" in last.communicate()[0].split()
    assert whole(store)


def test_a_person_edits_while_another_process_imports(folder: Path) -> None:
    store = create_store(databases.fresh(folder, "steward"))
    number = perform(store, "Bob", "add", lambda write: write.add(Account(name="Client 5"))) or 0

    def write_note(text: str) -> None:
        def work(write: Write) -> None:
            current = write.read(Account, number)
            write.set(Account, number, {"note": (current["note"] or "") + text}, current)

        perform(store, "Bob", "edit account", work)

    process = start(folder, store)
    edits = 0
    while process.poll() is None or edits < 20:
        write_note(f"{edits},")
        edits += 1
    assert process.returncode == 0
    assert rows(store, "account", "note")[0] == "".join(f"{edit}," for edit in range(edits))
    assert len(rows(store, "time_entry", "id")) == ROWS
    assert len(rows(store, "account", "id")) == 90, "the account that was there is Client 5 of the file"
    assert damage(store) == []
