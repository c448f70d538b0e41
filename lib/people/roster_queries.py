"""Every SELECT of people as a list shows them: hours, role, place, manager, skills, and how these changed."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Table, or_, select

from lib.days import dated
from lib.people.tables import Person, PersonRole, PersonSkill, ReportingLine, Role, Skill, WeeklyHours
from lib.store.base import table_of
from lib.store.engine import Store

person, hours, held, skill = (table_of(model) for model in (Person, WeeklyHours, PersonSkill, Skill))
in_role, role, line = (table_of(model) for model in (PersonRole, Role, ReportingLine))
manager = person.alias("manager")


def roster(store: Store, day: date) -> pd.DataFrame:
    """Everybody who has not left by a day, those to come included, by name.

    Columns: id, version, name, email, office, country, region (None: nobody said), joined_on, left_on (NaT), minutes
    (a week in force; NA: not recorded), role, manager (None), skills (words; "" for none).
    """
    names = ("id", "version", "name", "email", "office", "country", "region", "joined_on", "left_on")
    here = or_(person.c.left_on.is_(None), person.c.left_on > day)
    found = store.frame(select(*(person.c[name] for name in names)).where(here).order_by(person.c.name))
    found = dated(found, "joined_on", "left_on")
    return found.assign(
        minutes=found["id"].map(_latest(store, _hours(day))).astype("Int64"),
        role=_words(found["id"], _latest(store, _roles(day))),
        manager=_words(found["id"], _latest(store, _managers(day))),
        skills=_words(found["id"], _skills(store, day)).map(lambda words: words or ""),
    )


def _words(ids: "pd.Series[int]", known: dict[int, Any]) -> "pd.Series[Any]":
    return pd.Series([known.get(int(number)) for number in ids], index=ids.index, dtype=object)


def _in_force(table: Table, day: date) -> Any:
    return (table.c.starts_on <= day) & or_(table.c.ends_before.is_(None), table.c.ends_before > day)


def _latest(store: Store, statement: Any) -> dict[int, Any]:
    """Of what is in force for somebody, what began last."""
    return {int(number): value for number, value in store.rows(statement)}


def _hours(day: date) -> Any:
    columns = select(hours.c.person_id, hours.c.minutes_per_week).where(_in_force(hours, day))
    return columns.order_by(hours.c.starts_on, hours.c.id)


def _roles(day: date) -> Any:
    joined = select(in_role.c.person_id, role.c.name).join(role, role.c.id == in_role.c.role_id)
    return joined.where(_in_force(in_role, day)).order_by(in_role.c.starts_on, in_role.c.id)


def _managers(day: date) -> Any:
    joined = select(line.c.person_id, manager.c.name).join(manager, manager.c.id == line.c.manager_id)
    return joined.where(_in_force(line, day)).order_by(line.c.starts_on, line.c.id)


def _skills(store: Store, day: date) -> dict[int, str]:
    joined = select(held.c.person_id, skill.c.name, held.c.level).join(skill, skill.c.id == held.c.skill_id)
    levels: dict[int, dict[str, int]] = {}
    for number, name, level in store.rows(joined.where(_in_force(held, day)).order_by(held.c.starts_on, held.c.id)):
        levels.setdefault(int(number), {})[name] = level
    best = {number: sorted(of.items(), key=lambda one: (-one[1], one[0])) for number, of in levels.items()}
    return {number: ", ".join(f"{name} ({level})" for name, level in of) for number, of in best.items()}


def hours_of(store: Store, person_id: int) -> pd.DataFrame:
    """The weekly hours of a person, newest first. Columns: id, minutes_per_week, starts_on, ends_before (NaT)."""
    return _spells(store, hours, hours.c.minutes_per_week, select(hours.c.id), person_id)


def roles_of(store: Store, person_id: int) -> pd.DataFrame:
    """The roles of a person, newest first. Columns: id, role_id, role, starts_on, ends_before (NaT)."""
    columns = select(in_role.c.id, in_role.c.role_id).join(role, role.c.id == in_role.c.role_id)
    return _spells(store, in_role, role.c.name.label("role"), columns, person_id)


def managers_of(store: Store, person_id: int) -> pd.DataFrame:
    """The managers of a person, newest first. Columns: id, manager_id, manager, starts_on, ends_before (NaT)."""
    columns = select(line.c.id, line.c.manager_id).join(manager, manager.c.id == line.c.manager_id)
    return _spells(store, line, manager.c.name.label("manager"), columns, person_id)


def skills_of(store: Store, person_id: int) -> pd.DataFrame:
    """The skills of a person with their levels, newest first.

    Columns: id, skill_id, level, skill, starts_on, ends_before (NaT).
    """
    columns = select(held.c.id, held.c.skill_id, held.c.level).join(skill, skill.c.id == held.c.skill_id)
    return _spells(store, held, skill.c.name.label("skill"), columns, person_id)


def _spells(store: Store, table: Table, said: Any, columns: Any, person_id: int) -> pd.DataFrame:
    of_them = columns.add_columns(said, table.c.starts_on, table.c.ends_before).where(table.c.person_id == person_id)
    newest = of_them.order_by(table.c.starts_on.desc(), table.c.id.desc())
    return dated(store.frame(newest), "starts_on", "ends_before")


def role_names(store: Store) -> dict[int, str]:
    """The firm's roles: number → name, in alphabetical order."""
    return {int(number): str(name) for number, name in store.rows(select(role.c.id, role.c.name).order_by(role.c.name))}


def skill_names(store: Store) -> dict[int, str]:
    """The skills the firm staffs by: number → name, in alphabetical order."""
    found = store.rows(select(skill.c.id, skill.c.name).order_by(skill.c.name))
    return {int(number): str(name) for number, name in found}
