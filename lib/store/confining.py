"""Account scope, kept by the database itself: a confined user's connections see views in place of the tables.

Every table from which foreign keys lead to an account is shadowed by a temporary view of the same name that shows
only rows of the user's accounts, so no shape of query can reach past it. Hours and bookings of other accounts keep
their minutes, or a colleague would seem free who is not, but not what they were for. What leads to no account but may
speak of one (the change log, imports, anonymous answers) is left out or cut down. What an action reads on its way to
a write is confined the same way, or a refusal would name a record of others; what it writes goes to the tables.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, String, event, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedForeignKeyConstraint

from lib.store.actors import Actor
from lib.store.engine import Store, connect, read_engine, write_engine

ACCOUNT = "account"
# Rows without any account are the firm's own, for everybody: internal work, rates that hold for all.
FIRM_ROWS = frozenset({"project", "task", "bill_rate", "time_entry", "booking"})
# Their minutes stay, for load and capacity; what they were for goes.
MASKED = frozenset({"time_entry", "booking"})
_OWN = "who = (SELECT name FROM {schema}.app_user WHERE id = {user})"
_OF_ACCOUNTS = "scope = 'account' AND key IN (SELECT CAST(id AS VARCHAR) FROM {schema}.account WHERE {account})"
# Tables that lead to no account by a key, but speak of accounts in words: which of their rows remain.
CUT_DOWN: Mapping[str, str] = {
    "change_log": _OWN, "figure_snapshot": _OF_ACCOUNTS, "review_figure": _OF_ACCOUNTS,
    "user_account": "user_id = {user}",
} | dict.fromkeys(
    ("import_batch", "import_issue", "name_alias", "anonymous_answer", "survey_release", "allocation_run"), "1 = 0"
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What the database says of its tables: columns and links, by table name."""

    schema: str
    columns: Mapping[str, tuple[ReflectedColumn, ...]]
    links: Mapping[str, tuple[tuple[str, str], ...]]  # table → (column, table it points at)
    keys: Mapping[str, str]  # table → the first column of its primary key

    @property
    def led(self) -> frozenset[str]:
        """The tables from which links lead to an account, the accounts too."""
        found = {ACCOUNT}
        while more := {t for t, links in self.links.items() if t not in found and any(p in found for _, p in links)}:
            found |= more
        return frozenset(found)


def acting_as(store: Store, actor: Actor) -> Store:
    """The store as `actor` may use it: confined reads, checked writes."""
    reads = _confined_reads(store, actor.user_id) if actor.confined and actor.user_id is not None else store.reads
    return replace(store, actor=actor, reads=reads)


@lru_cache(maxsize=256)
def _confined_reads(store: Store, user_id: int) -> Engine:
    return read_engine(store.url, _shadows(shape_of(store.reads), user_id))


def writes_of(store: Store) -> Engine:
    """Where the store's actor writes: a confined one's actions read through the views there too."""
    actor = store.actor
    if actor is None or not actor.confined or actor.user_id is None:
        return store.writes
    return _confined_writes(store.url, actor.user_id)


