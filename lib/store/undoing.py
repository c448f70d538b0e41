"""Taking back one entry: what it added goes, what it changed returns, unless somebody built upon it since."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, delete, func, select, tuple_

from lib import format as fmt
from lib.errors import StewardError, words
from lib.store import permissions
from lib.store.base import Base
from lib.store.engine import Store
from lib.store.entries import LOG, UNDO, Entry, Line, entry_of
from lib.store.restoring import restore
from lib.store.writing import Write, perform


class EntryStays(StewardError):
    """An entry that cannot be taken back."""

    def __init__(self, why: str) -> None:
        super().__init__(f"It cannot be taken back: {why} Nothing was changed.")


def undo_entry(store: Store, who: str, change_id: int, token: str) -> int | None:
    """Take back what one action of `who` stored, all or nothing; the change log keeps both.

    `change_id` is the entry's number (`Entry.number`). Raises EntryStays where it is another's, was taken back, or
    where something it wrote was changed, removed or linked to since.
    """

    def work(write: Write) -> int:
        entry = entry_of(write.connection, change_id)
        if entry is None:
            raise EntryStays("the change log holds no such entry: reload the page.")
        if entry.lines[0].who != who:
            raise EntryStays(f"{entry.lines[0].who} stored it, so only they can.")
        if store.actor is not None:  # what was done in a higher role is not taken back in a lower one
            permissions.check(write.connection, store.actor, who, entry.action)
        with write.whole():
            why = why_it_stays(write.connection, entry)
        if why:
            raise EntryStays(why)
        _take_back(write, entry)
        return change_id

    return perform(store, who, f"{UNDO} {change_id}", work, token)


def why_it_stays(connection: Connection, entry: Entry) -> str | None:
    """Why an entry cannot be taken back, in a sentence; None where it can."""
    if entry.undone:
        return "it was taken back already."
    if any(line.row_id is None or line.kind == "removed" for line in entry.lines):
        return "it wrote or removed more than the change log can give back: correct it where it stands."
    later = next(_later(connection, entry), None)
    if later is not None:
        at = fmt.day(later.at.date())
        return f"{later.who} worked on it since (“{later.action}”, {at}): correct the record instead."
    linked = next(_linked(connection, entry), None)
    return None if linked is None else f"{linked} was added to it since: take that back first."


def _later(connection: Connection, entry: Entry) -> Iterator[Line]:
    """Lines that others, or later entries, left on the same rows; entries that were taken back leave none."""
    touched = tuple_(LOG.c.table_name, LOG.c.row_id).in_({(line.table_name, line.row_id) for line in entry.lines})
    columns = (LOG.c[name] for name in Line._fields)
    rows = connection.execute(select(*columns).where(LOG.c.id > entry.lines[-1].id, touched).order_by(LOG.c.id))
    lines = [Line(*row) for row in rows]
    gone: set[int] = set()
    for number in {int(line.action.removeprefix(UNDO)) for line in lines if line.action.startswith(f"{UNDO} ")}:
        taken_back = entry_of(connection, number)
        gone |= {line.id for line in taken_back.lines} if taken_back else set()
    yield from (line for line in lines if line.id not in gone and not line.action.startswith(f"{UNDO} "))


def _linked(connection: Connection, entry: Entry) -> Iterator[str]:
    """What was linked since to a record that the entry added, in words."""
    own = {(line.table_name, line.row_id) for line in entry.lines if line.kind == "added"}
    for name, number in sorted(own, key=str):
        for child, column in _links_to(Base.metadata.tables[name]):
            if "id" not in child.c:
                theirs = (child.name, number) not in own and _count(connection, child, column, number)
            else:
                mine = [row_id for table, row_id in own if table == child.name]
                theirs = _count(connection, child, column, number, mine)
            if theirs:
                yield f"a {words(child.name)}"


def _count(
    connection: Connection, child: Table, column: str, number: int | None, mine: list[int | None] | None = None
) -> int:  # fmt: skip
    there = select(func.count()).select_from(child).where(child.c[column] == number)
    counted = there.where(child.c.id.not_in(mine)) if mine else there
    return int(connection.execute(counted).scalar_one())


def _links_to(parent: Table) -> Iterator[tuple[Table, str]]:
    for child in Base.metadata.sorted_tables:
        for column in child.columns:
            if any(key.column.table is parent for key in column.foreign_keys):
                yield child, column.name


def _take_back(write: Write, entry: Entry) -> None:
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base._sa_registry.mappers}
    added = {(line.table_name, line.row_id) for line in entry.lines if line.kind == "added"}
    changed = [line for line in entry.lines if line.kind == "changed"]
    restore(write, models, [line for line in changed if (line.table_name, line.row_id) not in added])
    for table in reversed(Base.metadata.sorted_tables):
        for number in sorted(row for name, row in added if name == table.name and row is not None):
            if "id" in table.c:
                write.remove(models[table.name], number)
            else:
                _unlink(write, table, number)


def _unlink(write: Write, table: Table, number: int) -> None:
    """Remove the rows of a table without numbers: the log knows them by the first part of their key."""
    write.about_to_remove(table, number)
    first = next(iter(table.primary_key.columns))
    removed = write.connection.execute(delete(table).where(first == number)).rowcount
    write.note("removed", table, number, old=f"{removed} rows")
