"""An import that is killed, or runs beside other writers: all of it is there or nothing, and nobody's work is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lib.accounts.tables import Account
from lib.store.engine import Store
from lib.store.opening import damage
from lib.store.writing import Write, perform
from tests.conftest import ROOT
from tests.importing_cases import HOURS, rows

ROWS = 5_000
PIECE = 125  # rows written at once: as many moments to be killed in as a file of 20,000 has
KILLS = (5, 15, 30, ROWS // PIECE + 2)  # within the first so many pieces each: the first surely before the end
# A process that has all it needs and forks at each line it is told, so that only it pays for starting. What is killed
# is the fork: it says when it begins to write, at each piece written, and when it is done.
IMPORTS = """
import os
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

bulk.ROWS_AT_ONCE = int(sys.argv[1])


def run(folder, url):
    mapping = read_mapping(folder / "mapping.toml")
    [raw] = read_file(folder / "hours.csv")
    store = open_store(url)
    plan = preview(store, [source_of(raw, recognise(raw, None, [mapping]))])
    print("writing", os.getpid(), flush=True)
    apply(store, "Ann", plan, progress=lambda done, total, what: print(done, flush=True))
    print("done", flush=True)


for told in sys.stdin:
    folder, url = told.rstrip().split("\\t")
    fork = os.fork()
    if not fork:
        try:
            run(Path(folder), url)
            os._exit(0)
        finally:
            os._exit(1)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), flush=True)
"""
Imports = "subprocess.Popen[str]"


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


@pytest.fixture(scope="module")
def imports() -> Iterator[Imports]:
    """The process that forks an import at each line."""
    command = [sys.executable, "-c", IMPORTS, str(PIECE)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def start(imports: Imports, folder: Path, store: Store) -> int:
    """Have an import begin; gives the number of its process when it begins to write."""
    assert imports.stdin is not None
    print(folder, store.url, sep="\t", file=imports.stdin, flush=True)
    what, number = heard(imports).split()
    assert what == "writing", "the import ended before it began to write"
    return int(number)


def heard(imports: Imports) -> str:
    assert imports.stdout is not None
    line = imports.stdout.readline().strip()
    assert line, "no import can be started any more"
    return line


def rest(imports: Imports) -> list[str]:
    """What the import says until it has ended; the last line says how."""
    lines = [heard(imports)]
    while not lines[-1].startswith("ended"):
        lines.append(heard(imports))
    return lines


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


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


def test_a_killed_import_leaves_all_of_it_or_nothing(imports: Imports, folder: Path, store: Store) -> None:
    chance = random.Random(7)
    unfinished = 0
    for latest in KILLS:
        process, seen = start(imports, folder, store), [""]
        for _ in range(chance.randrange(latest)):
            if not seen[-1].startswith("ended"):
                seen.append(heard(imports))
        time.sleep(chance.random() / 200)  # no longer than a piece takes
        if not seen[-1].startswith("ended"):
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(process, signal.SIGKILL)
            seen += rest(imports)
        acknowledged = "done" in seen
        assert seen[-1] in ("ended 0", f"ended {-signal.SIGKILL}")
        there = whole(store)
        assert there or not acknowledged, "an import that was said to be done is gone"
        unfinished += not there
    assert unfinished, "no kill came before the end: choose earlier moments"
    start(imports, folder, store)
    assert rest(imports)[-2:] == ["done", "ended 0"]
    assert whole(store)


def test_a_person_edits_while_another_process_imports(imports: Imports, folder: Path, store: Store) -> None:
    number = perform(store, "Bob", "add", lambda write: write.add(Account(name="Client 5"))) or 0

    def write_note(text: str) -> None:
        def work(write: Write) -> None:
            current = write.read(Account, number)
            write.set(Account, number, {"note": (current["note"] or "") + text}, current)

        perform(store, "Bob", "edit account", work)

    process = start(imports, folder, store)
    edits = 0
    while runs(process) or edits < 20:
        write_note(f"{edits},")
        edits += 1
    assert rest(imports)[-2:] == ["done", "ended 0"]
    assert rows(store, "account", "note")[0] == "".join(f"{edit}," for edit in range(edits))
    assert len(rows(store, "time_entry", "id")) == ROWS
    assert len(rows(store, "account", "id")) == 90, "the account that was there is Client 5 of the file"
    assert damage(store) == []
