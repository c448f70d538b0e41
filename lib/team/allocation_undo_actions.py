"""Taking an applied run of moves back, exactly, from what the change log holds of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, select, tuple_

from lib.accounts.tables import Account, AccountOwner
from lib.errors import NotFound, StewardError, words
from lib.people.tables import Person
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.restoring import restore
from lib.store.tables import ChangeLog
from lib.store.writing import Write, as_text, perform
from lib.team.allocation_actions import action_of
from lib.team.tables import AllocationMove, AllocationRun, Booking

LOG, MOVES = table_of(ChangeLog), table_of(AllocationMove)
PEOPLE, ACCOUNTS = table_of(Person), table_of(Account)
MODELS: dict[str, type[Base]] = {table_of(model).name: model for model in (Booking, AccountOwner)}
MOST_REASONS = 5


class CannotUndo(StewardError):
    """A run of moves that cannot be taken back."""

    def __init__(self, run_id: int, why: str) -> None:
        super().__init__(f"Run {run_id} cannot be undone: {why} Nothing was changed.")


@dataclass(frozen=True)
class _Written:
    """The lines of the change log that a run left on bookings and owners, and those others left on these rows since."""

    own: Sequence[Any]
    later: Sequence[Any]


def undo_run(store: Store, who: str, run_id: int, token: str) -> None:
    """Give every field that a run changed its old value and remove what it added; all or nothing.

    Raises NotFound, and CannotUndo where the run was undone before, was not applied here, or where a booking or owner
    it wrote was changed since (said which).
    """

    def work(write: Write) -> int:
        write.read(AllocationRun, run_id)
        moves = _applied(write, run_id)
        written = _written(write, run_id)
        if changed := [*_changed_since(write, written)]:
            told = "; ".join(changed[:MOST_REASONS]) + ("; …" * (len(changed) > MOST_REASONS))
            raise CannotUndo(run_id, f"{told}. Take that back first, or correct the bookings one by one.")
        restore(write, MODELS, written.own)
        for move in moves:
            write.set(AllocationMove, move["id"], {"state": "undone"}, move)
        return run_id

    perform(store, who, f"undo allocation {run_id}", work, token)


def _applied(write: Write, run_id: int) -> list[dict[str, Any]]:
    rows = write.connection.execute(select(MOVES).where(MOVES.c.allocation_run_id == run_id)).mappings().all()
    found = [{str(name): value for name, value in row.items()} for row in rows]
    if any(move["state"] == "undone" for move in found):
        raise CannotUndo(run_id, "it was undone already.")
    return [move for move in found if move["state"] == "applied"]


def _written(write: Write, run_id: int) -> _Written:
    """What a run wrote, oldest first. Lines of an earlier run of the same number, deleted since, are not its own."""
    born = select(LOG.c.id).where(LOG.c.table_name == AllocationRun.__tablename__, LOG.c.row_id == run_id)
    since = write.connection.execute(born.where(LOG.c.kind == "added").order_by(LOG.c.id.desc()).limit(1)).scalar()
    after = select(LOG).where(LOG.c.table_name.in_(list(MODELS)), LOG.c.id > (since or 0)).order_by(LOG.c.id)
    own = write.connection.execute(after.where(LOG.c.action == action_of(run_id))).all() if since else []
    if not own:
        raise CannotUndo(run_id, "the change log holds nothing that it wrote.")
    touched = tuple_(LOG.c.table_name, LOG.c.row_id).in_({(line.table_name, line.row_id) for line in own})
    later = write.connection.execute(after.where(and_(touched, LOG.c.id > own[-1].id))).all()
    return _Written(own, later)


def _changed_since(write: Write, written: _Written) -> Iterator[str]:
    """Whose later change stands in the way, in words; what was changed and changed back does not."""
    seen: set[tuple[str, int, str | None]] = set()
    for line in written.later:
        key = (line.table_name, line.row_id, None if line.kind == "removed" else line.field)
        if key in seen:
            continue
        seen.add(key)
        current = _current(write, line)
        if line.kind == "removed" or current is None:
            yield f"{_named(write, line, None)} was removed by {line.who} since"
        elif line.kind == "changed" and as_text(current[line.field]) != line.old:
            yield f"{_named(write, line, current)} has another {words(line.field)} since, by {line.who}"


def _current(write: Write, line: Any) -> dict[str, Any] | None:
    try:
        return write.read(MODELS[line.table_name], line.row_id)
    except NotFound:
        return None


def _named(write: Write, line: Any, row: dict[str, Any] | None) -> str:
    """A row as a person knows it: the booking of Mara Steen on Acme."""
    kind = "a booking" if line.table_name == Booking.__tablename__ else "an owner"
    if row is None:
        return f"{kind} (number {line.row_id})"
    who, where = (_name(write, table, row[name]) for table, name in ((PEOPLE, "person_id"), (ACCOUNTS, "account_id")))
    return f"{kind} ({', '.join(part for part in (who, where) if part)})"


def _name(write: Write, table: Table, number: int | None) -> str:
    return str(write.connection.execute(select(table.c.name).where(table.c.id == number)).scalar() or "")
