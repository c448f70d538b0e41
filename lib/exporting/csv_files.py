"""CSV files that open safely in any spreadsheet: of a table, of its template, of a frame shown on a screen."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table

from lib.exporting.layout import cell, inert, template_header
from lib.exporting.rows import stored_rows


def write_table(connection: Connection, table: Table, path: Path) -> int:
    """Write all of `table` to a CSV file in UTF-8; how many rows it holds comes back."""
    with path.open("w", encoding="utf-8", newline="") as file:
        return _write(file, template_header(table), (map(cell, row) for row in stored_rows(connection, table)))


def template(table: Table) -> bytes:
    """A CSV file with the header of `table` and no rows, to fill in and import."""
    text = io.StringIO()
    _write(text, template_header(table), ())
    return text.getvalue().encode()


def frame_csv(frame: pd.DataFrame) -> bytes:
    """What a screen shows, as a CSV file in UTF-8 (marked as such, for spreadsheets); the index is left out."""
    text = io.StringIO()
    columns = [frame[name] if frame.columns.is_unique else frame.iloc[:, at] for at, name in enumerate(frame.columns)]
    _write(text, [inert(str(name)) for name in frame.columns], zip(*map(_shown_cells, columns), strict=True))
    return text.getvalue().encode("utf-8-sig")


def _write(file: Any, header: Sequence[str], rows: Iterable[Iterable[str]]) -> int:
    # Every cell is quoted: a bare carriage return inside of an unquoted one would begin a new row.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(list(row))
        count += 1
    return count


def _shown_cells(values: "pd.Series[Any]") -> Iterator[str]:
    for value in values.astype(object).tolist():
        yield _shown_cell(value)


def _shown_cell(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == time.min:
        return value.date().isoformat()  # pandas keeps days as midnights
    if isinstance(value, str | bool | int | float | datetime):
        return cell(value)
    return inert(str(value))
