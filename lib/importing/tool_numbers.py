"""The numbers by which other tools know a record that did not come from them, kept beside its other names."""

from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from lib.importing.plan import Plan
from lib.importing.standing import Standing
from lib.store.base import table_of
from lib.store.tables import NameAlias
from lib.store.writing import Write

ALIASES = table_of(NameAlias)
AT = "@"


def numbers_of(standing: Standing, table: Table, source: str) -> dict[Any, Any]:
    """The records of a table by the number that a tool has for them, but for those that came from it."""
    there = (ALIASES.c.table_name == _kept_as(table.name, source), ALIASES.c.row_id.in_(select(table.c.id)))
    return {row.given: row.row_id for row in standing.rows(ALIASES, ["given", "row_id"], *there)}


def keep_numbers(write: Write, plan: Plan) -> None:
    """Keep the numbers that this import learned, as part of its batch."""
    rows = [
        {
            "table_name": _kept_as(table, source), "given": number, "row_id": row_id, "accepted_by": write.who,
            "batch_id": write.batch_id,
        }
        for (table, source, number), row_id in plan.numbers.items()
    ]  # fmt: skip
    write.add_many(NameAlias, rows)


def is_name_or_number(table: Table) -> ColumnElement[bool]:
    """The condition that tells the other names of a table's records, and the numbers that tools have for them."""
    numbers = ALIASES.c.table_name.startswith(table.name + AT, autoescape=True)
    return or_(ALIASES.c.table_name == table.name, numbers)


def _kept_as(table: str, source: str) -> str:
    """What stands for the table beside a number: no table is called so, thus no name is ever looked up among them."""
    return table + AT + source
