"""Files made to harm who reads them, and honest ones of a size firms have."""

import io
import os
import random
import re
import zipfile

from tests.test_importing_xlsx_reader import sheet_of

SHEET = "xl/worksheets/sheet1.xml"
HONEST_ROWS = 5_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FULL = os.environ.get("STEWARD_FAULTS") == "full"


def _parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return made.getvalue()


def _workbook(rows: bytes | None = None, before: bytes = b"", **more: bytes) -> bytes:
    parts = _parts(sheet_of([["Name", "Note"], ["Ada", "short"]]))
    sheet = parts[SHEET].replace(b"<worksheet", before + b"<worksheet", 1)
    parts[SHEET] = sheet if rows is None else re.sub(rb"<row .*</row>", lambda _: rows, sheet)
    return _packed(parts | {path.replace("__", "/"): part for path, part in more.items()})


def zip_bomb() -> tuple[str, bytes]:
    """A tenth of a megabyte that unpacks to 100; in the full form half a megabyte and 500."""
    text = b"A" * ((500 if FULL else 100) * 2**20)
    return "bomb.xlsx", _workbook(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>")


def crowded() -> tuple[str, bytes]:
    """A third of a megabyte within the bytes allowed, of millions of cells."""
    row = b"<row>" + b"<c><v>1</v></c>" * 250 + b"</row>"
    return "crowded.xlsx", _workbook(row * (46 * 2**20 // len(row)))


def laughs() -> tuple[str, bytes]:
    """Entities of entities of entities."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{levels}]>'.encode()
    return "laughs.xlsx", _workbook(b'<row r="1"><c r="A1"><v>&l9;</v></c></row>', declared)


def wide() -> tuple[str, bytes]:
    """Two lines of 200,000 columns."""
    header = ",".join(f"c{n}" for n in range(200_000))
    return "wide.csv", f"{header}\n{',' * 199_999}\n".encode()


def one_line() -> tuple[str, bytes]:
    """Five megabytes without an end of line."""
    return "line.csv", b"Name,Note\n" + b"a" * (5 * 2**20)


def tiny_rows() -> tuple[str, bytes]:
    """Five megabytes of rows with a letter each."""
    return "rows.csv", b"Name\n" + b"a\n" * (5 * 2**19)


def nested() -> tuple[str, bytes]:
    """A packed file in a packed file in a packed file."""
    inner = _packed({"x.bin": bytes(40 * 2**20)})
    for _ in range(3):
        inner = _packed({f"{n}.zip": inner for n in range(10)})
    return "nested.xlsx", inner


def wrong_type() -> tuple[str, bytes]:
    """A program that says it is a workbook."""
    return "report.xlsx", b"MZ\x90\x00" + bytes(range(256)) * 4_000


def program_as_text() -> tuple[str, bytes]:
    """A program that says it is text."""
    return "report.csv", b"\x7fELF" + random.Random(1).randbytes(2 * 2**20)


def macros() -> tuple[str, bytes]:
    """A workbook with macros."""
    return "macros.xlsx", _workbook(xl__vbaProject=b"", **{"xl__vbaProject.bin": b"Sub Auto_Open()"})


def links() -> tuple[str, bytes]:
    """A workbook that fetches another file."""
    target = b'<Relationships><Relationship Target="http://evil.example/x.xlsx" TargetMode="External"/></Relationships>'
    return "links.xlsx", _workbook(**{"xl__externalLinks___rels__externalLink1.xml.rels": target})


def repeated() -> tuple[str, bytes]:
    """One long text of four bytes a letter, in as many cells as the limit of characters lets through."""
    cells = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(600))
    shared = f'<sst xmlns="{_MAIN}"><si><t>{"🙂" * 32_000}</t></si></sst>'.encode()
    return "repeated.xlsx", _workbook(cells, **{"xl__sharedStrings.xml": shared})


def empty_cells() -> tuple[str, bytes]:
    """Five megabytes of commas."""
    return "commas.csv", b"Name" + b"," * 299 + b"\n" + (b"a" + b"," * 299 + b"\n") * (5 * 2**20 // 301)


def deep() -> tuple[str, bytes]:
    """Three million elements, each inside of the one before."""
    return "deep.xlsx", _workbook(
        b'<row r="1"><c r="A1"><v>' + b"<a>" * 3_000_000 + b"</a>" * 3_000_000 + b"</v></c></row>"
    )


def honest_text() -> tuple[str, bytes]:
    """A year of deals as a CRM writes them."""
    lines = (
        f'Deal {n},Client {n % 80},2026-{n % 12 + 1:02}-{n % 28 + 1:02},{n * 37 % 90_000},"a note, {n}"'
        for n in range(HONEST_ROWS * 4)
    )
    return "deals.csv", ("Name,Account,Closed,Amount,Note\n" + "\n".join(lines) + "\n").encode()


def honest_workbook() -> tuple[str, bytes]:
    """The same as a workbook."""
    rows: list[list[object]] = [
        [f"Deal {n}", f"Client {n % 80}", n * 37 % 90_000, f"note {n}"] for n in range(HONEST_ROWS)
    ]
    return "deals.xlsx", sheet_of([["Name", "Account", "Amount", "Note"], *rows])


BOMBS = {
    zip_bomb: "unpacks to more than 50 MiB",
    crowded: "has more than 2,000,000 cells",
    laughs: "holds a document type declaration",
    wide: "is longer than 1,000,000 characters",
    one_line: "is longer than 1,000,000 characters",
    tiny_rows: "has more than 1,000,000 rows",
    nested: "is not an XLSX workbook",
    wrong_type: "is not an XLSX workbook",
    program_as_text: "holds a NUL character",
    macros: "holds macros",
    links: "holds links to other files",
    deep: "holds no rows",
}
HONEST = {honest_text: HONEST_ROWS * 4, honest_workbook: HONEST_ROWS, repeated: 599, empty_cells: 5 * 2**20 // 301}
