"""Tables measured: how wide columns and how high rows are, and how many rows a sheet still takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.checkup.blocks import Align, Table
from lib.checkup.sheets import Grid, Paper, fitted

CELL = 12.5  # points of letters in a table
PADDING = 1.5  # millimetres around the words of a cell or card
GAP = 5.0  # millimetres right of a column of numbers: they end where the next column's words would begin


@dataclass(frozen=True)
class Measured:
    """One row: its words, cut where a cell allows no more lines, and its height."""

    cells: tuple[str, ...]
    height: float


def table_rows(table: Table, paper: Paper) -> list[Measured]:
    """The header and every row, measured."""
    header = tuple(column.title for column in table.columns)
    return [_measured(table, paper, row, at == 0) for at, row in enumerate((header, *table.rows))]


def _measured(table: Table, paper: Paper, row: tuple[str, ...], bold: bool) -> Measured:
    points, cells = CELL * paper.letters, zip(table.columns, _widths(table, paper), row, strict=True)
    done = [
        fitted(text, column.most_lines, width - PADDING - right_of(column.align), paper, points, bold)
        for column, width, text in cells
    ]
    return Measured(tuple(text for text, _ in done), max(height for _, height in done) + 2 * PADDING)


def right_of(align: Align) -> float:
    """Millimetres left free at the right of a cell."""
    return GAP if align == "right" else PADDING


def _widths(table: Table, paper: Paper) -> tuple[float, ...]:
    every = sum(column.share for column in table.columns)
    return tuple(paper.inner * column.share / every for column in table.columns)


def how_many(rows: Sequence[Measured], room: float) -> int:
    """How many of the first rows fit below each other."""
    count, used = 0, 0.0
    for row in rows:
        used += row.height
        if used > room:
            break
        count += 1
    return count


def grid_of(table: Table, paper: Paper, rows: Sequence[Measured], y: float) -> Grid:
    """The rows, header first, as a grid that begins at a height."""
    return Grid(
        x=paper.margin,
        y=y,
        widths=_widths(table, paper),
        heights=tuple(row.height for row in rows),
        rows=tuple(row.cells for row in rows),
        aligns=tuple(column.align for column in table.columns),
        points=CELL * paper.letters,
    )
