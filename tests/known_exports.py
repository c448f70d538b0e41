"""Exports of other tools brought into a real store, and what then stands in its tables."""

from typing import Any

from sqlalchemy import FromClause, Table, select

from lib.exporting.layout import link_target, readable_column
from lib.importing.apply import apply
from lib.importing.mapping import table_named
from lib.importing.plan import RefusedRow
from lib.importing.preview import Preview, preview
from lib.importing.sources import read_uploads
from lib.store.engine import Store


def bring(store: Store, *files: tuple[str, str | bytes], mapping: str) -> Preview:
    """Import files (name, text or bytes), recognised by their headers alone; the second time nothing is new in them."""
    contents = [(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    assert {source.file.mapping for source in read_uploads(contents)} == {mapping}
    previewed = preview(store, read_uploads(contents))
    apply(store, "test", previewed)
    again = preview(store, read_uploads(contents))
    assert (again.total("new"), again.total("changed")) == (0, 0), again.counts
    assert again.total("refused") == previewed.total("refused")
    return previewed


def written(store: Store, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of all rows of a table in the order of their numbers; a link without `_id` is the name of its record."""
    table = table_named(name)
    origin: FromClause = table
    wanted = []
    for column in columns:
        if column in table.c:
            wanted.append(table.c[column])
        else:
            target = _linked(table, column).alias(column)
            origin = origin.outerjoin(target, target.c.id == table.c[f"{column}_id"])
            wanted.append(target.c[readable_column(_linked(table, column)) or "id"])
    return [tuple(row) for row in store.rows(select(*wanted).select_from(origin).order_by(table.c.id))]


def refusals(previewed: Preview) -> list[tuple[int, str, str, str]]:
    """Line, column, value and reason of each refused line."""
    return [_told(row) for row in previewed.refused]


def _told(row: RefusedRow) -> tuple[int, str, str, str]:
    return row.line, row.column, row.value, row.reason


def _linked(table: Table, column: str) -> Table:
    target = link_target(table.c[f"{column}_id"])
    assert target is not None
    return target
