"""Reading a book of accounts from the store: facts with the names that held on their day."""

from datetime import date

import numpy as np
import pandas as pd

from lib.accounts import queries as of_accounts
from lib.accounts.attribution import Names, attributed, named, read_names, sector_of
from lib.book.frames import Book
from lib.book.lines import OPEN, OUTCOMES, outcome_codes
from lib.book.terms import by_owner
from lib.days import (
    FIRST,
    LAST,
    NONE,
    Bools,
    Ints,
    Spells,
    days_from,
    in_force,
    number,
    numbers,
    positions,
    record_numbers,
    spells,
)
from lib.growth.figures import known_before_closing
from lib.growth.queries import deals, first_deal_day
from lib.money.queries import first_revenue_by_account, first_revenue_day, revenue_lines
from lib.store.engine import Store


def read_book(store: Store, as_of: date, since: date | None = None) -> Book:
    """The book of accounts as known at the end of `as_of`; facts before `since` are left out (None: all are read)."""
    names = read_names(store)
    prices = of_accounts.list_prices(store)
    revenue = _revenue(names, revenue_lines(store, as_of, since))
    contracts = _contracts(store, names, as_of)
    first_seen = _first_seen(names, first_revenue_by_account(store, as_of), contracts, as_of)
    begun = first_revenue_day(store)
    return Book(
        as_of=as_of,
        since=since,
        records_from=begun,
        deals_from=first_deal_day(store),
        facts_from=_earliest(begun, contracts["starts_on"]),
        accounts=_accounts(names, first_seen, as_of),
        revenue=revenue,
        contracts=contracts,
        deals=_deals(names, deals(store, as_of, since), spells(prices, "service_id", "list_price_cents"), as_of),
        firsts=_firsts(names, first_seen, revenue, contracts),
        prices=prices,
    )


def _earliest(day: date | None, days: "pd.Series[pd.Timestamp]") -> date | None:
    known = [day] if day is not None else []
    return min([*known, *days.dropna().dt.date], default=None)


def _revenue(names: Names, frame: pd.DataFrame) -> pd.DataFrame:
    days, person = numbers(frame["day"]), record_numbers(frame["person_id"])
    return attributed(names, frame.drop(columns="person_id"), days, person)


def _contracts(store: Store, names: Names, as_of: date) -> pd.DataFrame:
    frame = by_owner(of_accounts.contracts(store, as_of), names.leads, names.lines)
    return attributed(names, frame, numbers(frame["starts_on"]))


def _deals(names: Names, frame: pd.DataFrame, prices: Spells, as_of: date) -> pd.DataFrame:
    """Deals as known at `as_of`: one that closed later is still open, at what was known then."""
    today = number(as_of)
    closed, kind = numbers(frame["closed_on"]), outcome_codes(frame["stage_kind"])
    later = (kind != OPEN) & (closed > today)
    still_open = later | (kind == OPEN)
    everywhere = np.full(len(frame), today, dtype=np.int64)
    price = in_force(prices, record_numbers(frame["service_id"]), everywhere)
    amount = known_before_closing(record_numbers(frame["amount_cents"]), later, price)
    days = np.where(still_open | frame["closed_on"].isna().to_numpy(), today, closed)
    shown = frame.drop(columns=["person_id", "stage_kind"]).assign(
        outcome=np.where(still_open, OUTCOMES[OPEN], frame["stage_kind"]),
        closed_on=frame["closed_on"].where(~still_open),
        amount_cents=_cents(amount),
        list_price_cents=_cents(price),
    )
    return attributed(names, shown, days, record_numbers(frame["person_id"]))


def _cents(values: Ints) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(values, values == NONE)


def _first_seen(names: Names, first_revenue: pd.DataFrame, contracts: pd.DataFrame, as_of: date) -> Ints:
    """The day each account was first seen: recorded, under contract or paying, whichever is first; FIRST: not yet."""
    ids = record_numbers(names.accounts["id"])
    seen = np.minimum(numbers(names.accounts["client_since"], LAST), numbers(first_revenue["day"], LAST))
    at = positions(ids, record_numbers(contracts["account_id"]))
    np.minimum.at(seen, at, numbers(contracts["starts_on"]))
    return np.where(seen <= number(as_of), seen, FIRST)


def _accounts(names: Names, first_seen: Ints, as_of: date) -> pd.DataFrame:
    ids = record_numbers(names.accounts["id"])
    today = np.full(len(ids), number(as_of), dtype=np.int64)
    owner = in_force(names.leads, ids, today)
    return names.accounts.drop(columns="sector_id").assign(
        id=ids,
        sector=named(names.sectors, sector_of(names, ids)),
        owner=named(names.people, owner),
        manager=named(names.people, in_force(names.lines, owner, today)),
        first_seen=days_from(first_seen),
    )


def _firsts(names: Names, first_seen: Ints, revenue: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """The facts each account was first seen by; of accounts first seen before the facts read, perhaps none."""
    accounts = names.accounts
    recorded = accounts.assign(account_id=accounts["id"], service_id=NONE, day=accounts["client_since"])
    recorded = attributed(names, recorded, numbers(recorded["day"]))
    facts = {"recorded date": recorded, "contract": contracts.rename(columns={"starts_on": "day"}), "revenue": revenue}
    columns = ["account_id", "service_id", "account", "service", "sector", "owner", "manager", "day"]
    kept = [frame.loc[_on_first_day(names, first_seen, frame), columns].assign(by=by) for by, frame in facts.items()]
    return pd.concat(kept, ignore_index=True)


def _on_first_day(names: Names, first_seen: Ints, frame: pd.DataFrame) -> Bools:
    at = positions(record_numbers(names.accounts["id"]), record_numbers(frame["account_id"]))
    days_by_position = np.append(first_seen, FIRST)  # the last one: no account
    same: Bools = numbers(frame["day"], LAST) == days_by_position[at]
    return same
