"""Every SELECT of the firm's own people."""

import pandas as pd
from sqlalchemy import select

from lib.days import dated
from lib.people.tables import Person, ReportingLine
from lib.store.base import table_of
from lib.store.engine import Store

person, line = table_of(Person), table_of(ReportingLine)


def people(store: Store) -> pd.DataFrame:
    """Everybody who works or worked here. Columns: id, name; by id."""
    return store.frame(select(person.c.id, person.c.name).order_by(person.c.id))


def reporting_lines(store: Store) -> pd.DataFrame:
    """Who reported to whom. Columns: person_id, manager_id, starts_on, ends_before (NaT: still in force)."""
    columns = (line.c.person_id, line.c.manager_id, line.c.starts_on, line.c.ends_before)
    return dated(store.frame(select(*columns).order_by(line.c.id)), "starts_on", "ends_before")


def current_people(store: Store) -> dict[int, str]:
    """Everybody who has not left: number → name, in alphabetical order."""
    here = select(person.c.id, person.c.name).where(person.c.left_on.is_(None)).order_by(person.c.name)
    return {int(number): str(name) for number, name in store.rows(here)}
