"""Exports: every table whole, nothing in them live in a spreadsheet, everything readable again."""

import csv
import gc
import re
import resource
import sys
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from time import perf_counter_ns
from typing import Literal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from lib.accounts.tables import Account, Contact, Contract, Sector
from lib.exporting import workbook
from lib.exporting.csv_files import frame_csv, template
from lib.exporting.layout import inert, link_name, restored, template_header
from lib.exporting.writing import ExportFailed, NotAWorkbook, TargetTaken, export
from lib.people.tables import Person, ReportingLine
from lib.schema import content_tables, models, tables
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.team.tables import AllocationMove

HOSTILE = (
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil\")", "+1", "-1", "-1+1|cmd", "@SUM(1+1)", "\t=1+1", "\r=1+1",
    "'quoted", "'=1", "''", "a\r=1+1\rb", "a\r\nb", "line\nline", 'say "hi"', "semi;comma,tab\t", "Zoë – 日本 🙂",
    "<r><t>x</t></r></is></c><c><f>1+1</f></c></r>", "_x000D_ & <b>", "=" + "x" * 32_000,
)  # fmt: skip
LIVE_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def hostile_store(store: Store) -> Store:
    def work(write: Write) -> None:
        account = write.add(Account(name="=Acme"))
        write.add_many(Contact, [{"account_id": account, "name": text, "title": text} for text in HOSTILE])

    perform(store, "Ann", "test", work)
    return store


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read_column(rows: list[list[str]], name: str) -> list[str]:
    return [restored(row[rows[0].index(name)]) for row in rows[1:]]


