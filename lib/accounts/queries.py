"""Every SELECT of accounts, their owners and contracts, and of services and their prices."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service, ServicePrice
from lib.days import dated
from lib.errors import NotFound
from lib.people.tables import Person
from lib.store.base import table_of
from lib.store.engine import Store

account, owner, contract = table_of(Account), table_of(AccountOwner), table_of(Contract)
person = table_of(Person)
sector, service, price = table_of(Sector), table_of(Service), table_of(ServicePrice)


def accounts(store: Store) -> pd.DataFrame:
    """Every account. Columns: id, name, sector_id, client_since, archived_on; by id."""
    columns = (account.c.id, account.c.name, account.c.sector_id, account.c.client_since, account.c.archived_on)
    return dated(store.frame(select(*columns).order_by(account.c.id)), "client_since", "archived_on")


def sectors(store: Store) -> pd.DataFrame:
    """Every sector. Columns: id, name; by id."""
    return store.frame(select(sector.c.id, sector.c.name).order_by(sector.c.id))


def services(store: Store) -> pd.DataFrame:
    """Every service. Columns: id, name; by id."""
    return store.frame(select(service.c.id, service.c.name).order_by(service.c.id))


def lead_owners(store: Store) -> pd.DataFrame:
    """Who led which account. Columns: account_id, person_id, starts_on, ends_before (NaT: still in force)."""
    columns = (owner.c.account_id, owner.c.person_id, owner.c.starts_on, owner.c.ends_before)
    statement = select(*columns).where(owner.c.duty == "lead").order_by(owner.c.id)
    return dated(store.frame(statement), "starts_on", "ends_before")


def list_prices(store: Store) -> pd.DataFrame:
    """List prices of services. Columns: service_id, list_price_cents, starts_on, ends_before."""
    columns = (price.c.service_id, price.c.list_price_cents, price.c.starts_on, price.c.ends_before)
    return dated(store.frame(select(*columns).order_by(price.c.id)), "starts_on", "ends_before")


def contracts(store: Store, as_of: date) -> pd.DataFrame:
    """Contract terms begun by a day.

    Columns: account_id, service_id, kind, monthly_fee_cents, starts_on, ends_before (NaT: open-ended).
    """
    columns = (
        contract.c.account_id, contract.c.service_id, contract.c.kind, contract.c.monthly_fee_cents,
        contract.c.starts_on, contract.c.ends_before,
    )  # fmt: skip
    statement = select(*columns).where(contract.c.starts_on <= as_of).order_by(contract.c.id)
    return dated(store.frame(statement), "starts_on", "ends_before")


@dataclass(frozen=True)
class AccountForm:
    """What the form of one account is filled with: its values with their version, its owner, the sectors to choose."""

    values: dict[str, Any]
    owner: str | None
    sectors: dict[int, str]


def account_form(store: Store, account_id: int) -> AccountForm:
    """One account for its form. Raises NotFound."""
    fields = ("version", "name", "sector_id", "client_since", "location", "employees", "note")
    found = store.rows(select(*(account.c[name] for name in fields)).where(account.c.id == account_id))
    if not found:
        raise NotFound("account", account_id)
    lead = (
        select(person.c.name)
        .join(owner, owner.c.person_id == person.c.id)
        .where(owner.c.account_id == account_id, owner.c.duty == "lead", owner.c.ends_before.is_(None))
    )
    names = [str(name) for (name,) in store.rows(lead)]
    listed = store.rows(select(sector.c.id, sector.c.name).order_by(sector.c.name))
    values = dict(zip(fields, found[0], strict=True))
    return AccountForm(values, names[0] if names else None, {int(number): str(name) for number, name in listed})


def account_names(store: Store) -> dict[int, str]:
    """Every account that is not archived: number → name, in alphabetical order."""
    kept = select(account.c.id, account.c.name).where(account.c.archived_on.is_(None)).order_by(account.c.name)
    return {int(number): str(name) for number, name in store.rows(kept)}
