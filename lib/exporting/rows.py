"""The rows of a table as a file of it holds them, read in the order of its key a few thousand at a time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, false, select

from lib.exporting.layout import exported_columns, link_name, link_target, readable_column

ROWS_AT_ONCE = 5_000


def stored_rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """Every row of `table`, its values in the order of `template_header`."""
    return iter(connection.execute(_select_with_names(table), execution_options={"yield_per": ROWS_AT_ONCE}))


def _select_with_names(table: Table) -> Select[Any]:
    columns: list[Any] = []
    source: Any = table
    for column in exported_columns(table):
        columns.append(column)
        target, label = link_target(column), link_name(column)
        readable = readable_column(target) if target is not None else None
        if target is not None and readable is not None:
            linked = target.alias()
            source = source.outerjoin(linked, linked.c.id == column)
            columns.append(linked.c[readable].label(label))
    return _released_only(table, select(*columns).select_from(source)).order_by(*table.primary_key.columns)


def _released_only(table: Table, statement: Select[Any]) -> Select[Any]:
    """Without what a closed anonymous survey keeps: of such a one only `survey_release` leaves the store."""
    if table.name == "anonymous_answer":
        return statement.where(false())
    if table.name == "comment_tag":
        return statement.where(table.c.anonymous_key.is_(None))
    return statement
