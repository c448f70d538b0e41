"""Which record each row of a file is: one the store or this import has already, or a new one."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from hashlib import blake2b
from typing import Any

from lib.errors import words
from lib.importing.draft import Draft, unique_sets
from lib.importing.lots import Lot
from lib.importing.mapping import OWN, kind_of
from lib.importing.standing import key_columns
from lib.required import folded

_Alike = tuple[tuple[str, ...], tuple[Any, ...]]


def identify(lot: Lot, draft: Draft) -> None:
    """Give each row of a lot its key, and a new number where it is a new record; finds the repeated rows too."""
    lot.keys = [None] * len(lot.rows)
    if key_columns(lot.table) != ["id"]:
        _by_own_key(lot, draft)
    elif lot.columns.file.own:
        _by_number(lot, draft)
    else:
        _by_source(lot, draft, lot.source or "", list(lot.places()))
    _merge_repeats(lot)


def _by_own_key(lot: Lot, draft: Draft) -> None:
    names, known = key_columns(lot.table), draft.keys(lot.table)
    for at in lot.places():
        values = tuple(lot.values[name][at] if name in lot.values else None for name in names)
        for name, value in zip(names, values, strict=True):
            if value is None:
                lot.refuse(at, name, f"{words(name).capitalize()}: must be filled in.")
        lot.keys[at] = values if len(values) > 1 else values[0]
    lot.fresh = {at for at in lot.places() if lot.keys[at] not in known}


def _by_number(lot: Lot, draft: Draft) -> None:
    """Rows of a template: by the number they give; without one by what only one record may have, or by their text."""
    numbers = lot.values.get("id", [None] * len(lot.rows))
    given = [number for number in numbers if number is not None]
    known, places = draft.keys(lot.table), list(lot.places())
    if given:
        draft.reserve(lot.table, max(given))
    for at in places:
        lot.keys[at] = numbers[at]
    lot.fresh = {at for at in places if numbers[at] is not None and numbers[at] not in known}
    unnumbered = [at for at in places if numbers[at] is None]
    for at in unnumbered:
        lot.keys[at] = _natural(lot, draft, at) or _by_record(lot, draft, at)
    nameless = [at for at in unnumbered if lot.keys[at] is None]
    _by_source(lot, draft, OWN, nameless)
    for at in nameless:
        for name, value in (("source", OWN), ("source_id", lot.source_ids[at])):
            if name in lot.table.c:
                lot.values.setdefault(name, [None] * len(lot.rows))[at] = value


def _by_record(lot: Lot, draft: Draft, at: int) -> Any:
    """The record of another tool that a row of a template names; a new one where it is not there."""
    if "source" not in lot.values or "source_id" not in lot.values:
        return None
    source, source_id = lot.values["source"][at], lot.values["source_id"][at]
    if not source or not source_id:
        return None
    known = draft.sources(lot.table, source)
    if source_id not in known:
        known[source_id] = draft.new_id(lot.table)
        lot.fresh.add(at)
    return known[source_id]


def _by_source(lot: Lot, draft: Draft, source: str, places: Sequence[int]) -> None:
    """Rows by the number their tool gave them, or a fingerprint; then by a name that only one record may have."""
    if not places:
        return
    source_ids = _source_ids(lot, places)
    known = draft.sources(lot.table, source) if "source" in lot.table.c else {}
    lot.source_ids = [None] * len(lot.rows)
    alike: dict[_Alike, Any] = {}  # the rows of this file by what only one record may have
    claimed = {known[source_ids[at]] for at in places if source_ids[at] in known}
    for at in places:
        if at in lot.refused:
            continue
        source_id = lot.source_ids[at] = source_ids[at]
        mine = list(_alike(lot, at)) if unique_sets(lot.table) else []
        twin = next((alike[one] for one in mine if one in alike), None)
        key = _record(lot, draft, at, known.get(source_id), twin, claimed)
        if key is None:
            _refuse_second(lot, at)
            continue
        known[source_id] = lot.keys[at] = key
        claimed.add(key)
        for one in mine:
            alike.setdefault(one, key)


def _record(lot: Lot, draft: Draft, at: int, known: Any, twin: Any, claimed: Set[Any]) -> Any:
    """The record of a row: of its number, else of its name, else a new one; None where another line is that already.

    `twin` is that of an earlier line with the same name. It counts against a known record too: the same file again,
    when all its records are known, must come to the same.
    """
    if known is not None:
        return known if twin in (None, known) else None
    found = _natural(lot, draft, at) or twin
    if found in claimed:
        return None
    if found is None:
        lot.fresh.add(at)
        return draft.new_id(lot.table)
    lot.by_name.add(at)
    return found


def _refuse_second(lot: Lot, at: int) -> None:
    columns, _ = next(_alike(lot, at))
    what = " and ".join(map(words, columns))
    reason = f"Another line of this file is the {words(lot.table.name)} with this {what}: only one can be."
    lot.refuse(at, columns[0], reason)


def _source_ids(lot: Lot, places: Sequence[int]) -> dict[int, str]:
    """The `source_id` of each row: its key columns, or a fingerprint of its cells with a running number."""
    if not lot.target.key:
        return _fingerprints(lot, places)
    parts = [_key_cells(lot, column) for column in lot.target.key]
    found: dict[int, str] = {}
    for at in places:
        cells = [part[lot.rows[at]] if isinstance(part, list) else part for part in parts]
        if not any(part[lot.rows[at]] for part in parts if isinstance(part, list)):
            name = next(column for column in lot.target.key if not column.startswith("="))
            lot.refuse(at, name, f"{name}: must be filled in, it tells this record from others.")
        found[at] = " | ".join(cells)
    return found


def _key_cells(lot: Lot, column: str) -> list[str] | str:
    if column.startswith("="):
        return column[1:]
    return [cell.strip() for cell in lot.columns.cells(column)]


def _fingerprints(lot: Lot, places: Sequence[int]) -> dict[int, str]:
    """Rows that look alike are counted, so that the same file again, or one that overlaps, adds nothing twice."""
    rules = [*lot.target.fields.values(), *lot.target.named.values()]
    names = sorted({name for rule in rules for name in lot.columns.present(rule)})
    rows = list(zip(*map(lot.columns.cells, names), strict=True)) or [()] * len(lot.columns)
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[int, str] = {}
    for at in places:
        cells = rows[lot.rows[at]]
        seen[cells] += 1
        text = "\x1f".join((lot.target.name, *map(str.strip, cells), str(seen[cells])))
        found[at] = blake2b(text.encode(), digest_size=12).hexdigest()
    return found


def _alike(lot: Lot, at: int) -> Iterator[_Alike]:
    """What only one record may have and this row has: its name without case, its contract and due date …"""
    for columns in unique_sets(lot.table):
        values = tuple(lot.values[name][at] if name in lot.values else None for name in columns)
        if None not in values:
            yield columns, tuple(folded(value) if isinstance(value, str) else value for value in values)


def _natural(lot: Lot, draft: Draft, at: int) -> Any:
    """The record of the store, or of an earlier part of the import, that has already what only one may have."""
    for columns, _ in _alike(lot, at):
        values = tuple(lot.values[name][at] for name in columns)
        if len(columns) == 1 and kind_of(lot.table.c[columns[0]]) == "text":
            found = draft.names(lot.table, columns[0]).find(values[0])
        else:
            found = draft.taken(lot.table, columns).get(values)
        if found is not None:
            return found
    return None


def _merge_repeats(lot: Lot) -> None:
    """Rows of one record: what the first leaves empty the later fill; one that says otherwise is refused, once."""
    places = list(lot.places())
    if len({lot.keys[at] for at in places}) == len(places):
        return
    first: dict[Any, int] = {}
    told: set[tuple[Any, str, Any]] = set()
    for at in places:
        place = first.setdefault(lot.keys[at], at)
        if place == at:
            continue
        differing = _merge(lot, place, at)
        if differing is None or (lot.keys[at], differing, lot.values[differing][at]) in told:
            lot.repeats[at] = place
            continue
        told.add((lot.keys[at], differing, lot.values[differing][at]))
        lot.refuse(at, differing, f"Line {lot.line(place):,} says otherwise of the same {words(lot.table.name)}.")


def _merge(lot: Lot, place: int, at: int) -> str | None:
    """Fill what is empty at `place`, or give the first field in which the two rows contradict each other."""
    filled = {name: values for name, values in lot.values.items() if values[at] is not None and name != "id"}
    for name, values in filled.items():
        if values[place] is not None and values[place] != values[at]:
            return name
    for values in filled.values():
        values[place] = values[at]
    return None
