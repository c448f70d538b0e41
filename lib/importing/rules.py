"""The store's own rules held against the rows of a file before anything is written: each broken one refuses its row."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.exc import IntegrityError

from lib.errors import RefusedValue, StewardError, words
from lib.exporting.layout import link_target
from lib.importing.bulk import default_of
from lib.importing.draft import Draft, unique_sets
from lib.importing.lots import Lot
from lib.importing.mapping import table_named
from lib.store.refusals import in_words

_LIST = re.compile(r"\w+ IN \((.*)\)")
# Where either has a row, a store holds a firm.
_OWN = ("account", "opportunity")
_WORD = re.compile(r"'([^']*)'")


def refuse_broken(lot: Lot, draft: Draft) -> None:
    """Refuse each new or changed row that the store would not take, with the field and the reason in words."""
    _fill_defaults(lot)
    _refuse_empty(lot)
    for rule in lot.table.constraints:
        if isinstance(rule, CheckConstraint):
            _refuse_against(lot, rule)
    if lot.columns.file.own:
        _refuse_lost_links(lot, draft)
        _refuse_demo_mark(lot, draft)
    sets = unique_sets(lot.table)
    for columns in [*sets, ("source", "source_id")] if lot.columns.file.own else sets:
        if any(name in lot.values for name in columns):
            _refuse_taken(lot, draft, columns)


def _refuse_demo_mark(lot: Lot, draft: Draft) -> None:
    """A store marked as demo can be cleared by one click: one with a firm's own records never takes that mark."""
    if lot.table.name != "setting" or not any(draft.standing.rows(table_named(name), ["id"]) for name in _OWN):
        return
    names, values = lot.values["name"], lot.values["value"]
    for at in [at for at in lot.places() if names[at] == "demo" and values[at] == "yes"]:
        lot.refuse(at, "value", "This store holds a firm's own records, so it cannot be marked as the demo firm.")


def _written(lot: Lot) -> list[int]:
    return [at for at in lot.places() if at in lot.fresh or at in lot.changes]


def _fill_defaults(lot: Lot) -> None:
    for name, values in lot.values.items():
        column = lot.table.c[name]
        default = None if column.nullable else default_of(column)
        for at in lot.fresh if default is not None else ():
            if values[at] is None:
                values[at] = default


def _refuse_empty(lot: Lot) -> None:
    for column in lot.table.columns:
        if column.nullable or column.primary_key or column.default is not None:
            continue
        values = lot.values.get(column.name)
        for at in [at for at in lot.places() if at in lot.fresh]:
            if values is None or values[at] is None:
                lot.refuse(at, column.name, f"{words(column.name).capitalize()}: must be filled in.")


def _refuse_against(lot: Lot, rule: CheckConstraint) -> None:
    """Hold one rule against the distinct values of the columns it speaks of, by the database's own reading of it."""
    expression = str(rule.sqltext)
    names = [column.name for column in lot.table.columns if re.search(rf"\b{column.name}\b", expression)]
    if not any(name in lot.values for name in names):
        return
    places = _written(lot)
    rows = list(zip(*(_column(lot, name, places) for name in names), strict=True))
    broken = _broken(expression, names, sorted(set(rows), key=repr))
    if not broken:
        return
    refusal = _refusal(rule)
    field = refusal.field if isinstance(refusal, RefusedValue) and refusal.field in lot.values else ""
    for at, row in zip(places, rows, strict=True):
        if row in broken:
            lot.refuse(at, field or next(name for name in names if name in lot.values), str(refusal))


def _refusal(rule: CheckConstraint) -> StewardError:
    """A broken rule in words; that of a list with the words in it."""
    refusal = in_words(IntegrityError("", None, sqlite3.IntegrityError(f"CHECK constraint failed: {rule.name}")))
    if isinstance(refusal, RefusedValue) and (allowed := _LIST.fullmatch(str(rule.sqltext))):
        return RefusedValue(refusal.field, f"must be one of {', '.join(re.findall(_WORD, allowed[1]))}.")
    return refusal


def _broken(expression: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE TABLE held ({', '.join(names)})")
        places = ", ".join("?" * len(names))
        # Names and rules are those of our own tables.
        connection.executemany(f"INSERT INTO held VALUES ({places})", [tuple(map(_plain, row)) for row in rows])  # noqa: S608
        found = connection.execute(f"SELECT rowid FROM held WHERE NOT ({expression})").fetchall()  # noqa: S608
    finally:
        connection.close()
    return {rows[number - 1] for (number,) in found}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _column(lot: Lot, name: str, places: Iterable[int]) -> list[Any]:
    """A column of the rows as they will be: from the file, else as stored, else the default."""
    values = lot.values.get(name)
    if values is not None:
        return [values[at] for at in places]
    if name == "id":
        return [lot.keys[at] for at in places]
    default = default_of(lot.table.c[name])
    return [default if at in lot.fresh else lot.stored[lot.keys[at]][name] for at in places]


def _refuse_lost_links(lot: Lot, draft: Draft) -> None:
    for name, values in lot.values.items():
        target = link_target(lot.table.c[name])
        if target is None or not (named := {value for value in values if value is not None}):
            continue
        own = set(lot.keys) if target is lot.table else set()
        lost = named - draft.keys(table_named(target.name)) - own
        for at in list(lot.places()) if lost else ():
            if values[at] in lost:
                lot.refuse(at, name, f"There is no {words(target.name)} with number {values[at]}.")


def _refuse_taken(lot: Lot, draft: Draft, columns: tuple[str, ...]) -> None:
    taken, what = draft.taken(lot.table, columns), " and ".join(map(words, columns))
    places = _written(lot)
    rows = zip(*(_column(lot, name, places) for name in columns), strict=True)
    for at, values in zip(places, rows, strict=True):
        if None in values:
            continue
        if taken.setdefault(values, lot.keys[at]) != lot.keys[at]:
            lot.refuse(at, columns[0], f"There is already another {words(lot.table.name)} with this {what}.")
