"""What a mapping says: which columns of which export become which fields of which tables."""

import dataclasses
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, Table

from lib.errors import StewardError
from lib.importing.raw_table import RawTable, plain_name
from lib.importing.values import DecimalMark, DurationUnit, Order
from lib.schema import METADATA
from lib.store.base import UtcDateTime

MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"
OWN = "steward"  # the name under which Steward's own templates and exports are read
Kind = Literal["date", "moment", "cents", "minutes", "boolean", "integer", "number", "text"]


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one column of a line; texts are compared trimmed and without case."""

    column: str
    among: frozenset[str] | None = None
    not_among: frozenset[str] | None = None
    filled: bool | None = None

    def holds(self, text: str) -> bool:
        """Whether a cell fulfils it."""
        plain = plain_name(text)
        return (
            (self.among is None or plain in self.among)
            and (self.not_among is None or plain not in self.not_among)
            and (self.filled is None or bool(plain) == self.filled)
        )


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field comes from.

    `columns`: the first of them that the file has or, with `join`, the filled ones joined. `fixed`: this text on every
    row. Neither (in `given` of a lookup): the name looked up. `map` replaces texts (keys trimmed, without case) and
    `otherwise` those it does not list. `pick`: the least or greatest value of the whole file, on every row.
    `lookup`: the text is a name (`by` another column) of that table's record. `same_row`: a field of the row that
    another part of the mapping made of the same line. `suspect`: likely misspellings, kept and told.
    """

    field: str
    columns: tuple[str, ...] = ()
    join: str | None = None
    fixed: str | None = None
    map: Lookup[str, str] | None = None
    otherwise: str | None = None
    missing: frozenset[str] | None = None
    scale: int | float = 1
    unit: DurationUnit = "auto"
    formats: tuple[str, ...] = ()
    pick: Literal["least", "greatest"] | None = None
    lookup: str | None = None
    by: str = "name"
    create: bool = False
    near: bool = True
    given: Lookup[str, "FieldRule"] = dataclasses.field(default_factory=dict)
    same_row: str | None = None
    same_field: str = "id"
    suspect: Lookup[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """Rows of one table made of the lines of a file, all or those `when` holds.

    `key`: the columns (or, after "=", fixed words) that make `source_id`; none: a fingerprint of the cells used.
    `each_column`: a row for each line and answered question, see `answer_sheets`.
    `named` (own templates only): links by the record's name, used where the link's number is empty.
    """

    table: str
    name: str
    fields: Lookup[str, FieldRule]
    key: tuple[str, ...] = ()
    when: tuple[When, ...] = ()
    each_column: bool = False
    named: Lookup[str, FieldRule] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about an import, with {count} and {names} filled in.

    It counts the rows of `table` (or of a part of that name) whose `field` is empty or, with `unused`, the rows of
    that part which no row of `table` names in `field`.
    """

    say: str
    table: str
    field: str
    unused: str | None = None


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """The columns of an export of answers that are no questions.

    `id` tells a sheet from others; "": none does, and they are told apart by day, time and who. `answered`: the first
    filled one is the day; where the very first is empty, or `partial` holds, it was left before the end. `account`:
    the first there names the account; `perhaps`: one of these, if what stands in it are accounts. `not_real`: sheets
    of the tool's own trials. `words`: what questions are called that the file names shortly.
    """

    id: str = ""
    started: str = ""
    answered: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    partial: When | None = None
    not_real: When | None = None
    formats: tuple[str, ...] = ()
    words: Lookup[str, str] = dataclasses.field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All columns named."""
        of = (one.column for one in (self.partial, self.not_real) if one is not None)
        lists = (*self.answered, *self.email, *self.contact, *self.account, *self.perhaps)
        return tuple(name for name in (self.id, self.started, *lists, *of) if name)


@dataclass(frozen=True, slots=True)
class MappedFile:
    """One kind of file of an export, recognised by having all columns of `header`.

    `second_header`, `words_below`: its header goes on below the first row, see `header_rows`. `first_column`: it is
    recognised only where the first name of `header` is that of its first column. `sheet`: it holds answers to a survey.
    """

    mapping: str
    source: str | None
    position: int
    header: tuple[str, ...]
    into: tuple[Target, ...]
    optional: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    dates: Order = "auto"
    decimal: DecimalMark = "auto"
    second_header: bool = False
    words_below: bool = False
    first_column: bool = False
    sheet: SheetColumns | None = None
    settings: Lookup[str, str] = dataclasses.field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it is Steward's own format, where numbers of records are kept."""
        return self.mapping == OWN

    def fits(self, table: RawTable) -> bool:
        """Whether a file has all columns it is recognised by."""
        if self.first_column and plain_name(table.header[0]) != plain_name(self.header[0]):
            return False
        return {plain_name(name) for name in self.header} <= {plain_name(name) for name in table.header}


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that is known of one tool's export."""

    name: str
    title: str
    files: tuple[MappedFile, ...]


class UnknownExport(StewardError):
    """A file that no mapping knows."""

    def __init__(self, table: RawTable, known: Sequence[Mapping], wanted: str | None) -> None:
        found = ", ".join(name or "(no name)" for name in table.header[:12]) + (", …" * (len(table.header) > 12))
        names = ", ".join(mapping.name for mapping in known)
        tried = f"is not a file of {wanted}" if wanted else "is no export that Steward knows"
        super().__init__(
            f"{table.name} {tried}: its columns are {found}. Name the mapping with --mapping NAME (known: {names}), "
            f"add one under data/mappings, or fill in Steward's own template (a file named after a table)."
        )


class AmbiguousExport(StewardError):
    """A file that two mappings know equally well."""

    def __init__(self, table: RawTable, names: Sequence[str]) -> None:
        super().__init__(
            f"{table.name} may be a file of {' or '.join(names)}: say which with --mapping, such as "
            f"--mapping {names[0]}."
        )


class UnknownMapping(StewardError):
    """A mapping asked for by a name that none has."""

    def __init__(self, wanted: str, known: Sequence[Mapping]) -> None:
        names = ", ".join([*(mapping.name for mapping in known), OWN])
        super().__init__(f"There is no mapping named {wanted}: choose one of {names}.")


def recognise(table: RawTable, wanted: str | None, known: Sequence[Mapping]) -> MappedFile:
    """The kind of file that `table` is: of those whose columns it has, the one with most; `wanted` names the mapping.

    Raises UnknownMapping, UnknownExport and AmbiguousExport.
    """
    if wanted is not None and wanted not in {mapping.name for mapping in known}:
        raise UnknownMapping(wanted, known)
    files = [file for mapping in known if wanted in (None, mapping.name) for file in mapping.files if file.fits(table)]
    if not files:
        raise UnknownExport(table, known, wanted)
    most = max(len(file.header) for file in files)
    best = [file for file in files if len(file.header) == most]
    if len({file.mapping for file in best}) > 1:
        raise AmbiguousExport(table, sorted({file.mapping for file in best}))
    return best[0]


def kind_of(column: Column[object]) -> Kind:
    """How the text for a column is read: by its type and, for cents and minutes, by its name."""
    if isinstance(column.type, UtcDateTime):
        return "moment"
    if isinstance(column.type, Date):
        return "date"
    if isinstance(column.type, Boolean):
        return "boolean"
    if isinstance(column.type, Float):
        return "number"
    if isinstance(column.type, Integer | BigInteger):
        return _whole_kind(column.name)
    return "text"


def _whole_kind(name: str) -> Kind:
    if name.endswith("_cents") or name.startswith("cents_"):
        return "cents"
    return "minutes" if "minutes" in name else "integer"


def table_named(name: str) -> Table:
    """A table of the store by its name."""
    return METADATA.tables[name]
