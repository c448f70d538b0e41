"""Many rows written at once: columns turned into the driver's own values one distinct value at a time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, insert, update

from lib.importing.standing import Key, key_columns, pieces

ROWS_AT_ONCE = 5_000
Step = Callable[[int], None]


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]], step: Step) -> None:
    """Insert rows given column by column, all of one length; a column not given has its default, or is empty.

    `step` is told after each piece how many rows it had. Rows may link to one another: such links are set last.
    """
    first, later = _self_links(table, columns)
    given = [column for column in table.columns if column.name in first or column.default is not None]
    size = len(next(iter(first.values())))
    values = [_driver_values(connection, column, first.get(column.name), size) for column in given]
    statement = insert(table).compile(dialect=connection.dialect, column_keys=[column.name for column in given])
    rows: list[Any] = list(zip(*values, strict=True))
    if not statement.positional:
        rows = [dict(zip((column.name for column in given), row, strict=True)) for row in rows]
    for some in pieces(rows, ROWS_AT_ONCE):
        connection.exec_driver_sql(str(statement), list(some))
        step(len(some))
    for name, links in later.items():
        set_fields(connection, table, [(key, {name: link}) for key, link in links], raise_version=False)


def _self_links(table: Table, columns: Mapping[str, Sequence[Any]]) -> tuple[dict[str, Sequence[Any]], dict[str, Any]]:
    """The columns to insert, and the links to rows of the same table, which may not be there yet."""
    to_self = [name for name in columns if any(key.column.table is table for key in table.c[name].foreign_keys)]
    first = {name: values for name, values in columns.items() if name not in to_self}
    pairs = {name: list(zip(columns["id"], columns[name], strict=True)) for name in to_self}
    return first, {name: [pair for pair in links if pair[1] is not None] for name, links in pairs.items()}


def _driver_values(connection: Connection, column: Column[Any], values: Sequence[Any] | None, size: int) -> Any:
    """What the driver takes for a column's values, as the column's type says."""
    if values is None:
        values = [default_of(column)] * size
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if convert is None:
        return values
    converted = {value: convert(value) for value in set(values)}
    return [converted[value] for value in values]


def default_of(column: Column[Any]) -> Any:
    """What a column holds where nothing is said."""
    default = getattr(column.default, "arg", None)
    return default(None) if callable(default) else default


def set_fields(
    connection: Connection, table: Table, rows: Sequence[tuple[Key, Mapping[str, Any]]], raise_version: bool = True
) -> None:
    """Set some fields of rows by key; rows that set the same fields go together."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    names = key_columns(table)
    for key, fields in rows:
        keys = dict(zip((f"key_{name}" for name in names), key if len(names) > 1 else (key,), strict=True))
        values = {f"new_{name}": value for name, value in fields.items()}
        groups.setdefault(tuple(fields), []).append(keys | values)
    for fields_set, parameters in groups.items():
        wanted: dict[str, Any] = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in fields_set}
        if raise_version and "version" in table.c:
            wanted["version"] = table.c.version + 1
        is_it = [table.c[name] == bindparam(f"key_{name}") for name in names]
        connection.execute(update(table).where(*is_it).values(wanted), parameters)
