"""Figures of who our clients are and who stays: pure functions of sets and counts."""

from collections.abc import Collection

import numpy as np

from lib.days import Bools, Ints
from lib.errors import RefusedValue
from lib.measure import Measure, undefined

NOBODY_AT_START = "nobody was an active client at the start"


def client_retention(active_at_start: Collection[int], active_at_end: Collection[int]) -> Measure:
    """Of the clients active at the start of a period, the share still active at its end; new ones never count.

    Takes record numbers of clients. Undefined where nobody was active at the start. A count of all clients, not a
    sample: no interval. It is (E - N) / S of the trade (S at the start, E at the end, N of those new).
    """
    start = frozenset(active_at_start)
    return _share(len(start.intersection(active_at_end)), len(start))


def retention_from_counts(start: int, end: int, new: int) -> Measure:
    """Client retention where only counts are known: (E - N) / S, as a share.

    Undefined for S = 0. Raises RefusedValue where the counts cannot be of one period.
    """
    if start < 0 or end < 0 or new < 0:
        raise RefusedValue("start", "counts of clients cannot be negative.")
    kept = end - new
    if not 0 <= kept <= start:
        raise RefusedValue("new", f"{end} at the end less {new} new leaves {kept} kept of {start}: correct the counts.")
    return _share(kept, start)


def _share(kept: int, start: int) -> Measure:
    if start == 0:
        return undefined(NOBODY_AT_START)
    return Measure(kept / start, base=start, hits=kept)


def active_clients(active: Collection[int]) -> Measure:
    """How many clients are active on a day, from their record numbers."""
    count = len(frozenset(active))
    return Measure(count, base=count)


def new_clients(first_days: Ints, start: int, end: int) -> Measure:
    """How many clients were first seen from `start` (inside) to `end` (outside).

    `first_days` has one day for each client, all as days since 1970 (`lib.days.number`).
    """
    count = int(np.count_nonzero((first_days >= start) & (first_days < end)))
    return Measure(count, base=count)


def accounts_expanded(revenue_before: Ints, revenue_now: Ints, services_before: Ints, services_now: Ints) -> Measure:
    """How many accounts grew in revenue or in number of live services.

    Aligned arrays over the accounts active at the start: cents, and counts of services. `hits` of `base` accounts.
    """
    if not len(revenue_before):
        return undefined(NOBODY_AT_START)
    count = int(np.count_nonzero(grew(revenue_before, revenue_now, services_before, services_now)))
    return Measure(count, base=len(revenue_before), hits=count)


def grew(revenue_before: Ints, revenue_now: Ints, services_before: Ints, services_now: Ints) -> Bools:
    """Which accounts pay more than before, or have more live services."""
    return (revenue_now > revenue_before) | (services_now > services_before)
