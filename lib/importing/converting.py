"""The text of one file's columns turned into the values of fields, each column read once however often it is used."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lib.errors import StewardError
from lib.exporting.layout import MARK, restored
from lib.importing.mapping import FieldRule, Kind, MappedFile, kind_of, table_named
from lib.importing.raw_table import RawTable, plain_name
from lib.importing.values import (
    DecimalMark,
    Order,
    Parsed,
    UndecidableColumn,
    parse_booleans,
    parse_cents,
    parse_dates,
    parse_integers,
    parse_minutes,
    parse_numbers,
    parse_timestamps,
)

_DAYS: frozenset[Kind] = frozenset({"date", "moment"})
_NUMBERS: frozenset[Kind] = frozenset({"cents", "minutes", "integer", "number"})
_EMPTY = frozenset({""})


class UndecidableCells(StewardError):
    """A column that can be read in two ways, with the file and column it stands in."""

    def __init__(self, table: str, column: str, error: UndecidableColumn) -> None:
        super().__init__(f"{table}, column {column}: {error}")


@dataclass(frozen=True)
class Typed:
    """The value of a field on every row of a file, and why some rows (by index) have none."""

    values: list[Any]
    reasons: dict[int, str]


@dataclass
class Columns:
    """The columns of one file as its mapping reads them.

    `codes` counts, by column and text, the filled cells that were read as empty. `origin`, of a file turned by
    `unpivot`: for each of its rows the index of the line it was made of.
    """

    raw: RawTable
    file: MappedFile
    dates: Order | None = None
    decimal: DecimalMark | None = None
    origin: list[int] | None = None
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    _texts: dict[object, list[str]] = field(default_factory=dict)
    _typed: dict[object, Typed] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.raw.lines)

    def present(self, rule: FieldRule) -> tuple[str, ...]:
        """The columns of a rule that the file has: of alternatives the first, of joined ones all."""
        there = tuple(name for name in rule.columns if name == "<file>" or self.raw.has(name))
        return there if rule.join is not None else there[:1]

    def has(self, rule: FieldRule) -> bool:
        """Whether the file has anything for a rule."""
        return not rule.columns or bool(self.present(rule))

    def cells(self, name: str) -> list[str]:
        """A column as it stands in the file; `<file>` is the file's name on every row."""
        if name == "<file>":
            return [self.raw.name.split(" · ")[0].rpartition(".")[0]] * len(self)
        return self.raw.column(name)

    def texts(self, rule: FieldRule) -> list[str]:
        """The text of a rule on every row: trimmed, joined, mapped, "" where it is empty or a code for that."""
        key = (self.present(rule), rule.join, rule.fixed, _items(rule.map), rule.otherwise, rule.missing)
        if key not in self._texts:
            self._texts[key] = self._read_texts(rule)
        return self._texts[key]

    def typed(self, rule: FieldRule, kind: Kind) -> Typed:
        """The values of a rule on every row; raises UndecidableCells."""
        texts = self.texts(rule)
        key = (id(texts), kind, rule.scale, rule.unit, rule.formats, rule.pick)
        if key not in self._typed:
            self._typed[key] = self._read_values(rule, kind, texts)
        return self._typed[key]

    def _read_texts(self, rule: FieldRule) -> list[str]:
        if rule.fixed is not None:
            return [rule.fixed] * len(self)
        parts = [self._plain_texts(name, rule) for name in self.present(rule)]
        if len(parts) == 1:
            return _mapped(parts[0], rule)
        joined = [(rule.join or " ").join(filter(None, cells)) for cells in zip(*parts, strict=True)]
        return _mapped(joined, rule)

    def _plain_texts(self, name: str, rule: FieldRule) -> list[str]:
        cells = self.cells(name)
        if self.file.own:
            return list(map(restored, cells)) if MARK in "".join(cells) else list(cells)
        missing = _EMPTY | (self.file.missing if rule.missing is None else rule.missing)
        counts = Counter(cells)
        texts = {cell: "" if plain_name(cell) in missing else cell.strip() for cell in counts}
        for cell, text in texts.items():
            if not text and cell.strip():
                self.codes[name, cell.strip()] = counts[cell]
        return [texts[cell] for cell in cells]

    def _read_values(self, rule: FieldRule, kind: Kind, texts: list[str]) -> Typed:
        try:
            parsed = self._parse(rule, kind, texts)
        except UndecidableColumn as error:
            parsed = self._parse_with_others(rule, kind, texts, error)
        values = parsed.values
        if rule.pick is not None:
            filled = [value for value in values if value is not None]
            picked = (min if rule.pick == "least" else max)(filled, default=None)
            values = [picked] * len(values)
        return Typed(values, dict(parsed.refusals))

    def _parse_with_others(
        self, rule: FieldRule, kind: Kind, texts: list[str], error: UndecidableColumn
    ) -> Parsed[Any]:
        """The column read as the other columns of this file that hold days, or numbers, decide for it."""
        alike = _DAYS if kind in _DAYS else _NUMBERS
        others = [text for other in self._rules_of(alike) for text in self.texts(other) if text]
        try:
            parsed = self._parse(rule, kind, texts + others)
        except UndecidableColumn:
            raise UndecidableCells(self.raw.name, ", ".join(self.present(rule)) or rule.field, error) from error
        size = len(texts)
        return Parsed(parsed.values[:size], [(row, reason) for row, reason in parsed.refusals if row < size])

    def _rules_of(self, kinds: frozenset[Kind]) -> Iterator[FieldRule]:
        for target in self.file.into:
            table = table_named(target.table)
            for rule in target.fields.values():
                if rule.columns and self.has(rule) and not rule.lookup and kind_of(table.c[rule.field]) in kinds:
                    yield rule

    def _parse(self, rule: FieldRule, kind: Kind, texts: list[str]) -> Parsed[Any]:
        order: Order = self.dates if self.dates and self.file.dates == "auto" else self.file.dates
        decimal: DecimalMark = self.decimal if self.decimal and self.file.decimal == "auto" else self.file.decimal
        if rule.fixed is not None:  # written in the mapping, as the store holds it
            return parse_texts(texts, rule, as_stored(kind), "ymd", ".")
        return parse_texts(texts, rule, kind, order, decimal)


