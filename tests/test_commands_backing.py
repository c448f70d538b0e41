"""`manage.py backup`, `restore` and `restore-drill` from end to end, as an operator types them."""

from pathlib import Path

import pytest
from sqlalchemy import text

from lib.accounts.tables import Account
from lib.schema import select_count
from lib.store.engine import connect
from lib.store.opening import create_store
from lib.store.writing import perform
from tests.test_manage import within

pytestmark = pytest.mark.sqlite("a server's own backups keep it")


def test_a_backup_is_made_rehearsed_and_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'steward.db'}"
    store = create_store(url)
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    made = within(url, "backup")
    assert made.returncode == 0
    assert "Backed up to" in made.stdout
    [file] = (tmp_path / "backups").glob("*.db")
    rehearsed = within(url, "restore-drill")
    assert f"{file.name} can be restored" in rehearsed.stdout
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Bolt")))
    back = within(url, "restore", str(file))
    assert "The store of before is kept as" in back.stdout
    assert connect(url).rows(select_count("account")) == [(1,)]


def test_what_cannot_be_put_back_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'steward.db'}"
    create_store(url)
    assert within(url, "restore-drill").stderr.startswith("Error: There is no backup in")
    within(url, "backup")
    [file] = (tmp_path / "backups").glob("*.db")
    file.write_bytes(file.read_bytes().replace(b"alembic_version", b"alembic_versio_"))
    refused = within(url, "restore", str(file))
    assert refused.returncode == 1
    assert "SHA-256 differs" in refused.stderr
    drill = within(url, "restore-drill")
    assert drill.returncode == 1
    assert "cannot be restored" in drill.stderr, "cron mails what is no output"


def test_an_older_backup_says_that_it_must_be_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'steward.db'}"
    with create_store(url).writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    old = tmp_path / "steward.db.pre-0001"
    with connect(url).writes.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(old),))
    assert "is missing or unreadable" in within(url, "restore", str(old)).stderr
    assert "run `python manage.py migrate`" in within(url, "restore", str(old), "--no-manifest").stdout
