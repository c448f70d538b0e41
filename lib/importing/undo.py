"""Taking an import back: what it added goes, what it changed returns, unless somebody built on it since."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update

from lib.accounts.tables import Account
from lib.errors import StewardError, words
from lib.health.tables import HealthSnapshot, HealthSnapshotFactor
from lib.importing.answers_written import freeze_again
from lib.importing.batches import LOG, built_upon, is_of, logged_keys, tables_of
from lib.importing.bulk import set_fields
from lib.importing.standing import key_columns, pieces
from lib.importing.survey_promises import asked_since
from lib.importing.tool_numbers import is_name_or_number
from lib.schema import METADATA, content_tables
from lib.store.base import now, table_of
from lib.store.engine import Store
from lib.store.restoring import from_text
from lib.store.tables import ImportBatch, ImportIssue, NameAlias
from lib.store.writing import Write, as_text, perform

ISSUES, ALIASES, ACCOUNTS = table_of(ImportIssue), table_of(NameAlias), table_of(Account)
SNAPSHOTS, PARTS = table_of(HealthSnapshot), table_of(HealthSnapshotFactor)
AT_ONCE = 500
MOST_REASONS = 5


class AlreadyUndone(StewardError):
    """An import that was taken back before."""

    def __init__(self, batch: int, who: str) -> None:
        super().__init__(f"Import {batch} was undone by {who} already: import the files again to bring it back.")


class BuiltUpon(StewardError):
    """An import whose records others have worked with since."""

    def __init__(self, batch: int, reasons: Sequence[str]) -> None:
        told = "; ".join(reasons[:MOST_REASONS]) + ("; …" * (len(reasons) > MOST_REASONS))
        super().__init__(
            f"Import {batch} cannot be undone, because work was done on it since: {told}. "
            "Take that back first, or correct the records one by one; nothing was changed."
        )


def undo(store: Store, who: str, batch_id: int) -> None:
    """Delete the rows a batch added and give the fields it changed their old values; all or nothing.

    Raises NotFound, AlreadyUndone, and BuiltUpon where a row was edited, or linked to, since.
    """
    perform(store, who, "undo import", lambda write: _undo(write, batch_id))


def _undo(write: Write, batch: int) -> None:
    current = write.read(ImportBatch, batch)
    if current["undone_at"] is not None:
        raise AlreadyUndone(batch, str(current["undone_by"]))
    reasons = _restore(write, batch)
    reasons += built_upon(write.connection, batch)
    reasons += asked_since(write.connection, batch)
    if reasons:
        raise BuiltUpon(batch, reasons)
    write.batch_id = batch
    _remove(write, batch)
    freeze_again(write)
    write.set(ImportBatch, batch, {"undone_at": now(), "undone_by": write.who}, current)


def _restore(write: Write, batch: int) -> list[str]:
    """Give changed fields their old values; those that others changed since are told instead."""
    lines = select(LOG.c.table_name, LOG.c.row_id, LOG.c.field, LOG.c.old, LOG.c.new).where(
        LOG.c.batch_id == batch, LOG.c.kind == "changed"
    )
    by_table: dict[str, list[Any]] = {}
    for line in write.connection.execute(lines):
        by_table.setdefault(line.table_name, []).append(line)
    write.batch_id = batch
    reasons: list[str] = []
    for name, found in by_table.items():
        reasons += _restore_table(write, METADATA.tables[name], found)
    return reasons


def _restore_table(write: Write, table: Table, lines: Sequence[Any]) -> list[str]:
    current = _current(write, table, {line.row_id for line in lines})
    changed_since: list[str] = []
    fields: dict[int, dict[str, Any]] = {}
    for line in lines:
        row = current.get(line.row_id)
        if row is None:  # taken away by a person meanwhile: there is nothing to give back
            continue
        if as_text(row[line.field]) != line.new:
            changed_since.append(f"{words(line.field)} of {table.name} {row.get('name') or line.row_id} changed since")
            continue
        fields.setdefault(line.row_id, {})[line.field] = from_text(table.c[line.field], line.old)
        write.note("changed", table, line.row_id, line.field, line.new, line.old)
    if not changed_since:
        set_fields(write.connection, table, list(fields.items()))
    return changed_since


def _current(write: Write, table: Table, numbers: set[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for some in pieces(sorted(numbers), AT_ONCE):
        for row in write.connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            found[row["id"]] = {str(name): value for name, value in row.items()}
    return found


def _remove(write: Write, batch: int) -> None:
    carrying, logged = set(tables_of(write.connection, batch)), logged_keys(write.connection, batch)
    for table in carrying:
        _forget(write, table, batch)
    _remove_snapshots(write, batch)
    write.connection.execute(delete(ISSUES).where(ISSUES.c.batch_id == batch))
    for table in reversed(content_tables()):
        if table in carrying:
            removed = write.connection.execute(delete(table).where(is_of(table, batch))).rowcount
            write.note("removed", table, None, old=f"{removed} rows")
        elif table.name in logged:
            _remove_logged(write, table, sorted(logged[table.name]))


def _forget(write: Write, table: Table, batch: int) -> None:
    """Take away what speaks of rows that go: their numbers will be given to others."""
    going = select(table.c.id).where(is_of(table, batch))
    names = delete(ALIASES).where(is_name_or_number(table), ALIASES.c.row_id.in_(going))
    if removed := write.connection.execute(names.where(ALIASES.c.batch_id.is_distinct_from(batch))).rowcount:
        write.note("removed", ALIASES, None, old=f"{removed} rows")
    write.connection.execute(delete(ISSUES).where(ISSUES.c.table_name == table.name, ISSUES.c.row_id.in_(going)))
    proposing = update(ISSUES).where(ISSUES.c.proposed_table == table.name, ISSUES.c.proposed_id.in_(going))
    write.connection.execute(proposing.values(proposed_id=None))


def _remove_snapshots(write: Write, batch: int) -> None:
    """Take away what the store kept by itself of the health of accounts that go."""
    going = select(ACCOUNTS.c.id).where(is_of(ACCOUNTS, batch))
    theirs = select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.account_id.in_(going), SNAPSHOTS.c.batch_id.is_(None))
    for table, rows in ((PARTS, PARTS.c.health_snapshot_id.in_(theirs)), (SNAPSHOTS, SNAPSHOTS.c.id.in_(theirs))):
        if removed := write.connection.execute(delete(table).where(rows)).rowcount:
            write.note("removed", table, None, old=f"{removed} rows")


def _remove_logged(write: Write, table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
    columns = [table.c[name] for name in key_columns(table)]
    for some in pieces(keys, AT_ONCE):
        chosen = columns[0].in_([key[0] for key in some]) if len(columns) == 1 else tuple_(*columns).in_(some)
        write.connection.execute(delete(table).where(chosen))
    write.note("removed", table, None, old=f"{len(keys)} rows")