@lru_cache(maxsize=256)
def _confined_writes(url: str, user_id: int) -> Engine:
    shape = shape_of(connect(url).reads)
    engine = write_engine(url, _shadows(shape, user_id))

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _to_the_table(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        return _WRITTEN.sub(rf"\1 {shape.schema}.\2", statement, count=1), parameters

    return engine


_WRITTEN = re.compile(r"""^(INSERT INTO|UPDATE|DELETE FROM) ("?\w+"?)(?![\w."])""")


@contextmanager
def unconfined(connection: Connection, shape: Shape) -> Iterator[None]:
    """Inside, selects on a confined connection see the tables themselves: for checks whose answer tells nothing."""
    before = connection.get_execution_options().get("schema_translate_map")
    connection.execution_options(schema_translate_map={None: shape.schema})
    try:
        yield
    finally:
        connection.execution_options(schema_translate_map=before)


@lru_cache(maxsize=8)
def shape_of(engine: Engine) -> Shape:
    """The shape of the database behind an engine, asked once a process."""
    found = inspect(engine)
    columns = {name: tuple(of) for (_, name), of in found.get_multi_columns().items()}
    links = {name: _links(of) for (_, name), of in found.get_multi_foreign_keys().items()}
    keys = {n: of["constrained_columns"][0] for (_, n), of in found.get_multi_pk_constraint().items() if of}
    return Shape(found.default_schema_name or "main", columns, links, keys)


def _links(keys: list[ReflectedForeignKeyConstraint]) -> tuple[tuple[str, str], ...]:
    return tuple((key["constrained_columns"][0], key["referred_table"]) for key in keys)


def _shadows(shape: Shape, user_id: int) -> tuple[str, ...]:
    statements = []
    for name in sorted(shape.led | (set(CUT_DOWN) & set(shape.columns))):
        shown, rule = "*", condition(shape, name, user_id)
        if name in MASKED:
            shown, rule = _masked(shape, name, rule), "1 = 1"
        elif name == ACCOUNT:
            shown = _without_hidden_parent(shape, rule)
        statements.append(f"CREATE TEMPORARY VIEW {name} AS SELECT {shown} FROM {shape.schema}.{name} WHERE {rule}")
    return tuple(statements)


def condition(shape: Shape, table: str, user_id: int, *, strictly: bool = False) -> str:
    """SQL that holds for the rows of a table that a user may see; `strictly`: rows without any account do not count."""
    if table == ACCOUNT:
        return f"id IN (SELECT account_id FROM {shape.schema}.user_account WHERE user_id = {int(user_id)})"
    if table in CUT_DOWN and strictly:
        return "1 = 0"
    if table in CUT_DOWN:
        account = condition(shape, ACCOUNT, user_id)
        return CUT_DOWN[table].format(schema=shape.schema, user=int(user_id), account=account)
    led = shape.led
    if table not in led:
        return "1 = 0" if strictly else "1 = 1"
    links = [(column, target) for column, target in shape.links[table] if target in led and target != table]
    inside = {c: f"{c} IN (SELECT id FROM {shape.schema}.{t} WHERE {condition(shape, t, user_id)})" for c, t in links}
    rules = [f"({column} IS NULL OR {rule})" for column, rule in inside.items()]
    if strictly or table not in FIRM_ROWS:
        rules.append("(" + " OR ".join(f"{column} IS NOT NULL" for column in inside) + ")")
    return " AND ".join(rules)


def _masked(shape: Shape, table: str, rule: str) -> str:
    led = shape.led
    hidden = {column for column, target in shape.links[table] if target in led}
    words = {c["name"] for c in shape.columns[table] if isinstance(c["type"], String) and c["nullable"]}
    names = [column["name"] for column in shape.columns[table]]
    return ", ".join(f"CASE WHEN {rule} THEN {n} END AS {n}" if n in hidden | words else n for n in names)


def _without_hidden_parent(shape: Shape, rule: str) -> str:
    names = [column["name"] for column in shape.columns[ACCOUNT]]
    parent = f"CASE WHEN parent_{rule} THEN parent_id END AS parent_id"
    return ", ".join(parent if name == "parent_id" else name for name in names)


def sees(connection: Connection, shape: Shape, table: str, row_id: int, user_id: int, *, strictly: bool = True) -> bool:
    """Whether a row is of the user's accounts; asked on a connection that sees everything.

    In a table that links two others `row_id` stands for every row of the first of them: then all must be.
    """
    rule = condition(shape, table, user_id, strictly=strictly)
    inside = f"CASE WHEN {rule} THEN 1 ELSE 0 END"
    statement = text(f"SELECT MIN({inside}) FROM {shape.schema}.{table} WHERE {shape.keys[table]} = :id")
    return connection.execute(statement, {"id": row_id}).scalar() == 1
