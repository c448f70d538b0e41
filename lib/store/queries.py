"""Every SELECT of the store's own tables: imports and the change log."""

import pandas as pd
from sqlalchemy import select

from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import ChangeLog, ImportBatch

BATCHES, LOG = table_of(ImportBatch), table_of(ChangeLog)


def import_batches(store: Store) -> pd.DataFrame:
    """Every import, newest first. Columns: id, at, who, mapping, files, four counts of rows, undone_at."""
    counts = ("rows_new", "rows_changed", "rows_same", "rows_refused")
    names = ("id", "at", "who", "mapping", "files", *counts, "undone_at")
    return store.frame(select(*(BATCHES.c[name] for name in names)).order_by(BATCHES.c.id.desc()))


def change_log(store: Store, limit: int, offset: int = 0, table: str | None = None) -> pd.DataFrame:
    """A page of the change log, newest first. Columns: at, who, action, kind, table_name, row_id, field, old, new."""
    names = ("at", "who", "action", "kind", "table_name", "row_id", "field", "old", "new")
    statement = select(*(LOG.c[name] for name in names)).order_by(LOG.c.id.desc()).limit(limit).offset(offset)
    return store.frame(statement if table is None else statement.where(LOG.c.table_name == table))


def changed_tables(store: Store) -> list[str]:
    """The tables that the change log speaks of."""
    return [str(name) for (name,) in store.rows(select(LOG.c.table_name).distinct().order_by(LOG.c.table_name))]


def untouched(store: Store) -> bool:
    """Whether nothing was ever written into the store."""
    return not store.rows(select(LOG.c.id).limit(1))
