"""T7: backups put in place in every way a person may come to it, and files refused that must not be."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lib.accounts.tables import Account
from lib.errors import StewardError
from lib.schema import select_count
from lib.store.backup import make_backup
from lib.store.backups import manifest_of, sha256
from lib.store.engine import connect
from lib.store.opening import create_store, open_store, serve_store, upgrade_store
from lib.store.restore import restore
from lib.store.writing import perform
from tests import demo_firm
from tests.faults.outcome import Outcome
from tests.faults.stops import STEPS, SWAP, stopped_at_step
from tests.faults.swaps import restore_newest
from tests.faults.versions import old_store, released

DAMAGED = "over a damaged one with journals"
THEN, LATER = 3, 5  # accounts when the backup was made, and afterwards


def restores(folder: Path, full: bool) -> list[Outcome]:
    """The right ways, the wrong ones, and a restore killed on the way."""
    return [
        right_ways(folder / "right", 20 if full else len(RIGHT)),
        wrong_ways(folder / "wrong"),
        killed(folder, full),
        *([older_ones(folder)] if full else []),
    ]


def right_ways(folder: Path, rounds: int) -> Outcome:
    """Each way in turn; what is found afterwards is what the backup held."""
    ways, wrong = list(RIGHT.items()), list[str]()
    for number in range(rounds):
        name, prepare = ways[number % len(ways)]
        wrong += [f"{name}: {told}" for told in _put_back(folder / str(number), prepare)]
    told = "; ".join([f"{rounds - len(wrong)} right", *wrong[:3]])
    done = f"restore in {rounds} ways and places ({', '.join(RIGHT)})"
    return Outcome("T7", done, f"{rounds} sound, the store of before kept", told, not wrong)


def _put_back(folder: Path, prepare: Callable[[Path], None]) -> list[str]:
    file = firm(folder)
    live = folder / "steward.db"
    prepare(live)
    there = live.exists()
    done = restore(file, f"sqlite:///{live}")
    store = serve_store(f"sqlite:///{live}")
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Afterwards")))
    [(accounts,)] = store.rows(select_count("account"))
    store.writes.dispose()
    store.reads.dispose()
    wrong = [] if accounts == THEN + 1 else [f"{accounts} accounts"]
    return wrong + ([] if there == (done.kept is not None and done.kept.exists()) else ["the store of before is lost"])


def firm(folder: Path) -> Path:
    """A store of LATER accounts in `folder`, and a backup of it from when it had THEN; gives the backup.

    A copy: no process has it open.
    """
    master = _master()
    shutil.copytree(master.parents[1], folder)
    return folder / "backups" / master.name


@cache
def _master() -> Path:
    folder = demo_firm.shared[0] / f"firm-{os.getpid()}"
    folder.mkdir()
    store = create_store(f"sqlite:///{folder / 'steward.db'}")
    for number in range(LATER):
        if number == THEN:
            file = make_backup(store, "Ann").backup.path
        perform(store, "Ann", "add", lambda write, n=number: write.add(Account(name=f"A{n}")))  # type: ignore[misc]
    store.writes.dispose()
    store.reads.dispose()
    return file


def _leave_journals(live: Path) -> None:
    """As a server leaves the store that was killed: the newest saves are in the -wal alone."""
    crash = live.with_name("crash.db")
    connection = sqlite3.connect(live, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("INSERT INTO account (recorded_at, version, name) VALUES ('2026-01-01', 1, 'In the journal')")
    for side in ("", "-wal", "-shm"):
        shutil.copy(f"{live}{side}", f"{crash}{side}")
    connection.close()
    for side in ("", "-wal", "-shm"):
        shutil.move(f"{crash}{side}", f"{live}{side}")


def _damage(live: Path) -> None:
    _leave_journals(live)
    content = live.read_bytes()
    live.write_bytes(content[: len(content) // 3])


def _lose(live: Path) -> None:
    _leave_journals(live)
    live.unlink()


RIGHT: dict[str, Callable[[Path], None]] = {
    "over the store": lambda live: None,
    "over one that was killed, with its journals": _leave_journals,
    DAMAGED: _damage,
    "where only journals are left": _lose,
    "over an empty file": lambda live: live.write_bytes(b"") and None,
    "over a text file": lambda live: live.write_text("not a database, but long enough to look like a file") and None,
}


def wrong_ways(folder: Path) -> Outcome:
    """Each wrong file is refused with its reason, and the store stays as it was."""
    wrong = list[str]()
    for number, (reason, spoil) in enumerate(WRONG.items()):
        place = folder / str(number)
        file = spoil(firm(place))
        said = _refusal(file, place / "steward.db")
        [(accounts,)] = open_store(f"sqlite:///{place / 'steward.db'}").rows(select_count("account"))
        if reason not in said or accounts != LATER:
            wrong.append(f"{reason}: {said}, {accounts} accounts")
    told = "; ".join([f"{len(WRONG) - len(wrong)} refused", *wrong])
    done = f"restore of {len(WRONG)} wrong files ({', '.join(WRONG)})"
    return Outcome("T7", done, "each refused with its reason, the store untouched", told, not wrong)


def _refusal(file: Path, live: Path) -> str:
    try:
        restore(file, f"sqlite:///{live}")
    except StewardError as refused:
        return str(refused)
    return "restored"


def _journal_beside(file: Path) -> Path:
    Path(f"{file}-wal").write_bytes(b"x" * 4152)
    return file


def _newer(file: Path) -> Path:
    _changed(file, "UPDATE alembic_version SET version_num = '9999'", sealed=True)
    return file


def _cut(file: Path) -> Path:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    _seal(file)
    return file


def _other_rows(file: Path) -> Path:
    _changed(file, "UPDATE account SET name = 'Forged' WHERE id = 1", sealed=False)
    return file


def _fewer_rows(file: Path) -> Path:
    _changed(file, "DELETE FROM account WHERE id = 2", sealed=True)
    return file


def _without_manifest(file: Path) -> Path:
    manifest_of(file).unlink()
    return file


def _foreign(file: Path) -> Path:
    _changed(file, "PRAGMA application_id = 77", sealed=True)
    return file


def _changed(file: Path, statement: str, *, sealed: bool) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(statement)
    connection.close()
    if sealed:
        _seal(file)


def _seal(file: Path) -> None:
    """Make the manifest fit the file's content, as somebody would who forges both."""
    told = json.loads(manifest_of(file).read_text())
    manifest_of(file).write_text(json.dumps(told | {"sha256": sha256(file), "size": file.stat().st_size}))


