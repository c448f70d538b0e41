"""Which record belongs to which account, worked out row by row in Python, and a mark in every text of the others'."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Date, Float, Integer, String, Table, cast, func, literal, select, update
from sqlalchemy.exc import IntegrityError

from lib.schema import tables
from lib.store.confining import MASKED
from lib.store.engine import Store
from lib.store.writing import Write, perform
from tests.security.hostile_texts import columns_of_text

MARK = "Zqxjv"
Key = tuple[str, Any]
# What names no person's account though it stands in the firm: the same words for everybody.
Belongs = Mapping[Key, frozenset[int]]


def belonging(store: Store) -> Belongs:
    """Each record of each table (table, key) → the accounts it leads to by its links, over any number of steps."""
    links, found = _links(store), {}
    for number in _numbers(store, "account"):
        found["account", number] = frozenset({number})
    changed = True
    while changed:
        changed = False
        for record, targets in links.items():
            if record[0] == "account":
                continue
            accounts = frozenset().union(*(found.get(target, frozenset()) for target in targets))
            if accounts and found.get(record, frozenset()) != accounts:
                found[record], changed = accounts, True
    return found


def foreign(store: Store, own: frozenset[int]) -> dict[str, list[Any]]:
    """The records that lead to an account that is not one's own: table → keys."""
    others: dict[str, list[Any]] = {}
    for (table, key), accounts in belonging(store).items():
        if accounts - own:
            others.setdefault(table, []).append(key)
    return others


def mark_others(store: Store, own: frozenset[int]) -> int:
    """Put the mark into every text of every record of other accounts; how many columns of records got it."""
    others = foreign(store, own)
    count = 0

    def work(write: Write) -> None:
        nonlocal count
        for column in columns_of_text():
            keys, key = others.get(column.table.name, []), key_of(column.table)
            wanted = literal(f"{MARK} {column} ") + cast(key, String)
            for start in range(0, len(keys), 500):
                some = update(column.table).where(column.is_not(None), key.in_(keys[start : start + 500]))
                count += write.connection.execute(some.values({column.name: wanted})).rowcount
        write.note("changed", column.table, 1, "name", f"{MARK} before", f"{MARK} after")

    perform(store, "somebody else", "test", work)
    return count


# Hours and bookings of others keep these, or a colleague would seem free who is not.
_KEPT = ("minutes", "minutes_per_week", "worked_on", "starts_on", "ends_before", "billable", "invoiced", "tentative",
         "chance")  # fmt: skip


def change_figures(store: Store, others: Mapping[str, list[Any]]) -> int:
    """Give every number and day of these records the largest value that the column holds, or else the least."""
    count = 0
    with store.writes.begin() as connection:
        for column in _figures():
            for value in connection.execute(select(func.max(column), func.min(column))).one():
                with suppress(IntegrityError), connection.begin_nested():
                    for start in range(0, len(keys := others.get(column.table.name, [])), 500):
                        some = update(column.table).where(key_of(column.table).in_(keys[start : start + 500]))
                        count += connection.execute(some.values({column.name: value})).rowcount
                    break
    return count


def _figures() -> Iterator[Any]:
    for table in tables():
        for column in table.columns:
            fixed = column.primary_key or column.foreign_keys or column.name in ("version", "position")
            kept = table.name in MASKED and column.name in _KEPT
            if isinstance(column.type, Integer | Float | Date) and not fixed and not kept:
                yield column


def key_of(table: Table) -> Any:
    """The column that tells a record; of a table that only links, its first."""
    return table.c.id if "id" in table.c else next(iter(table.primary_key.columns))


def _links(store: Store) -> dict[Key, list[Key]]:
    found: dict[Key, list[Key]] = {}
    for table in tables():
        keys = [(c.name, next(iter(c.foreign_keys)).column.table.name) for c in table.columns if c.foreign_keys]
        if keys:
            for row in store.rows(select(key_of(table), *(table.c[name] for name, _ in keys))):
                targets = [(to, row[at + 1]) for at, (_, to) in enumerate(keys) if row[at + 1] is not None]
                found.setdefault((table.name, row[0]), []).extend(targets)
    return found


def _numbers(store: Store, name: str) -> Iterator[int]:
    table = next(one for one in tables() if one.name == name)
    yield from (number for (number,) in store.rows(select(table.c.id)))
