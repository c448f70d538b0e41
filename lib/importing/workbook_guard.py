"""What is checked of an XLSX file before any parser of workbooks sees it, and the clean copy made of it."""

import io
import re
import struct
import zipfile
import zlib
from itertools import product
from string import ascii_uppercase
from xml.parsers import expat

from lib.importing import limits

_PACKED = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_FORBIDDEN = {"vbaproject": "macros", "macrosheets/": "macros", "externallinks/": "links to other files"}
_TYPE_DECLARATION = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_MOST_NESTED = 100
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW_NAME = re.compile(r"[0-9]{1,7}")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError
)  # fmt: skip


def checked_copy(name: str, content: bytes) -> io.BytesIO:
    """A workbook of the XML parts alone, unpacked, each read in full and within the limits; raises the errors of `limits`.

    The parser gets this copy, so that it cannot unpack anything else than what was checked.
    """
    if not content.startswith(_PACKED):
        raise limits.NotWorkbook(name)
    # Counted in the bytes: opening an archive already builds an object for each entry of its directory.
    if content.count(_DIRECTORY_ENTRY) > limits.MAX_ARCHIVE_MEMBERS:
        raise limits.TooManyMembers(name)
    parts = _unpacked(name, content)
    if "xl/workbook.xml" not in map(str.lower, parts) or "content.xml" in map(str.lower, parts):
        raise limits.NotWorkbook(name)
    for part in parts.values():
        _check_part(name, part)
    return _packed(parts)


def _unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The XML parts by path; every other part is read too, because its size counts, and dropped."""
    parts: dict[str, bytes] = {}
    left = limits.MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                part = _read(name, archive, member, left)
                left -= len(part)
                if member.filename.lower().endswith((".xml", ".rels")):
                    parts[member.filename] = part
    except _DAMAGE as error:
        raise limits.DamagedWorkbook(name, "it cannot be unpacked") from error
    if len(set(map(str.lower, parts))) < len(parts):
        raise limits.DamagedWorkbook(name, "it holds a part twice")
    return parts


def _read(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    for mark, what in _FORBIDDEN.items():
        if mark in member.filename.lower():
            raise limits.ForbiddenContent(name, what)
    # The other methods are unpacked without a bound, and no spreadsheet program writes them.
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise limits.DamagedWorkbook(name, "it is packed in an unusual way")
    with archive.open(member) as stream:
        part = stream.read(most + 1)
    if len(part) > most:
        raise limits.UnpacksTooLarge(name)
    return part


def _check_part(name: str, part: bytes) -> None:
    # Whatever its path is: the workbook itself says which parts are its sheets and its texts.
    if b"\0" in part:
        raise limits.DamagedWorkbook(name, "a part is not UTF-8 text")
    if _TYPE_DECLARATION.search(part):
        raise limits.ForbiddenContent(name, "a document type declaration")
    watch = _Watch(name)
    try:
        watch.parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise limits.DamagedWorkbook(name, "a part is not well-formed") from error
    watch.finish()


class _Watch:
    """Follows one part: how deep its elements nest, how long its shared texts are, where its cells with a value stand.

    A sheet takes memory from its first to its last cell, and a shared text as often as cells refer to it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.opened = self.texts = self.length = 0
        self.row = self.column = self.width = self.height = self.values = 0
        self.row_name = ""
        self.closed: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        # Called for millions of cells: a method of the list itself costs a quarter of one of our own.
        self.parser.EndElementHandler = self.closed.append

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.opened += 1
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local == "c":
            self.begin_cell(attributes.get("r"))
        elif local == "v" or local == "is":
            self.values += 1
            if self.column > self.width or self.row > self.height:
                self.grow()
        elif local == "row":
            self.begin_row(attributes.get("r"))
        elif local == "si":
            self.texts, self.length = self.texts + 1, 0
            self.parser.CharacterDataHandler = self.read
        if self.opened - len(self.closed) > _MOST_NESTED:
            raise limits.DamagedWorkbook(self.name, "its elements nest too deep")

    def begin_row(self, reference: str | None) -> None:
        self.opened -= len(self.closed)
        self.closed.clear()
        if reference is not None and not _ROW_NAME.fullmatch(reference):
            raise limits.DamagedWorkbook(self.name, "a row has no proper number")
        self.row = self.row + 1 if reference is None else int(reference)
        self.row_name, self.column = str(self.row), 0

    def begin_cell(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        column = _COLUMNS.get(reference.removesuffix(self.row_name))
        if column is not None and reference.endswith(self.row_name):
            self.column = column
            return
        match = _CELL_NAME.fullmatch(reference)
        if not match:
            raise limits.DamagedWorkbook(self.name, "a cell has no proper place")
        self.column, self.row = _column_number(match[1]), int(match[2])
        self.row_name = match[2]

    def read(self, text: str) -> None:
        self.length += len(text)
        if self.length > 2 * limits.MAX_CELL_CHARACTERS:
            raise limits.CellTooLong(self.name, self.texts)

    def grow(self) -> None:
        self.width, self.height = max(self.width, self.column), max(self.height, self.row)
        _refuse_area(self.name, self.width, self.height)

    def finish(self) -> None:
        area = self.width * self.height
        if area > max(limits.FREE_SHEET_CELLS, self.values * limits.MAX_SHEET_CELLS_PER_VALUE):
            raise limits.ScatteredCells(self.name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_COLUMNS = {
    "".join(letters): _column_number("".join(letters))
    for length in (1, 2)
    for letters in product(ascii_uppercase, repeat=length)
}


def _refuse_area(name: str, width: int, height: int) -> None:
    if width > limits.MAX_COLUMNS:
        raise limits.TooManyColumns(name, height)
    if height > limits.MAX_ROWS + limits.HEADER_SEARCH_RECORDS:
        raise limits.TooManyRows(name)
    if width * height > limits.MAX_CELLS:
        raise limits.TooManyCells(name)


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    copy.seek(0)
    return copy
