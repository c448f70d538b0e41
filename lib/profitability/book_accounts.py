"""Which accounts a page speaks for: names, sectors, and who leads them on its day."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.attribution import named, read_names, sector_of
from lib.days import NONE, in_force, number, record_numbers
from lib.store.engine import Store

NO_ACCOUNT = "No account"


def accounts_on(store: Store, as_of: date) -> pd.DataFrame:
    """Every account. Columns: account_id, account, owner_id (who leads it on the day; NONE: nobody), owner, sector."""
    names = read_names(store)
    ids = record_numbers(names.accounts["id"])
    lead = in_force(names.leads, ids, np.full(len(ids), number(as_of)))
    return pd.DataFrame(
        {
            "account_id": ids, "account": names.accounts["name"].astype(str), "owner_id": lead,
            "owner": named(names.people, lead), "sector": named(names.sectors, sector_of(names, ids)),
        }
    )  # fmt: skip


def within(accounts: pd.DataFrame, scope: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The accounts under filters of (owner or sector, name)."""
    for column, wanted in scope:
        accounts = accounts[accounts[column] == wanted]
    return accounts.reset_index(drop=True)


def of_accounts(frame: pd.DataFrame, accounts: pd.DataFrame, scope: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Rows with an `account_id` that are of these accounts; without a filter also those of no account."""
    ids = record_numbers(frame["account_id"])
    kept = np.isin(ids, record_numbers(accounts["account_id"]))
    return frame[kept if scope else kept | (ids == NONE)]
