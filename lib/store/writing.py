"""Every write: one named action, one transaction, change-logged, counted, stored once however often it is sent."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoResultFound

from lib.errors import NotFound, RefusedValue, StaleEdit, words
from lib.store import chain, permissions
from lib.store.actors import NotAllowed
from lib.store.base import Base, now, table_of
from lib.store.confining import Shape, sees, shape_of, unconfined, writes_of
from lib.store.engine import Store, connect
from lib.store.refusals import StoreFailed, in_words
from lib.store.server import follow_numbers
from lib.store.tables import ActionToken, ChangeCounter, ChangeLog

TOKENS, LOG, COUNTERS = table_of(ActionToken), table_of(ChangeLog), table_of(ChangeCounter)
Work = Callable[["Write"], int | None]
_MORE = "this takes in more than the accounts that you look after in Steward. Ask a lead."


def perform(store: Store, who: str, action: str, work: Work, token: str | None = None) -> int | None:
    """Run `work` in one transaction as `who`; give back its result (the number of the row it made).

    A `token` that was seen before does nothing and gives back the first result: a double click stores once.
    Raises RefusedValue where the store refuses a value, StoreFailed where it cannot work, NotAllowed where the
    store's actor may not do this, and whatever `work` raises; then nothing is written.
    """
    try:
        with store.gate.turn(), writes_of(store).begin() as connection:
            return _perform(connection, store, who, action, work, token)
    except (IntegrityError, DataError) as error:
        raise in_words(error) from error
    except DBAPIError as error:  # a full disk, a lock, a server that went; at the commit too
        raise StoreFailed(error) from error


def _perform(connection: Connection, store: Store, who: str, action: str, work: Work, token: str | None) -> int | None:
    if store.actor is not None:
        permissions.check(connection, store.actor, who, action)
    if token is not None:
        seen = connection.execute(select(TOKENS.c.result).where(TOKENS.c.token == token)).first()
        if seen is not None:
            return cast("int | None", seen[0])
    writing = Write(connection, who, action, limits=_limits(store))
    try:
        result = work(writing)
    except NoResultFound as missing:
        if writing.limits is None:
            raise
        raise NotAllowed(_MORE) from missing
    writing.finish(token, result)
    return result


@dataclass
class Limits:
    """The part of the firm a confined user may write to, checked row by row before and after each change."""

    shape: Shape
    user_id: int
    checked: set[tuple[str, int]] = field(default_factory=set)

    def read(self, write: "Write", table: str, row_id: int) -> None:
        """Refuse to tell a row of another account: its words would stand in what a form says of a clash."""
        self._refuse_unless(write, table, row_id, strictly=False)

    def before(self, write: "Write", table: str, row_id: int) -> None:
        """Refuse a row of another account, before it is touched."""
        self._refuse_unless(write, table, row_id, strictly=True)
        self.checked.add((table, row_id))

    def _refuse_unless(self, write: "Write", table: str, row_id: int, *, strictly: bool) -> None:
        if not sees(write.connection, self.shape, table, row_id, self.user_id, strictly=strictly):
            raise NotAllowed(f"this {words(table)} is of no account that you look after in Steward. Ask a lead.")

    def after(self, write: "Write", kind: str, table: str, row_id: int | None) -> None:
        """Refuse a change that put a row into another account, or that went past the check before."""
        if row_id is None or (kind == "removed" and (table, row_id) not in self.checked):
            raise NotAllowed(_MORE)
        if kind != "removed":
            self.before(write, table, row_id)


def _limits(store: Store) -> Limits | None:
    actor = store.actor
    if actor is None or not actor.confined or actor.user_id is None:
        return None
    return Limits(shape_of(connect(store.url).reads), actor.user_id)


@dataclass
class Write:
    """What an action does inside its transaction; every call leaves its line in the change log."""

    connection: Connection
    who: str
    action: str
    batch_id: int | None = None
    touched: set[str] = field(default_factory=set)
    log: list[dict[str, Any]] = field(default_factory=list)
    at: datetime = field(default_factory=now)  # one moment for all lines and the token: what tells entries apart
    limits: Limits | None = None

    def add(self, row: Base) -> int:
        """Insert one record; its number comes back."""
        table = table_of(type(row))
        values = {name: value for name, value in row.model_dump().items() if not (name == "id" and value is None)}
        result = self.connection.execute(insert(table), values)
        row_id = int(result.inserted_primary_key[0]) if result.inserted_primary_key else 0
        if "id" in values:
            follow_numbers(self.connection, table)
        self.note("added", table, row_id)
        return row_id

    def add_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many records at once (all with the same keys); one line in the change log says how many."""
        if not rows:
            return
        table = table_of(model)
        if self.limits is not None:  # row by row, so that each is checked
            for row in rows:
                made = self.connection.execute(insert(table), dict(row)).inserted_primary_key
                self.note("added", table, int(made[0]) if made else None)
            return
        self.connection.execute(insert(table), cast("Sequence[dict[str, Any]]", rows))
        if "id" in rows[0]:
            follow_numbers(self.connection, table)
        self.note("added", table, None, new=f"{len(rows)} rows")

    def read(self, model: type[Base], row_id: int) -> dict[str, Any]:
        """One record as it stands inside this transaction; NotFound where it is gone."""
        table = table_of(model)
        with self.whole():
            row = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
        if row is None:
            raise NotFound(table.name, row_id)
        if self.limits is not None:
            self.limits.read(self, table.name, row_id)
        return {str(name): value for name, value in row.items()}

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Inside, selects see every account, whoever writes: for checks whose answer names no record."""
        if self.limits is None:
            yield
            return
        with unconfined(self.connection, self.limits.shape):
            yield

    def edit(self, model: type[Base], row_id: int, shown: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        """Change one record from what a form showed (`shown`, with its `version`) to what the person wants.

        Fields the person left alone are not written. Where somebody else saved the record meanwhile, StaleEdit
        carries both sides of every field that either of them changed, and nothing is written.
        """
        current = self.read(model, row_id)
        mine = {name: value for name, value in wanted.items() if value != shown[name]}
        if current["version"] != shown["version"] and mine:
            fields = [n for n in wanted if n in mine or current[n] != shown[n]]
            raise StaleEdit(
                table_of(model).name, current["version"], {n: shown[n] for n in fields},
                {n: wanted[n] for n in fields}, {n: current[n] for n in fields},
                self._last_editor(table_of(model), row_id),
            )  # fmt: skip
        self.set(model, row_id, mine, current)

    def set(self, model: type[Base], row_id: int, values: Mapping[str, Any], current: Mapping[str, Any]) -> None:
        """Write `values` over `current` (as just read in this transaction); only what differs is written and logged."""
        table = table_of(model)
        changed = {name: value for name, value in values.items() if current[name] != value}
        if not changed:
            return
        if self.limits is not None:
            self.limits.before(self, table.name, row_id)
        bumped = changed | ({"version": current["version"] + 1} if "version" in table.c else {})
        statement = update(table).where(table.c.id == row_id).values(bumped)
        if "version" in table.c:  # on a server without our gate this is what keeps two writers apart
            statement = statement.where(table.c.version == current["version"])
        if self.connection.execute(statement).rowcount != 1:
            theirs = self.read(model, row_id)
            now_there = {name: theirs[name] for name in changed}
            raise StaleEdit(
                table.name, theirs["version"], current, changed, now_there, self._last_editor(table, row_id)
            )
        for name, value in changed.items():
            self.note("changed", table, row_id, name, current[name], value)

    def remove(self, model: type[Base], row_id: int) -> None:
        """Delete one record; the change log keeps all its values."""
        table, current = table_of(model), self.read(model, row_id)
        self.about_to_remove(table, row_id)
        self.connection.execute(delete(table).where(table.c.id == row_id))
        for name, value in current.items():
            if value is not None:
                self.note("removed", table, row_id, name, value)

    def about_to_remove(self, table: Table, row_id: int) -> None:
        """Say so before an action removes a row by a statement of its own. NotAllowed: it is of another account."""
        if self.limits is not None:
            self.limits.before(self, table.name, row_id)

    def end_spell(self, model: type[Base], row_id: int, ends_before: date) -> None:
        """Close a dated row; the next one starts where it ends."""
        current = self.read(model, row_id)
        if current["starts_on"] >= ends_before:
            raise RefusedValue("starts_on", f"must be after {current['starts_on']}, when the present entry began.")
        self.set(model, row_id, {"ends_before": ends_before}, current)

    def note(
        self,
        kind: str,
        table: Table,
        row_id: int | None,
        name: str | None = None,
        old: object = None,
        new: object = None,
    ) -> None:
        """Keep one line for the change log and remember that the table's subject changed."""
        if self.limits is not None:
            self.limits.after(self, kind, table.name, row_id)
        self.touched.add(table.name)
        self.log.append(
            {
                "at": self.at, "who": self.who, "action": self.action, "kind": kind, "table_name": table.name,
                "row_id": row_id, "field": name, "old": as_text(old), "new": as_text(new), "batch_id": self.batch_id,
            }
        )  # fmt: skip

    def finish(self, token: str | None, result: int | None) -> None:
        """Write the change log, raise the counters and spend the token: the last statements of the transaction."""
        if self.log:
            self._seal()
            self.connection.execute(insert(LOG), self.log)
        for subject in sorted(subjects_of(self.touched)):
            bump(self.connection, subject)
        if token is not None:
            values = {"token": token, "action": self.action, "at": self.at, "result": result}
            self.connection.execute(insert(TOKENS).values(values))

    def _seal(self) -> None:
        with self.whole():
            before = chain.head(self.connection)
        for line in self.log:
            line["digest"] = before = chain.digest(before, line)

    def _last_editor(self, table: Table, row_id: int) -> str:
        newest = (
            select(LOG.c.who)
            .where(LOG.c.table_name == table.name, LOG.c.row_id == row_id)
            .order_by(LOG.c.id.desc())
            .limit(1)
        )
        with self.whole():
            return self.connection.execute(newest).scalar() or "Somebody"


def subjects_of(tables: Iterable[str]) -> set[str]:
    """The subjects whose counters a write to `tables` raises: where each model lives, `lib.<subject>.tables`."""
    homes = {
        str(mapper.class_.__tablename__): mapper.class_.__module__.split(".")[1] for mapper in Base._sa_registry.mappers
    }
    return {homes[name] for name in tables}


def bump(connection: Connection, subject: str) -> None:
    """Raise the change counter of a subject."""
    raised = update(COUNTERS).where(COUNTERS.c.subject == subject).values(count=COUNTERS.c["count"] + 1)
    if not connection.execute(raised).rowcount:
        connection.execute(insert(COUNTERS).values(subject=subject, count=1))


def data_version(store: Store) -> tuple[tuple[str, int], ...]:
    """The counters of all subjects: changes with every write by anyone; the key of every cache."""
    rows = store.rows(select(COUNTERS.c.subject, COUNTERS.c["count"]).order_by(COUNTERS.c.subject))
    return tuple((subject, count) for subject, count in rows)


def as_text(value: object) -> str | None:
    """A value as the change log keeps it: ISO dates, plain numbers."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
