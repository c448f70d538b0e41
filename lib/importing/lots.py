"""The rows that one part of a mapping makes of one file: chosen, and filled with what the file alone tells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from lib.importing.converting import Columns, as_stored
from lib.importing.mapping import FieldRule, Target, kind_of, table_named
from lib.importing.plan import RefusedRow
from lib.importing.standing import Key

# How a spreadsheet program writes a long number in a narrow cell; numbers of records have no point and no power.
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}")
_ROUNDED_REASON = (
    "A spreadsheet program rounded this number: export the file again and import it without opening it in one."
)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A link of one row that stays empty although the file names something."""

    at: int
    field: str
    given: str
    target: str
    proposed_id: int | None
    reason: str


@dataclass
class Lot:
    """Rows column by column; every list runs parallel to `rows`, the index of each row's line in the file.

    A row can be refused, or silent (the row it belongs to was refused, told there), or repeat an earlier one: it keeps
    its place in the lists and is left out of `places`. `keys` are known after the rows are identified, `fresh` are the
    places of rows that the store does not have, `by_name` of those that are a record known without their number.
    `stored` is what the store, or this import's plan, holds of the rows that are not fresh. `created`: table and number
    of the records that lookups of this lot added to the plan.
    """

    columns: Columns
    target: Target
    table: Table
    rows: list[int]
    values: dict[str, list[Any]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[int, RefusedRow] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)
    repeats: dict[int, int] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    source_ids: list[str | None] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    by_name: set[int] = field(default_factory=set)
    created: list[tuple[str, int]] = field(default_factory=list)
    stored: dict[Key, dict[str, Any]] = field(default_factory=dict)
    changes: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.columns.raw.name

    @property
    def source(self) -> str | None:
        """What the file's rows have as their source."""
        return self.columns.file.source

    def places(self) -> Iterator[int]:
        """The places of the rows still to be taken."""
        out = self.refused.keys() | self.silent | self.repeats.keys()
        return (at for at in range(len(self.rows)) if at not in out) if out else iter(range(len(self.rows)))

    def refuse(self, at: int, name: str, reason: str) -> None:
        """Leave one row out because of a field."""
        if at not in self.refused:
            self.refuse_cell(at, *self._cell(at, name), reason)

    def refuse_cell(self, at: int, column: str, value: str, reason: str) -> None:
        """Leave one row out because of a column that is no field."""
        if at not in self.refused:
            self.refused[at] = RefusedRow(self.file, self.line(at), self.table.name, column, value, reason)

    def _cell(self, at: int, name: str) -> tuple[str, str]:
        """The column a field comes from, and what the file says there."""
        column, value = name, ""
        for rule in (self.target.fields.get(name), self.target.named.get(name)):
            present = () if rule is None or value else self.columns.present(rule)
            if present:
                cells = [self.columns.cells(one)[self.rows[at]] for one in present]
                column, value = " + ".join(present), " ".join(cells).strip()
        return column, value

    def line(self, at: int) -> int:
        """The line of the file on which a row begins."""
        return self.columns.raw.lines[self.rows[at]]

    def place_of(self, row: int) -> int | None:
        """The place of the row made of a line, by the line's index in the file."""
        if not self._places:
            self._places = {row: at for at, row in enumerate(self.rows)}
        return self._places.get(row)

    def names_by(self, by: str) -> list[Any]:
        """What the rows are looked up by; nothing where the file does not say it."""
        return list(self.source_ids) if by == "source_id" and self.source_ids else self.values.get(by, [])

    def rules(self) -> Iterator[FieldRule]:
        """The rules for which the file has a column."""
        return (rule for rule in self.target.fields.values() if self.columns.has(rule))


def start_lot(columns: Columns, target: Target, siblings: dict[str, Lot]) -> Lot:
    """The rows of one part of a mapping with all fields that are no links by name."""
    lot = Lot(columns, target, table_named(target.table), _chosen(columns, target))
    _refuse_rounded_keys(lot)
    for rule in lot.rules():
        if rule.same_row is not None:
            _fill_from_sibling(lot, rule, siblings[rule.same_row])
        elif rule.lookup is None:
            _fill_typed(lot, rule)
    for at in lot.silent:
        lot.refused.pop(at, None)
    return lot


def _chosen(columns: Columns, target: Target) -> list[int]:
    rows = list(range(len(columns)))
    for when in target.when:
        cells = columns.texts(FieldRule("", (when.column,)))
        holding = {cell for cell in set(cells) if when.holds(cell)}
        rows = [row for row in rows if cells[row] in holding]
    return rows


def _refuse_rounded_keys(lot: Lot) -> None:
    """Refuse the rows whose own number lost its last digits: it would be that of several records."""
    for column in lot.target.key:
        if column.startswith(("=", "<")):
            continue
        cells = lot.columns.cells(column)
        rounded = {cell for cell in set(cells) if _ROUNDED.fullmatch(cell.strip())}
        for at, row in enumerate(lot.rows) if rounded else ():
            if cells[row] in rounded:
                lot.refuse_cell(at, column, cells[row].strip(), _ROUNDED_REASON)


def _fill_typed(lot: Lot, rule: FieldRule) -> None:
    kind = kind_of(lot.table.c[rule.field])
    typed = lot.columns.typed(rule, as_stored(kind) if lot.columns.file.own else kind)
    whole = len(lot.rows) == len(lot.columns)
    lot.values[rule.field] = typed.values[:] if whole else [typed.values[row] for row in lot.rows]
    if typed.reasons:
        for at, row in enumerate(lot.rows):
            if row in typed.reasons:
                lot.refuse(at, rule.field, typed.reasons[row])


def _fill_from_sibling(lot: Lot, rule: FieldRule, sibling: Lot) -> None:
    """Numbers or fields of the rows that another part made of the same lines; where that was refused, so is this."""
    origin = lot.columns.origin if lot.target.each_column and not sibling.target.each_column else None
    values: list[Any] = []
    for at, row in enumerate(lot.rows):
        place = sibling.place_of(row if origin is None else origin[row])
        if place is not None:
            place = sibling.repeats.get(place, place)
            if place in sibling.refused or place in sibling.silent:
                lot.silent.add(at)
        values.append(None if place is None else _value(sibling, rule.same_field, place))
    lot.values[rule.field] = values


def _value(lot: Lot, name: str, place: int) -> Any:
    return lot.keys[place] if name == "id" else lot.values.get(name, {place: None})[place]
