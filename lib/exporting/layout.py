"""The format of exports and templates: which columns a file of a table has, and how a value is written in a cell."""

from datetime import date, datetime

from sqlalchemy import Column, Table

from lib.schema import JOURNAL_TABLES

# An import sets these itself: an edit's number and the batch a row came with say nothing in another store.
LEFT_OUT = frozenset({"version", "batch_id"})
# What a person knows a record by, best first; a table with none of these is linked by number alone.
READABLE = ("name", "words", "what")
MARK = "'"
# A spreadsheet takes a cell that begins with one of these for a formula, or drops the line break and looks at what
# follows; `<r>` is what the writer of workbooks takes for markup of its own. Our mark is escaped the same way, so that
# taking it off gives back what was stored.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "<r>", MARK)


def template_header(table: Table) -> list[str]:
    """The columns of a file of `table`, in order: its own, and after each link `x_id` the linked record's name `x`."""
    return [name for column in exported_columns(table) for name in (column.name, link_name(column)) if name]


def exported_columns(table: Table) -> list[Column[object]]:
    """The table's own columns in a file: all but LEFT_OUT; of the journal, which is never read back, all."""
    left_out = frozenset[str]() if table.name in JOURNAL_TABLES else LEFT_OUT
    return [column for column in table.columns if column.name not in left_out]


def link_name(column: Column[object]) -> str | None:
    """The extra column that names what a link points at (`person_id` → `person`); None where there is none to name."""
    target = link_target(column)
    return column.name.removesuffix("_id") if target is not None and readable_column(target) is not None else None


def link_target(column: Column[object]) -> Table | None:
    """The table a column points at; None for a column that is no link."""
    return next((key.column.table for key in column.foreign_keys), None)


def readable_column(table: Table) -> str | None:
    """The column a person knows a record of `table` by (see READABLE); None where only its number or key tells it."""
    return next((name for name in READABLE if name in table.c), None) if "id" in table.c else None


def cell(value: object) -> str:
    """A stored value as a file holds it: ISO dates, moments with their zone, true or false, nothing for None."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else repr(value)


def inert(text: str) -> str:
    """`text` so that no spreadsheet runs it: one leading `'` before a live beginning; `restored` takes it off."""
    return MARK + text if text.startswith(LIVE) else text


def restored(text: str) -> str:
    """What `inert` was given: one leading `'` goes where a live beginning follows, any other stays."""
    return text[1:] if text.startswith(MARK) and text[1:].startswith(LIVE) else text
