"""Facts with the names that held on their day: account, service, sector, owner, manager."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.accounts import queries as of_accounts
from lib.days import NONE, Ints, Spells, in_force, positions, record_numbers, spells
from lib.people.queries import people, reporting_lines
from lib.store.engine import Store


@dataclass(frozen=True)
class Names:
    """What turns record numbers and days into names: tables by id, and who led and managed when."""

    people: pd.DataFrame
    services: pd.DataFrame
    accounts: pd.DataFrame
    sectors: pd.DataFrame
    leads: Spells
    lines: Spells


def read_names(store: Store) -> Names:
    """The names of a store."""
    return Names(
        people=people(store),
        services=of_accounts.services(store),
        accounts=of_accounts.accounts(store),
        sectors=of_accounts.sectors(store),
        leads=spells(of_accounts.lead_owners(store), "account_id", "person_id"),
        lines=spells(reporting_lines(store), "person_id", "manager_id"),
    )


def named(table: pd.DataFrame, ids: Ints) -> "pd.Categorical[str]":
    """The names behind record numbers of a table with id and name."""
    codes = positions(record_numbers(table["id"]), ids)
    return pd.Categorical.from_codes(codes, categories=pd.Index(table["name"].astype(str)))


def attributed(names: Names, frame: pd.DataFrame, days: Ints, person: Ints | None = None) -> pd.DataFrame:
    """The facts with account, service, sector, owner and manager by name, as they were on each one's day.

    The owner is `person` where there is one, else who led the account that day.
    """
    account, service = record_numbers(frame["account_id"]), record_numbers(frame["service_id"])
    lead = in_force(names.leads, account, days)
    owner = lead if person is None else np.where(person == NONE, lead, person)
    return frame.assign(
        account_id=account,
        service_id=service,
        account=named(names.accounts, account),
        service=named(names.services, service),
        sector=named(names.sectors, sector_of(names, account)),
        owner=named(names.people, owner),
        manager=named(names.people, in_force(names.lines, owner, days)),
    )


def sector_of(names: Names, account: Ints) -> Ints:
    """The sector of each account, by record numbers; NONE where there is none."""
    at = positions(record_numbers(names.accounts["id"]), account)
    sectors = np.append(record_numbers(names.accounts["sector_id"]), NONE)  # the last one: no account
    return sectors[at]
