"""The lives of our clients and their margin a month, brought together from contracts, revenue, departures and hours."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts.queries import accounts, contracts, sectors
from lib.days import (
    FIRST,
    LAST,
    NONE,
    Bools,
    Floats,
    Ints,
    day_of,
    days_from,
    number,
    numbers,
    positions,
    record_numbers,
)
from lib.health.grouping import total
from lib.health.lifetime_queries import hours_cost
from lib.money.lifetime_queries import (
    first_services,
    last_revenue_by_account,
    passed_on_by_account,
    revenue_by_margin,
)
from lib.money.queries import first_revenue_by_account, first_revenue_day
from lib.money.survival_figures import Lives, months_begun, whole_months
from lib.periods import trailing_year
from lib.relationship.departure_queries import departures
from lib.store.engine import Store

SILENCE = 90  # days without contract and revenue after which a client counts as gone
KNOWN_ENOUGH = 0.9  # share of revenue, or of hours, whose margin or cost must be known
COSTS, SHARES, REVENUE = "hours and costs", "service margins", "revenue"
BASES = (COSTS, SHARES, REVENUE)


@dataclass(frozen=True, eq=False)
class Lifetimes:
    """Every client as known at the end of `as_of`; ends are on record from `records_from` on.

    `clients`: account_id, starts_on, ended_on (last day; NaT: still here), ended_by ("departure", "silence", None),
    leaves_on (last day of one that has decided to leave), active; by account_id. `lives` is aligned with it.
    """

    as_of: date
    records_from: date | None
    clients: pd.DataFrame
    lives: Lives


@dataclass(frozen=True, eq=False)
class Signs:
    """What is known of each account, in days since 1970, aligned with `ids`.

    `first`: its first day as a client (LAST: never); `last`: the last day with contract or revenue; `paid`: with
    revenue; `contract`: the start of its newest contract; `last_day`: the last one of its newest departure (FIRST in
    each: none).
    """

    ids: Ints
    first: Ints
    last: Ints
    paid: Ints
    contract: Ints
    last_day: Ints


def read_lifetimes(store: Store, as_of: date) -> Lifetimes:
    """Lives of clients as known at the end of `as_of`; accounts without contract, revenue and departure stay out."""
    found = read_signs(store, as_of)
    begun = first_revenue_day(store)
    if begun is None or begun > as_of:  # then contracts are the records
        return lifetimes(found, as_of, int(found.first[found.last != FIRST].min(initial=LAST)))
    # A departure that was written down tells that ends were being recorded by then.
    left = found.last_day[found.last_day != FIRST]
    return lifetimes(found, as_of, int(left.min(initial=number(begun))))


def read_signs(store: Store, as_of: date) -> Signs:
    """What contracts, revenue and departures up to a day say of each account."""
    named, terms = accounts(store), contracts(store, as_of)
    ids = record_numbers(named["id"])
    first_paid, last_paid = first_revenue_by_account(store, as_of), last_revenue_by_account(store, as_of)
    first = np.minimum(numbers(named["client_since"], LAST), numbers(first_paid["day"], LAST))
    first = np.where(first <= number(as_of), first, LAST)
    paid, newest = numbers(last_paid["day"]), np.full(len(ids), FIRST, dtype=np.int64)
    last = paid.copy()
    at, starts = positions(ids, record_numbers(terms["account_id"])), numbers(terms["starts_on"])
    np.minimum.at(first, at, starts)
    np.maximum.at(last, at, np.minimum(numbers(terms["ends_before"], LAST) - 1, number(as_of)))
    np.maximum.at(newest, at, starts)
    return Signs(ids, first, last, paid, newest, _last_days(ids, departures(store, as_of)))


def _last_days(ids: Ints, found: pd.DataFrame) -> Ints:
    newest = found.drop_duplicates("account_id")  # newest first
    last_day = np.full(len(ids), FIRST, dtype=np.int64)
    at = positions(ids, record_numbers(newest["account_id"]))
    last_day[at] = numbers(newest["last_day_on"].fillna(newest["decided_on"]))
    return last_day


def lifetimes(found: Signs, as_of: date, records_from: int) -> Lifetimes:
    """When each client began and ended.

    A departure ends a life on its last day, unless a contract began later or revenue came more than 90 days after it:
    then the client came back, and counts as having stayed. Without a departure a life ends on the last day with
    contract or revenue when more than 90 days of silence followed up to `as_of`.
    """
    today = number(as_of)
    back = (found.contract > found.last_day) | (found.paid > found.last_day + SILENCE)
    told = (found.last_day != FIRST) & ~back
    leaving, gone = told & (found.last_day >= today), told & (found.last_day < today)
    silent = ~told & (found.last < today - SILENCE) & (found.last != FIRST)
    ended = gone | silent
    last_day = np.where(gone, found.last_day, found.last)
    there = (found.first <= today) & ((found.last != FIRST) | told) & ~(ended & (last_day < found.first))
    clients = pd.DataFrame(
        {
            "account_id": found.ids,
            "starts_on": days_from(found.first, LAST),
            "ended_on": days_from(np.where(ended, last_day, FIRST)),
            "ended_by": np.select([gone, silent], ["departure", "silence"], "").astype(object),
            "leaves_on": days_from(np.where(leaving, found.last_day, FIRST)),
            "active": ~ended,
        }
    )[there].reset_index(drop=True)
    begun = None if records_from == LAST else day_of(records_from)
    return Lifetimes(as_of, begun, clients, _lives(found.first, last_day, ended, records_from, today, there))


def _lives(first: Ints, last_day: Ints, ended: Bools, records_from: int, today: int, there: Bools) -> Lives:
    starts = first[there]
    ends_before = np.where(ended, last_day, today)[there] + 1
    months = np.where(ended[there], months_begun(starts, ends_before), whole_months(starts, ends_before))
    since = np.maximum(whole_months(starts, np.maximum(starts, records_from)), 0)
    # One that ended before the records began was never under observation.
    missed = ended[there] & (ends_before <= records_from)
    return Lives(np.where(missed, months, since), months, ended[there])


@dataclass(frozen=True, eq=False)
class Margins:
    """What each client brought in the twelve months up to the day, aligned with `Lifetimes.clients`.

    Cents: `revenue`, `shares` (revenue × margin of its services), `costs` (revenue - passed-on costs - hours × cost
    rate); `months`: how many of the twelve it was a client in, on record. `bases` can be told, the best first;
    `known` says for each how much of it stands on records.
    """

    revenue: Floats
    shares: Floats
    costs: Floats
    months: Floats
    bases: tuple[str, ...]
    words: dict[str, str]

    def told(self, *, sees_costs: bool) -> tuple[str, ...]:
        """Of `bases` those somebody may be shown: margins made of hours give away what an hour of each person costs."""
        return tuple(basis for basis in self.bases if sees_costs or basis != COSTS)

    def monthly(self, basis: str) -> Floats:
        """Cents a month by one of `bases`."""
        cents = {COSTS: self.costs, SHARES: self.shares, REVENUE: self.revenue}[basis]
        return cents / self.months


def read_margins(store: Store, found: Lifetimes) -> Margins:
    """Margin of each client in the twelve months up to the day, by each basis the records allow."""
    year = trailing_year(found.as_of)
    ids = record_numbers(found.clients["account_id"])
    earned, passed, hours = (read(store, year) for read in (revenue_by_margin, passed_on_by_account, hours_cost))
    cents, known, margin = (_sums(ids, earned, name) for name in ("cents", "known_cents", "margin_cents"))
    spent = _sums(ids, passed, "cents")
    minutes, priced, cost = (_sums(ids, hours, name) for name in ("minutes", "priced_minutes", "cost_cents"))
    mean_margin = margin.sum() / known.sum() if known.sum() > 0 else 0.0
    begin = max(year.start, found.records_from or year.start)
    days = number(found.as_of) + 1 - np.maximum(numbers(found.clients["starts_on"]), number(begin))
    covered = {COSTS: _part(priced, minutes), SHARES: _part(known, cents)}
    return Margins(
        revenue=cents,
        shares=margin + (cents - known) * mean_margin,
        costs=cents - spent - cost,
        months=np.clip(days * 12 / year.days, 1.0, 12.0),
        bases=(*(basis for basis, part in covered.items() if part >= KNOWN_ENOUGH), REVENUE),
        words=_words(covered),
    )


def _sums(ids: Ints, frame: pd.DataFrame, column: str) -> Floats:
    at = positions(ids, record_numbers(frame["account_id"]))
    there = at != NONE
    return total(len(ids), at[there], frame[column].to_numpy(dtype=np.float64)[there])


def _part(known: Floats, whole: Floats) -> float:
    return float(known.sum() / whole.sum()) if whole.sum() > 0 else 0.0


def _words(covered: dict[str, float]) -> dict[str, str]:
    return {
        COSTS: "margin is revenue less passed-on costs and hours at their cost rate "
        f"({fmt.percent(covered[COSTS])} of the hours have one)",
        SHARES: "margin is revenue × the margin of each service "
        f"({fmt.percent(covered[SHARES])} of revenue has one, the rest is taken at the mean)",
        REVENUE: "no margin is taken off: this is revenue",
    }


def by_sector(store: Store, found: Lifetimes) -> dict[str, Bools]:
    """Which clients are of each sector, by its name."""
    named = dict(zip(*(sectors(store)[column].tolist() for column in ("id", "name")), strict=True))
    clients = accounts(store)
    at = positions(record_numbers(clients["id"]), record_numbers(found.clients["account_id"]))
    of = record_numbers(clients["sector_id"])[at]
    return {str(name): of == number for number, name in named.items() if (of == number).any()}


def by_first_service(store: Store, found: Lifetimes) -> dict[str, Bools]:
    """Which clients began with each service, by its name.

    Clients that ever bought a service would not do: who stays long has time to buy many.
    """
    began = first_services(store, found.as_of)
    ids = record_numbers(found.clients["account_id"])
    parts = began.groupby("service", sort=True)
    return {str(name): np.isin(ids, record_numbers(part["account_id"])) for name, part in parts}
