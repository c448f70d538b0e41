"""A store on a PostgreSQL server: who is let in, who writes when, and what a person reads where it fails."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError

from lib.accounts.tables import Account
from lib.errors import StewardError
from lib.store import server
from lib.store.base import table_of
from lib.store.engine import BadAddress, Store, connect, plainly
from lib.store.migrating import MigrationFailed
from lib.store.opening import create_store, open_store, upgrade_store
from lib.store.refusals import StoreFailed
from lib.store.server import DatabaseEmpty, DatabaseForeign
from lib.store.writing import Write, perform
from tests import databases

ACCOUNT = table_of(Account)
on_server = pytest.mark.skipif(not databases.SERVER, reason="needs a PostgreSQL server: `make test-postgres`")


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    address = databases.fresh(tmp_path, "blank")
    yield address
    databases.close(address)


def run(address: str, *statements: str) -> None:
    with connect(address).writes.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_an_address_of_a_server_is_served_by_psycopg_and_its_fast_half(scheme: str) -> None:
    store = connect(f"{scheme}://ann:secret@127.0.0.1:1/firm")
    assert (store.path, store.reads.dialect.driver, psycopg.pq.__impl__) == (None, "psycopg", "binary")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://ann:secret@host/firm", "neither a SQLite file nor a PostgreSQL server"),
        ("postgresql://ann:secret@host", "names no database"),
        ("postgresql://ann:secret@host:port/firm", "no address of a database"),
        ("postgresql://ann:se@secret@host/firm", "written %40"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(address: str, reason: str) -> None:
    with pytest.raises(BadAddress, match=reason) as refused:
        connect(address)
    assert "secret" not in str(refused.value)


def test_an_address_is_told_without_user_password_and_options() -> None:
    told = plainly("postgresql+psycopg://ann:secret@db.example:5433/firm?password=secret&sslmode=require")
    assert told == "postgresql://db.example:5433/firm"
    assert plainly("sqlite:///data/steward.db") == "sqlite:///data/steward.db"


def test_a_server_that_does_not_answer_is_one_sentence() -> None:
    address = "postgresql://ann:secret@127.0.0.1:1/firm"
    with pytest.raises(StoreFailed) as failed:
        open_store(address)
    told = str(failed.value)
    assert "secret" not in repr(connect(address))
    assert "see that the server runs" in told
    assert "secret" not in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ('connection failed: x: FATAL:  password authentication failed for user "ann"', "the password in"),
        ('connection failed: x: FATAL:  database "firm" does not exist', "make the database first"),
        ("connection failed: x: FATAL:  sorry, too many clients already", "try again in a minute"),
        ("connection failed: x: FATAL:  the database system is starting up", "starting or stopping"),
        ("failed to resolve host 'db.example'", "STEWARD_DATABASE_URL names it"),
        ("the connection is lost", "STEWARD_DATABASE_URL names it"),
    ],
)
def test_a_server_that_lets_nobody_in_is_told_with_what_to_do(said: str, advice: str) -> None:
    assert advice in str(StoreFailed(OperationalError("", {}, psycopg.OperationalError(said))))


@on_server
def test_a_database_that_cannot_hold_every_text_is_refused() -> None:
    """SQL_ASCII: what `createdb` gives where the server was set up without a language; its answers came as bytes."""
    with psycopg.connect(databases.SERVER, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE ascii_only ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
        try:
            with pytest.raises(DatabaseForeign, match="holds text as SQL_ASCII"):
                create_store(databases.named("ascii_only"))
        finally:
            connection.execute("DROP DATABASE ascii_only WITH (FORCE)")


@on_server
def test_whoever_may_make_no_tables_is_told_in_one_line(blank: str) -> None:
    run(blank, "CREATE ROLE reader LOGIN PASSWORD 'secret'")
    try:
        with pytest.raises(MigrationFailed, match="permission denied") as refused:
            create_store(str(make_url(blank).set(username="reader", password="secret").render_as_string(False)))
        assert "\n" not in str(refused.value)
    finally:
        run(blank, "DROP ROLE reader")


@on_server
def test_reads_see_one_moment_and_cannot_write(store: Store) -> None:
    with store.read() as connection:
        before = connection.execute(select(ACCOUNT)).all()
        perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
        assert connection.execute(select(ACCOUNT)).all() == before == []
        with pytest.raises(DBAPIError) as refused:
            connection.exec_driver_sql("DELETE FROM account")
    assert "the right to write" in str(StoreFailed(refused.value))
    assert len(store.rows(select(ACCOUNT))) == 1


@on_server
def test_writers_of_several_programs_follow_one_another(store: Store) -> None:
    """Each reads a number and writes one more: on a server's own terms they would overwrite one another."""
    number = perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme", employees=0))) or 0
    # An engine of its own for each, as programs have, so that no gate of this process keeps them apart.
    engines = [server.engine_for(make_url(store.url), "writes") for _ in range(4)]

    def one_more(write: Write) -> None:
        now = write.read(Account, number)
        write.set(Account, number, {"employees": now["employees"] + 1}, now)

    def work(at: int) -> None:
        mine = Store(store.url, store.reads, engines[at], type(store.gate)(None))
        for _ in range(15):
            perform(mine, f"Program {at}", "one more", one_more)

    with ThreadPoolExecutor(4) as programs:
        list(programs.map(work, range(4)))
    for engine in engines:
        engine.dispose()
    assert store.rows(select(ACCOUNT.c.employees, ACCOUNT.c.version)) == [(60, 61)]


