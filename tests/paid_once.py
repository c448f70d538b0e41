"""What every test would pay anew is paid once a process, where no test is about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from lib.store import engine as engines

# The settings of the product's stores; for the tests of this process a write need not outlive a power cut.
LASTING = engines._PRAGMAS
PASSING = tuple("synchronous=OFF" if setting == "synchronous=FULL" else setting for setting in LASTING)
# How Streamlit begins where no session went before.
FIRST_SESSION = PagesManager.__init__


@contextmanager
def paid_once() -> Iterator[None]:
    """As in a server that has run for a while: statements compiled, sessions gone before, no package searched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "_PRAGMAS", PASSING)
        patch.setattr(engines, "create_engine", _engine)
        # A compiled statement is kept under its dialect, and every engine has one of its own.
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda dialect, other: type(dialect) is type(other))
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(PagesManager, "__init__", _later_session)
        yield


def _engine(url: Any, **more: Any) -> Engine:
    """An engine of its own that knows the statements compiled by others: they are the same for every file."""
    made = sqlalchemy.create_engine(url, **more)
    if isinstance(made.dialect, SQLiteDialect_pysqlite):
        made._compiled_cache, made.dialect._type_memos = _pattern()._compiled_cache, _pattern().dialect._type_memos
    return made


@cache
def _pattern() -> Engine:
    return sqlalchemy.create_engine("sqlite://", query_cache_size=5_000)


def _later_session(manager: PagesManager, *args: Any, **more: Any) -> None:
    # AppTest takes each run for the first of its server; the guard of `ui.page` would then run every page twice.
    FIRST_SESSION(manager, *args, **more)
    PagesManager.uses_pages_directory = False
