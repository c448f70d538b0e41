"""Any file becomes raw tables, or a sentence that says why not."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import StewardError
from lib.importing import limits
from lib.importing.readers import RawTable, Refusal, read_bytes, read_file

QUICKBOOKS = b"""Acme Inc,,,,
Open Invoices
"As of March 31, 2026"

Date,Num,Customer,Memo/Description,Open Balance (IDR)
01/31/2026,1001,Isdom,,"1,200.00"
02/28/2026,1002,Cancity,,300.00
TOTAL,,,,"1,500.00"
"""
SALESFORCE = b""""Opportunity Owner","Account Name","Amount"
"Ada","Isdom","10"
"Bob","Cancity","20"
"Account Report"
"Copyright (c) 2000-2010 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"""


def read(content: bytes, name: str = "export.csv") -> RawTable:
    (table,) = read_bytes(name, content)
    return table


def test_a_table_has_its_columns_in_the_order_of_the_header() -> None:
    table = read(b" Name ,Hours\nAda,3\nBob,\n")
    assert (table.name, table.header) == ("export.csv", ("Name", "Hours"))
    assert table.columns == [["Ada", "Bob"], ["3", ""]]
    assert table.lines == [2, 3]
    assert table.refused == []
    assert table.notes == ["encoding UTF-8", "delimiter ,"]
    assert table.sha256 == hashlib.sha256(b" Name ,Hours\nAda,3\nBob,\n").hexdigest()


def test_a_column_is_found_whatever_the_case_of_its_name() -> None:
    table = read(b"Issue key,Labels,Labels\nA-1,red,blue\n")
    assert table.column(" labels ") == ["red"]
    assert table.header == ("Issue key", "Labels", "Labels")
    assert table.has("ISSUE KEY")
    assert not table.has("Summary")
    with pytest.raises(
        limits.UnknownColumn, match=r'export\.csv has no column "Summary"; its columns are: Issue key, L'
    ):
        table.column("Summary")


def test_rows_of_another_width_are_refused_with_their_line() -> None:
    table = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    assert table.columns[0] == ["1", "10"]
    assert table.lines == [2, 5]
    assert [(refusal.line, refusal.value) for refusal in table.refused] == [(3, "4 | 5"), (4, "6 | 7 | 8 | 9")]
    assert table.refused[0].reason.startswith("This row has 2 cells where the header has 3:")


def test_a_cell_longer_than_the_limit_refuses_its_row_alone() -> None:
    table = read(b"name,note\nAda," + b"x" * 32_767 + b"\nBob," + b"x" * 32_768 + b"\n")
    assert table.column("name") == ["Ada"]
    (refusal,) = table.refused
    assert (refusal.line, refusal.column) == (3, "note")
    assert refusal.reason == "This cell has 32,768 characters, at most 32,767 are read: shorten it."
    assert len(refusal.value) == 100


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = read(b"a,b\n")
    assert (table.header, table.columns, table.lines) == (("a", "b"), [[], []], [])


def test_empty_lines_are_left_out_and_told() -> None:
    table = read(b"\n\na,b\n\n1,2\n , \n3,4\n,\n")
    assert table.columns == [["1", "3"], ["2", "4"]]
    assert table.lines == [5, 7]
    assert "5 empty lines left out" in table.notes


def test_a_known_header_is_found_below_title_lines() -> None:
    (table,) = read_bytes("qb.csv", QUICKBOOKS, known_headers=[("Ada",), ("date", "NUM", "customer")])
    assert table.header[0] == "Date"
    assert table.lines == [6, 7, 8]
    assert table.column("Open Balance (IDR)") == ["1,200.00", "300.00", "1,500.00"]
    assert "3 title lines above the header left out" in table.notes


def test_without_a_known_header_the_first_line_with_text_is_the_header() -> None:
    assert read(QUICKBOOKS).header == ("Acme Inc", "", "", "", "")
    (table,) = read_bytes("qb.csv", QUICKBOOKS, known_headers=[(), ("Invoice",)])
    assert table.header == ("Acme Inc", "", "", "", "")


def test_a_header_is_known_only_by_all_of_its_names() -> None:
    content = b"Report,2026,x\nDate,Hours,Note\n2026-01-01,3,\n"
    assert read_bytes("x.csv", content, [("date", "hours", "client")])[0].header == ("Report", "2026", "x")
    assert read_bytes("x.csv", content, [("date", "hours")])[0].header == ("Date", "Hours", "Note")


def test_a_known_header_is_not_looked_for_below_the_twentieth_record() -> None:
    def found(titles: int) -> bool:
        content = b"title\n" * titles + b"Key,Name\n1,x\n"
        return read_bytes("x.csv", content, known_headers=[("key", "name")])[0].header == ("Key", "Name")

    assert found(19)
    assert not found(20)


def test_footer_lines_at_the_end_are_left_out_and_told() -> None:
    table = read(SALESFORCE)
    assert table.column("amount") == ["10", "20"]
    assert table.refused == []
    assert table.notes[-1] == '3 footer lines left out, from line 4: "Account Report"'


def test_a_line_like_a_footer_anywhere_else_is_a_refused_row() -> None:
    table = read(b"a,b\n1,2\nTotal\n3,4\n5,6,7\nthe end\n")
    assert [refusal.line for refusal in table.refused] == [3, 5]
    assert table.lines == [2, 4]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt", "CSV"])
