"""The Data page says when the last good backup was and whether it can be restored, and makes one."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.backup import make_backup
from lib.store.backups import Backup, backups, manifest_of
from lib.store.drill import restore_drill
from lib.store.engine import Store
from lib.store.users import introduce
from tests.page_cases import words_of
from tests.small_firm import put_small_firm

pytestmark = pytest.mark.sqlite("a server's own backups keep it")

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def backup_tab(app: Callable[..., AppTest], store: Store) -> Callable[[], AppTest]:
    """Opens the tab as Ann, on a small firm."""
    put_small_firm(store)
    introduce(store, "Ann Berg")
    return lambda: app("data.py", state={"data_tab": "Backups"})


def make_older(made: Backup, by: timedelta) -> None:
    told = json.loads(manifest_of(made.path).read_text())
    manifest_of(made.path).write_text(json.dumps(told | {"made_at": str(datetime.now(UTC) - by)}))


def test_without_a_backup_it_says_so_and_how_to_have_them_made(backup_tab: Callable[[], AppTest]) -> None:
    at = backup_tab()
    assert not at.exception
    assert "there is no backup yet" in words_of(at)
    assert "Never rehearsed" in words_of(at)
    lines = [line for line in at.code[0].value.splitlines() if not line.startswith("#")]
    assert lines[0].endswith("steward backup > /dev/null")
    assert all(line in README for line in lines)
    assert max(map(len, at.code[0].value.splitlines())) <= 80  # no scroll bar on a laptop


def test_a_fresh_backup_and_its_rehearsal_are_in_order(backup_tab: Callable[[], AppTest], store: Store) -> None:
    made = make_backup(store, "Bo").backup
    restore_drill(store)
    at = backup_tab()
    assert [mark.value.startswith("**In order:**") for mark in at.success] == [True, True]
    assert f"{made.total:,} rows, by Bo" in at.success[0].value
    assert not at.code
    assert at.dataframe[0].value["File"].tolist() == [made.path.name]


def test_after_26_hours_it_is_overdue(backup_tab: Callable[[], AppTest], store: Store) -> None:
    made = make_backup(store, "Bo").backup
    make_older(made, timedelta(hours=25))
    assert "Overdue" not in words_of(backup_tab())
    make_older(made, timedelta(hours=27))
    assert "Overdue:** last good backup" in backup_tab().error[0].value
    make_older(made, -timedelta(days=400))
    assert "to come yet: a clock of this machine is or was wrong" in backup_tab().error[0].value


def test_a_backup_that_cannot_be_restored_is_told(backup_tab: Callable[[], AppTest], store: Store) -> None:
    made = make_backup(store, "Bo").backup
    restore_drill(store)
    content = bytearray(made.path.read_bytes())
    content[60_000] ^= 1
    made.path.write_bytes(content)
    restore_drill(store)
    made.path.with_name("steward-20200101T000000000.db").write_bytes(b"cut")
    at = backup_tab()
    assert "Rehearsal failed" in at.error[0].value
    assert "The last good rehearsal was" in words_of(at)
    assert "look like it" in words_of(at)


def test_the_button_makes_one(backup_tab: Callable[[], AppTest], store: Store, tmp_path: Path) -> None:
    at = backup_tab()
    next(button for button in at.button if button.label == "Make a backup now").click().run()
    for thread in threading.enumerate():
        if "_run" in thread.name:  # the job of lib/ui/jobs
            thread.join(60)
    at.run()
    assert not at.exception
    assert any("Backed up and checked" in str(toast.value) for toast in at.toast)
    assert any("store\\: stop Steward" in str(one.value) for one in at.caption)
    [made] = backups(tmp_path / "backups", "steward.db")
    assert made.made_by == "Ann Berg"
