"""T13: what leaves as a file holds nothing that a spreadsheet, a reader of PDFs or a browser would run or follow."""

import csv
import io
import os
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from lib.accounts.tables import Account
from lib.exporting import frame_csv, template
from lib.exporting.bundle import bundle
from lib.exporting.layout import restored
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_uploads
from lib.meeting.document import MeetingDoc, Section, column, table
from lib.meeting.making import as_page, as_pdf
from lib.periods import Period
from lib.schema import content_tables
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from tests.databases import copied
from tests.facts import put
from tests.house_rules import sources
from tests.security.hostile_texts import PAYLOADS, STRANGER, put_everywhere
from tests.test_exporting import HOSTILE, LIVE_IN_A_SPREADSHEET

FULL = os.environ.get("STEWARD_FAULTS") == "full"
CELLS = [" ".join(cell.split()) or cell for cell in HOSTILE if len(cell) < 1_000]
ACCOUNT = table_of(Account)
DAY = date(2026, 10, 31)


@pytest.fixture
def hostile(store: Store) -> Store:
    """Accounts whose names and notes are the cells."""
    put(store, *(Account(name=f"{cell}{at}", note=cell) for at, cell in enumerate(HOSTILE)))
    return store


def test_twenty_hostile_cells() -> None:
    assert len(HOSTILE) >= 20


def test_a_frame_on_a_screen_leaves_as_dead_text_with_all_its_rows() -> None:
    shown = frame_csv(pd.DataFrame({"=Name": HOSTILE, "Note": HOSTILE[::-1]})).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(shown, newline=""))
    assert len(rows) == len(HOSTILE)
    assert not [cell for row in [header, *rows] for cell in row if cell.startswith(LIVE_IN_A_SPREADSHEET)]
    assert [restored(row[0]) for row in rows] == list(HOSTILE)
    # A bare carriage return stands inside of quotation marks only: no reader takes it for the end of a row.
    assert "\r" not in re.sub(r'"(?:[^"]|"")*"', "", shown).replace("\r\n", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_is_dead_and_comes_back_the_same(
    hostile: Store, kind: str, empty_url: str, tmp_path: Path
) -> None:
    packed = bundle(hostile, kind)  # type: ignore[arg-type]
    files = [("steward.xlsx", packed)]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if kind == "csv":
        files = [(name, content) for name, content in parts.items() if name == "account.csv"]
        rows = list(csv.reader(io.StringIO(files[0][1].decode(), newline="")))
        assert len(rows) == 1 + len(HOSTILE)
        assert not [cell for row in rows for cell in row if cell.startswith(LIVE_IN_A_SPREADSHEET)]
    else:
        live = rb"<f[ >]|<hyperlink|TargetMode=\"External\"|<!DOCTYPE|ddeLink|vbaProject"
        assert not [name for name, content in parts.items() if re.search(live, content)]
    other = open_store(copied(empty_url, tmp_path / "other.db"))
    apply(other, "Ann", preview(other, read_uploads(files), accept_matches=False, dates=None, progress=None))
    named = select(ACCOUNT.c.name, ACCOUNT.c.note).order_by(ACCOUNT.c.id)
    there = [(_tidy(name), _tidy(note)) for name, note in hostile.rows(named)]
    assert [(_tidy(name), _tidy(note)) for name, note in other.rows(named)] == there


def _tidy(text: str) -> str:
    """An import keeps words, not the white space around and between them."""
    return " ".join(str(text).split())


def test_templates_hold_no_live_cell() -> None:
    heads = [cell for one in content_tables() for cell in next(csv.reader(io.StringIO(template(one).decode())))]
    assert not [cell for cell in heads if cell.startswith(LIVE_IN_A_SPREADSHEET)]


def test_nobody_else_writes_spreadsheets() -> None:
    """Every path out goes through lib/exporting, which makes text dead."""
    writers = re.compile(r"\.to_csv\(|\.to_excel\(|csv\.writer|DictWriter|[^a-z]Workbook\(|to_json\(.*orient")
    found = [s.path for s in sources() if writers.search(s.text) and not s.path.startswith("lib/exporting/")]
    assert [path for path in found if not path.startswith("lib/demo/")] == []


class Acting(HTMLParser):
    """The elements and attributes of a page that could act or lead away."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        acting = [name for name, value in attrs if name.startswith("on") or STRANGER in (value or "")]
        if tag in ("script", "iframe", "object", "embed", "form", "base", "video", "svg", "link", "a") or acting:
            self.found.append(f"{tag} {acting}")


def hostile_doc() -> MeetingDoc:
    """A paper in which every word is hostile."""
    lines = tuple(" ".join(text.split()) for text in (*PAYLOADS, *CELLS))
    rows = table((column("What", 0.6), column("Who", 0.4)), [(line, line) for line in lines])
    section = Section(lines[5], lines, rows, lines[:5])
    return MeetingDoc(lines[0], DAY, lines[1], lines[2], DAY, lines, (section,))


def test_a_page_of_a_meeting_holds_words_only() -> None:
    page = as_page(hostile_doc()).decode()
    read = Acting()
    read.feed(page)
    assert read.found == []


def test_a_pdf_of_a_meeting_runs_and_links_nothing() -> None:
    assert acting_in_pdf(as_pdf(hostile_doc())) == []


def acting_in_pdf(content: bytes) -> list[bytes]:
    """What in a PDF acts or leads away; its text stands packed, so plain words of it are marks of structure."""
    return re.findall(rb"/(?:JavaScript|JS|Launch|URI|EmbeddedFile|SubmitForm|OpenAction\s*<<)", content)


@pytest.mark.skipif(not FULL, reason="a pack takes seconds: the full form only (STEWARD_FAULTS=full)")
def test_a_pack_for_a_client_runs_and_links_nothing(demo_store: Store) -> None:
    from lib.checkup.gathering import gather
    from lib.checkup.making import make

    put_everywhere(demo_store)
    found = gather(demo_store, 3, Period(date(2026, 7, 1), date(2026, 10, 1)), date(2026, 10, 31))
    made = make(found, lambda *_: None)
    assert acting_in_pdf(made.pdf) == []
    with zipfile.ZipFile(io.BytesIO(made.pptx)) as archive:
        live = rb"hlinkClick|TargetMode=\"External\"|vbaProject|oleObject"
        assert not [name for name in archive.namelist() if re.search(live, archive.read(name))]
