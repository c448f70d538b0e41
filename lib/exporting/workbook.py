"""All tables in one workbook, a sheet each, whose text stays text."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, func, select
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from lib.errors import StewardError
from lib.exporting.layout import cell, template_header
from lib.exporting.rows import stored_rows

MOST_ROWS = 1_048_575  # of a sheet, without its header
MOST_CHARACTERS = 32_767  # of a cell
OPTIONS = {
    "constant_memory": True, "use_zip64": True,
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


class TooManyRows(StewardError):
    """A table is longer than a sheet can be."""

    def __init__(self, table: str, count: int) -> None:
        super().__init__(f"{table} has {count:,} rows and a sheet holds {MOST_ROWS:,}: export as CSV instead.")


class TextTooLong(StewardError):
    """A stored text is longer than a cell of a workbook can hold."""

    def __init__(self, table: str, column: str, row: int) -> None:
        super().__init__(
            f"{column} in row {row:,} of {table} is longer than the {MOST_CHARACTERS:,} characters a cell of a "
            "workbook holds: export as CSV instead."
        )


def write_workbook(connection: Connection, tables: Iterable[Table], path: Path) -> dict[str, int]:
    """Write `tables` to a workbook; how many rows each has comes back.

    Raises TooManyRows, TextTooLong, and OSError where the system does not let it write.
    """
    packed = _NeverClosed()  # an archive that fails half-way through a file of its own cannot be closed in peace
    with TemporaryDirectory() as scratch, _plain_errors(), Workbook(packed, OPTIONS | {"tmpdir": scratch}) as book:
        counts = {table.name: _write_sheet(connection, table, book.add_worksheet(table.name)) for table in tables}
    path.write_bytes(packed.getbuffer())
    return counts


class _NeverClosed(BytesIO):
    """Open for as long as it lives: an archive that broke off writes its last words when the two are collected."""

    def close(self) -> None:
        """Leave it open."""


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except FileCreateError as error:
        raise error.args[0] from error


def _write_sheet(connection: Connection, table: Table, sheet: Worksheet) -> int:
    _refuse_too_many(connection, table)
    header = template_header(table)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header)
    count = 0
    for row in stored_rows(connection, table):
        count += 1
        for column, value in enumerate(row):
            if not _written(sheet, count, column, value):
                raise TextTooLong(table.name, header[column], count + 1)
    return count


def _refuse_too_many(connection: Connection, table: Table) -> None:
    count = connection.execute(select(func.count()).select_from(table)).scalar_one()
    if count > MOST_ROWS:
        raise TooManyRows(table.name, count)


def _written(sheet: Worksheet, row: int, column: int, value: object) -> bool:
    """Write one cell; whether it fitted."""
    if isinstance(value, int | float) and not isinstance(value, bool) and _survives(value):
        return bool(sheet.write_number(row, column, value) == 0)
    text = cell(value)
    return not text or bool(sheet.write_string(row, column, text) == 0)


def _survives(number: float) -> bool:
    # A workbook keeps 16 digits; a number that needs more is written as text rather than rounded.
    return math.isfinite(number) and float(f"{number:.16G}") == number
