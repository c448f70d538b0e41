"""The one shape every file is read into: a header, columns of raw text, and the rows that could not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.importing import limits

Record = tuple[int, list[str]]
"""The 1-based line on which a record begins, and its cells."""

KnownHeaders = Sequence[frozenset[str]]
"""The names of each known header, as `plain_name` gives them."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be read: where it stands, what stands there, and a sentence that says why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class RawTable:
    """The text of one CSV file or one sheet of a workbook.

    `columns` holds one list a column in the order of `header`, a cell of every row in each, "" where empty.
    `lines` holds for each row the 1-based line (in a sheet: row) of the file on which it begins. `refused` are the
    rows left out because they do not fit the header; `notes` say in plain words what was decided while reading.
    `header` repeats a name where the file does. `sha256` is that of the whole file.
    """

    name: str
    header: tuple[str, ...]
    lines: list[int]
    columns: list[list[str]]
    refused: list[Refusal]
    notes: list[str]
    sha256: str

    def column(self, name: str) -> list[str]:
        """The first column of this name, whatever its case; raises UnknownColumn."""
        wanted = plain_name(name)
        for title, cells in zip(self.header, self.columns, strict=True):
            if plain_name(title) == wanted:
                return cells
        raise limits.UnknownColumn(self.name, name, self.header)

    def has(self, name: str) -> bool:
        """Whether the header has this name, whatever its case."""
        return plain_name(name) in map(plain_name, self.header)


def plain_name(name: str) -> str:
    """A column name as it is compared: trimmed and without case."""
    return name.strip().casefold()


def find_header(records: Sequence[Record], known: KnownHeaders) -> int | None:
    """Index of the first of the leading records that has every name of one known header, or None."""
    for index, (_, cells) in enumerate(records[: limits.HEADER_SEARCH_RECORDS]):
        names = frozenset(map(plain_name, cells))
        if any(header <= names for header in known):
            return index
    return None


def without_empty(name: str, records: Iterable[Record]) -> tuple[list[Record], int]:
    """The records that hold any text, and how many do not; raises where they pass the limits."""
    kept: list[Record] = []
    cells, empty = 0, 0
    for line, record in records:
        if len(record) > limits.MAX_COLUMNS:
            raise limits.TooManyColumns(name)
        # Most rows have text in their first cell; joining all cells of each row to see it would take far longer.
        if (record and record[0].strip()) or "".join(record).strip():
            kept.append((line, record))
            cells += len(record)
        else:
            empty += 1
        if len(kept) + empty > limits.MAX_ROWS + limits.HEADER_SEARCH_RECORDS:
            raise limits.TooManyRows(name)
        if cells > limits.MAX_CELLS:
            raise limits.TooManyCells(name)
    return kept, empty


def split_by_fit(header: Sequence[str], rows: Iterable[Record]) -> tuple[list[Record], list[Refusal]]:
    """The rows that have as many cells as the header, none of them too long; and the others, with the reason."""
    fitting: list[Record] = []
    refused: list[Refusal] = []
    for line, cells in rows:
        if len(cells) != len(header):
            refused.append(_wrong_count(line, cells, len(header)))
        elif max(map(len, cells)) > limits.MAX_CELL_CHARACTERS:
            refused.append(_too_long(line, cells, header))
        else:
            fitting.append((line, cells))
    return fitting, refused


def _wrong_count(line: int, cells: Sequence[str], expected: int) -> Refusal:
    text = " | ".join(cells)
    reason = (
        f"This row has {len(cells)} {'cell' if len(cells) == 1 else 'cells'} where the header has {expected}: "
        "put text with a delimiter or a line break in quotation marks, or fill in the row."
    )
    return Refusal(line, "", text if len(text) <= 100 else text[:99] + "…", reason)


def _too_long(line: int, cells: Sequence[str], header: Sequence[str]) -> Refusal:
    column, text = next(pair for pair in zip(header, cells, strict=True) if len(pair[1]) > limits.MAX_CELL_CHARACTERS)
    reason = f"This cell has {len(text):,} characters, at most {limits.MAX_CELL_CHARACTERS:,} are read: shorten it."
    return Refusal(line, column, text[:99] + "…", reason)


def build_table(
    name: str, header: Sequence[str], rows: Iterable[Record], notes: Sequence[str], sha256: str
) -> RawTable:
    """A table of the rows that fit the header; raises TooManyRows."""
    fitting, refused = split_by_fit(header, rows)
    if len(fitting) + len(refused) > limits.MAX_ROWS:
        raise limits.TooManyRows(name)
    columns = [list(column) for column in zip(*(cells for _, cells in fitting), strict=True)]
    return RawTable(
        name=name,
        header=tuple(title.strip() for title in header),
        lines=[line for line, _ in fitting],
        columns=columns or [[] for _ in header],
        refused=refused,
        notes=list(notes),
        sha256=sha256,
    )


def counted(number: int, noun: str) -> str:
    """ "1 empty line", "3 empty lines"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
