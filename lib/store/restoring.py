"""Giving rows back what they held before an action, from the lines that the change log holds of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer

from lib.store.base import Base, UtcDateTime, table_of
from lib.store.writing import Write


def from_text(column: Column[Any], text: str | None) -> Any:
    """A value as the column holds it, from its text in the change log; the inverse of `writing.as_text`."""
    if text is None:
        return None
    kinds = (
        (Boolean, lambda: text == "True"), (Integer, lambda: int(text)), (Float, lambda: float(text)),
        (UtcDateTime, lambda: datetime.fromisoformat(text)), (Date, lambda: date.fromisoformat(text)),
    )  # fmt: skip
    return next((read() for kind, read in kinds if isinstance(column.type, kind)), text)


def restore(write: Write, models: Mapping[str, type[Base]], lines: Iterable[Any]) -> None:
    """Give every changed field its first value and remove what was added; `models` by the name of their table.

    `lines` of the change log, oldest first, of rows nobody wrote to since. Row by row, its fields at once: halfway
    between, a row may break a rule of the store.
    """
    before: dict[tuple[str, int], dict[str, Any]] = {}
    added: set[tuple[str, int]] = set()
    for line in lines:
        row = (line.table_name, line.row_id)
        if line.kind == "added":
            added.add(row)
        else:
            column = table_of(models[line.table_name]).c[line.field]
            before.setdefault(row, {}).setdefault(line.field, from_text(column, line.old))
    for (table, row_id), values in before.items():
        if (table, row_id) not in added:
            write.set(models[table], row_id, values, write.read(models[table], row_id))
    for table, row_id in sorted(added):
        write.remove(models[table], row_id)
