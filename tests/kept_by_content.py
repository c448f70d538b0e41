"""What a page keeps until somebody writes is kept across tests too: for every store that holds the very same rows.

A page's results are kept for a version of one store, and every test has a store of its own, mostly with the rows that
the test before it had. So here they are kept for the rows themselves: computed once a process, and anew after every
write that changes one. A version is still what the product says it is: two of them are only found to hold the same.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import cache, partial
from hashlib import blake2b
from typing import Any

import pytest
from sqlalchemy import Table

from lib.health import keeping
from lib.health.judging import Health
from lib.schema import tables
from lib.store.base import UtcDateTime, now
from lib.store.engine import Store, connect, sqlite_path
from lib.store.writing import data_version, subjects_of
from lib.ui import session
from tests import databases

KEEP, JUDGE = session._kept, keeping.judge_day
# The counters tell how often somebody wrote, the tokens which click it was: neither is read by a page.
UNREAD = ("change_counter", "action_token")
NEAR = timedelta(minutes=5)
Count = tuple[str, int]

_copies: dict[str, str] = {}
_contents: dict[tuple[str, Count], str] = {}
_judged: dict[tuple[object, ...], Health] = {}


@contextmanager
def kept_by_content() -> Iterator[None]:
    """Pages keep their results for the rows of a store; on a server of databases for its address, as ever."""
    with pytest.MonkeyPatch.context() as patch:
        if not databases.SERVER:
            patch.setattr(session, "_kept", _kept)
        yield


def is_copy(url: str, of: str) -> None:
    """A store begins as the copy of another: where nobody wrote to it, it holds the same without a look."""
    _copies[url] = of


def _kept(name: str, version: tuple[Any, ...], about: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    url, sight, *counts = version
    if name != "first visit":
        return KEEP(name, (sight, *_all_of(url, counts)), about, work)
    # It writes, so every store has its own; what it writes is judged once for the same rows.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "judge_day", _judge)
        return KEEP(name, version, about, work)


def _judge(store: Store, day: date, taking: bool = False) -> Health:
    about = (day, taking, *_all_of(store.url, data_version(store)))
    if about not in _judged:
        _judged[about] = JUDGE(store, day, taking)
    return _judged[about]


def _all_of(url: str, counts: Any) -> Iterator[Count | tuple[str, str]]:
    for subject, count in counts:
        yield subject, _content(url, (subject, count))


def _content(url: str, count: Count) -> str:
    """A checksum of the rows of a subject as of its count of writes."""
    origin = _copies.get(url)
    if origin is not None and count in _counts(origin):
        return _content(origin, count)
    if (url, count) not in _contents:
        _contents[url, count] = _checksum(url, count[0])
    return _contents[url, count]


@cache
def _counts(url: str) -> frozenset[Count]:
    return frozenset(data_version(connect(url)))


def _checksum(url: str, subject: str) -> str:
    summed, seen = blake2b(digest_size=16), cache(partial(_seen, at=now().replace(tzinfo=None)))
    with closing(sqlite3.connect(f"{sqlite_path(url).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for table in _tables()[subject]:
            moments = [at for at, column in enumerate(table.columns) if isinstance(column.type, UtcDateTime)]
            for row in connection.execute(_everything(table)):
                cells = list(row)
                for at in moments:
                    cells[at] = seen(cells[at])
                summed.update(repr((table.name, cells)).encode())
    return summed.hexdigest()


def _seen(text: str | None, at: datetime) -> object:
    """A moment as a test wrote it; one of the clock (it has seconds) by its day and how long ago it is, nearly."""
    moment = None if text is None else datetime.fromisoformat(text)
    if moment is None or not moment.second:
        return text
    return moment.date(), round((at - moment) / NEAR)


@cache
def _tables() -> dict[str, list[Table]]:
    """The tables of each subject."""
    found: dict[str, list[Table]] = {}
    for table in tables():
        if table.name not in UNREAD:
            [subject] = subjects_of([table.name])
            found.setdefault(subject, []).append(table)
    return found


def _everything(table: Table) -> str:
    # A line's digest holds the second it was written in.
    names = [f'"{column.name}"' if column.name != "digest" else "NULL" for column in table.columns]
    return f'SELECT {", ".join(names)} FROM "{table.name}" ORDER BY {", ".join(table.primary_key.columns.keys())}'