@on_server
def test_a_writer_that_waits_too_long_is_told_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(server._SETTINGS, "lock_timeout", "100ms")
    hasty, ready, done = server.engine_for(make_url(store.url), "writes"), threading.Event(), threading.Event()

    def hold(write: Write) -> None:
        ready.set()
        assert done.wait(30)
        write.add(Account(name="Acme"))

    slow = threading.Thread(target=perform, args=(store, "Ann", "add", hold))
    slow.start()
    assert ready.wait(30)
    with pytest.raises(OperationalError) as waited, hasty.begin():
        pass
    done.set()
    slow.join()
    assert "another program is writing into it" in str(StoreFailed(waited.value))
    hasty.dispose()
    assert len(store.rows(select(ACCOUNT))) == 1


@on_server
def test_an_empty_database_is_no_store_until_one_is_made(blank: str) -> None:
    with pytest.raises(DatabaseEmpty, match="There is no store in the database"):
        open_store(blank)
    assert upgrade_store(blank) is None
    assert open_store(blank).rows(select(ACCOUNT)) == []
    assert create_store(blank).rows(select(ACCOUNT)) == []


@on_server
@pytest.mark.parametrize(
    "made",
    [
        ["CREATE TABLE wordpress (id integer)"],
        ["CREATE VIEW theirs AS SELECT 1 AS one"],
        ["CREATE TABLE alembic_version (version_num varchar)", "INSERT INTO alembic_version VALUES ('0001')"],
    ],
)
def test_a_database_of_another_program_is_refused_and_left_as_it_is(blank: str, made: list[str]) -> None:
    run(blank, *made)
    for way in (open_store, create_store, upgrade_store):
        with pytest.raises(DatabaseForeign, match="is not a Steward store"):
            way(blank)
    with connect(blank).read() as connection:
        assert not connection.dialect.has_table(connection, "account")


@on_server
def test_tables_of_an_extension_do_not_make_a_database_foreign(blank: str) -> None:
    run(blank, "CREATE TABLE theirs (id integer)", "ALTER EXTENSION plpgsql ADD TABLE theirs")
    assert create_store(blank).rows(select(ACCOUNT)) == []


@on_server
def test_a_migration_that_fails_leaves_nothing(blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "mark", lambda connection: connection.exec_driver_sql("SELECT 1/0"))
    with pytest.raises(MigrationFailed, match="division by zero"):
        create_store(blank)
    with pytest.raises(DatabaseEmpty):
        open_store(blank)


@on_server
def test_two_programs_that_make_the_store_at_once_make_one(blank: str) -> None:
    with ThreadPoolExecutor(2) as programs:
        made = list(programs.map(create_store, [blank, f"{blank}&connect_timeout=20"]))
    assert [store.rows(select(ACCOUNT)) for store in made] == [[], []]


@on_server
def test_a_value_the_server_cannot_hold_is_a_sentence(store: Store) -> None:
    with pytest.raises(StewardError, match="The store refused this"):
        perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme", employees=2**40)))
    with pytest.raises(StewardError, match="The store refused this"):
        perform(store, "Ann", "add", lambda write: write.add(Account(name="a\x00b")))
    assert store.rows(select(ACCOUNT)) == []
