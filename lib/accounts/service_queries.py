"""Every SELECT of the price list: services with their line, price, margin, risk and the skills they need."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Service, ServiceLine, ServicePrice, ServiceSkill
from lib.days import dated
from lib.people.tables import Skill
from lib.store.base import table_of
from lib.store.engine import Store

service, line, price = table_of(Service), table_of(ServiceLine), table_of(ServicePrice)
need, skill = table_of(ServiceSkill), table_of(Skill)


def catalogue(store: Store) -> pd.DataFrame:
    """Every service, retired ones too, by name.

    Columns: id, version, name, service_line_id (NA: none), line, margin_share (NaN: nobody said), risk, keywords,
    retired_on (NaT: on sale).
    """
    names = ("id", "version", "name", "service_line_id", "margin_share", "risk", "keywords", "retired_on")
    columns = (*(service.c[name] for name in names), line.c.name.label("line"))
    statement = select(*columns).select_from(service.outerjoin(line, line.c.id == service.c.service_line_id))
    found = dated(store.frame(statement.order_by(service.c.name, service.c.id)), "retired_on")
    return found.astype({"service_line_id": "Int64", "margin_share": "float64"})


def on_sale(store: Store, as_of: date) -> pd.DataFrame:
    """The services on sale on a day, by name; columns as `catalogue`."""
    found = catalogue(store)
    return found[~(found["retired_on"] <= pd.Timestamp(as_of))].reset_index(drop=True)


def skills_needed(store: Store) -> pd.DataFrame:
    """The skills each service needs, by service and the most minutes first.

    Columns: id, version, service_id, skill_id, skill, minutes_per_month, least_level.
    """
    names = ("id", "version", "service_id", "skill_id", "minutes_per_month", "least_level")
    statement = select(*(need.c[name] for name in names), skill.c.name.label("skill"))
    joined = statement.join(skill, skill.c.id == need.c.skill_id)
    return store.frame(joined.order_by(need.c.service_id, need.c.minutes_per_month.desc(), need.c.id))


def price_history(store: Store, service_id: int) -> pd.DataFrame:
    """The list prices a service ever had, newest first. Columns: id, list_price_cents, starts_on, ends_before."""
    columns = (price.c.id, price.c.list_price_cents, price.c.starts_on, price.c.ends_before)
    statement = select(*columns).where(price.c.service_id == service_id)
    found = store.frame(statement.order_by(price.c.starts_on.desc(), price.c.id.desc()))
    return dated(found, "starts_on", "ends_before")


def service_lines(store: Store) -> dict[int, str]:
    """The families of services: number → name, in alphabetical order."""
    return {int(number): str(name) for number, name in store.rows(select(line.c.id, line.c.name).order_by(line.c.name))}


def skills(store: Store) -> dict[int, str]:
    """The skills the firm staffs by: number → name, in alphabetical order."""
    listed = store.rows(select(skill.c.id, skill.c.name).order_by(skill.c.name))
    return {int(number): str(name) for number, name in listed}
