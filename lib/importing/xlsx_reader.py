"""Reading the sheets of one XLSX workbook into raw tables."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from lib.importing import limits
from lib.importing.raw_table import KnownHeaders, RawTable, build_table, counted, find_header, without_empty
from lib.importing.workbook_child import Line
from lib.importing.workbook_guard import check_workbook

_ROOT = Path(__file__).parents[2]
# One long text in many cells is sent many times and kept once.
_LONG = 50


@dataclass
class Sheet:
    """One sheet: the rows that hold anything with their 1-based numbers, from its leftmost to its rightmost cell."""

    name: str
    hidden: bool
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def read_xlsx(name: str, content: bytes, known: KnownHeaders, sha256: str) -> list[RawTable]:
    """A table for each sheet that holds anything, in the order of the workbook; raises the errors of `limits`."""
    check_workbook(name, content)
    sheets = workbook_sheets(name, content)
    tables = [_table(f"{name} · {sheet.name}", sheet, known, sha256) for sheet in sheets if sheet.rows]
    if not tables:
        raise limits.EmptyFile(name)
    return tables


def workbook_sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets as a process of its own reads them, bounded in time and memory; raises the errors of `limits`."""
    command = [sys.executable, "-m", "lib.importing.workbook_child"]
    with TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, the file goes to its input
                command, cwd=_ROOT, input=content, stdout=answer, stderr=subprocess.DEVNULL,
                timeout=limits.MAX_PARSER_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise limits.TakesTooLong(name) from error
        if done.returncode == -signal.SIGABRT:  # how the parser ends where it is refused memory
            raise limits.NeedsMuchMemory(name)
        if done.returncode:
            raise limits.DamagedWorkbook(name, "the parser of workbooks failed on it")
        answer.seek(0)
        return _sheets(name, map(json.loads, answer))


def _sheets(name: str, lines: Iterable[Line]) -> list[Sheet]:
    sheets: list[Sheet] = []
    long: dict[str, str] = {}
    for line in lines:
        if "error" in line:
            raise getattr(limits, line["error"])(name, *line["details"])
        if "sheet" in line:
            sheets.append(Sheet(line["sheet"], line["hidden"]))
        else:
            sheets[-1].numbers.append(line["number"])
            sheets[-1].rows.append([long.setdefault(c, c) if len(c) > _LONG else c for c in line["row"]])
    return sheets


def _table(title: str, sheet: Sheet, known: KnownHeaders, sha256: str) -> RawTable:
    records, _ = without_empty(title, zip(sheet.numbers, sheet.rows, strict=True))
    if not records:
        raise limits.EmptyFile(title)
    start = find_header(records, known) or 0
    header = _without_trailing_empty(records[start][1])
    rows = [(line, _fitted(cells, len(header))) for line, cells in records[start + 1 :]]
    notes = ["hidden sheet"] if sheet.hidden else []
    if start:
        notes.append(f"{counted(start, 'title row')} above the header left out")
    between = records[-1][0] - records[0][0] + 1 - len(records)
    if between:
        notes.append(f"{counted(between, 'empty row')} left out")
    return build_table(title, header, rows, notes, sha256)


def _without_trailing_empty(cells: list[str]) -> list[str]:
    width = max(index for index, cell in enumerate(cells, 1) if cell.strip())
    return cells[:width]


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells in the header's width; more of them only where a cell beyond it holds something."""
    return cells[:width] if not any(cells[width:]) else _without_trailing_empty(cells)
