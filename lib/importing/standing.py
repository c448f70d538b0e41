"""What the store holds before an import is written: rows to compare with, numbers that are free, who wrote a field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, tuple_

from lib.importing.mapping import table_named
from lib.store.base import table_of
from lib.store.tables import ChangeLog, ImportBatch, Setting
from lib.store.writing import COUNTERS

LOG, BATCHES, SETTINGS = table_of(ChangeLog), table_of(ImportBatch), table_of(Setting)
AT_ONCE = 5_000
Key = Any
"""What tells a row from others of its table: its number, or the values of a key of several columns."""


@dataclass(frozen=True)
class Standing:
    """The store through one connection; `cleared`: taken as empty, because the demo firm in it is going to go."""

    connection: Connection
    cleared: bool = False

    def rows(self, table: Table, columns: Sequence[str], *where: ColumnElement[bool]) -> Sequence[Any]:
        """Some columns of all rows for which `where` holds."""
        if self.cleared:
            return []
        return self.connection.execute(select(*(table.c[name] for name in columns)).where(*where)).all()

    def stored(self, table: Table, columns: Sequence[str], keys: Sequence[Key]) -> dict[Key, Any]:
        """Some columns of the rows with these keys."""
        found: dict[Key, Any] = {}
        width = len(columns)
        for some in pieces(keys, AT_ONCE):
            for row in self.rows(table, [*columns, *key_columns(table)], _is_one_of(table, some)):
                found[_key(row[width:])] = row
        return found

    def next_id(self, table: Table) -> int:
        """The lowest number above all that the table holds."""
        if self.cleared:
            return 1
        return (self.connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def batches_of(self, mapping: str) -> set[int]:
        """The imports made with a mapping so far."""
        rows = self.connection.execute(select(BATCHES.c.id, BATCHES.c.mapping))
        return {row.id for row in rows if mapping in row.mapping.split(", ")}

    def edits_since(self, table: Table, keys: Sequence[Key], own: set[int]) -> dict[tuple[Key, str], str | None]:
        """What each field held, as text, before others than the imports `own` changed it; only where they did last."""
        if not own:
            return {}
        before: dict[tuple[Key, str], str | None] = {}
        first = self.connection.execute(select(func.min(LOG.c.id)).where(LOG.c.batch_id.in_(own))).scalar() or 0
        columns = (LOG.c.row_id, LOG.c.field, LOG.c.old, LOG.c.batch_id)
        for some in pieces(keys, AT_ONCE):
            of_these = (LOG.c.table_name == table.name, LOG.c.kind == "changed", LOG.c.row_id.in_(some))
            lines = select(*columns).where(*of_these, LOG.c.id > first).order_by(LOG.c.id)
            for row_id, field, old, batch in self.connection.execute(lines):
                if batch in own:
                    before.pop((row_id, field), None)
                else:
                    before.setdefault((row_id, field), old)
        return before


def standing(connection: Connection) -> Standing:
    """What there is to compare with; a demo firm counts as nothing."""
    newest = select(SETTINGS.c.value).where(SETTINGS.c.name == "demo").order_by(SETTINGS.c.starts_on.desc()).limit(1)
    return Standing(connection, connection.execute(newest).scalar() == "yes")


def demo_accounts(connection: Connection) -> int:
    """How many accounts there are."""
    return int(connection.execute(select(func.count()).select_from(table_named("account"))).scalar_one())


def version_of(connection: Connection) -> tuple[tuple[str, int], ...]:
    """As `data_version`, within a transaction."""
    rows = connection.execute(select(COUNTERS.c.subject, COUNTERS.c["count"]).order_by(COUNTERS.c.subject))
    return tuple((subject, count) for subject, count in rows)


def key_columns(table: Table) -> list[str]:
    """The columns of the key: `id`, or those of a table without numbers."""
    return [column.name for column in table.primary_key.columns]


def pieces(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """`items` a piece at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _key(values: Sequence[Any]) -> Key:
    return values[0] if len(values) == 1 else tuple(values)


def _is_one_of(table: Table, keys: Sequence[Key]) -> ColumnElement[bool]:
    columns = [table.c[name] for name in key_columns(table)]
    return columns[0].in_(keys) if len(columns) == 1 else tuple_(*columns).in_(keys)
