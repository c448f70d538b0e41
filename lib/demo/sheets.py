"""Rows of every table gathered column by column, and turned into plain rows for the store."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Boolean, Date, Table

from lib.demo.days import EPOCH, NOTHING, Ints
from lib.store.base import Base, UtcDateTime, table_of

Row = dict[str, Any]
BATCH = 50_000
LATE_SHARE = 7  # of 100 records of a kind that people type in some days late


@dataclass
class Sheet:
    """The rows of one table; ids count from 1 in the order they are added."""

    table: Table
    until: int
    size: int = 0
    pieces: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def add(self, columns: dict[str, Any], known: Any, late: bool) -> Ints:
        """Add rows given as arrays of one length and single values for all; their ids come back."""
        arrays = [len(values) for values in (known, *columns.values()) if isinstance(values, np.ndarray)]
        count = arrays[0] if arrays else 1
        if any(length != count for length in arrays):
            raise ValueError(f"columns of {self.table.name} differ in length: {arrays}")
        ids = np.arange(self.size + 1, self.size + count + 1, dtype=np.int64)
        piece = self._own_columns(ids, known, late) | columns
        if unknown := set(piece) - set(self.table.columns.keys()):
            raise KeyError(f"{self.table.name} has no column {sorted(unknown)}")
        self.pieces.append((count, piece))
        self.size += count
        return ids

    def _own_columns(self, ids: Ints, known: Any, late: bool) -> dict[str, Any]:
        own: dict[str, Any] = {}
        if "id" in self.table.c:
            own["id"] = ids
        if "recorded_at" in self.table.c:
            own["recorded_at"] = recorded_at(ids, np.asarray(known, dtype=np.int64), self.until, late)
        if "version" in self.table.c:
            own["version"] = 1
        return own

    def column(self, name: str) -> Any:
        """All values of one column as gathered so far."""
        whole = [np.broadcast_to(np.asarray(piece[name]), (count,)) for count, piece in self.pieces]
        return np.concatenate(whole) if whole else np.zeros(0, dtype=np.int64)

    def batches(self) -> Iterator[list[Row]]:
        """The rows as the store takes them, at most BATCH at a time; all have the same keys."""
        names = sorted({name for _, piece in self.pieces for name in piece})
        for count, piece in self.pieces:
            for start in range(0, count, BATCH):
                stop = min(start + BATCH, count)
                cells = [self._cells(name, piece.get(name), start, stop) for name in names]
                yield [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]

    def _cells(self, name: str, values: Any, start: int, stop: int) -> list[Any]:
        if not isinstance(values, np.ndarray):
            values = np.full(stop - start, values) if isinstance(values, int | float) else [values] * (stop - start)
        else:
            values = values[start:stop]
        if not isinstance(values, np.ndarray) or values.dtype == object:
            return list(values)
        return _plain(self.table.c[name].type, values)


class Sheets(dict[str, Sheet]):
    """A sheet for every table, made when first written to."""

    def __init__(self, until: int) -> None:
        super().__init__()
        self.until = until

    def add(self, model: type[Base], known: Any, late: bool = False, **columns: Any) -> Ints:
        """Add rows to the sheet of `model`; `known` is the day (or days) on which they were recorded."""
        table = table_of(model)
        return self.setdefault(table.name, Sheet(table, self.until)).add(columns, known, late)

    def column(self, model: type[Base], name: str) -> Any:
        """One column of a table as gathered so far."""
        return self[table_of(model).name].column(name)


def recorded_at(ids: Ints, known: Ints, until: int, late: bool) -> Ints:
    """Seconds since 1970: the evening of the day; a few `late` ones days after; never after the day `until`."""
    # A hash of the id, not a draw: recording a fact late must not shuffle any other fact.
    noise = (ids * 2654435761 % 4294967296) // 16
    delay = np.where(late & (noise % 100 < LATE_SHARE), 2 + noise // 100 % 10, 0)
    days = np.minimum(known + delay, until)
    # What is known on the last day is recorded just after midnight, so that nothing lies ahead of a clock of today.
    seconds = np.where(days == until, noise % 600, 16 * 3600 + noise % 18000)
    return (days - EPOCH) * 86400 + seconds


def _plain(kind: Any, values: Any) -> list[Any]:
    if isinstance(kind, UtcDateTime):
        return [None if v == NOTHING else datetime.fromtimestamp(v, UTC) for v in values.tolist()]
    if isinstance(kind, Date):
        return _dates(values)
    if isinstance(kind, Boolean):
        return [None if v < 0 else bool(v) for v in values.astype(np.int64).tolist()]
    if values.dtype.kind == "f":
        return [None if v != v else v for v in values.tolist()]
    return [None if v == NOTHING else v for v in values.tolist()]


def _dates(values: Ints) -> list[date | None]:
    distinct, place = np.unique(values, return_inverse=True)
    known = [None if v == NOTHING else date.fromordinal(v) for v in distinct.tolist()]
    return [known[at] for at in place.tolist()]