def sheet_rows(path: Path, table: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(table).to_python()


def test_every_table_has_a_file_of_unique_columns() -> None:
    for table in tables():
        header = template_header(table)
        assert len(set(header)) == len(header), f"{table.name} names a column twice: {header}"
        assert len(table.name) <= 31, f"{table.name} is too long for the name of a sheet"


def test_a_content_file_has_every_column_that_an_import_does_not_set_itself() -> None:
    for table in content_tables():
        assert [name for name in template_header(table) if name in table.c] == [
            column.name for column in table.columns if column.name not in ("version", "batch_id")
        ]


def test_a_link_is_followed_by_the_name_of_what_it_links() -> None:
    assert template_header(table_of(ReportingLine))[-4:] == ["person_id", "person", "manager_id", "manager"]
    assert link_name(table_of(AllocationMove).c.from_person_id) == "from_person"
    assert link_name(table_of(AllocationMove).c.booking_id) is None


def test_hostile_text_is_never_live_in_csv_and_reads_back(hostile_store: Store, tmp_path: Path) -> None:
    export(hostile_store, tmp_path / "out", "csv")
    rows = read_csv(tmp_path / "out" / "contact.csv")
    assert len(rows) == 1 + len(HOSTILE)
    for name in ("name", "title"):
        assert not [row for row in rows[1:] if row[rows[0].index(name)].startswith(LIVE_IN_A_SPREADSHEET)]
        assert read_column(rows, name) == list(HOSTILE)
    assert set(read_column(rows, "account")) == {"=Acme"}


def test_no_line_of_a_csv_file_begins_a_row_inside_of_a_cell(hostile_store: Store, tmp_path: Path) -> None:
    export(hostile_store, tmp_path / "out", "csv")
    text = (tmp_path / "out" / "contact.csv").read_bytes().decode()
    outside = re.sub(r'"(?:[^"]|"")*"', "cell", text)
    assert re.fullmatch(r"(cell(,cell)*\r\n)+", outside)


def test_hostile_text_is_never_live_in_a_workbook_and_reads_back(hostile_store: Store, tmp_path: Path) -> None:
    export(hostile_store, tmp_path / "out.xlsx", "xlsx")
    rows = sheet_rows(tmp_path / "out.xlsx", "contact")
    assert len(rows) == 1 + len(HOSTILE)
    assert [restored(str(row[rows[0].index("title")])) for row in rows[1:]] == list(HOSTILE)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        for part in archive.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink", archive.read(part)), f"{part} holds a formula or a link"


@given(st.text())
def test_any_text_is_made_inert_and_restored(text: str) -> None:
    assert not inert(text).startswith(LIVE_IN_A_SPREADSHEET)
    assert restored(inert(text)) == text


def test_an_apostrophe_typed_by_hand_before_a_word_stays() -> None:
    assert restored("'s-Hertogenbosch") == "'s-Hertogenbosch"


def test_values_are_written_in_one_plain_way(store: Store, tmp_path: Path) -> None:
    def work(write: Write) -> None:
        account = write.add(Account(name="Acme", annual_revenue_cents=-0, note=None))
        write.add(Contract(account_id=account, kind="retainer", starts_on=date(2024, 2, 29), monthly_fee_cents=120050,
                           recorded_at=datetime(2024, 3, 1, 12, 30, tzinfo=UTC)))  # fmt: skip

    perform(store, "Ann", "test", work)
    export(store, tmp_path / "out", "csv")
    header, row = read_csv(tmp_path / "out" / "contract.csv")
    values = dict(zip(header, row, strict=True))
    assert values["account_id"] == "1"
    assert values["account"] == "Acme"
    assert values["starts_on"] == "2024-02-29"
    assert values["ends_before"] == ""
    assert values["recorded_at"] == "2024-03-01T12:30:00+00:00"
    assert values["monthly_fee_cents"] == "120050"
    assert values["auto_renews"] == "false"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_row_of_every_table_is_counted(store: Store, tmp_path: Path, kind: Literal["csv", "xlsx"]) -> None:
    perform(store, "Ann", "test", lambda write: write.add_many(Person, [{"name": f"P{n}"} for n in range(12_001)]))
    counts = export(store, tmp_path / "out.xlsx", kind)
    assert list(counts) == [table.name for table in tables()]
    assert counts["person"] == 12_001
    assert counts["change_log"] == 1
    if kind == "csv":
        found = {path.stem: len(read_csv(path)) - 1 for path in (tmp_path / "out.xlsx").iterdir()}
    else:
        found = {table: len(sheet_rows(tmp_path / "out.xlsx", table)) - 1 for table in counts}
    assert found == counts


def test_rows_come_in_the_order_of_their_key(store: Store, tmp_path: Path) -> None:
    perform(store, "Ann", "test", lambda write: write.add_many(Sector, [{"id": n, "name": f"S{n}"} for n in (9, 2, 5)]))
    export(store, tmp_path / "out", "csv")
    assert read_column(read_csv(tmp_path / "out" / "sector.csv"), "id") == ["2", "5", "9"]


def test_a_number_a_workbook_would_round_is_kept_as_text(store: Store, tmp_path: Path) -> None:
    shares = [0.25, 0.1 + 0.2, 1 / 3]
    rows = [{"name": f"R{n}", "utilisation_target": share} for n, share in enumerate(shares)]
    perform(store, "Ann", "test", lambda write: write.add_many(models()["role"], rows))
    export(store, tmp_path / "out.xlsx", "xlsx")
    cells = [row[-1] for row in sheet_rows(tmp_path / "out.xlsx", "role")[1:]]
    assert cells[0] == 0.25
    assert [float(str(cell)) for cell in cells] == shares


def test_a_table_too_long_for_a_sheet_is_refused_naming_csv(
    hostile_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 19)
    with pytest.raises(workbook.TooManyRows, match="contact has 20 rows and a sheet holds 19: export as CSV"):
        export(hostile_store, tmp_path / "out.xlsx", "xlsx")
    assert not list(tmp_path.glob("out*"))


def test_a_text_too_long_for_a_sheet_is_refused_naming_its_place(store: Store, tmp_path: Path) -> None:
    perform(store, "Ann", "test", lambda write: write.add(Account(name="Acme", note="x" * 32_768)))
    with pytest.raises(workbook.TextTooLong, match=r"note in row 2 of account is longer .* export as CSV"):
        export(store, tmp_path / "out.xlsx", "xlsx")
    export(store, tmp_path / "out", "csv")
    assert read_column(read_csv(tmp_path / "out" / "account.csv"), "note") == ["x" * 32_768]


def test_a_later_export_takes_the_place_of_an_earlier_one(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out", "csv")
    perform(store, "Ann", "test", lambda write: write.add(Sector(name="Retail")))
    export(store, tmp_path / "out", "csv")
    assert read_column(read_csv(tmp_path / "out" / "sector.csv"), "name") == ["Retail"]
    assert len(list((tmp_path / "out").iterdir())) == len(tables())


def test_a_folder_with_other_files_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear")
    with pytest.raises(TargetTaken, match=r"out holds something else \(letter.txt\): give a new or empty folder"):
        export(store, tmp_path / "out", "csv")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_a_file_is_not_taken_for_a_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(TargetTaken, match="it is a file"):
        export(store, tmp_path / "out", "csv")
    with pytest.raises(ExportFailed, match=r"could not be written \(Not a directory\)"):
        export(store, tmp_path / "out" / "deeper", "csv")


def test_a_workbook_never_takes_the_place_of_another_kind_of_file(store: Store, tmp_path: Path) -> None:
    for place in (tmp_path / "steward.db", tmp_path):
        with pytest.raises(NotAWorkbook, match=r"ends in \.xlsx"):
            export(store, place, "xlsx")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_full_disk_leaves_the_earlier_export(
    hostile_store: Store, tmp_path: Path, kind: Literal["csv", "xlsx"]
) -> None:
    target = tmp_path / "out.xlsx"
    export(hostile_store, target, kind)
    before = {path: path.read_bytes() for path in files_of(target)}
    perform(hostile_store, "Ann", "test", lambda write: write.add(Sector(name="Retail")))
    with at_most_bytes(8_000), pytest.raises(ExportFailed, match=r"could not be written \(File too large\)"):
        export(hostile_store, target, kind)
    assert {path: path.read_bytes() for path in files_of(target)} == before
    assert not list(tmp_path.rglob("*.part"))


def files_of(target: Path) -> list[Path]:
    return sorted(target.iterdir()) if target.is_dir() else [target]


class at_most_bytes:  # noqa: N801
    """The system refuses to let any file grow over `most` bytes, as a full disk would."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __enter__(self) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, self.before[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


def test_an_export_shows_one_moment_even_while_others_write(store: Store, tmp_path: Path) -> None:
    """Somebody adds an account while the first tables are read: the tables read later do not show it."""

    @event.listens_for(store.reads, "after_cursor_execute")
    def _somebody_writes(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM action_token" in statement:
            perform(store, "Ben", "test", lambda write: write.add(Account(name=f"Late at {perf_counter_ns()}")))

    assert export(store, tmp_path / "out", "csv")["account"] == 0
    assert export(store, tmp_path / "out", "csv")["account"] == 1  # the first of the two that were added


def test_a_template_is_the_header_alone() -> None:
    rows = list(csv.reader(StringIO(template(table_of(Contact)).decode())))
    assert rows == [template_header(table_of(Contact))]


def test_a_shown_frame_is_exported_inert() -> None:
    frame = pd.DataFrame({
        "=account": ["=1+1", None, "Zoë"],
        "Revenue": [1.5, float("nan"), -2.0],
        "Day": [pd.Timestamp(2024, 2, 29), pd.NaT, pd.Timestamp(2024, 3, 1, 12, 30)],
        "Deals": [1, 2, 3],
        "Lead": [True, False, True],
        "By month": [[1, 2], [], [3]],
    })  # fmt: skip
    text = frame_csv(frame).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline=""))) == [
        ["'=account", "Revenue", "Day", "Deals", "Lead", "By month"],
        ["'=1+1", "1.5", "2024-02-29", "1", "true", "[1, 2]"],
        ["", "", "", "2", "false", "[]"],
        ["Zoë", "-2.0", "2024-03-01T12:30:00", "3", "true", "[3]"],
    ]


def test_a_shown_frame_may_name_a_column_twice() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["Won", "Won"])
    assert frame_csv(frame).decode("utf-8-sig") == '"Won","Won"\r\n"1","2"\r\n'


def test_an_archive_that_broke_off_is_collected_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive and the file under it may be collected in either order, long after the export was refused."""
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda said: complaints.append(said.exc_value))
    for kind, expected in ((workbook._NeverClosed, 0), (BytesIO, 1)):
        broken = zipfile.ZipFile(kind(), "w")
        broken.writestr("a", "x")
        broken.itself = broken  # type: ignore[attr-defined]
        del broken
        gc.collect()
        assert len(complaints) == expected, kind
