"""A migration works on a copy, checks it, and puts it in place whole; what it cannot do leaves the store as it was."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from lib import schema
from lib.accounts.tables import Account
from lib.store import migrating
from lib.store.engine import Store
from lib.store.in_use import StoreBeingSwapped, StoreInUse, alone
from lib.store.migrating import MigrationFailed, code_revision, migrate
from lib.store.opening import StoreForeign, StoreNewer, damage, open_store, upgrade_store
from lib.store.writing import perform
from tests.faults import migrations
from tests.faults.crew import together
from tests.faults.outcome import FULL
from tests.faults.versions import released

pytestmark = pytest.mark.sqlite("a server migrates in one transaction of its own")

CHILDREN = (
    "INSERT INTO interaction (recorded_at, version, account_id, happened_on, kind, direction, formal_update) "
    "VALUES ('2026-01-01', 1, 1, '2026-01-01', 'call', 'two way', 0)",
    "INSERT INTO contact (recorded_at, version, account_id, name) VALUES ('2026-01-01', 1, 1, 'Zoe')",
    "INSERT INTO interaction_contact VALUES (1, 1)",
)
Next = Callable[..., None]


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Next:
    """Gives the code one more version, 9999, that runs the lines given."""

    def give(*lines: str, says: str = "") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(migrating.HERE, scripts)
        body = "".join(f"    {line}\n" for line in lines or ("pass",))
        (scripts / "versions" / "9999_next.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\nrevision='9999'\ndown_revision='{code_revision()}'\n"
            f"branch_labels=None\ndepends_on=None\n{says}\ndef upgrade():\n{body}"
        )
        monkeypatch.setattr(migrating, "HERE", scripts)

    return give


@pytest.fixture
def firm(store: Store) -> Store:
    """A store with an account, a conversation and who took part in it."""
    perform(store, "Ann", "add", lambda write: write.add(Account(name="A")))
    with store.writes.begin() as connection:
        for statement in CHILDREN:
            connection.execute(text(statement))
    return store


def test_a_migration_keeps_children_and_rights_and_leaves_a_copy(firm: Store, next_version: Next) -> None:
    """A version that rebuilds a parent table, run on a store with children: the trap that deletes them silently."""
    before = code_revision()
    assert firm.path is not None
    firm.path.chmod(0o644)
    next_version(
        "with op.batch_alter_table('interaction', recreate='always'): pass",
        "op.execute(\"UPDATE interaction SET summary = 'moved'\")",
    )
    kept = migrate(firm)
    assert kept == firm.path.with_name(f"steward.db.pre-{before}")
    assert kept.exists()
    with open_store(firm.url).read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM interaction_contact").scalar() == 1
        assert connection.exec_driver_sql("SELECT summary FROM interaction").scalar() == "moved"
    assert damage(firm) == []
    assert [path.stat().st_mode & 0o077 for path in (firm.path, kept)] == [0, 0]
    perform(firm, "Ann", "add", lambda write: write.add(Account(name="After")))  # by what was open before
    assert firm.rows(schema.select_count("account")) == [(2,)]


def test_a_migration_that_breaks_links_leaves_the_store_as_it_was(store: Store, next_version: Next) -> None:
    row = perform(store, "Ann", "add", lambda write: write.add(Account(name="A")))
    perform(store, "Ann", "add", lambda write: write.add(Account(name="B", parent_id=row)))
    next_version("op.execute(\"DELETE FROM account WHERE name = 'A'\")")
    assert_refused_and_untouched(store, "link of table account")
    assert store.rows(schema.select_count("account")) == [(2,)]


def test_a_migration_that_loses_rows_leaves_the_store_as_it_was(firm: Store, next_version: Next) -> None:
    next_version("op.execute('DELETE FROM interaction_contact')")
    assert_refused_and_untouched(firm, "table interaction_contact had 1 rows and would have 0")


def test_a_migration_that_says_whose_rows_it_changes_may(firm: Store, next_version: Next) -> None:
    next_version("op.execute('DELETE FROM interaction_contact')", says="changes_rows = ('interaction_contact',)")
    assert migrate(firm) is not None
    assert firm.rows(schema.select_count("interaction_contact")) == [(0,)]


def test_a_migration_that_makes_other_tables_than_the_codes_leaves_the_store_as_it_was(
    firm: Store, next_version: Next
) -> None:
    next_version("op.add_column('account', sa.Column('mood', sa.String()))")
    assert_refused_and_untouched(firm, "mood")


def test_a_migration_that_the_database_refuses_says_so_in_a_sentence(store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    assert_refused_and_untouched(store, "already exists")


def assert_refused_and_untouched(store: Store, reason: str) -> None:
    assert store.path is not None
    with store.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*), max(name) FROM account").all()
    with pytest.raises(MigrationFailed, match="is as it was") as refused:
        upgrade_store(store.url)
    assert reason in str(refused.value)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*), max(name) FROM account").all() == before
    assert not list(store.path.parent.glob("*.migrating*"))
    assert not list(store.path.parent.glob("*.pre-*"))


@pytest.mark.parametrize("mark", [0, 77])
def test_another_programs_database_is_not_migrated_but_left_alone(tmp_path: Path, mark: int) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA application_id = {mark}")
    other.execute("CREATE TABLE alembic_version (version_num)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreForeign):
        upgrade_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_newer_store_is_not_migrated(store: Store) -> None:
    with store.writes.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match="update Steward"):
        upgrade_store(store.url)


def test_nothing_is_copied_where_nothing_is_to_be_done(store: Store) -> None:
    assert migrate(store) is None
    assert store.path is not None
    assert not list(store.path.parent.glob("*.pre-*"))


def _tries(_number: int, url: str) -> str:
    try:
        return str(upgrade_store(url))
    except StoreInUse as refused:
        return str(refused)


def test_a_store_that_another_program_works_with_is_not_migrated(firm: Store, next_version: Next) -> None:
    next_version()
    [said] = together(1, _tries, firm.url)  # this process has it open
    assert "is in use: stop Steward" in said
    assert firm.rows(schema.select_count("account")) == [(1,)]


def test_a_reader_that_is_no_steward_stops_a_migration_too(firm: Store, next_version: Next) -> None:
    next_version()
    assert firm.path is not None
    reader = sqlite3.connect(firm.path)
    reader.execute("SELECT * FROM account").fetchall()
    with pytest.raises(StoreInUse):
        migrate(firm)
    reader.close()
    assert firm.rows(schema.select_count("account")) == [(1,)]


def test_alone_is_alone_only_while_it_lasts(store: Store) -> None:
    assert store.path is not None
    with alone(store.path):
        assert "is being migrated or restored" in together(1, _opens, store.url)[0]
    assert together(1, _opens, store.url) == ["open"]


def _opens(_number: int, url: str) -> str:
    try:
        open_store(url)
    except StoreBeingSwapped as refused:
        return str(refused)
    return "open"


@pytest.mark.parametrize("revision", released() if FULL else released()[:1])
def test_every_released_version_is_brought_here_with_all_its_rows(revision: str, tmp_path: Path) -> None:
    assert migrations.upgraded(revision, tmp_path) == []


def test_a_migration_killed_at_any_step_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    outcome = migrations.killed(released()[-1], tmp_path, FULL)
    assert outcome.passed, str(outcome)
