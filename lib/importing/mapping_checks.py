"""What a mapping may not say: unknown words, columns and tables that are not there, fields left without a value."""

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from typing import Any, get_args

from sqlalchemy import Table

from lib.errors import StewardError
from lib.importing.mapping import FieldRule, MappedFile, Target, table_named
from lib.importing.raw_table import plain_name
from lib.importing.values import DecimalMark, DurationUnit, Order
from lib.schema import content_tables

# An import fills these itself.
FILLED = frozenset({"id", "recorded_at", "version", "source", "source_id", "batch_id"})
# Besides the columns of the file: its name.
MADE_UP = frozenset({"<file>"})


class MappingInvalid(StewardError):
    """A mapping that cannot be used."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"The mapping {file} cannot be used: {reason.rstrip('.')}. Mend it or take it away.")


class Contradiction(StewardError):
    """One place in a mapping that does not fit; told inside of MappingInvalid."""


def check_keys(entry: Lookup[str, Any], known: Iterable[str], place: str) -> None:
    """Raises Contradiction for a word that a mapping does not have there."""
    if unknown := set(entry) - set(known):
        raise Contradiction(f"{place} has {', '.join(sorted(unknown))}, but may have only {', '.join(known)}")


def check_file(file: MappedFile) -> None:
    """Raises Contradiction where a file's targets cannot be filled from its columns."""
    if file.dates not in get_args(Order) or file.decimal not in get_args(DecimalMark):
        raise Contradiction(f"dates is one of {get_args(Order)}, decimal one of {get_args(DecimalMark)}")
    columns = {plain_name(name) for name in (*file.header, *file.optional)} | MADE_UP
    always = {plain_name(name) for name in file.header} | MADE_UP
    before: dict[str, Target] = {}
    if file.sheet is not None:
        _check_columns(file.sheet.names, columns, "survey")
        _check_always_there(filter(None, (file.sheet.id, *file.sheet.answered[:1])), always, "survey")
        return
    for target in file.into:
        _check_target(target, columns, always, before)
        before[target.name] = target


def _check_target(target: Target, columns: set[str], always: set[str], before: Lookup[str, Target]) -> None:
    if target.table not in {table.name for table in content_tables()}:
        raise Contradiction(f"there is no table {target.table}")
    if target.name in before:
        raise Contradiction(f'two parts are called {target.name}: give one another name with as = "…"')
    table = table_named(target.table)
    for rule in target.fields.values():
        _check_rule(rule, table, f"{target.name}.{rule.field}", columns, before)
    telling = [*(name for name in target.key if not name.startswith("=")), *(when.column for when in target.when)]
    _check_columns(telling, columns, target.name)
    _check_always_there(telling, always, target.name)
    _check_required(table, target.fields, target.name)


def _check_columns(used: Iterable[str], columns: set[str], place: str) -> None:
    for column in used:
        if plain_name(column) not in columns:
            raise Contradiction(f'{place} uses the column "{column}", which is neither in header nor in optional')


def _check_always_there(used: Iterable[str], always: set[str], place: str) -> None:
    for column in used:
        if plain_name(column) not in always:
            raise Contradiction(
                f'{place} tells or chooses its rows by the column "{column}", which a file may lack: name it in header'
            )


def _check_rule(rule: FieldRule, table: Table, place: str, columns: set[str], before: Lookup[str, Target]) -> None:
    if rule.field not in table.c or rule.field in FILLED:
        raise Contradiction(f"{place} is no field that an import may fill")
    if rule.unit not in get_args(DurationUnit) or rule.pick not in (None, "least", "greatest"):
        raise Contradiction(f'{place}: unit is one of {get_args(DurationUnit)}, pick is "least" or "greatest"')
    if (bool(rule.columns) + (rule.fixed is not None) + (rule.same_row is not None)) != 1:
        raise Contradiction(f"{place} needs one of column, columns, fixed and same_row")
    _check_columns(rule.columns, columns, place)
    if rule.same_row is not None:
        _check_same_row(rule, place, before)
    if rule.lookup is not None:
        _check_lookup(rule, table, place, columns)


def _check_same_row(rule: FieldRule, place: str, before: Lookup[str, Target]) -> None:
    other = before.get(rule.same_row or "")
    if other is None:
        raise Contradiction(f"{place} refers to {rule.same_row}, which is not made before it of the same line")
    if rule.same_field != "id" and rule.same_field not in other.fields:
        raise Contradiction(f"{place} takes {rule.same_field} of {rule.same_row}, which does not have it")


def _check_lookup(rule: FieldRule, table: Table, place: str, columns: set[str]) -> None:
    target = link_target_name(table, rule.field)
    if target is None or target != rule.lookup:
        raise Contradiction(f"{place} looks up {rule.lookup} but links to {target or 'nothing'}")
    linked = table_named(target)
    if rule.by not in linked.c:
        raise Contradiction(f"{place} looks up by {rule.by}, which {target} does not have")
    for given in rule.given.values():
        _check_columns(given.columns, columns, place)
        if given.field not in linked.c or given.field in FILLED:
            raise Contradiction(f"{place} fills {given.field}, which is no field of {target} that an import may fill")
    if rule.create:
        _check_required(linked, {rule.by: rule, **rule.given}, place)


def link_target_name(table: Table, field: str) -> str | None:
    """The table that a field links to."""
    return next((key.column.table.name for key in table.c[field].foreign_keys), None)


def _check_required(table: Table, fields: Iterable[str], place: str) -> None:
    missing = [
        column.name
        for column in table.columns
        if not column.nullable and column.default is None and column.name not in FILLED | set(fields)
    ]
    if missing:
        raise Contradiction(f"{place} leaves {', '.join(missing)} of {table.name} without a value")
