"""Every SELECT of accounts, their owners and contracts, and of services and their prices."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from lib.accounts.tables import Account, AccountOwner, Contract, Sector, Service, ServicePrice
from lib.days import dated
from lib.store.base import table_of
from lib.store.engine import Store

account, owner, contract = table_of(Account), table_of(AccountOwner), table_of(Contract)
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