def test_text_files_are_read_whatever_their_ending(suffix: str) -> None:
    assert read(b"a;b\n1;2\n", f"../../up.{suffix}").name == f"up.{suffix}"


@pytest.mark.parametrize("name", ["data.exe", "data.xls", "data", "", "..", "data.csv.gz", "data.xlsm"])
def test_a_file_of_another_kind_is_told_what_to_be(name: str) -> None:
    with pytest.raises(limits.UnknownFileType, match="is not a CSV, TSV, TXT or XLSX file: save it as one of these"):
        read_bytes(name, b"a,b\n1,2\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n", b"\r\n  \r\n"])
def test_a_file_without_any_text_is_empty(content: bytes) -> None:
    with pytest.raises(limits.EmptyFile, match=r"export\.csv holds no rows"):
        read(content)


def test_a_workbook_named_as_text_is_told_its_right_name() -> None:
    with pytest.raises(limits.MislabelledFile, match=r"rename it to \.xlsx"):
        read(b"PK\x03\x04rest")


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(limits.TooManyRows, match="more than 1,000,000 rows"):
        read(b"\n" * 3_000_000)
    monkeypatch.setattr(limits, "MAX_ROWS", 50)
    assert len(read(b"a\n" + b"1\n" * 50).lines) == 50
    with pytest.raises(limits.TooManyRows, match="more than 50 rows"):
        read(b"a\n" + b"1\n" * 51)


def test_more_columns_than_the_limit_are_refused() -> None:
    assert len(read(b",".join([b"a"] * 300)).header) == 300
    with pytest.raises(limits.TooManyColumns, match="more than 300 columns"):
        read(b",".join([b"a"] * 301))
    with pytest.raises(limits.TooManyColumns):
        read(b",".join([b"abc"] * 200_000))


def test_more_cells_than_the_limit_are_refused() -> None:
    with pytest.raises(limits.TooManyCells, match="more than 20,000,000 cells"):
        read(b"\n".join([b"a" + b"," * 299] * 70_000))


def test_a_line_longer_than_the_limit_is_refused_before_it_is_parsed() -> None:
    assert read(b"a\n" + b'"' + b"x" * 999 + b'"\n').columns == [["x" * 999]]
    with pytest.raises(limits.LineTooLong, match=r"Line 2 of export.csv is longer than 1,000,000 characters"):
        read(b"a\n" + b"x" * 1_000_001)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(64 * 2**20 + 1)
    with pytest.raises(limits.FileTooLarge, match=r"large\.csv is larger than 64 MiB"):
        read_file(path)


def test_a_file_that_is_not_there_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(limits.MissingFile, match=r"gone\.csv cannot be opened \(No such file or directory\): check"):
        read_file(tmp_path / "gone.csv")
    with pytest.raises(limits.MissingFile):
        read_file(tmp_path)
    with pytest.raises(limits.MissingFile):
        read_file(Path("nul\0.csv"))


def test_the_real_export_is_read_in_full(real_input: Path) -> None:
    def rows(name: str) -> int:
        (table,) = read_file(real_input / name)
        assert table.refused == []
        assert table.notes == ["encoding UTF-8", "delimiter ,"]
        return len(table.lines)

    assert rows("accounts.csv") == 85
    assert rows("products.csv") == 7
    assert rows("sales_teams.csv") == 35
    assert rows("sales_pipeline.csv") == 8800
    (pipeline,) = read_file(real_input / "sales_pipeline.csv")
    assert pipeline.column("account").count("") == 1425
    assert pipeline.lines == list(range(2, 8802))


BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet='a1,;|\t"\r\n \0é', max_size=200).map(lambda text: text.encode("utf-16")),
    st.text(alphabet='a1,;|\t"\r\n é', max_size=200).map(lambda text: text.encode("cp1252")),
)


def tables_or_error(name: str, content: bytes) -> list[RawTable] | StewardError:
    try:
        return read_bytes(name, content, known_headers=[("a", "1")])
    except StewardError as error:
        return error


@settings(deadline=None, max_examples=400)
@given(BYTES, st.sampled_from(["x.csv", "x.tsv", "x.txt", "x.xlsx", "x.json"]))
def test_any_bytes_are_tables_or_a_sentence(content: bytes, name: str) -> None:
    outcome = tables_or_error(name, content)
    if isinstance(outcome, StewardError):
        assert str(outcome).endswith(".")
        return
    for table in outcome:
        assert all(len(column) == len(table.lines) for column in table.columns)
        assert len(table.columns) == len(table.header)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_quoted_reads_back(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str, line_end: str
) -> None:
    """Rows of three named cells, in any dialect: every cell as it was, on the line where its row begins."""
    lines, expected, line = [("name", "note", "more"), *rows], [], 2
    for row in rows:
        if "".join(row).strip():
            expected.append((line, row))
        line += 1 + sum(cell.count("\n") for cell in row)
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + line_end for row in lines)
    (table,) = read_bytes("x.csv", "".join(quoted).encode(encoding), known_headers=[("name", "note", "more")])
    assert list(zip(table.lines, zip(*table.columns, strict=True), strict=True)) == expected
    assert table.refused == []


def test_a_refusal_is_a_plain_record() -> None:
    assert Refusal(1, "a", "b", "c.") == Refusal(line=1, column="a", value="b", reason="c.")
