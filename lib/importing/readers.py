"""Reading any file that can be imported into raw tables."""

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lib.importing import limits
from lib.importing.csv_reader import read_csv
from lib.importing.raw_table import RawTable, Refusal, plain_name
from lib.importing.xlsx_reader import read_xlsx

__all__ = ["RawTable", "Refusal", "read_bytes", "read_file"]

_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}


def read_file(path: Path, known_headers: Iterable[Iterable[str]] = ()) -> list[RawTable]:
    """The tables of a file: one of a text file, one of each sheet with content of a workbook.

    The header is the first of the leading 20 records that has all names of one of `known_headers`, else the first
    record with content. Raises `limits.UnreadableFile` with a sentence for a person, and nothing else.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise limits.MissingFile(str(path), getattr(error, "strerror", None) or "no such file") from error
    return read_bytes(path.name, content, known_headers)


def read_bytes(name: str, content: bytes, known_headers: Iterable[Iterable[str]] = ()) -> list[RawTable]:
    """As `read_file`, of content that was uploaded under a name."""
    name = PurePosixPath(name.replace("\\", "/")).name
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _TEXT_SUFFIXES | {".xlsx"}:
        raise limits.UnknownFileType(name or "This file")
    _refuse_size(name, content)
    known = [names for header in known_headers if (names := frozenset(map(plain_name, header)))]
    sha256 = hashlib.sha256(content).hexdigest()
    if suffix == ".xlsx":
        return read_xlsx(name, content, known, sha256)
    if content.startswith(b"PK\x03\x04"):
        raise limits.MislabelledFile(name)
    return [read_csv(name, content, known, sha256)]


def _refuse_size(name: str, content: bytes) -> None:
    if len(content) > limits.MAX_FILE_BYTES:
        raise limits.FileTooLarge(name)
    if not content:
        raise limits.EmptyFile(name)
