"""What an import brought into the store, who built on it since, and what it changed."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from lib.exporting.layout import readable_column
from lib.health.tables import HealthSnapshot
from lib.importing.standing import key_columns
from lib.schema import JOURNAL_TABLES, content_tables, tables
from lib.store.base import table_of
from lib.store.tables import ChangeLog, ImportBatch

LOG, BATCHES, SNAPSHOTS = table_of(ChangeLog), table_of(ImportBatch), table_of(HealthSnapshot)
MOST_NAMED = 3


def is_of(table: Table, batch: int) -> ColumnElement[bool]:
    """The condition that tells the rows of a batch in a table whose rows carry its number."""
    return table.c.batch_id == batch


def tables_of(connection: Connection, batch: int) -> list[Table]:
    """The tables that have rows carrying the batch's number, parents before children."""
    carrying = [table for table in content_tables() if "batch_id" in table.c]
    one = {table.name: select(table.c.id).where(is_of(table, batch)).limit(1) for table in carrying}
    return [table for table in carrying if connection.execute(one[table.name]).first()]


def logged_keys(connection: Connection, batch: int) -> dict[str, set[tuple[Any, ...]]]:
    """The keys of a batch's rows in the tables whose rows do not carry its number, from the change log."""
    without = [table.name for table in content_tables() if "batch_id" not in table.c]
    lines = select(LOG.c.table_name, LOG.c.row_id, LOG.c.new).where(
        LOG.c.batch_id == batch, LOG.c.kind == "added", LOG.c.table_name.in_(without)
    )
    found: dict[str, set[tuple[Any, ...]]] = {}
    for name, row_id, new in connection.execute(lines):
        found.setdefault(name, set()).add((row_id,) if row_id is not None else tuple(json.loads(new)))
    return found


def built_upon(connection: Connection, batch: int) -> Iterator[str]:
    """In words, what was done since with the rows a batch brought: rows edited, rows of others that link to them."""
    logged = logged_keys(connection, batch)
    for table in tables_of(connection, batch):
        yield from _edited(connection, table, batch)
        for child, column in _links_to(table):
            yield from _linked(connection, table, child, column, batch, logged.get(child.name, set()))


def _edited(connection: Connection, table: Table, batch: int) -> Iterator[str]:
    last = select(func.max(LOG.c.id)).where(LOG.c.batch_id == batch).scalar_subquery()
    undone = select(BATCHES.c.id).where(BATCHES.c.undone_at.is_not(None))
    by_others = or_(LOG.c.batch_id.is_(None), (LOG.c.batch_id != batch) & LOG.c.batch_id.not_in(undone))
    edits = select(LOG.c.row_id).where(
        LOG.c.table_name == table.name, LOG.c.kind == "changed", LOG.c.id > last, by_others,
        LOG.c.row_id.in_(select(table.c.id).where(is_of(table, batch))),
    )  # fmt: skip
    yield from _told(connection, table, edits.distinct(), "edited since")


def _linked(
    connection: Connection, parent: Table, child: Table, column: str, batch: int, own: set[tuple[Any, ...]]
) -> Iterator[str]:
    links = child.c[column].in_(select(parent.c.id).where(is_of(parent, batch)))
    if "batch_id" in child.c:
        itself = _taken_by_itself(child, column)
        theirs = child.c.batch_id != batch if itself else child.c.batch_id.is_distinct_from(batch)
        later = select(child.c.id).where(links, theirs)
        yield from _told(connection, child, later, f"linked to what it added to {parent.name}")
        return
    linking = select(*(child.c[name] for name in key_columns(child))).where(links)
    if extra := len({tuple(row) for row in connection.execute(linking)} - own):
        yield f"{extra:,} of {child.name} linked to what it added to {parent.name}"


def _taken_by_itself(child: Table, column: str) -> bool:
    """Whether rows without a batch are the store's own doing: it keeps the health of each account week by week."""
    return child is SNAPSHOTS and column == "account_id"


def _told(connection: Connection, table: Table, numbers: Select[Any], what: str) -> Iterator[str]:
    found = [row[0] for row in connection.execute(numbers)]
    if not found:
        return
    label = readable_column(table)
    columns = [table.c[name] for name in (label, "source_id", "id") if name is not None and name in table.c]
    chosen = select(*columns).where(table.c.id.in_(found[:MOST_NAMED])).order_by(table.c.id)
    names = [str(next(value for value in row if value is not None)) for row in connection.execute(chosen)]
    more = f" and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
    yield f"{table.name} {', '.join(names)}{more} {what}"


def _links_to(parent: Table) -> Iterator[tuple[Table, str]]:
    for child in tables():
        for column in child.columns:
            if child.name not in JOURNAL_TABLES and any(key.column.table is parent for key in column.foreign_keys):
                yield child, column.name
