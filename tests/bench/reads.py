"""What a page reads, read once more by nothing but sqlite3: the floor below which no page with empty caches can go."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, event

from tests.bench.firms import Firm
from tests.bench.pages import Proven, Stage, Work
from tests.bench.visits import Differs

Statement = tuple[str, Any]


def bare_reads(name: str, firm: Firm) -> Callable[[Stage], Work]:
    """A side: the statements that a page with empty caches sends, sent by sqlite3, their rows as it gives them."""

    def prepared(stage: Stage) -> Work:
        page = stage.page(name, firm)
        statements = statements_of(page)
        _refuse_other_rows(page, statements)
        return Work(lambda: None, lambda: _timed(page, statements))

    return prepared


def statements_of(page: Proven) -> list[Statement]:
    """Every SELECT of one rerun with empty caches, with its parameters as the driver takes them."""
    found: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.split(None, 1)[0].upper() in ("SELECT", "WITH"):
            found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        page.anew()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return found


def _refuse_other_rows(page: Proven, statements: list[Statement]) -> None:
    """Both ways of reading must give the same rows."""
    with page.store.read() as connection, closing(_connected(page)) as bare:
        for statement, parameters in statements:
            theirs = [tuple(row) for row in connection.exec_driver_sql(statement, parameters)]
            if theirs != bare.execute(statement, parameters).fetchall():
                raise Differs(f"sqlite3 reads other rows than the page {page.name}: {statement}")


def _connected(page: Proven) -> sqlite3.Connection:
    return sqlite3.connect(page.store.url.removeprefix("sqlite:///"))


def _timed(page: Proven, statements: list[Statement]) -> float:
    """CPU seconds of reading it all, the connection open as ours is; a statement is prepared once each time."""
    with closing(_connected(page)) as connection:
        connection.execute("SELECT count(*) FROM account").fetchall()  # reads the schema, as ours has done long since
        began = time.process_time()
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()
        return time.process_time() - began
