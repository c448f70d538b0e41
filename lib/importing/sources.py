"""The files to import: found, read, recognised, and put in the order in which they need each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lib.errors import StewardError
from lib.importing.answer_map import AnswerMap
from lib.importing.header_rows import told_apart, with_second_header, with_words_below
from lib.importing.mapping import OWN, MappedFile, Mapping, UnknownExport, recognise
from lib.importing.mapping_files import mappings
from lib.importing.raw_table import RawTable
from lib.importing.readers import read_bytes, read_file
from lib.importing.templates import is_journal, own_headers, recognise_own

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Source:
    """One table of one file and how it is mapped; `notes` are about this import's files, told with the first.

    Of an export of answers: `aside` are the columns that are no questions though the mapping does not name them, and
    `answers` is how a person has it read; None: as it was read the last time, or as its cells suggest.
    """

    raw: RawTable
    file: MappedFile
    notes: list[str] = field(default_factory=list)
    aside: frozenset[str] = frozenset()
    answers: AnswerMap | None = None


class NothingToImport(StewardError):
    """No file that could be imported."""

    def __init__(self, where: str, notes: Sequence[str]) -> None:
        told = f" ({'; '.join(note.rstrip('.') for note in notes)})" if notes else ""
        super().__init__(f"There is nothing to import in {where}{told}: give exports as CSV or XLSX files.")


class NoSuchPath(StewardError):
    """A path that leads nowhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file or folder {path}: check the path.")


def read_sources(paths: Sequence[Path], wanted: str | None = None) -> list[Source]:
    """The tables of files and of all files in folders, targets of links before what links to them.

    A file of a folder, or a sheet beside a known one, that no mapping knows is left out with a note; a file named
    itself raises UnknownExport. `wanted` is the name of the mapping to use. Raises the errors of the readers too.
    """
    known = mappings()
    found: list[Source] = []
    notes: list[str] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path)
        for file in _files(path):
            _add(found, notes, read_file(file, _headers(known)), wanted, known, path.is_dir())
    return _in_order(found, notes, known, ", ".join(map(str, paths)) or "no files")


def read_uploads(files: Sequence[tuple[str, bytes]], wanted: str | None = None) -> list[Source]:
    """As `read_sources`, of files (name, content) that were uploaded; several are taken like a folder."""
    known = mappings()
    found: list[Source] = []
    notes: list[str] = []
    for name, content in files:
        _add(found, notes, read_bytes(name, content, _headers(known)), wanted, known, len(files) > 1)
    return _in_order(found, notes, known, ", ".join(name for name, _ in files) or "no files")


def source_of(table: RawTable, file: MappedFile) -> Source:
    """A table as its mapping takes it."""
    if file.words_below:
        worded, aside = with_words_below(table, (*file.header, *file.optional))
        return Source(told_apart(worded), file, aside=aside)
    if file.second_header:
        return Source(told_apart(with_second_header(table, file.header)), file)
    return Source(told_apart(table) if file.sheet else table, file)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith("."))


def _headers(known: Sequence[Mapping]) -> list[tuple[str, ...]]:
    return [file.header for mapping in known for file in mapping.files] + own_headers()


def _add(
    found: list[Source],
    notes: list[str],
    tables: Sequence[RawTable],
    wanted: str | None,
    known: Sequence[Mapping],
    among_others: bool,
) -> None:
    recognised = [_recognised(table, wanted, known) for table in tables]
    lenient = among_others or any(isinstance(file, MappedFile) for file in recognised)
    for table, file in zip(tables, recognised, strict=True):
        if isinstance(file, MappedFile):
            found.append(source_of(table, file))
        elif is_journal(table):
            notes.append(f"{table.name} is Steward's own journal: kept for reading, never imported.")
        elif lenient:
            columns = ", ".join(table.header[:6]) + (", …" * (len(table.header) > 6))
            notes.append(f"{table.name} was left out: no mapping knows its columns ({columns}).")
        else:
            raise file


def _recognised(table: RawTable, wanted: str | None, known: Sequence[Mapping]) -> MappedFile | UnknownExport:
    own = recognise_own(table) if wanted in (None, OWN) else None
    if own is not None:
        return own
    if wanted == OWN:
        return UnknownExport(table, known, wanted)
    try:
        return recognise(table, wanted, known)
    except UnknownExport as error:
        return error


def _in_order(found: list[Source], notes: list[str], known: Sequence[Mapping], where: str) -> list[Source]:
    if not found:
        raise NothingToImport(where, notes)
    names = [mapping.name for mapping in known]
    found.sort(key=lambda one: (-1 if one.file.own else names.index(one.file.mapping), one.file.position))
    found[0].notes.extend(notes)
    return found
