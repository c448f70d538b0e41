"""A workbook made to harm is refused with its sentence, soon, and without memory of the app."""

import io
import re
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import StewardError
from lib.importing import limits
from lib.importing.readers import read_bytes
from tests.test_importing_readers import tables_or_error
from tests.test_importing_xlsx_reader import sheet_of

HONEST = sheet_of([["Name", "Note"], ["Ada", "n" * 20_000], ["Bob", "short"]])
SHEET = "xl/worksheets/sheet1.xml"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(HONEST)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def packed(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, part in content.items():
            archive.writestr(path, part)
    return buffer.getvalue()


def with_part(path: str, part: bytes) -> bytes:
    return packed({**parts(), path: part})


def with_rows(rows: bytes) -> bytes:
    return with_part(SHEET, re.sub(rb"<row .*</row>", rows, parts()[SHEET]))


def repeated(path: str) -> bytes:
    buffer = io.BytesIO(HONEST)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(path, b"<x/>")
    return buffer.getvalue()


def declared(declaration: bytes) -> bytes:
    return with_part(SHEET, parts()[SHEET].replace(b"<worksheet", declaration + b"<worksheet", 1))


def shared_text_referred_to(times: int) -> bytes:
    """One text of 20,000 characters in many cells: small in the file, 100 MB and more in memory."""
    cell = '<row r="{0}"><c r="A{0}" t="s"><v>3</v></c></row>'
    return with_rows("".join(cell.format(row) for row in range(1, times + 1)).encode())


def understated_sizes() -> bytes:
    """A bomb whose directory says that its part unpacks to ten bytes."""
    bomb = bytearray(with_part("xl/media/image.png", bytes(100 * 2**20)))
    return bytes(bomb).replace((100 * 2**20).to_bytes(4, "little"), (10).to_bytes(4, "little"))


BOMBS: dict[str, tuple[Callable[[], bytes], type[StewardError], str]] = {
    "100 MB of zeros": (
        lambda: with_part("xl/media/image.png", bytes(100 * 2**20)),
        limits.UnpacksTooLarge,
        "unpacks to more than 50 MiB",
    ),
    "many parts that are too large together": (
        lambda: packed({**parts(), **{f"xl/media/{number}.png": bytes(10 * 2**20) for number in range(8)}}),
        limits.UnpacksTooLarge,
        "unpacks to more than 50 MiB",
    ),
    "sizes understated": (understated_sizes, limits.UnreadableFile, "bomb.xlsx"),
    "10,000 parts": (
        lambda: packed({**parts(), **{f"xl/media/{number}.png": b"" for number in range(10_000)}}),
        limits.TooManyMembers,
        "packs more than 200 parts",
    ),
    "document type": (
        lambda: declared(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        limits.ForbiddenContent,
        "a document type declaration",
    ),
    "document type across two pieces": (
        lambda: with_part(SHEET, b"<?xml version='1.0'?>" + b" " * (2**20 - 25) + b"<!DOCTYPE x><worksheet/>"),
        limits.ForbiddenContent,
        "a document type declaration",
    ),
    "document type in UTF-16": (
        lambda: with_part(SHEET, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16")),
        limits.DamagedWorkbook,
        "not UTF-8",
    ),
    "link to another file": (
        lambda: with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        limits.ForbiddenContent,
        "links to other files",
    ),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), limits.ForbiddenContent, "macros"),
    "unusual packing": (lambda: packed(parts(), zipfile.ZIP_BZIP2), limits.DamagedWorkbook, "packed in an unusual way"),
    "another kind of tables": (
        lambda: with_part("content.xml", b"<x/>"),
        limits.NotWorkbook,
        "is not an XLSX workbook",
    ),
    "two cells far apart": (
        lambda: with_rows(
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        limits.NeedsMuchMemory,
        "delete cells that stand far outside of the table",
    ),
    "a cell far to the right": (
        lambda: with_rows(b'<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1"><v>1</v></c></row>'),
        limits.TooManyColumns,
        "more than 300 columns",
    ),
    "a cell far down": (
        lambda: with_rows(
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
        ),
        limits.TooManyRows,
        "more than 1,000,000 rows",
    ),
    "cells in a large area": (
        lambda: with_rows(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="JJ90000"><v>1</v></c></row>'),
        limits.WorkbookTooLarge,
        "more than 2,000,000 cells",
    ),
    "one long text in many cells": (lambda: shared_text_referred_to(5_000), limits.TooMuchText, "million characters"),
    "a count of texts that is a lie": (
        lambda: with_part(
            "xl/sharedStrings.xml",
            re.sub(rb'uniqueCount="\d+"', b'uniqueCount="999999999999"', parts()["xl/sharedStrings.xml"]),
        ),
        limits.NeedsMuchMemory,
        "of memory",
    ),
    "a text that is not there": (
        lambda: with_rows(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        limits.DamagedWorkbook,
        "is damaged",
    ),
    "a cell with a place out of all bounds": (
        lambda: with_rows(b'<row r="1"><c r="AAAAAAAAAAAAAB99999999999999"><v>1</v></c></row>'),
        limits.UnreadableFile,
        r"bomb\.xlsx",
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_soon_and_without_memory(bomb: str) -> None:
    make, error, sentence = BOMBS[bomb]
    content = make()
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises(error, match=sentence):
            read_bytes("bomb.xlsx", content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 10  # 2 seconds on a machine that does nothing else
    assert peak < 20 * 2**20


@pytest.mark.parametrize(
    "content",
    [b"Name,Note\n", b"\xd0\xcf\x11\xe0 an old or locked workbook", b"PK\x05\x06" + bytes(18)],
)
def test_what_is_no_workbook_says_so(content: bytes) -> None:
    with pytest.raises(limits.NotWorkbook, match="is not an XLSX workbook, or has a password"):
        read_bytes("book.xlsx", content)


# A workbook holds the moment it was made, so its length may differ by a byte: no test is named by it.
@pytest.mark.parametrize("length", [10, 500, -30])
def test_a_workbook_cut_off_is_damaged(length: int) -> None:
    with pytest.raises(limits.DamagedWorkbook, match=r"book\.xlsx is damaged \(it cannot be unpacked\)"):
        read_bytes("book.xlsx", HONEST[:length])


def test_a_part_with_flipped_bits_is_damaged() -> None:
    content = bytearray(HONEST)
    content[200] ^= 0xFF
    with pytest.raises(limits.UnreadableFile):
        read_bytes("book.xlsx", bytes(content))


def test_an_honest_workbook_passes() -> None:
    (table,) = read_bytes("book.xlsx", HONEST)
    assert [len(cell) for cell in table.column("note")] == [20_000, 5]


def test_pictures_beside_the_table_do_no_harm() -> None:
    (table,) = read_bytes("book.xlsx", with_part("xl/media/image.png", bytes(range(256)) * 100))
    assert table.column("name") == ["Ada", "Bob"]


TOKENS = [
    b'<c r="A1"', b"</c>", b"<v>", b"1e308", b"NaN", b' t="s"', b' t="d"', b' s="9999"', b"&x;", b'r="', b"/>", b"\xff"
]  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(parts())), st.data())
def test_a_workbook_with_any_part_spoiled_is_a_table_or_a_sentence(path: str, data: st.DataObject) -> None:
    part = parts()[path]
    at = data.draw(st.integers(0, len(part)))
    drop = data.draw(st.integers(0, 12))
    token = data.draw(st.sampled_from(TOKENS) | st.binary(max_size=3))
    outcome = tables_or_error("book.xlsx", with_part(path, part[:at] + token + part[at + drop :]))
    assert str(outcome).endswith(".") if isinstance(outcome, StewardError) else outcome
