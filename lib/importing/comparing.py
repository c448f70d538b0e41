"""What the rows of a file change in records that are there already, and what they leave as it is."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CheckConstraint

from lib.errors import words
from lib.importing.draft import Draft, unique_sets
from lib.importing.lots import Lot
from lib.importing.standing import Key, key_columns
from lib.store.writing import as_text

_NOT_SEEN = object()


def compare(lot: Lot, draft: Draft) -> None:
    """Find the changes of each row that is not new; what is left as it is is put back into the lot's values.

    - A record of another source, or one a person made, only has its empty fields filled.
    - An empty cell empties a field only where the same tool's import filled it.
    - A field changed by others since keeps their value for as long as the file says what it said before.
    """
    places = [at for at in lot.places() if at not in lot.fresh]
    if not places:
        return
    lot.stored = _stored(lot, draft, [lot.keys[at] for at in places])
    found = list(_differences(lot, places))
    if found and key_columns(lot.table) != ["id"]:
        for at, name, old, _ in found:
            lot.refuse(at, name, f'This row is there already with {words(name)} "{old}": an import does not change it.')
        return
    edited = _edits(lot, draft, [lot.keys[at] for at, *_ in found])
    for at, name, old, new in found:
        if _is_left(lot, draft, at, name, old, new) or edited.get((lot.keys[at], name), _NOT_SEEN) == as_text(new):
            lot.values[name][at] = old
        else:
            lot.changes.setdefault(at, {})[name] = (old, new)
    for at in places:
        _adopt(lot, draft, at)


def rule_columns(lot: Lot) -> set[str]:
    """The columns that the table's rules for single rows speak of."""
    rules = [str(item.sqltext) for item in lot.table.constraints if isinstance(item, CheckConstraint)]
    return {column.name for column in lot.table.columns if any(column.name in rule for rule in rules)}


def _stored(lot: Lot, draft: Draft, keys: list[Key]) -> dict[Key, dict[str, Any]]:
    """The records as the store holds them with what this import has planned for them so far, or as it planned them."""
    wanted = {name for name in ("source", "source_id", "version") if name in lot.table.c}
    unique = {name for columns in unique_sets(lot.table) for name in columns}
    columns = sorted(wanted | set(lot.values) | rule_columns(lot) | unique)
    planned, changes = draft.planned(lot.table), draft.plan.of(lot.table.name).changes
    rows: dict[Key, dict[str, Any]] = {}
    for key in keys:
        if key in planned:
            block, at = planned[key]
            rows[key] = {name: block.columns[name][at] if name in block.columns else None for name in columns}
    asked = [key for key in keys if key not in planned]
    for key, row in draft.standing.stored(lot.table, columns, asked).items():
        rows[key] = dict(zip(columns, row, strict=False))
        if key in changes:
            rows[key] |= {name: new for name, (_, new) in changes[key].fields.items()}
    return rows


def _differences(lot: Lot, places: list[int]) -> Iterator[tuple[int, str, Any, Any]]:
    for name, values in lot.values.items():
        if name == "id":
            continue
        for at in places:
            old = lot.stored[lot.keys[at]][name]
            if old != values[at]:
                yield at, name, old, values[at]


def _edits(lot: Lot, draft: Draft, keys: list[Key]) -> dict[tuple[Key, str], str | None]:
    if lot.columns.file.own or not keys:
        return {}
    asked = sorted({key for key in keys if key not in draft.planned(lot.table)})
    return draft.standing.edits_since(lot.table, asked, draft.own_batches(lot.columns.file.mapping))


def _is_left(lot: Lot, draft: Draft, at: int, name: str, old: Any, new: Any) -> bool:
    column = lot.table.c[name]
    if new is None and not column.nullable:
        return True
    if lot.columns.file.own:
        return new is None and (name in ("source", "source_id") or bool(lot.texts.get(name, {at: ""})[at]))
    elsewhere = lot.keys[at] in draft.planned(lot.table) or lot.stored[lot.keys[at]].get("source") != lot.source
    if elsewhere:
        return old is not None
    # A name in the file that could not be settled says nothing against the link there is.
    return new is None and name in lot.texts and bool(lot.texts[name][at])


def _adopt(lot: Lot, draft: Draft, at: int) -> None:
    """A record that came in by its name, as a link, is known from now on by the number its tool gives it."""
    if not lot.source_ids or lot.keys[at] in draft.planned(lot.table):
        return
    row, source_id = lot.stored[lot.keys[at]], lot.source_ids[at]
    by_name = row.get("source") == lot.source and row["source_id"] in (None, row.get("name"))
    if by_name and source_id and row["source_id"] != source_id:
        lot.changes.setdefault(at, {})["source_id"] = (row["source_id"], source_id)
