"""A backup takes the place of the store after its checks, or is refused; the store of before is kept."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.accounts.tables import Account
from lib.schema import select_count
from lib.store.backup import make_backup
from lib.store.drill import NoBackup, restore_drill
from lib.store.engine import Store, connect
from lib.store.in_use import StoreInUse
from lib.store.opening import StoreDamaged, StoreGone, StoreOlder, SwapUnfinished, create_store, open_store
from lib.store.restore import UnsoundBackup, restore
from lib.store.writing import perform
from tests.faults import restores
from tests.faults.crew import together
from tests.faults.outcome import FULL
from tests.faults.restores import LATER, THEN, firm

pytestmark = pytest.mark.sqlite("a server's own backups keep it")


@pytest.mark.parametrize("outcome", ["right_ways", "wrong_ways", "killed", "killed over a damaged store"])
def test_a_restore_ends_well_or_changes_nothing(outcome: str, tmp_path: Path) -> None:
    made = {
        "right_ways": lambda: restores.right_ways(tmp_path, 20 if FULL else len(restores.RIGHT)),
        "wrong_ways": lambda: restores.wrong_ways(tmp_path),
        "killed": lambda: restores.killed(tmp_path, FULL),
        "killed over a damaged store": lambda: restores.killed(tmp_path, FULL, restores.DAMAGED),
    }[outcome]()
    assert made.passed, str(made)


def _tries(_number: int, file: Path, url: str) -> str:
    try:
        restore(file, url)
    except StoreInUse as refused:
        return str(refused)
    return "restored"


def test_nothing_is_restored_while_steward_runs(tmp_path: Path) -> None:
    file = firm(tmp_path / "firm")
    store = open_store(f"sqlite:///{tmp_path / 'firm' / 'steward.db'}")  # as a server does
    [said] = together(1, _tries, file, store.url)
    assert "is in use: stop Steward" in said
    assert store.rows(select_count("account")) == [(LATER,)]


def test_the_store_of_before_can_be_restored_again(tmp_path: Path) -> None:
    file, url = firm(tmp_path / "firm"), f"sqlite:///{tmp_path / 'firm' / 'steward.db'}"
    kept, again = restore(file, url).kept, restore(file, url).kept
    assert kept is not None
    assert again not in (None, kept), "a second restore of the same second keeps its own"
    assert open_store(url).rows(select_count("account")) == [(THEN,)]
    with pytest.raises(UnsoundBackup, match="missing or unreadable"):
        restore(kept, url)
    restore(kept, url, manifest=False)
    assert open_store(url).rows(select_count("account")) == [(LATER,)]


def test_connections_of_before_write_into_the_new_file(tmp_path: Path) -> None:
    """Not into the one put away: each is looked at when it is taken out of the pool."""
    file, url = firm(tmp_path / "firm"), f"sqlite:///{tmp_path / 'firm' / 'steward.db'}"
    store = open_store(url)
    store.rows(select_count("account"))
    other = create_store(f"sqlite:///{tmp_path / 'other.db'}")
    other.writes.dispose()
    other.reads.dispose()
    path = Path(url.removeprefix("sqlite:///"))
    os.replace(path, tmp_path / "away.db")  # as another machine's tool might, with the pool full
    shutil.copy(tmp_path / "other.db", tmp_path / "in.db")
    os.replace(tmp_path / "in.db", path)
    perform(store, "Ann", "add", lambda write: write.add(Account(name="New")))
    assert store.rows(select_count("account")) == [(1,)]
    assert connect(f"sqlite:///{tmp_path / 'away.db'}").rows(select_count("account")) == [(LATER,)]
    assert file.exists()


def test_a_restored_older_store_asks_to_be_migrated(tmp_path: Path) -> None:
    store = create_store(f"sqlite:///{tmp_path / 'old.db'}")
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    done = restore(make_backup(store, "Ann").backup.path, store.url)
    assert done.older
    with pytest.raises(StoreOlder, match=r"manage.py migrate"):
        open_store(store.url)


def test_a_restore_over_a_damaged_store_that_was_cut_off_is_said_and_done_again(tmp_path: Path) -> None:
    file, live = firm(tmp_path / "firm"), tmp_path / "firm" / "steward.db"
    live.write_bytes(live.read_bytes()[:9000])
    live.with_name("steward.db.swapping").touch()
    with pytest.raises(SwapUnfinished, match="restore FILE` again"):
        open_store(f"sqlite:///{live}")
    restore(file, f"sqlite:///{live}")
    assert open_store(f"sqlite:///{live}").rows(select_count("account")) == [(THEN,)]


def test_an_empty_file_is_no_store_and_none_is_made_over_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    for attempt in (open_store, create_store):
        with pytest.raises(StoreDamaged, match="it is empty"):
            attempt(f"sqlite:///{path}")
    assert path.stat().st_size == 0


def test_where_a_store_was_none_is_made_anew(tmp_path: Path) -> None:
    firm(tmp_path / "firm")
    live = tmp_path / "firm" / "steward.db"
    live.unlink()
    for attempt in (open_store, create_store):
        with pytest.raises(StoreGone, match="the newest backup"):
            attempt(f"sqlite:///{live}")
    assert not live.exists()


def test_a_journal_of_a_store_that_is_gone_is_not_thrown_away(tmp_path: Path) -> None:
    journal = tmp_path / "gone.db-wal"
    journal.write_bytes(b"what was saved last")
    with pytest.raises(StoreGone):
        create_store(f"sqlite:///{tmp_path / 'gone.db'}")
    assert journal.read_bytes() == b"what was saved last"


def test_a_backup_of_another_firm_is_told(tmp_path: Path) -> None:
    file, url = firm(tmp_path / "firm"), f"sqlite:///{tmp_path / 'firm' / 'steward.db'}"
    other = create_store(f"sqlite:///{tmp_path / 'other.db'}")
    perform(other, "Bo", "add", lambda write: write.add(Account(name="Brill")))
    assert restore(make_backup(other, "Bo").backup.path, url).strange
    assert restore(file, url).strange
    assert not restore(file, url).strange


def test_a_drill_tells_a_good_backup_from_a_bad_one(store: Store, tmp_path: Path) -> None:
    tmp_path /= "50% a?b #"  # no path is too strange
    with pytest.raises(NoBackup, match=r"manage.py backup"):
        restore_drill(store, tmp_path)
    made = make_backup(store, "Ann", tmp_path).backup
    good = restore_drill(store, tmp_path)
    assert (good.good, good.backup, good.rows) == (True, made.path.name, made.total)
    content = bytearray(made.path.read_bytes())
    content[50_000] ^= 1
    made.path.write_bytes(content)
    bad = restore_drill(store, tmp_path)
    assert "SHA-256 differs" in bad.found
    assert not list(tmp_path.glob("drill.scratch*"))
