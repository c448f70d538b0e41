"""Reading the sheets of one XLSX workbook into raw tables."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from lib.importing import limits
from lib.importing.raw_table import KnownHeaders, RawTable, build_table, counted, find_header, without_empty
from lib.importing.workbook_child import Answer, Sheet
from lib.importing.workbook_guard import check_workbook

_ROOT = Path(__file__).parents[2]


def read_xlsx(name: str, content: bytes, known: KnownHeaders, sha256: str) -> list[RawTable]:
    """A table for each sheet that holds anything, in the order of the workbook; raises the errors of `limits`."""
    check_workbook(name, content)
    sheets = workbook_sheets(name, content)
    tables = [_table(f"{name} · {sheet['name']}", sheet, known, sha256) for sheet in sheets if sheet["rows"]]
    if not tables:
        raise limits.EmptyFile(name)
    return tables


def workbook_sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets as a process of its own reads them, bounded in time and memory; raises the errors of `limits`."""
    command = [sys.executable, "-m", "lib.importing.workbook_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the file goes to its input
            command, cwd=_ROOT, input=content, capture_output=True, timeout=limits.MAX_PARSER_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise limits.TakesTooLong(name) from error
    if done.returncode == -signal.SIGABRT:  # how the parser ends where it is refused memory
        raise limits.NeedsMuchMemory(name)
    if done.returncode:
        raise limits.DamagedWorkbook(name, "the parser of workbooks failed on it")
    answer: Answer = json.loads(done.stdout)
    if "error" in answer:
        raise getattr(limits, answer["error"])(name, *answer["details"])
    return answer["sheets"]


def _table(title: str, sheet: Sheet, known: KnownHeaders, sha256: str) -> RawTable:
    records, _ = without_empty(title, zip(sheet["numbers"], sheet["rows"], strict=True))
    if not records:
        raise limits.EmptyFile(title)
    start = find_header(records, known) or 0
    header = _without_trailing_empty(records[start][1])
    rows = [(line, _fitted(cells, len(header))) for line, cells in records[start + 1 :]]
    notes = ["hidden sheet"] if sheet["hidden"] else []
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
