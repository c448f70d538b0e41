"""The process that parses one workbook, apart from the app: its parser aborts where a file makes it ask for too much.

Takes the workbook on its input and writes an `Answer` as JSON; `workbook_sheets` of `xlsx_reader` runs it.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import TypedDict

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from lib.importing import limits

Cell = str | int | float | bool | date | time | datetime | timedelta


class Sheet(TypedDict):
    """One sheet: the rows that hold anything with their 1-based numbers, from its leftmost to its rightmost cell."""

    name: str
    hidden: bool
    numbers: list[int]
    rows: list[list[str]]


class Answer(TypedDict, total=False):
    """The sheets; or the name of the error in `limits` that says why there are none, with what its sentence needs."""

    sheets: list[Sheet]
    error: str
    details: list[str]


class _Refused(Exception):
    def __init__(self, error: type[limits.UnreadableFile]) -> None:
        super().__init__(error.__name__)


def main() -> None:
    # Not every system bounds the memory of a process; where it cannot, the other limits remain.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.MAX_PARSER_BYTES, limits.MAX_PARSER_BYTES))
    answer = read_workbook(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def read_workbook(content: bytes) -> Answer:
    """The sheets of a workbook, their cells as text."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return {"sheets": list(_sheets(workbook))}
    except MemoryError:
        return {"error": limits.NeedsMuchMemory.__name__, "details": []}
    except _Refused as refused:
        return {"error": str(refused), "details": []}
    except (CalamineError, OverflowError, ValueError) as error:
        return {"error": limits.DamagedWorkbook.__name__, "details": [str(error)]}


def _sheets(workbook: CalamineWorkbook) -> Iterator[Sheet]:
    characters = 0
    for about in workbook.sheets_metadata:
        numbers: list[int] = []
        rows: list[list[str]] = []
        for number, cells in _rows(workbook.get_sheet_by_name(about.name)):
            characters += len("".join(cells))
            if characters > limits.MAX_UNPACKED_BYTES:
                raise _Refused(limits.TooMuchText)
            if any(cells):
                numbers.append(number)
                rows.append(cells)
        hidden = about.visible != SheetVisibleEnum.Visible
        yield {"name": about.name, "hidden": hidden, "numbers": numbers, "rows": rows}


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    if sheet.width > limits.MAX_COLUMNS:
        raise _Refused(limits.TooManyColumns)
    if sheet.total_height > limits.MAX_ROWS + limits.HEADER_SEARCH_RECORDS:
        raise _Refused(limits.TooManyRows)
    if sheet.width * sheet.height > limits.MAX_CELLS:
        raise _Refused(limits.TooManyCells)
    # The parser gives the empty rows above the first cell too, so that these are the numbers of the sheet.
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [cell if isinstance(cell, str) else cell_text(cell) for cell in row]


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


if __name__ == "__main__":
    main()
