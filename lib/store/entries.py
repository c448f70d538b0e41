"""What somebody stored, entry by entry, from the change log: the lines that one action wrote in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from lib.store.base import Base, table_of
from lib.store.restoring import from_text
from lib.store.tables import ActionToken, ChangeLog

LOG, TOKENS = table_of(ChangeLog), table_of(ActionToken)
UNDO = "undo entry"
MOST_LINES = 500  # of the change log, read for a list of last entries
_COLUMNS = (LOG.c.id, LOG.c.at, LOG.c.who, LOG.c.action, LOG.c.kind, LOG.c.table_name, LOG.c.row_id, LOG.c.field,
            LOG.c.old)  # fmt: skip


# The results of the tokens that were spent on an action at a moment.
Spent = Mapping[tuple[str, datetime], Sequence[int | None]]


class Line(NamedTuple):
    """A line of the change log, as far as taking it back needs it."""

    id: int
    at: datetime
    who: str
    action: str
    kind: str
    table_name: str
    row_id: int | None
    field: str | None
    old: str | None


@dataclass(frozen=True)
class Entry:
    """What one action of one person wrote; `lines` oldest first. `undone`: it was taken back."""

    lines: tuple[Line, ...]
    undone: bool = False

    @property
    def number(self) -> int:
        """The number of its first line in the change log: what it is called by."""
        return self.lines[0].id

    @property
    def at(self) -> datetime:
        """When it was stored (UTC)."""
        return self.lines[0].at

    @property
    def action(self) -> str:
        """The name of the action."""
        return self.lines[0].action


def split(lines: Iterable[Line], spent: Spent) -> list[list[Line]]:
    """One person's lines (oldest first) by entry: those of one action at one moment, by the tokens `spent` then.

    Where several were stored within one second, the record that each of them is about begins the next entry. Lines
    whose action spent no token then are of no entry: nothing tells where they begin and end.
    """
    found: list[list[Line]] = []
    for line in lines:
        if not found or _begins(found[-1][0], line, spent):
            found.append([])
        found[-1].append(line)
    return [group for group in found if spent.get((group[0].action, group[0].at))]


def _begins(first: Line, line: Line, spent: Spent) -> bool:
    if (first.action, first.at) != (line.action, line.at):
        return True
    made = spent.get((line.action, line.at), ())
    again = first.table_name == line.table_name and (first.row_id != line.row_id or line.kind == "added")
    return len(made) > 1 and again and line.row_id in made


def last_entries(connection: Connection, who: str, actions: Sequence[str], count: int) -> list[Entry]:
    """The last entries of a person made by `actions`, newest first; those of imports are not among them."""
    statement = select(*_COLUMNS).where(LOG.c.who == who, LOG.c.batch_id.is_(None), LOG.c.action.in_(actions))
    rows = connection.execute(statement.order_by(LOG.c.id.desc()).limit(MOST_LINES)).all()
    lines = [Line(*row) for row in reversed(rows)]
    found = split(lines, _spent(connection, lines))
    if len(rows) == MOST_LINES:
        found = found[1:]  # its first lines may lie before what was read
    newest = found[::-1][:count]
    gone = undone(connection, [lines[0].id for lines in newest])
    return [Entry(tuple(lines), lines[0].id in gone) for lines in newest]


def _spent(connection: Connection, lines: Sequence[Line]) -> Spent:
    if not lines:
        return {}
    meanwhile = TOKENS.c.at.between(lines[0].at, lines[-1].at)
    columns = (TOKENS.c.action, TOKENS.c.at, TOKENS.c.result)
    there = select(*columns).where(meanwhile, TOKENS.c.action.in_({one.action for one in lines}))
    found: dict[tuple[str, datetime], list[int | None]] = {}
    for action, at, result in connection.execute(there):
        found.setdefault((action, at), []).append(result)
    return found


def undone(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Which of the entries were taken back."""
    marks = {f"{UNDO} {number}": number for number in numbers}
    done = connection.execute(select(LOG.c.action).where(LOG.c.action.in_(marks)).distinct())
    return {marks[action] for (action,) in done}


def entry_of(connection: Connection, number: int) -> Entry | None:
    """The entry whose first line has this number; None where there is none, or the line is not the first of one."""
    found = connection.execute(select(*_COLUMNS).where(LOG.c.id == number, LOG.c.batch_id.is_(None))).first()
    if found is None:
        return None
    first = Line(*found)
    at_once = (LOG.c.who == first.who, LOG.c.action == first.action, LOG.c.at == first.at, LOG.c.batch_id.is_(None))
    lines = [Line(*row) for row in connection.execute(select(*_COLUMNS).where(*at_once).order_by(LOG.c.id))]
    groups = split(lines, _spent(connection, lines))
    whole = next((group for group in groups if group[0].id == number), None)
    return None if whole is None else Entry(tuple(whole), number in undone(connection, [number]))


def told_of(connection: Connection, entry: Entry) -> dict[str, Any]:
    """What the entry's record holds now, and where that names no account, what it belongs to holds; {} if it is gone.

    Of an entry that was taken back: what the record held then.
    """
    line = entry.lines[0]
    if entry.undone:
        return _held(connection, entry)
    row = _row(connection, line.table_name, line.row_id)
    if "account_id" in row:
        return row
    for column in Base.metadata.tables[line.table_name].columns:
        for key in column.foreign_keys:
            above = _row(connection, key.column.table.name, row.get(column.name))
            if above.get("account_id") is not None:
                return above | row
    return row


def _row(connection: Connection, name: str, number: int | None) -> dict[str, Any]:
    table = Base.metadata.tables[name]
    if number is None or "id" not in table.c:
        return {}
    found = connection.execute(select(table).where(table.c.id == number)).mappings().first()
    return {} if found is None else {str(field): value for field, value in found.items()}


def _held(connection: Connection, entry: Entry) -> dict[str, Any]:
    line = entry.lines[0]
    table = Base.metadata.tables[line.table_name]
    statement = select(LOG.c.kind, LOG.c.field, LOG.c.old).where(
        LOG.c.action == f"{UNDO} {entry.number}", LOG.c.table_name == line.table_name, LOG.c.row_id == line.row_id
    )
    rows = [row for row in connection.execute(statement) if row.field is not None]
    if any(row.kind == "changed" for row in rows):
        return _row(connection, line.table_name, line.row_id)
    return {row.field: from_text(table.c[row.field], row.old) for row in rows}
