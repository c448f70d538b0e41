"""What every table is made of: its registry, the columns all facts share, and the words for constraints."""

import re
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Label,
    MetaData,
    Table,
    TypeDecorator,
    UniqueConstraint,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import NullType
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored without zone in UTC (SQLite keeps no zone), given back aware."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored: make it aware first")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """This moment, aware, in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def snake(name: str) -> str:
    """`TimeEntry` → `time_entry`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# A registry of our own: a hot reload of a tables module then replaces its classes instead of clashing with them.
class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Parent of every table; a table is named after its class in snake case."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        cls.__tablename__ = snake(cls.__name__)
        super().__init_subclass__(**kwargs)


class Fact(Base):
    """Columns of every record a person or an import can write.

    `recorded_at` is when Steward learned it (UTC), beside the date it happened; `source` and `source_id` name the
    system and the record it came from, one row in a table for each pair; `batch_id` the import that first brought
    it; `version` rises with each edit and is compared at save.
    """

    id: int | None = Field(default=None, primary_key=True)
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, nullable=False)
    source: str | None = None
    source_id: str | None = None
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    version: int = Field(default=1, nullable=False)


class Spell(Fact):
    """A fact in force for some time: from `starts_on` (inside) to `ends_before` (outside; empty: still in force)."""

    starts_on: date = Field(nullable=False)
    ends_before: date | None = None


def table_of(model: type[Base]) -> Table:
    """The table behind a model: queries select its columns, never objects."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def check(name: str, rule: str) -> CheckConstraint:
    """A named rule; the name is what a person reads when a row is refused, so write it in words."""
    return CheckConstraint(rule, name=name)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """`column` holds one of `values` (or nothing where the column may be empty)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return check(f"{column}_in_list", f"{column} IN ({listed})")


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    """None of `columns` is below zero."""
    return tuple(check(f"{column}_not_negative", f"{column} >= 0") for column in columns)


def in_order(first: str, second: str, strictly: bool = False) -> CheckConstraint:
    """`second` is not before `first`; `strictly`: it is after it."""
    return check(f"{second}_not_before_{first}", f"{second} {'>' if strictly else '>='} {first}")


def fact_rules(*rules: Any) -> tuple[Any, ...]:
    """`__table_args__` of a Fact: `rules`, and one row for each record of a source."""
    return (*rules, UniqueConstraint("source", "source_id"))


def spell_rules(*rules: Any) -> tuple[Any, ...]:
    """`__table_args__` of a Spell: those of a fact, and that it covers at least one day."""
    return fact_rules(in_order("starts_on", "ends_before", strictly=True), *rules)


def link(target: str, *, needed: bool = True) -> Any:
    """A foreign key with its index: `link("account")` points at `account.id`; not `needed`: may be empty."""
    if needed:
        return Field(foreign_key=f"{target}.id", index=True, nullable=False)
    return Field(default=None, foreign_key=f"{target}.id", index=True, nullable=True)


def cents(*, needed: bool = True) -> Any:
    """A column of money in whole cents of the firm's currency."""
    if needed:
        return Field(sa_type=BigInteger, nullable=False)
    return Field(default=None, sa_type=BigInteger, nullable=True)


def as_stored(column: ColumnElement[Any], name: str | None = None) -> Label[Any]:
    """A column of dates or truths as the driver gives it, unconverted, under its own name or another.

    Turning each date of many rows into an object costs more than reading it; `lib.days.dated` takes either.
    """
    return type_coerce(column, NullType()).label(name or str(getattr(column, "key", "")))
