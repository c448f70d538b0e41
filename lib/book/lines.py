"""The facts of a book as sorted arrays: what makes a figure of a thousand periods cheap."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Bools, Ints, Spells, in_force, numbers, positions, record_numbers, spells
from lib.growth.figures import known_before_closing

OPEN, WON, LOST = 0, 1, 2
OUTCOMES = ("open", "won", "lost")


@dataclass(frozen=True)
class Activity:
    """Revenue by day and contract terms of `count` groups (clients, or pairs of client and service)."""

    count: int
    day: Ints
    group: Ints
    cents: Ints
    contract: Ints
    starts: Ints
    ends: Ints

    def revenue(self, start: int, end: int) -> Ints:
        """Cents of each group from day `start` (inside) to `end` (outside)."""
        part = self._between(start, end)
        return _sums(self.group[part], self.cents[part], self.count)

    def under_contract(self, day: int) -> Bools:
        """Which groups have a contract in force on `day`."""
        running = (self.starts <= day) & (self.ends > day)
        found = np.zeros(self.count, dtype=np.bool_)
        found[self.contract[running]] = True
        return found

    def active(self, start: int, end: int) -> Bools:
        """Which groups are active on the last day before `end`: a contract in force, or revenue from `start` on that
        is dated after their last ended contract."""
        return self.under_contract(end - 1) | (self.revenue_outside_contracts(start, end) > 0)

    def revenue_outside_contracts(self, start: int, end: int) -> Ints:
        """Cents of each group from `start` to `end` (outside), dated after the last contract that has ended then."""
        part = self._between(start, end)
        ended = self.ends < end
        last_end = np.full(self.count, FIRST, dtype=np.int64)
        np.maximum.at(last_end, self.contract[ended], self.ends[ended])
        group = self.group[part]
        after = self.day[part] >= last_end[group]
        return _sums(group[after], self.cents[part][after], self.count)

    def _between(self, start: int, end: int) -> slice:
        return slice(int(np.searchsorted(self.day, start)), int(np.searchsorted(self.day, end)))


def _sums(groups: Ints, cents: Ints, count: int) -> Ints:
    # Weights are summed as floats: exact up to 90 trillion in whole cents.
    return np.bincount(groups, weights=cents, minlength=count).astype(np.int64)


@dataclass(frozen=True)
class Deals:
    """Deals as arrays of days and cents: `opened` FIRST where unknown, `closed` LAST while open, NONE: no amount."""

    outcome: Ints
    opened: Ints
    closed: Ints
    amount: Ints
    service: Ints
    prices: Spells

    @property
    def undated(self) -> Bools:
        """Which deals have no start date."""
        unknown: Bools = self.opened == FIRST
        return unknown

    def closed_in(self, start: int, end: int) -> Bools:
        """Which deals were won or lost from `start` (inside) to `end` (outside)."""
        there: Bools = (self.outcome != OPEN) & (self.closed >= start) & (self.closed < end)
        return there

    def open_on(self, day: int) -> Bools:
        """Which deals were open on `day`; one without a start counts at every date."""
        there: Bools = (self.opened <= day) & (self.closed > day)
        return there

    def list_prices(self, day: int) -> Ints:
        """List price in cents of each deal's service on `day`; NONE where there is none."""
        return in_force(self.prices, self.service, np.full(len(self.service), day, dtype=np.int64))

    def asked_on(self, day: int) -> Ints:
        """What was asked for each deal as known on `day`, in cents; NONE where nobody said."""
        closed_since = (self.outcome != OPEN) & (self.closed > day)
        return known_before_closing(self.amount, closed_since, self.list_prices(day))


def outcome_codes(words: "pd.Series[str]") -> Ints:
    """Outcomes (open, won, lost) as OPEN, WON, LOST."""
    return pd.Index(OUTCOMES).get_indexer(pd.Index(words)).astype(np.int64)


