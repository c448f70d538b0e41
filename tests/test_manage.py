"""The command line: what it prints, how it ends, and that a person's error is one sentence."""

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import text

import manage as command_line
from lib.store.engine import Store
from tests.conftest import ROOT
from tests.small_firm import put_small_firm

WRONG = [("report", "--as-of", "tomorrow"), ("report", "--as-of", "9999-12-31"), ("demo", "--accounts", "0"), ("fly",)]
COMMANDS = ("demo", "import", "export", "report", "migrate", "snapshot", "check", "undo")


def surroundings(url: str) -> dict[str, str]:
    """The environment of a command: the store, and who asks."""
    return {**os.environ, "STEWARD_DATABASE_URL": url, "STEWARD_USER": "Ann", "COLUMNS": "200"}


def manage(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings(url), capture_output=True, text=True, check=False, timeout=120
    )


def within(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, where starting another one would tell no more."""
    said, wrong = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, surroundings(url)), patch.object(sys, "argv", ["manage.py", *arguments]),
        chdir(ROOT), redirect_stdout(said), redirect_stderr(wrong),
    ):  # fmt: skip
        code = ended()
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), wrong.getvalue())


def ended() -> int:
    """The exit code of the command line."""
    try:
        command_line.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


@pytest.fixture
def damaged(store: Store) -> Path:
    """A store with content whose table of opportunities is zeros where its first page was."""
    put_small_firm(store)
    with store.read() as connection:
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'opportunity'").scalar_one()
    store.reads.dispose()
    store.writes.dispose()
    assert store.path is not None
    with store.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    return store.path


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
        (("import", "deals [/] [red]2024.csv"), "folder deals [/] [red]2024.csv"),
        (("report", "--as-of", "2024-06-30", "--from", "2024-07-01"), "From: must not be after 30 Jun 2024"),
        (("snapshot", "--as-of", "2999-01-01"), "As of: must not be after today"),
    ],
)
def test_an_error_is_one_sentence_without_a_traceback_and_ends_with_1(
    url: str, arguments: tuple[str, ...], says: str
) -> None:
    done = within(url, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_process_ends_as_its_command_does(url: str) -> None:
    refused, wrong = manage(url, "undo", "99"), manage(url, "demo", "--accounts", "0")
    assert (refused.returncode, wrong.returncode) == (1, 2)
    assert refused.stderr.startswith("Error: ")
    assert "Traceback" not in refused.stderr + wrong.stderr
    assert refused.stdout == wrong.stdout == ""


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_option_ends_with_2_and_says_which(url: str, arguments: tuple[str, ...]) -> None:
    done = within(url, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr + done.stdout


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    done = within(f"sqlite:///{tmp_path / 'none.db'}", "report")
    assert done.returncode == 1
    assert "make demo" in done.stderr


def test_a_newer_store_is_refused_by_every_command_that_opens_it(url: str, store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for arguments in (("report",), ("check",), ("export", "out"), ("snapshot",)):
        done = within(url, *arguments)
        assert done.returncode == 1
        assert "newer Steward" in done.stderr


def test_report_as_json_has_every_figure_scope_and_period(url: str, store: Store) -> None:
    put_small_firm(store)
    done = within(url, "report", "--as-of", "2024-12-31", "--from", "2024-01-01", "--json")
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
    dry = within(url, "import", str(file), "--dry-run")
    assert dry.returncode == 0
    assert "Nothing was written" in dry.stdout
    assert "The store is empty" in within(url, "check").stdout
    done = within(url, "import", str(file))
    assert "Imported as batch 1" in done.stdout
    assert "2  account" in within(url, "check").stdout
    assert "Batch 1 was undone" in within(url, "undo", "1").stdout
    assert " account\n" not in within(url, "check").stdout


def test_a_snapshot_is_kept_once_a_day(url: str, store: Store) -> None:
    put_small_firm(store)
    first, again = (within(url, "snapshot", "--as-of", "2024-12-31").stdout for _ in range(2))
    assert "were kept" in first
    assert "kept already" in again


def test_check_finds_a_sound_store_sound(url: str) -> None:
    done = within(url, "check")
    assert done.returncode == 0
    assert "Integrity and links: sound." in done.stdout


def test_migrate_makes_a_store_and_is_calm_the_second_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert "version 0005" in within(url, "migrate").stdout
    assert within(url, "migrate").returncode == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("steward.db", "is no address of a database"),
        ("sqlite://", "a file"),
        ("sqlite:///:memory:", "a file"),
        ("moon://here/steward", "neither a SQLite file nor a PostgreSQL server"),
        ("sqlite:////dev/null/steward.db", "File exists: /dev/null"),
    ],
)
def test_an_address_that_no_store_can_have_is_told_in_a_sentence(address: str, says: str) -> None:
    done = within(address, "check")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("check",), ("report",), ("migrate",), ("export", "out")])
@pytest.mark.sqlite("a server keeps its own files")
def test_a_damaged_store_ends_every_command_with_a_sentence(damaged: Path, command: tuple[str, ...]) -> None:
    before = damaged.read_bytes()
    done = within(f"sqlite:///{damaged}", *command)
    assert done.returncode == 1
    assert "amaged" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert damaged.read_bytes() == before


def test_output_that_finds_no_room_is_an_error_of_one_sentence(url: str) -> None:
    with Path("/dev/full").open("w") as full:
        env = {**os.environ, "STEWARD_DATABASE_URL": url}
        command = [sys.executable, "-u", "manage.py", "check"]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: No space left on device")
    assert "Traceback" not in done.stderr


def test_allocate_prints_the_answer_and_says_in_a_sentence_why_there_is_none(url: str, tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    problem = {"mode": "assignment", "cost": [[1, 5], [4, 2]], "hours": [[3, 3], [3, 3]], "capacity": [4, 4]}
    path.write_text(json.dumps(problem), encoding="utf-8")
    found = json.loads(within(url, "allocate", str(path)).stdout)
    assert (found["assignment"], found["objective"], found["proved"]) == ([0, 1], 3.0, True)
    path.write_text(json.dumps(problem | {"capacity": [4, 2]}), encoding="utf-8")
    refused = within(url, "allocate", str(path))
    assert refused.returncode == 2
    assert "more hours are asked for" in refused.stderr
    assert "Traceback" not in refused.stderr
