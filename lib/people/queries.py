"""Every SELECT of the firm's own people."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from lib.days import dated
from lib.people.tables import Person, ReportingLine
from lib.required import folded
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import AppUser

person, line, user = table_of(Person), table_of(ReportingLine), table_of(AppUser)


def people(store: Store) -> pd.DataFrame:
    """Everybody who works or worked here. Columns: id, name; by id."""
    return store.frame(select(person.c.id, person.c.name).order_by(person.c.id))


def places(store: Store) -> pd.DataFrame:
    """Where each person works. Columns: id, place (the office, or else the region; None: not recorded); by id."""
    place = func.coalesce(person.c.office, person.c.region).label("place")
    return store.frame(select(person.c.id, place).order_by(person.c.id))


def reporting_lines(store: Store) -> pd.DataFrame:
    """Who reported to whom. Columns: person_id, manager_id, starts_on, ends_before (NaT: still in force)."""
    columns = (line.c.person_id, line.c.manager_id, line.c.starts_on, line.c.ends_before)
    return dated(store.frame(select(*columns).order_by(line.c.id)), "starts_on", "ends_before")


def current_people(store: Store) -> dict[int, str]:
    """Everybody who has not left: number → name, in alphabetical order."""
    here = select(person.c.id, person.c.name).where(person.c.left_on.is_(None)).order_by(person.c.name)
    return {int(number): str(name) for number, name in store.rows(here)}


def person_behind(store: Store, name: str) -> int | None:
    """The person a user's name stands for: whom their user row names, else the one person of that name; else None."""
    users = store.rows(select(user.c.name, user.c.person_id).where(user.c.active.is_(True)))
    linked = _called(name, [row for row in users if row.person_id is not None])
    if linked:
        return linked[0]
    same = _called(name, store.rows(select(person.c.name, person.c.id)))
    return same[0] if len(same) == 1 else None


def _called(name: str, rows: Sequence[Any]) -> list[int]:
    return [int(number) for written, number in rows if folded(written) == folded(name)]
