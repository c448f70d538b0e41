"""Files with a column for each question turned into one row for each line and filled cell under such a column."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lib.importing.converting import Columns
from lib.importing.mapping import MappedFile
from lib.importing.raw_table import RawTable, plain_name

# What a survey tool writes in its second header row under a question that has one column only.
_NO_CHOICE = frozenset({"response", "open-ended response", ""})
_SCALES = (("0-10", 0, 10), ("1-5", 1, 5), ("1-7", 1, 7))
_MOST_CHOICES = 12


def by_column(columns: Columns) -> Columns:
    """A row for each filled cell under a column that the mapping does not name, beside all cells of its line.

    It has four more columns: `<heading>`, the title of the column; `<cell>`, the text; `<position>`, which of these
    columns it is, from 1; and `<scale>`, what the column as a whole holds: 0-10, 1-5, 1-7, choice or text.
    """
    raw = columns.raw
    others = _others(raw, columns.file)
    found = [(row, place) for row in range(len(raw.lines)) for place in others if raw.columns[place][row].strip()]
    scales = {place: scale_of(raw.columns[place]) for place in others}
    position = {place: str(number) for number, place in enumerate(others, 1)}
    kept = [[cells[row] for row, _ in found] for cells in raw.columns]
    made = [
        [raw.header[place] for _, place in found],
        [raw.columns[place][row] for row, place in found],
        [position[place] for _, place in found],
        [scales[place] for _, place in found],
    ]
    long = RawTable(
        raw.name, (*raw.header, "<heading>", "<cell>", "<position>", "<scale>"), [raw.lines[row] for row, _ in found],
        kept + made, [], [], raw.sha256,
    )  # fmt: skip
    return Columns(long, columns.file, columns.dates, columns.decimal, origin=[row for row, _ in found])


def with_second_header(raw: RawTable, named: Iterable[str]) -> RawTable:
    """A file whose first row continues its header: an untitled column belongs to the title before it.

    The row is data all the same where it fills one of the columns `named`, which every response fills: somebody took
    the second header away. Untitled columns are then told apart by their place under the title.
    """
    if not raw.lines:
        return raw
    filled = {plain_name(name) for name, cells in zip(raw.header, raw.columns, strict=True) if cells[0].strip()}
    if filled & set(map(plain_name, named)):
        return replace(raw, header=tuple(_numbered(raw.header)))
    header = tuple(_joined(raw.header, [cells[0].strip() for cells in raw.columns]))
    return replace(raw, header=header, lines=raw.lines[1:], columns=[cells[1:] for cells in raw.columns])


def _joined(header: Sequence[str], choices: Sequence[str]) -> Iterator[str]:
    title = ""
    for name, choice in zip(header, choices, strict=True):
        title = name or title
        yield title if plain_name(choice) in _NO_CHOICE else f"{title} – {choice}".strip(" –")


def _numbered(header: Sequence[str]) -> Iterator[str]:
    title, place = "", 1
    for name in header:
        title, place = (name, 1) if name else (title, place + 1)
        yield name or (f"{title} – {place}" if title else "")


def scale_of(cells: list[str]) -> str:
    """What a column of answers holds: whole numbers of a scale, one of a few choices, or free text."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if all(text.isdecimal() and len(text) <= 2 for text in filled):
        numbers = [int(text) for text in filled]
        # The shortest scale that holds them, but zero or above seven only one has.
        fitting = sorted((high, name) for name, low, high in _SCALES if all(low <= one <= high for one in numbers))
        return fitting[0][1] if fitting and numbers else "text"
    return "choice" if len(set(filled)) <= _MOST_CHOICES and len(filled) >= 2 * len(set(filled)) else "text"


def _others(raw: RawTable, file: MappedFile) -> list[int]:
    named = {plain_name(name) for name in (*file.header, *file.optional)}
    return [place for place, title in enumerate(raw.header) if title and plain_name(title) not in named]
