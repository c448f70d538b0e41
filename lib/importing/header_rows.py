"""Files whose header goes on below its first row: choices of each question, or its words and the tool's name."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lib.importing.raw_table import RawTable, plain_name

# What a survey tool writes in its second header row under a question that has one column only.
_NO_CHOICE = frozenset({"response", "open-ended response", ""})
_IMPORT_ID = "ImportId"
_QUESTION = "QID"
# What the tool computes of a question, and the order in which it showed the choices.
_COMPUTED = ("_NPS_GROUP", "_DO", "_TOPICS", "_SENTIMENT")


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
    return without_first(replace(raw, header=header), 1)


def with_words_below(raw: RawTable, named: Iterable[str]) -> tuple[RawTable, frozenset[str]]:
    """A file with the words of its questions in a second header row and the tool's own names (JSON) in a third.

    Questions are called by their words; those with the same words keep their short name behind them. The second value
    are the columns that are no questions: the tool's own, and what the firm handed to it beside the answers.
    """
    known = set(map(plain_name, named))
    ids = next((row for row in (0, 1) if _holds_ids(raw, row)), None)
    if ids is None:
        titled = bool(raw.lines) and any(_is_title(*pair) for pair in _first_cells(raw) if plain_name(pair[0]) in known)
        return (_worded(raw, known, 1, frozenset(), worded=True) if titled else raw), frozenset()
    names = [_import_id(cells[ids]) for cells in raw.columns]
    pairs = list(zip(raw.header, names, strict=True))
    aside = frozenset(title for title, name in pairs if plain_name(title) not in known and not _is_question(name))
    return _worded(raw, known, ids + 1, aside, worded=ids > 0), aside


def told_apart(raw: RawTable) -> RawTable:
    """A file with a number behind each title that an earlier column has already."""
    seen: Counter[str] = Counter()
    header = []
    for title in raw.header:
        seen[plain_name(title)] += 1
        times = seen[plain_name(title)]
        header.append(f"{title} ({times})" if title and times > 1 else title)
    return replace(raw, header=tuple(header))


def _worded(raw: RawTable, known: set[str], rows: int, aside: frozenset[str], worded: bool) -> RawTable:
    """The file without so many header rows; where `worded`, its questions are called by the words in the first."""
    words = [" ".join(cells[0].split()) if worded else "" for cells in raw.columns]
    own = [plain_name(title) in known or title in aside for title in raw.header]
    taken = [text for text, keeps in zip(words, own, strict=True) if not keeps]
    header = [
        title if keeps or not text else text if taken.count(text) == 1 else f"{text} ({title})"
        for title, text, keeps in zip(raw.header, words, own, strict=True)
    ]
    return without_first(replace(raw, header=tuple(header)), rows)


def _first_cells(raw: RawTable) -> Iterator[tuple[str, str]]:
    return ((title, cells[0]) for title, cells in zip(raw.header, raw.columns, strict=True))


def _is_title(name: str, cell: str) -> bool:
    """Whether a cell repeats the name of its column in words: "Response ID" under ResponseId."""
    return "".join(cell.split()).casefold() == "".join(name.split()).casefold() and " " in cell.strip()


def _holds_ids(raw: RawTable, row: int) -> bool:
    return len(raw.lines) > row and any(_IMPORT_ID in cells[row] for cells in raw.columns)


def _import_id(cell: str) -> str:
    try:
        read = json.loads(cell)
    except ValueError:
        return ""
    return str(read.get(_IMPORT_ID, "")) if isinstance(read, dict) else ""


def _is_question(import_id: str) -> bool:
    return import_id.startswith(_QUESTION) and not import_id.upper().endswith(_COMPUTED)


def without_first(raw: RawTable, rows: int) -> RawTable:
    """A file without its first rows."""
    return replace(raw, lines=raw.lines[rows:], columns=[cells[rows:] for cells in raw.columns])


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
