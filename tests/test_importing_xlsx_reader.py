"""The sheets of a workbook become tables of text, with the row numbers of the sheet."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from lib.importing import limits
from lib.importing.readers import RawTable, read_bytes
from lib.importing.values import parse_dates, parse_numbers
from lib.importing.workbook_child import cell_text


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd"})
    fill(book)
    book.close()
    return buffer.getvalue()


def sheet_of(rows: list[list[object]], top: int = 0, left: int = 0) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Export")
        for offset, row in enumerate(rows):
            sheet.write_row(top + offset, left, row)

    return workbook(fill)


def read(content: bytes) -> RawTable:
    (table,) = read_bytes("book.xlsx", content)
    return table


def test_a_sheet_is_a_table() -> None:
    table = read(sheet_of([["Name", "Hours", "Billable"], ["Ada", 3, True], ["Bob", 1.5, False], ["Eve"]]))
    assert (table.name, table.header) == ("book.xlsx · Export", ("Name", "Hours", "Billable"))
    assert table.columns == [["Ada", "Bob", "Eve"], ["3", "1.5", ""], ["TRUE", "FALSE", ""]]
    assert (table.lines, table.refused, table.notes) == ([2, 3, 4], [], [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (1e22, "10000000000000000000000"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1.125, "1.1250"),
        (float("nan"), "nan"),
        (True, "TRUE"),
        (date(2026, 11, 14), "2026-11-14"),
        (datetime(2026, 11, 14, 9, 30), "2026-11-14 09:30:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=38, minutes=5), "38:05:00"),
        (-timedelta(minutes=90), "-1:30:00"),
        ("007", "007"),
    ],
)
def test_a_cell_becomes_the_text_that_reads_back(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_numbers_and_dates_of_a_sheet_are_never_undecidable() -> None:
    table = read(sheet_of([["rate", "on"], [1.125, date(2026, 3, 4)], [2.375, date(2026, 5, 6)]]))
    assert parse_numbers(table.column("rate")).values == [1.125, 2.375]
    assert parse_dates(table.column("on")).values == [date(2026, 3, 4), date(2026, 5, 6)]


def test_rows_keep_their_numbers_below_titles_and_gaps() -> None:
    content = sheet_of([["Report"], [], ["Name", "Hours"], ["Ada", 1], [], ["Bob", 2]], top=3, left=2)
    (table,) = read_bytes("book.xlsx", content, known_headers=[("name", "hours")])
    assert table.header == ("Name", "Hours")
    assert table.lines == [7, 9]
    assert table.notes == ["1 title row above the header left out", "2 empty rows left out"]


def test_cells_beyond_the_header_refuse_their_row() -> None:
    table = read(sheet_of([["a", "b"], [1, 2], [3, 4, "x"], [5, 6]]))
    assert table.lines == [2, 4]
    assert [(refusal.line, refusal.value) for refusal in table.refused] == [(3, "3 | 4 | x")]


def test_each_sheet_with_content_is_a_table_and_a_hidden_one_says_so() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("One").write("A1", "a")
        book.add_worksheet("Empty")
        hidden = book.add_worksheet("Two")
        hidden.write("A1", "b")
        hidden.hide()

    tables = read_bytes("book.xlsx", workbook(fill))
    assert [(table.name, table.header, table.notes) for table in tables] == [
        ("book.xlsx · One", ("a",), []),
        ("book.xlsx · Two", ("b",), ["hidden sheet"]),
    ]


def test_a_workbook_without_content_is_empty() -> None:
    with pytest.raises(limits.EmptyFile, match=r"book\.xlsx holds no rows"):
        read(workbook(lambda book: book.add_worksheet()))


def test_ten_thousand_rows_are_read() -> None:
    table = read(sheet_of([["Name", "Hours"], *([f"name {number}", number] for number in range(10_000))]))
    assert table.column("hours") == [str(number) for number in range(10_000)]
