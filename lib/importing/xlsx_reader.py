"""Reading the sheets of one XLSX workbook into raw tables."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import isfinite

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lib.importing import limits
from lib.importing.raw_table import KnownHeaders, RawTable, Record, build_table, counted, find_header, without_empty
from lib.importing.workbook_guard import checked_copy

Cell = str | int | float | bool | date | time | datetime | timedelta


def read_xlsx(name: str, content: bytes, known: KnownHeaders, sha256: str) -> list[RawTable]:
    """A table for each sheet that holds anything, in the order of the workbook; raises the errors of `limits`."""
    copy = checked_copy(name, content)
    try:
        tables = list(_sheets(name, copy, known, sha256))
    except CalamineError as error:
        raise limits.DamagedWorkbook(name, str(error)) from error
    except BaseException as error:
        # A panic of the parser's own language derives from BaseException alone and has no importable class.
        if type(error).__name__ != "PanicException":
            raise
        raise limits.DamagedWorkbook(name, str(error)) from error
    if not tables:
        raise limits.EmptyFile(name)
    return tables


def _sheets(name: str, copy: io.BytesIO, known: KnownHeaders, sha256: str) -> Iterator[RawTable]:
    with CalamineWorkbook.from_filelike(copy) as workbook:
        for sheet in workbook.sheets_metadata:
            title = f"{name} · {sheet.name}"
            records, empty = without_empty(title, _records(title, workbook.get_sheet_by_name(sheet.name)))
            if records:
                notes = ["hidden sheet"] if sheet.visible != SheetVisibleEnum.Visible else []
                yield _table(title, records, empty, known, notes, sha256)


def _table(
    title: str, records: list[Record], empty: int, known: KnownHeaders, notes: list[str], sha256: str
) -> RawTable:
    start = find_header(records, known) or 0
    header = _without_trailing_empty(records[start][1])
    rows = ((line, _fitted(cells, len(header))) for line, cells in records[start + 1 :])
    if start:
        notes.append(f"{counted(start, 'title row')} above the header left out")
    between = empty - (records[0][0] - 1)
    if between > 0:
        notes.append(f"{counted(between, 'empty row')} left out")
    return build_table(title, header, rows, notes, sha256)


def _records(title: str, sheet: CalamineSheet) -> Iterator[Record]:
    characters = 0
    # Rows are numbered from the top of the sheet: the parser gives the empty ones above the first cell too.
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell if isinstance(cell, str) else cell_text(cell) for cell in row]
        characters += sum(map(len, cells))
        if characters > limits.MAX_UNPACKED_BYTES:
            raise limits.TooMuchText(title)
        yield number, cells


def cell_text(cell: Cell) -> str:
    """The text of a cell: dates in ISO form, durations as H:MM:SS, whole numbers without decimals, TRUE or FALSE."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return _number_text(cell)
        case datetime():
            return cell.isoformat(" ", "seconds")
        case timedelta():
            return _duration_text(cell)
        case time():
            return cell.isoformat("seconds")
        case _:
            return str(cell)


def _number_text(number: float) -> str:
    if isfinite(number) and number == int(number):
        return str(int(number))
    text = repr(number)
    # Three decimals would read as a group of thousands in a column without any other sign of its decimal mark.
    return text + "0" if text[-4:-3] == "." else text


def _duration_text(duration: timedelta) -> str:
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _without_trailing_empty(cells: list[str]) -> list[str]:
    width = max(index for index, cell in enumerate(cells, 1) if cell.strip())
    return cells[:width]


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells in the header's width; more of them only where a cell beyond it holds something."""
    return cells[:width] if not any(cells[width:]) else _without_trailing_empty(cells)
