"""All tables together: what migrations, export, templates and the demo firm need to know of every subject."""

import importlib
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, func, select

from lib.store.base import Base

SUBJECTS = (
    "people", "accounts", "relationship", "value", "delivery", "money", "surveys", "growth", "team", "health", "review",
)  # fmt: skip
# The store's own book-keeping: written to an export for reading, never taken from one.
JOURNAL_TABLES = frozenset({"change_log", "change_counter", "action_token", "import_batch", "import_issue"})

for _subject in (*SUBJECTS, "store"):
    importlib.import_module(f"lib.{_subject}.tables")

METADATA = Base.metadata


def tables() -> list[Table]:
    """Every table, parents before children."""
    return list(_sorted_tables())


@cache
def _sorted_tables() -> tuple[Table, ...]:
    return tuple(METADATA.sorted_tables)  # all models are imported above, so there will be no others


def models() -> dict[str, type[Base]]:
    """Table name → its SQLModel class."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base._sa_registry.mappers}


def content_tables() -> list[Table]:
    """The tables that hold a firm's facts and settings (all but the journal), parents before children."""
    return [table for table in tables() if table.name not in JOURNAL_TABLES]


def select_count(table: str) -> Select[Any]:
    """How many rows a table holds, as a statement."""
    return select(func.count()).select_from(METADATA.tables[table])
