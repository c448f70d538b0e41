"""What an import is going to write, row by row and typed, and what it could not settle."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from lib.importing.mapping import table_named
from lib.importing.standing import Key


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line of a file that is left out: where it stands, what stands there, why."""

    file: str
    line: int
    table: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A row taken although its `field` names something unknown; `proposed_id` is the nearest known record's number."""

    file: str
    line: int
    table: str
    key: Key
    field: str
    given: str
    target: str
    proposed_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row to change: old and new value of each field."""

    fields: dict[str, tuple[Any, Any]]


@dataclass
class Block:
    """Rows to insert, column by column, the columns of the key among them."""

    columns: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))


@dataclass
class TablePlan:
    """All that is to be written to one table."""

    table: Table
    blocks: list[Block] = field(default_factory=list)
    changes: dict[Key, Change] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """How many rows are to be inserted."""
        return sum(map(len, self.blocks))


@dataclass
class Plan:
    """All that is to be written, table by table.

    `aliases`: the records meant by other names (table, name) that a person accepted. `numbers`: the records known by
    number to a tool they did not come from (table, source, number). `maps`: how exports of answers were read, kept as
    settings.
    """

    tables: dict[str, TablePlan] = field(default_factory=dict)
    aliases: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)
    links: list[OpenLink] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    maps: dict[str, str] = field(default_factory=dict)
    clears_demo: bool = False

    def of(self, name: str) -> TablePlan:
        """The plan of one table."""
        if name not in self.tables:
            self.tables[name] = TablePlan(table_named(name))
        return self.tables[name]

    def values(self, name: str, column: str) -> Iterator[tuple[Key, Any]]:
        """Number and one column of the rows to insert into a table of numbered rows."""
        for block in self.of(name).blocks:
            if column in block.columns:
                yield from zip(block.columns["id"], block.columns[column], strict=True)
