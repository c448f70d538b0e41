"""Hours worked for the whole book with the price of each: arrays in frames, one row a time entry."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import NONE, Ints, in_force, number, numbers, record_numbers, spells
from lib.delivery.hours_queries import hours_of_book
from lib.money.book_queries import bill_rates, roles_held
from lib.periods import Period
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "delivery", "money")  # what the work and its prices are read from


def worked(store: Store, span: Period) -> pd.DataFrame:
    """The hours of a span. Columns, whole numbers with NONE for gaps: account_id (NONE: internal work), project_id,
    person_id, day (since 1970-01-01), minutes, bill_rate (cents an hour); and billable (bool)."""
    found = hours_of_book(store, span)
    frame = pd.DataFrame({name: record_numbers(found[name]) for name in ("account_id", "project_id", "person_id")})
    frame["day"] = numbers(np.array(found["day"].tolist(), dtype="datetime64[D]"))
    frame["minutes"] = found["minutes"].to_numpy(dtype=np.int64)
    frame["billable"] = found["billable"].to_numpy(dtype=np.bool_)
    account, person, day = (frame[name].to_numpy(dtype=np.int64) for name in ("account_id", "person_id", "day"))
    return frame.assign(bill_rate=read_prices(store).of(account, person, day))


@dataclass(frozen=True, eq=False)
class Prices:
    """The prices of an hour as spells: by account, by role, the standard; and who was in which role."""

    rates: pd.DataFrame
    roles: pd.DataFrame

    def of(self, account: Ints, person: Ints, day: Ints) -> Ints:
        """The price of an hour, cents: the account's, else that of the person's role, else the standard; NONE."""
        own = in_force(spells(self.rates[self.rates["account_id"].notna()], "account_id", "cents_per_hour"),
                       account, day)  # fmt: skip
        role = in_force(spells(self.roles, "person_id", "role_id"), person, day)
        of_roles = self.rates[self.rates["account_id"].isna() & self.rates["role_id"].notna()]
        by_role = in_force(spells(of_roles, "role_id", "cents_per_hour"), role, day)
        return np.where(own != NONE, own, np.where(by_role != NONE, by_role, self.standard(day)))

    def standard(self, day: Ints) -> Ints:
        """The firm's standard price of an hour on days, cents; NONE."""
        plain = self.rates[self.rates["account_id"].isna() & self.rates["role_id"].isna()].assign(key=0)
        return in_force(spells(plain, "key", "cents_per_hour"), np.zeros(len(day), dtype=np.int64), day)


def read_prices(store: Store) -> Prices:
    """The prices of an hour of a store."""
    return Prices(bill_rates(store), roles_held(store))


def account_prices(prices: Prices, hours: pd.DataFrame, accounts: Ints, span: Period) -> "pd.Series[float]":
    """The mean price of an hour of each account over its hours, cents, by account; NaN where none is known.

    An account nobody worked for has its own price, or the standard, as on the last day of the span.
    """
    known = hours[hours["bill_rate"] != NONE]
    value = (known["minutes"] * known["bill_rate"]).groupby(known["account_id"]).sum()
    minutes = known["minutes"].groupby(known["account_id"]).sum()
    mean = (value / minutes.where(minutes > 0)).reindex(accounts)
    last = np.full(len(accounts), number(span.last_day))
    listed = prices.of(accounts, np.full(len(accounts), NONE), last)
    return mean.fillna(pd.Series(np.where(listed == NONE, np.nan, listed), index=accounts))
