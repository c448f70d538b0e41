"""What is checked of an XLSX file before any parser of workbooks sees it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lib.importing import limits

_PACKED = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_FORBIDDEN = {"vbaproject": "macros", "macrosheets/": "macros", "externallinks/": "links to other files"}
_TYPE_DECLARATION = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_LONGEST_MARK = len(b"<!doctype")
_PIECE_BYTES = 2**20
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError
)  # fmt: skip


def check_workbook(name: str, content: bytes) -> None:
    """Unpacks every part within the limits and refuses what a table does not need; raises the errors of `limits`.

    The sizes that an archive states are not believed: parts are read, with a bound on all of them together.
    """
    if not content.startswith(_PACKED):
        raise limits.NotWorkbook(name)
    # Counted in the bytes: opening an archive already builds an object for each entry of its directory.
    if content.count(_DIRECTORY_ENTRY) > limits.MAX_ARCHIVE_MEMBERS:
        raise limits.TooManyMembers(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_paths(name, [path.lower() for path in archive.namelist()])
            _check_parts(name, archive)
    except _DAMAGE as error:
        raise limits.DamagedWorkbook(name, "it cannot be unpacked") from error


def _check_paths(name: str, paths: list[str]) -> None:
    # Another kind of packed tables is read in another way, and may repeat a cell a billion times.
    if "xl/workbook.xml" not in paths or "content.xml" in paths:
        raise limits.NotWorkbook(name)
    for mark, what in _FORBIDDEN.items():
        if any(mark in path for path in paths):
            raise limits.ForbiddenContent(name, what)


def _check_parts(name: str, archive: zipfile.ZipFile) -> None:
    unpacked, marks = 0, 0
    for member in archive.infolist():
        # The other methods are unpacked without a bound, and no spreadsheet program writes them.
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise limits.DamagedWorkbook(name, "it is packed in an unusual way")
        is_text = member.filename.lower().endswith((".xml", ".rels"))
        before = b""
        for piece in _pieces(archive, member):
            unpacked += len(piece)
            if unpacked > limits.MAX_UNPACKED_BYTES:
                raise limits.UnpacksTooLarge(name)
            if is_text:
                _check_text(name, before + piece)
                marks += piece.count(b"<")
                if marks > limits.MAX_WORKBOOK_MARKS:
                    raise limits.WorkbookTooLarge(name)
            before = piece[-_LONGEST_MARK:]


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece


def _check_text(name: str, text: bytes) -> None:
    if b"\0" in text:  # in UTF-16 a declaration could hide from the next line
        raise limits.DamagedWorkbook(name, "a part of it is not UTF-8 text")
    if _TYPE_DECLARATION.search(text):
        raise limits.ForbiddenContent(name, "a document type declaration")
