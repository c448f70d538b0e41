"""The process that parses one workbook, apart from the app: its parser aborts where a file makes it ask for too much.

Takes the workbook on its input and writes lines of JSON, so that nobody holds the whole twice: a `Line` says which.
`workbook_sheets` of `xlsx_reader` runs it.
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


class Line(TypedDict, total=False):
    """A line of the answer: a sheet begins (`sheet`, `hidden`); one of its rows that hold anything (its 1-based
    `number`, its cells from the leftmost to the rightmost of the sheet); or, last, why there is no table: the name of
    the `error` in `limits`, with what its sentence needs.
    """

    sheet: str
    hidden: bool
    number: int
    row: list[str]
    error: str
    details: list[str]


class _Refused(Exception):
    def __init__(self, error: type[limits.UnreadableFile]) -> None:
        super().__init__(error.__name__)


def main() -> None:
    # Not every system bounds the memory of a process; where it cannot, the other limits remain.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.MAX_PARSER_BYTES, limits.MAX_PARSER_BYTES))
    for line in read_workbook(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def read_workbook(content: bytes) -> Iterator[Line]:
    """The sheets of a workbook, their cells as text."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            yield from _sheets(workbook)
    except MemoryError:
        yield {"error": limits.NeedsMuchMemory.__name__, "details": []}
    except _Refused as refused:
        yield {"error": str(refused), "details": []}
    except (CalamineError, OverflowError, ValueError) as error:
        yield {"error": limits.DamagedWorkbook.__name__, "details": [str(error)]}


def _sheets(workbook: CalamineWorkbook) -> Iterator[Line]:
    characters, area = 0, 0
    for about in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(about.name)
        area += sheet.width * sheet.height
        _refuse_size(sheet, area)
        yield {"sheet": about.name, "hidden": about.visible != SheetVisibleEnum.Visible}
        for number, cells in _rows(sheet):
            characters += len("".join(cells))
            if characters > limits.MAX_WORKBOOK_CHARACTERS:
                raise _Refused(limits.TooMuchText)
            if any(cells):
                yield {"number": number, "row": cells}


def _refuse_size(sheet: CalamineSheet, area: int) -> None:
    if sheet.width > limits.MAX_COLUMNS:
        raise _Refused(limits.TooManyColumns)
    if sheet.total_height > limits.MAX_ROWS + limits.HEADER_SEARCH_RECORDS:
        raise _Refused(limits.TooManyRows)
    if area > limits.MAX_WORKBOOK_CELLS:
        raise _Refused(limits.WorkbookTooLarge)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
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
