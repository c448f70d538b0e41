"""Databases of the tests: files of SQLite; with STEWARD_TEST_POSTGRES, databases of that server, one for each test.

The variable holds the address of a database to start from, as of somebody who may do everything there. A database that
a test gave back is emptied and lent to the next one: making one takes a third of a second.
"""

import itertools
import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from lib.schema import tables
from lib.store.engine import connect, sqlite_path
from lib.store.opening import create_store

SERVER = os.environ.get("STEWARD_TEST_POSTGRES", "")
LARGE = 1 << 20  # bytes of a table with its removed rows above which the database is thrown away
_run, _count = uuid.uuid4().hex[:8], itertools.count(1)
_free: list[str] = []  # names of databases that hold an empty store
_SHAPE = """
SELECT (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger),
(SELECT count(*) FROM pg_class WHERE relkind = 'r' AND oid > 16384 AND pg_relation_size(oid) > %s)
"""
_FROM_ONE = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


def fresh(folder: Path, name: str) -> str:
    """The address of a database that is not there yet (a file), or is there with nothing in it (on the server)."""
    return _address(_made(f"fresh_{_run}_{next(_count)}")) if SERVER else f"sqlite:///{folder / name}.db"


def template(folder: Path) -> str:
    """The address of an empty store to be copied, never written to; `folder` is where its file is on SQLite."""
    return _address(_template()) if SERVER else _created(f"sqlite:///{folder / 'empty.db'}")


def copied(address: str, path: Path) -> str:
    """The address of a copy of a store that nobody is writing to; `path` is its file on SQLite."""
    close(address)
    if not SERVER:
        shutil.copy(_file(address), path)
        return f"sqlite:///{path}"
    if _name(address) != _template():
        return _address(_made(f"copy_{_run}_{next(_count)}", _name(address)))
    return _address(_free.pop() if _free else _made(f"lent_{_run}_{next(_count)}", _template()))


def fill(address: str, content: str) -> None:
    """Put a copy of the store at `content` in the place of the one at `address`."""
    close(address)
    if not SERVER:
        shutil.copy(_file(content), _file(address))
        return
    _drop(_name(address))
    _made(_name(address), _name(content))


def empty_in_place(address: str, empty: str) -> None:
    """Take everything out of a store that others have open; `empty` is the address of an empty one."""
    close(address)
    if SERVER:
        assert _emptied(_name(address)), "its tables were changed: it cannot be emptied in place"
        return
    with closing(sqlite3.connect(_file(empty))) as source, closing(sqlite3.connect(_file(address))) as target:
        source.backup(target)


def give_back(address: str) -> None:
    """A test is done with its store."""
    close(address)
    if not SERVER:
        return
    name = _name(address)
    if _emptied(name):
        _free.append(name)
    else:
        _drop(name)


def close(address: str) -> None:
    """Let go of all connections to a store."""
    opened = connect(address)
    opened.writes.dispose()
    opened.reads.dispose()


def named(name: str) -> str:
    """The address of a database by its name, whether it is there or not."""
    return _address(name)


def made(name: str) -> str:
    """The address of a new database of this name on the server, with nothing in it."""
    return _address(_made(name))


def rename(name: str, to: str) -> None:
    """Give a database its name when it is finished."""
    with _server() as connection:
        _disconnect(connection, name)
        connection.execute(f'ALTER DATABASE "{name}" RENAME TO "{to}"')


def is_there(name: str) -> bool:
    """Whether the server has a database of this name."""
    with _server() as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone())


@cache
def _template() -> str:
    return _name(_created(_address(_made(f"empty_{_run}"))))


def _created(address: str) -> str:
    create_store(address)
    close(address)
    return address


def _emptied(name: str) -> bool:
    """Whether a lent database could be made as it was: no rows, numbers from 1; not where it grew or was rebuilt."""
    with _connected(name) as connection:
        if _shape(connection) != _template_shape():
            return False
        names = [table.name for table in tables()]
        asked = ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in names)
        found = connection.execute(f"SELECT {asked}").fetchone() or ()
        filled = [f'DELETE FROM "{table}"' for table, some in zip(names, found, strict=True) if some]
        # Without links and triggers; all in one message to the server.
        connection.execute("; ".join(["SET session_replication_role = replica", *filled, _FROM_ONE]))
    return True


@cache
def _template_shape() -> object:
    with _connected(_template()) as connection:
        return _shape(connection)


def _shape(connection: "psycopg.Connection[tuple[object, ...]]") -> object:
    there = connection.execute(_SHAPE, (LARGE,)).fetchone()
    return there, connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()


def _connected(name: str) -> "psycopg.Connection[tuple[object, ...]]":
    address = make_url(SERVER).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def _made(name: str, template: str = "template0") -> str:
    with _server() as connection:
        if template != "template0":
            _disconnect(connection, template)
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return name


def _drop(name: str) -> None:
    with _server() as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _disconnect(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def _server() -> "psycopg.Connection[tuple[object, ...]]":
    return _connected(str(make_url(SERVER).database))


def _address(name: str) -> str:
    # Each lending has an address of its own, as a file has: what is kept by address in memory is then not mistaken.
    query = {"application_name": f"test {next(_count)}"}
    return make_url(SERVER).set(database=name, query=query).render_as_string(hide_password=False)


def _name(address: str) -> str:
    return str(make_url(address).database)


def _file(address: str) -> Path:
    path = sqlite_path(address)
    assert path is not None
    return path