@dataclass(frozen=True)
class BookLines:
    """The arrays of one book. Clients are positions in `accounts`, which holds their record numbers.

    `day` and `cents` are all revenue lines; `first_*` the facts that clients were first seen by, `first_paid` where
    that is revenue.
    """

    accounts: Ints
    clients: Activity
    services: int
    pairs: Activity
    day: Ints
    cents: Ints
    deals: Deals
    first_client: Ints
    first_day: Ints
    first_paid: Bools

    @cached_property
    def first_days(self) -> Ints:
        """The day each client was first seen, one entry a client."""
        _, one = np.unique(self.first_client, return_index=True)
        return self.first_day[one]

    @cached_property
    def running_sum(self) -> Ints:
        """Cents of all revenue lines before each position, those without an account included."""
        return np.concatenate([[0], np.cumsum(self.cents)])

    def live_services(self, start: int, end: int) -> Ints:
        """How many services of each client are live on the last day before `end`; see Activity.active."""
        live: Ints = self.pairs.active(start, end).reshape(len(self.accounts), self.services).sum(axis=1)
        return live


def lines_of(
    accounts: pd.DataFrame, revenue: pd.DataFrame, contracts: pd.DataFrame, deals: pd.DataFrame, firsts: pd.DataFrame,
    prices: pd.DataFrame,
) -> BookLines:  # fmt: skip
    """The frames of a book as arrays; `accounts` are in order of their record numbers."""
    ids = record_numbers(accounts["id"])
    services = np.unique(np.concatenate([record_numbers(frame["service_id"]) for frame in (revenue, contracts)]))
    services = services[services != NONE]
    return BookLines(
        accounts=ids,
        clients=_by_client(ids, revenue, contracts),
        services=len(services),
        pairs=_by_service(ids, services, revenue, contracts),
        day=numbers(revenue["day"]),
        cents=record_numbers(revenue["amount_cents"]),
        deals=_deals(deals, prices),
        first_client=positions(ids, record_numbers(firsts["account_id"])),
        first_day=numbers(firsts["day"]),
        first_paid=(firsts["by"] == "revenue").to_numpy(dtype=np.bool_),
    )


def _by_client(ids: Ints, revenue: pd.DataFrame, contracts: pd.DataFrame) -> Activity:
    paid, agreed = (positions(ids, record_numbers(frame["account_id"])) for frame in (revenue, contracts))
    return _activity(len(ids), paid, agreed, revenue, contracts)


def _by_service(ids: Ints, services: Ints, revenue: pd.DataFrame, contracts: pd.DataFrame) -> Activity:
    paid, agreed = (_pairs(ids, services, frame) for frame in (revenue, contracts))
    return _activity(len(ids) * len(services), paid, agreed, revenue, contracts)


def _pairs(ids: Ints, services: Ints, frame: pd.DataFrame) -> Ints:
    client = positions(ids, record_numbers(frame["account_id"]))
    service = positions(services, record_numbers(frame["service_id"]))
    return np.where((client == NONE) | (service == NONE), NONE, client * len(services) + service)


def _activity(count: int, paid: Ints, agreed: Ints, revenue: pd.DataFrame, contracts: pd.DataFrame) -> Activity:
    some, terms = paid != NONE, agreed != NONE
    return Activity(
        count=count,
        day=numbers(revenue["day"])[some],
        group=paid[some],
        cents=record_numbers(revenue["amount_cents"])[some],
        contract=agreed[terms],
        starts=numbers(contracts["starts_on"])[terms],
        ends=numbers(contracts["ends_before"], LAST)[terms],
    )


def _deals(deals: pd.DataFrame, prices: pd.DataFrame) -> Deals:
    outcome = outcome_codes(deals["outcome"])
    closed = numbers(deals["closed_on"], LAST)
    return Deals(
        outcome=outcome,
        opened=numbers(deals["opened_on"]),
        # Won or lost on an unknown day: in no period, and open on no day.
        closed=np.where((outcome != OPEN) & (closed == LAST), FIRST, closed),
        amount=record_numbers(deals["amount_cents"]),
        service=record_numbers(deals["service_id"]),
        prices=spells(prices, "service_id", "list_price_cents"),
    )
