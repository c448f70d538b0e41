"""Steward's own format, read back: one mapping a table, as exports write it and templates ask for it."""

from functools import cache

from sqlalchemy import Table

from lib.errors import StewardError
from lib.exporting.layout import exported_columns, link_name, link_target, readable_column, template_header
from lib.importing.mapping import OWN, FieldRule, MappedFile, Target
from lib.importing.raw_table import RawTable, plain_name
from lib.schema import JOURNAL_TABLES, content_tables, tables


class WrongTemplate(StewardError):
    """A file named after a table whose columns are not that table's."""

    def __init__(self, table: RawTable, wrong: str) -> None:
        super().__init__(f"{table.name} is named after a table of Steward's, but {wrong}: take the template again.")


@cache
def own_files() -> dict[str, MappedFile]:
    """How each content table is read, by its name."""
    return {table.name: _own_file(table, position) for position, table in enumerate(content_tables())}


def own_headers() -> list[tuple[str, ...]]:
    """The headers of all exports, so that they are found below title lines."""
    return [file.header for file in own_files().values()]


def recognise_own(raw: RawTable) -> MappedFile | None:
    """How a file or sheet named after a content table is read, where its columns are that table's; else None.

    Columns that may stay empty may be missing. Raises WrongTemplate where only some of the columns are the table's.
    """
    file = own_files().get(_stem(raw))
    if file is None:
        return None
    own = {plain_name(name) for name in (*file.header, *file.optional)}
    present = {plain_name(name) for name in raw.header if name}
    if not present & own:
        return None
    if strange := present - own:
        # A tool may call its own export `contact.csv` too: then most of the columns are not ours.
        if len(strange) * 2 > len(present):
            return None
        raise WrongTemplate(raw, f"has no column {', '.join(sorted(strange))}")
    if missing := _needed(file.into[0]) - present:
        raise WrongTemplate(raw, f"lacks {', '.join(sorted(missing))}")
    return file


def is_journal(raw: RawTable) -> bool:
    """Whether a file or sheet is one of the store's own books, which are exported for reading only."""
    headers = {table.name: template_header(table) for table in tables() if table.name in JOURNAL_TABLES}
    return list(raw.header) == headers.get(_stem(raw))


def _stem(raw: RawTable) -> str:
    """The name of the sheet, or of the file without its ending."""
    file, _, sheet = raw.name.partition(" · ")
    return plain_name(sheet or file.rpartition(".")[0])


def _needed(target: Target) -> set[str]:
    table = next(table for table in content_tables() if table.name == target.table)
    must = {column.name for column in table.columns if not column.nullable and column.default is None}
    return must - {"id"} - set(target.named)


def _own_file(table: Table, position: int) -> MappedFile:
    columns = exported_columns(table)
    fields = {column.name: FieldRule(column.name, (column.name,)) for column in columns}
    named: dict[str, FieldRule] = {}
    for column in columns:
        target, beside = link_target(column), link_name(column)
        by = readable_column(target) if target is not None else None
        if target is not None and beside is not None and by is not None:
            named[column.name] = FieldRule(column.name, (beside,), lookup=target.name, by=by, near=by == "name")
    return MappedFile(
        mapping=OWN,
        source=None,
        position=position,
        header=tuple(template_header(table)),
        into=(Target(table.name, table.name, fields, named=named),),
        dates="auto",  # our own exports are ISO, which decides itself; a person may fill in 31.12.2020
        decimal=".",
    )
