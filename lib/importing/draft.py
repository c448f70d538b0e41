"""A plan in the making: what is planned so far, and what the store and the plan together know by name and number."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table, UniqueConstraint, select

from lib.importing.lots import Lot
from lib.importing.mapping import table_named
from lib.importing.matching import Names, names_of
from lib.importing.plan import Block, Plan
from lib.importing.standing import Key, Standing
from lib.importing.tool_numbers import numbers_of
from lib.store.base import table_of
from lib.store.tables import NameAlias

ALIASES = table_of(NameAlias)


@dataclass
class Draft:
    """What planning an import keeps between one lot of rows and the next. `accept`: take near-matches of names."""

    standing: Standing
    accept: bool = False
    plan: Plan = field(default_factory=Plan)
    lots: list[Lot] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    proposals: dict[tuple[str, str], tuple[int, set[tuple[str, int]]]] = field(default_factory=dict)
    _names: dict[tuple[str, str, str | None], Names] = field(default_factory=dict)
    _sources: dict[tuple[str, str], dict[str, Key]] = field(default_factory=dict)
    _taken: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], Key]] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, set[Key]] = field(default_factory=dict)
    _batches: dict[str, set[int]] = field(default_factory=dict)
    _planned: dict[str, dict[Key, tuple[Block, int]]] = field(default_factory=dict)
    _inserted: dict[str, list[tuple[Block, list[Key]]]] = field(default_factory=dict)  # not yet among the planned

    def new_id(self, table: Table) -> int:
        """A number that no row of the table has."""
        if table.name not in self._ids:
            self._ids[table.name] = self.standing.next_id(table)
        self._ids[table.name] += 1
        return self._ids[table.name] - 1

    def reserve(self, table: Table, highest: int) -> None:
        """Give out only numbers above one that a file uses itself."""
        self._ids[table.name] = max(self.new_id(table), highest + 1)

    def names(self, table: Table, by: str, source: str | None = None) -> Names:
        """The records of a table by one of their columns; by `source_id`: those of one source, case mattering."""
        key = (table.name, by, source if by == "source_id" else None)
        if key not in self._names:
            self._names[key] = self._numbers(table, source or "") if by == "source_id" else self._read_names(table, by)
        return self._names[key]

    def _read_names(self, table: Table, by: str) -> Names:
        rows = self.standing.rows(table, ["id", by])
        names = names_of([(row.id, row[1]) for row in rows], self._aliases(table) if by == "name" else [], exact=False)
        for row_id, name in self.plan.values(table.name, by):
            names.add(name, row_id)
        return names

    def _numbers(self, table: Table, source: str) -> Names:
        known = self.sources(table, source)
        return names_of([(row_id, number) for number, row_id in known.items()], [], exact=True)

    def loaded_names(self, table: Table, source: str | None) -> list[tuple[str, Names]]:
        """The columns by which a table's records are looked up in this import, with what is known so far."""
        keys = [key for key in self._names if key[0] == table.name and key[2] in (None, source)]
        return [(key[1], self._names[key]) for key in keys]

    def _aliases(self, table: Table) -> list[tuple[str, int]]:
        if self.standing.cleared:
            return []
        found = select(ALIASES.c.given, ALIASES.c.row_id).where(ALIASES.c.table_name == table.name)
        return [(row.given, row.row_id) for row in self.standing.connection.execute(found)]

    def sources(self, table: Table, source: str) -> dict[str, Key]:
        """The numbers of a table's rows that came from a source, or are known to it, by their `source_id`."""
        key = (table.name, source)
        if key not in self._sources:
            rows = self.standing.rows(table, ["source_id", "id"], table.c.source == source)
            self._sources[key] = numbers_of(self.standing, table, source) | {row[0]: row[1] for row in rows}
            planned = self._planned_values(table, ("source", "source_id"))
            self._sources[key] |= {values[1]: row_id for row_id, values in planned if values[0] == source}
        return self._sources[key]

    def taken(self, table: Table, columns: tuple[str, ...]) -> dict[tuple[Any, ...], Key]:
        """Which row has which values in columns that must be unique together."""
        key = (table.name, columns)
        if key not in self._taken:
            rows = self.standing.rows(table, [*columns, *[column.name for column in table.primary_key.columns]])
            width = len(columns)
            self._taken[key] = {tuple(row[:width]): one_key(row[width:]) for row in rows}
            self._taken[key] |= {values: row for row, values in self._planned_values(table, columns)}
        return self._taken[key]

    def keys(self, table: Table) -> set[Key]:
        """The keys of all rows, stored and planned."""
        if table.name not in self._keys:
            rows = self.standing.rows(table, [column.name for column in table.primary_key.columns])
            self._keys[table.name] = {one_key(row) for row in rows} | self.planned(table).keys()
        return self._keys[table.name]

    def planned(self, table: Table) -> dict[Key, tuple[Block, int]]:
        """Where in the plan each row to be inserted into a table stands."""
        places = self._planned.setdefault(table.name, {})
        for block, keys in self._inserted.pop(table.name, []):
            places.update({key: (block, at) for at, key in enumerate(keys)})
        return places

    def _planned_values(self, table: Table, columns: tuple[str, ...]) -> list[tuple[Key, tuple[Any, ...]]]:
        return [
            (key, tuple(block.columns[name][at] if name in block.columns else None for name in columns))
            for key, (block, at) in self.planned(table).items()
        ]

    def insert(self, table: Table, block: Block, keys: list[Key]) -> None:
        """Plan rows to insert; `keys` are theirs, in order."""
        self.plan.of(table.name).blocks.append(block)
        self._inserted.setdefault(table.name, []).append((block, keys))
        if table.name in self._keys:
            self._keys[table.name].update(keys)

    def register(self, table: Table, row: Mapping[str, Any], key: Key) -> None:
        """Make a planned row known by its names and by what only one row may have."""
        for (name, by, source), names in self._names.items():
            if name == table.name and row.get(by) and (source is None or source == row.get("source")):
                names.add(row[by], key)
        for (name, columns), taken in self._taken.items():
            if name == table.name:
                taken[tuple(row.get(column) for column in columns)] = key

    def withdraw(self, table: Table, keys: Set[Key]) -> None:
        """Take back records that lookups planned, one to a block, as if nobody had asked for them."""
        blocks = {key: self.planned(table).pop(key)[0] for key in keys}
        gone = set(map(id, blocks.values()))
        self.plan.of(table.name).blocks[:] = [one for one in self.plan.of(table.name).blocks if id(one) not in gone]
        for key, block in blocks.items():
            self._unregister(table, {name: values[0] for name, values in block.columns.items()}, key)
        for (name, *_), names in self._names.items():
            if name == table.name:
                names.drop_aliases(keys)
        means_gone = [pair for pair, (row_id, _) in self.proposals.items() if pair[1] == table.name and row_id in keys]
        for given, target in means_gone:
            del self.proposals[given, target]
            self.plan.aliases.pop((target, given), None)

    def _unregister(self, table: Table, row: Mapping[str, Any], key: Key) -> None:
        self._keys.get(table.name, set()).discard(key)
        for (name, by, _), names in self._names.items():
            if name == table.name:
                names.drop(row.get(by), key)
        for (name, _), known in self._sources.items():
            if name == table.name and known.get(row["source_id"]) == key:
                del known[row["source_id"]]
        for (name, columns), taken in self._taken.items():
            values = tuple(row.get(column) for column in columns)
            if name == table.name and taken.get(values) == key:
                del taken[values]

    def own_batches(self, mapping: str) -> set[int]:
        """The earlier imports made with a mapping."""
        if mapping not in self._batches:
            self._batches[mapping] = set() if self.standing.cleared else self.standing.batches_of(mapping)
        return self._batches[mapping]

    def propose(self, given: str, target: str, proposed_id: int, lot: Lot, lines: set[int]) -> None:
        """Remember that a name on some lines of a file nearly matches a record."""
        _, found = self.proposals.setdefault((given, target), (proposed_id, set()))
        found.update((lot.file, line) for line in lines)

    def label(self, table: str, row_id: int) -> str:
        """The name of a record, stored or planned."""
        return self.names(table_named(table), "name").shown.get(row_id, str(row_id))


def one_key(values: Any) -> Key:
    """The key of a row from the values of its key columns: the value itself where it is one."""
    return values[0] if len(values) == 1 else tuple(values)


@cache
def unique_sets(table: Table) -> list[tuple[str, ...]]:
    """The columns that must be unique together, besides the key and the record of a source."""
    constraints = [item for item in table.constraints if isinstance(item, UniqueConstraint)]
    sets = {tuple(column.name for column in item.columns) for item in constraints}
    single = {(column.name,) for column in table.columns if column.unique}
    return sorted((sets | single) - {("source", "source_id")})
