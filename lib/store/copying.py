"""Moving a whole firm from one database into another, of either kind, and proving that it arrived."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from lib.errors import StewardError
from lib.store import server
from lib.store.engine import connect, plainly
from lib.store.opening import create_store, open_store
from lib.store.refusals import plain_reason

ROWS_AT_ONCE = 5_000
Progress = Callable[[int, int, str], None]


class CopyRefused(StewardError):
    """The copy cannot begin, or did not arrive as it was; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The firm was not copied, neither store was changed: {reason}.")


class Copied(NamedTuple):
    """What arrived of one table: how many rows, and a checksum of their content that does not depend on order."""

    table: str
    rows: int
    checksum: str


@dataclass
class _Sum:
    """Rows and their checksum, added up while they pass."""

    rows: int = 0
    total: int = 0

    def add(self, row: Sequence[Any]) -> None:
        self.rows += 1
        self.total += int.from_bytes(blake2b(repr(tuple(row)).encode(), digest_size=16).digest(), "big")

    def told(self, table: Table) -> Copied:
        return Copied(table.name, self.rows, f"{self.total % (1 << 128):032x}")


def copy_store(
    source: str, target: str, tables: Sequence[Table], progress: Progress = lambda *_: None
) -> list[Copied]:  # fmt: skip
    """Copy everything in the store at `source` into the one at `target`, which must be empty or not there yet.

    One transaction: rows with their numbers, links, the change log and its seals; `tables`: all, parents before
    children. What arrived is read again and compared with what was sent, table by table. Raises CopyRefused, and
    whatever opening a store raises; then the target is empty still.
    """
    from_store = open_store(source)
    if _place(source) == _place(target):
        raise CopyRefused("both addresses are the same store")
    to_store = create_store(target)
    with from_store.read() as reading, to_store.gate.turn(), to_store.writes.begin() as writing:
        _must_be_empty(writing, tables, plainly(target))
        copied = []
        for at, table in enumerate(tables):
            progress(at, len(tables), table.name)
            copied.append(_copy_table(reading, writing, table))
        server.gather_statistics(writing)
    return copied


def _place(address: str) -> object:
    path = connect(address).path
    return plainly(address) if path is None else path.resolve()


def _must_be_empty(writing: Connection, tables: Sequence[Table], where: str) -> None:
    filled = [table.name for table in tables if writing.execute(select(func.count()).select_from(table)).scalar_one()]
    if filled:
        raise CopyRefused(f"{where} holds rows already (first in {filled[0]}), give the address of an empty database")


def _copy_table(reading: Connection, writing: Connection, table: Table) -> Copied:
    sent, arrived = _Sum(), _Sum()
    try:
        _insert(writing, table, _pieces(reading, table, sent))
    except DBAPIError as refused:
        raise CopyRefused(f"table {table.name} was refused ({plain_reason(refused)})") from refused
    server.follow_numbers(writing, table)
    for _ in _pieces(writing, table, arrived):
        pass
    if sent != arrived:
        raise CopyRefused(f"table {table.name} did not arrive as it was ({sent.rows} rows sent, {arrived.rows} there)")
    return arrived.told(table)


def _pieces(connection: Connection, table: Table, summed: _Sum) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table, some at a time, added to `summed`."""
    names = [column.name for column in table.columns]
    result = connection.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE))
    for rows in result.partitions():
        for row in rows:
            summed.add(row)
        yield [dict(zip(names, row, strict=True)) for row in rows]


def _insert(writing: Connection, table: Table, pieces: Iterator[list[dict[str, Any]]]) -> None:
    """Insert rows; links to rows of the same table are set when all of them are there."""
    own = [c.name for c in table.columns if any(key.column.table is table for key in c.foreign_keys)]
    later: list[tuple[str, int, Any]] = []
    for rows in pieces:
        later += [(name, row["id"], row[name]) for name in own for row in rows if row[name] is not None]
        writing.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    for name in own:
        links = [{"row": number, "to": to} for column, number, to in later if column == name]
        if links:
            writing.execute(update(table).where(table.c.id == bindparam("row")).values({name: bindparam("to")}), links)
