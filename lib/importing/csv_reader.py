"""Reading one delimited text file into a raw table."""

import re
from itertools import takewhile

from lib.importing import limits
from lib.importing.csv_records import csv_records, find_delimiter, refuse_long_lines, refuse_many_rows
from lib.importing.encodings import decode
from lib.importing.raw_table import KnownHeaders, RawTable, Record, build_table, counted, find_header, without_empty
from lib.store.collecting import uncollected

# Spreadsheet programs take this first line as an order to use the delimiter; it is no record.
_DELIMITER_LINE = re.compile(r'"?sep=([,;|\t])"?[ ,;|\t]*(?=\r|\n|\Z)', re.IGNORECASE)


@uncollected()
def read_csv(name: str, content: bytes, known: KnownHeaders, sha256: str) -> RawTable:
    """The table of a CSV, TSV or TXT file; raises the errors of `limits`."""
    text, encoding = decode(name, content)
    refuse_long_lines(name, text)
    named = _DELIMITER_LINE.match(text)
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else find_delimiter(text, known)
    refuse_many_rows(name, text, delimiter)
    records, empty = without_empty(name, csv_records(name, text, delimiter))
    if not records:
        raise limits.EmptyFile(name)
    start = find_header(records, known) or 0
    header, rows = records[start][1], records[start + 1 :]
    rows, footers = _without_footers(rows, len(header))
    notes = [f"encoding {encoding}", "delimiter " + delimiter.replace("\t", "tab")]
    notes += _left_out(start, empty, footers)
    return build_table(name, header, rows, notes, sha256)


def _without_footers(rows: list[Record], width: int) -> tuple[list[Record], list[Record]]:
    """The rows, and the closing lines of a report: at the very end, one text in the first of too few cells."""
    closing = takewhile(lambda row: len(row[1]) < width and row[1][0].strip() and not any(row[1][1:]), reversed(rows))
    count = sum(1 for _ in closing)
    return rows[: len(rows) - count], rows[len(rows) - count :]


def _left_out(titles: int, empty: int, footers: list[Record]) -> list[str]:
    notes = []
    if titles:
        notes.append(f"{counted(titles, 'title line')} above the header left out")
    if empty:
        notes.append(f"{counted(empty, 'empty line')} left out")
    if footers:
        line, cells = footers[0]
        notes.append(f'{counted(len(footers), "footer line")} left out, from line {line:,}: "{cells[0].strip()[:60]}"')
    return notes