def parse_texts(texts: Sequence[str], rule: FieldRule, kind: Kind, order: Order, decimal: DecimalMark) -> Parsed[Any]:
    """Texts read as values of a kind; raises UndecidableColumn."""
    match kind:
        case "date":
            return parse_dates(texts, order, rule.formats)
        case "moment":
            return parse_timestamps(texts, order, rule.formats)
        case "cents":
            return parse_cents(texts, decimal, Decimal(str(rule.scale)))
        case "minutes":
            return parse_minutes(texts, rule.unit, decimal)
        case "boolean":
            return parse_booleans(texts)
        case "integer":
            return parse_integers(texts, decimal)
        case "number":
            return _scaled(parse_numbers(texts, decimal), rule.scale)
        case "text":
            return Parsed([text or None for text in texts], [])


def as_stored(kind: Kind) -> Kind:
    """How a value is read that is written as the store holds it: minutes and cents as whole numbers."""
    return "integer" if kind in ("cents", "minutes") else kind


def _scaled(numbers: Parsed[float], scale: float) -> Parsed[float]:
    if scale == 1:
        return numbers
    return Parsed([None if value is None else value * scale for value in numbers.values], numbers.refusals)


def map_text(text: str, rule: FieldRule) -> str:
    """A text as the rule's map has it; as it is where the map says nothing of it."""
    if rule.map is None or not text:
        return text
    return rule.map.get(plain_name(text), text if rule.otherwise is None else rule.otherwise)


def _mapped(texts: list[str], rule: FieldRule) -> list[str]:
    if rule.map is None:
        return texts
    mapped = {text: map_text(text, rule) for text in set(texts)}
    return [mapped[text] for text in texts]


def _items(entry: Any) -> object:
    return None if entry is None else tuple(sorted(entry.items()))
