"""The book of accounts: its frames, and the parts of it a person can ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

import pandas as pd

from lib.book.lines import BookLines, lines_of
from lib.catalog import SCOPES
from lib.errors import StewardError

FACTS = ("revenue", "contracts", "deals", "firsts")


class UnknownScope(StewardError):
    """A word that is no scope."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"'{scope}' is no scope: choose one of {', '.join(SCOPES)}.")


@dataclass(frozen=True, eq=False)
class Book:
    """A book of accounts as known at `as_of`, with its facts from `since` on (None: all history).

    Every frame but `prices` has `account_id` (-1: none; in `accounts` it is `id`) and the names `account` (in
    `accounts`: `name`), `owner`, `manager`, `sector`, and but for `accounts` `service`: empty where there is none,
    as they were on the day of the fact. Days are datetime64, amounts cents.

    - accounts: one row an account; owner and manager at `as_of`; client_since (where recorded), first_seen
      (that, a contract or revenue; NaT: not by `as_of`), archived_on
    - revenue: one row a line, by day; day, kind, amount_cents
    - contracts: one row a contract term and owner of its account; kind, monthly_fee_cents, starts_on, ends_before
    - deals: one row an opportunity; id, name, stage (now), outcome (open, won, lost at `as_of`), opened_on, closed_on,
      amount_cents and list_price_cents at `as_of` (missing: NA)
    - firsts: what each account was first seen by; day, by ("recorded date", "contract", "revenue")
    - prices: service_id, list_price_cents, starts_on, ends_before

    `records_from` is the first day with revenue in the store, `deals_from` the first with a deal opened or closed,
    `facts_from` the first with revenue or a contract; None where there is none.
    """

    as_of: date
    since: date | None
    records_from: date | None
    deals_from: date | None
    facts_from: date | None
    accounts: pd.DataFrame
    revenue: pd.DataFrame
    contracts: pd.DataFrame
    deals: pd.DataFrame
    firsts: pd.DataFrame
    prices: pd.DataFrame
    filters: tuple[tuple[str, str], ...] = ()

    @cached_property
    def lines(self) -> BookLines:
        """The facts as arrays, for computing."""
        return lines_of(self.accounts, self.revenue, self.contracts, self.deals, self.firsts, self.prices)


def only(book: Book, scope: str, key: str | None) -> Book:
    """The part of a book that belongs to one account, owner, manager, service or sector, by name; `book`: all of it.

    A name nobody has gives an empty book. Raises UnknownScope.
    """
    if scope not in SCOPES:
        raise UnknownScope(scope)
    if scope == "book" or key is None:
        return book
    facts = {name: _where(getattr(book, name), scope, key) for name in FACTS}
    accounts = _accounts_of(book.accounts, facts, scope, key)
    return replace(book, filters=(*book.filters, (scope, key)), accounts=accounts, **cast("Any", facts))


def _where(frame: pd.DataFrame, column: str, key: str) -> pd.DataFrame:
    return frame[(frame[column] == key).to_numpy()]


def _accounts_of(accounts: pd.DataFrame, facts: dict[str, pd.DataFrame], scope: str, key: str) -> pd.DataFrame:
    """Those the scope owns now, and those it has any fact of."""
    named = {"account": "name"}.get(scope, scope)
    ids = pd.concat([frame["account_id"] for frame in facts.values()]).unique()
    theirs = accounts["id"].isin(ids)
    return accounts[theirs | (accounts[named] == key)] if named in accounts else accounts[theirs]


def keys(book: Book, scope: str) -> Sequence[str | None]:
    """What there is to ask for in a scope: names in alphabetical order; [None] for the book. Raises UnknownScope."""
    if scope not in SCOPES:
        raise UnknownScope(scope)
    if scope == "book":
        return [None]
    if scope == "account":
        return sorted(book.accounts["name"].astype(str))
    frames = [book.accounts, *(getattr(book, name) for name in FACTS)]
    found = [frame[scope].dropna().unique() for frame in frames if scope in frame]
    return sorted({str(name) for names in found for name in names})