WRONG: dict[str, Callable[[Path], Path]] = {
    "a journal lies beside it": _journal_beside,
    "a newer Steward wrote it": _newer,
    "it is damaged": _cut,
    "its SHA-256 differs": _other_rows,
    "its rows are not those": _fewer_rows,
    "is missing or unreadable": _without_manifest,
    "another program made it": _foreign,
    "there is no such file": lambda file: file.with_name("none.db"),
    "it is the store itself": lambda file: file.parents[1] / "steward.db",
}


def killed(folder: Path, full: bool, over: str = "over the store") -> Outcome:
    """Killed before every step among files (quick: those of the swap): the store is the old one or the new one.

    An old one that is damaged is one that is refused; it is as little taken for another.
    """
    step, found, old = 1, list[int | None](), LATER if over == "over the store" else None
    while True:
        place = folder / f"killed-{len(over)}-{step}"
        firm(place)
        RIGHT[over](place / "steward.db")
        if not stopped_at_step(step, STEPS if full else SWAP, restore_newest, place):
            break
        found.append(_accounts(place / "steward.db"))
        restore_newest(place)  # what was left does not stand in the way
        found += [] if _accounts(place / "steward.db") == THEN else [-1]
        step += 1
    between = [one for one in found if one not in (old, THEN)]
    told = f"{step - 1} kills: {found.count(old)} old, {found.count(THEN)} new, {len(between)} between"
    done = f"kill -9 while restoring {over}"
    # Over a damaged store the new one counts as refused until the last step, which the quick form does not stop at.
    both = set(found) == {old, THEN} or (old is None and not full)
    return Outcome("T7", done, "old or new, never between", told, not between and both)


def _accounts(live: Path) -> int | None:
    """How many accounts the store has; None where it is refused."""
    try:
        store = serve_store(f"sqlite:///{live}")
    except StewardError:
        return None
    [(accounts,)] = store.rows(select_count("account"))
    store.reads.dispose()
    return int(accounts)


def older_ones(folder: Path) -> Outcome:
    """Backups of earlier versions are put in place and brought here by a migration."""
    wrong = list[str]()
    for revision in released():
        live = folder / f"from-{revision}" / "steward.db"
        live.parent.mkdir(parents=True)
        done = restore(old_store(revision), f"sqlite:///{live}", manifest=False)
        upgrade_store(f"sqlite:///{live}")
        wrong += [] if done.older and connect(f"sqlite:///{live}").rows(select_count("account")) else [revision]
    return Outcome("T7", f"restore of versions {', '.join(released())}", "put in place", f"{wrong or 'all'}", not wrong)
