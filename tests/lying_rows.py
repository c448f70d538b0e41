"""What lies in a store, as somebody reads it who holds its file or its database: every table, with row numbers."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, update

from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog

LOG = table_of(ChangeLog)
Rows = list[tuple[Any, ...]]
Held = dict[str, tuple[list[str], Rows]]
# Where a row lies in its table, and what the server notes of each: the transaction and the statement that wrote it.
HIDDEN = "((ctid::text::point)[0] * 10000 + (ctid::text::point)[1])::bigint AS rowid, xmin::text, cmin::text"


def tables_of(store: Store, *, hidden: bool = True) -> Held:
    """Every table of a store: its columns, with the row number where there is one, and its rows as they lie.

    Not `hidden`: of a server without what it notes of each row, which means nothing beside another table's.
    """
    if store.path is not None:
        return tables_in(store.path)
    with store.read() as connection:
        found = {}
        for name in inspect(connection).get_table_names():
            result = connection.exec_driver_sql(f'SELECT {HIDDEN + ", " if hidden else ""}* FROM "{name}"')
            found[name] = (list(result.keys()), [tuple(row) for row in result])
        return found


def tables_in(path: Path) -> Held:
    """The same of a file of SQLite."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            try:
                rows = connection.execute(f'SELECT rowid, * FROM "{name}"').fetchall()
                columns = ["rowid", *columns]
            except sqlite3.OperationalError:
                rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = (columns, rows)
    return found


def bytes_of(store: Store) -> bytes:
    """All that is stored: the file with its journal; of a server, whose files are its own, every row as text."""
    if store.path is None:
        return repr(tables_of(store)).encode()
    return b"".join(file.read_bytes() for file in sorted(store.path.parent.glob(store.path.name + "*")))


def by_the_owner(store: Store, *statements: Any) -> None:
    """Change the change log as only its owner can: the triggers that refuse it go, and come back."""
    with store.writes.begin() as connection:
        if store.path is None:
            go, back = ([f"ALTER TABLE change_log {what} TRIGGER ALL"] for what in ("DISABLE", "ENABLE"))
        else:
            made = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'change_log'"
            back = [str(sql) for (sql,) in connection.exec_driver_sql(made)]
            go = [f"DROP TRIGGER {sql.split()[2]}" for sql in back]
        for statement in go:
            connection.exec_driver_sql(statement)
        for statement in statements:
            done = (
                connection.exec_driver_sql(statement) if isinstance(statement, str) else connection.execute(statement)
            )
            assert done.rowcount
        for statement in back:
            connection.exec_driver_sql(statement)


def logged_at(store: Store, moment: Any, *which: Any) -> None:
    """Lines of the change log, as if they had been written then."""
    by_the_owner(store, update(LOG).where(*which).values(at=moment))
