"""The command line: what it prints, how it ends, and that a person's error is one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.store.engine import Store
from tests.conftest import ROOT
from tests.small_firm import put_small_firm

COMMANDS = ("demo", "import", "export", "report", "migrate", "snapshot", "check", "undo")


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does."""
    env = {**os.environ, "STEWARD_DATABASE_URL": url, "STEWARD_USER": "Ann", "COLUMNS": "200"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_help_names_every_command(url: str) -> None:
    done = manage(url, "--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("report", "--scope", "moon"), "no scope"),
        (("import", "nowhere.csv"), "no file or folder nowhere.csv"),
        (("undo", "99"), "99"),
        (("demo", "--clear"), "no demo store"),
    ],
)
def test_an_error_is_one_sentence_without_a_traceback_and_ends_with_1(
    url: str, arguments: tuple[str, ...], says: str
) -> None:
    done = manage(url, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("arguments", [("report", "--as-of", "tomorrow"), ("demo", "--accounts", "0"), ("fly",)])
def test_a_wrong_option_ends_with_2_and_says_which(url: str, arguments: tuple[str, ...]) -> None:
    done = manage(url, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr + done.stdout


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    done = manage(f"sqlite:///{tmp_path / 'none.db'}", "report")
    assert done.returncode == 1
    assert "make demo" in done.stderr


def test_a_newer_store_is_refused_by_every_command_that_opens_it(url: str, store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for arguments in (("report",), ("check",), ("export", "out"), ("snapshot",)):
        done = manage(url, *arguments)
        assert done.returncode == 1
        assert "newer Steward" in done.stderr


def test_report_as_json_has_every_figure_scope_and_period(url: str, store: Store) -> None:
    put_small_firm(store)
    done = manage(url, "report", "--as-of", "2024-12-31", "--from", "2024-01-01", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["as_of"], found["from"]) == ("2024-12-31", "2024-01-01")
    assert {tuple(row) for row in found["figures"]} == {
        ("figure", "scope", "key", "period", "value", "low", "high", "base")
    }
    assert {row["scope"] for row in found["figures"]} == {"book", "account", "owner", "manager", "service", "sector"}
    assert {"all", "2024Q3", "2024-09"} <= {row["period"] for row in found["figures"]}
    assert all(row["key"] is None for row in found["figures"] if row["scope"] == "book")


def test_import_dry_run_writes_nothing_and_import_writes_all(url: str, tmp_path: Path) -> None:
    file = tmp_path / "account.csv"
    file.write_text("id,name\n,Acme\n,Bolt\n")
    dry = manage(url, "import", str(file), "--dry-run")
    assert dry.returncode == 0
    assert "Nothing was written" in dry.stdout
    assert "The store is empty" in manage(url, "check").stdout
    done = manage(url, "import", str(file))
    assert "Imported as batch 1" in done.stdout
    assert "2  account" in manage(url, "check").stdout
    assert "Batch 1 was undone" in manage(url, "undo", "1").stdout
    assert " account\n" not in manage(url, "check").stdout


def test_a_snapshot_is_kept_once_a_day(url: str, store: Store) -> None:
    put_small_firm(store)
    first, again = (manage(url, "snapshot", "--as-of", "2024-12-31").stdout for _ in range(2))
    assert "were kept" in first
    assert "kept already" in again


def test_check_finds_a_sound_store_sound(url: str) -> None:
    done = manage(url, "check")
    assert done.returncode == 0
    assert "Integrity and links: sound." in done.stdout


def test_migrate_makes_a_store_and_is_calm_the_second_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert "version 0001" in manage(url, "migrate").stdout
    assert manage(url, "migrate").returncode == 0
