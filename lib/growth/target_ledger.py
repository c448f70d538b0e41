"""Dated amounts kept so that what any holder earned between two days is two look-ups: the ground of growth targets."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.days import FIRST, NONE, Ints

BOOK = 0  # the holder that everything belongs to
_SPAN = 1 << 25  # more days than any store can hold: a holder and a day fit one sortable number


@dataclass(frozen=True)
class Ledger:
    """Amounts by holder and day: `at` is both as one number, ascending, `running` the cents before each position."""

    at: Ints
    running: Ints


@dataclass(frozen=True)
class Records:
    """What targets are measured by: revenue and won deals, and the first day of each record (None: none yet)."""

    revenue: Ledger
    won: Ledger
    revenue_from: date | None
    deals_from: date | None


def holders(account: Ints, person: Ints) -> Ints:
    """The holder of each target: the book, an account or a person; NONE where it names both at once."""
    alone = np.where(account != NONE, 2 * account + 1, np.where(person != NONE, 2 * person + 2, BOOK))
    return np.where((account != NONE) & (person != NONE), NONE, alone)


def ledger(account: Ints, person: Ints, day: Ints, cents: Ints) -> Ledger:
    """Aligned amounts as a ledger: each counts for the book, and for its account and its person (NONE: for none)."""
    nobody = np.full(len(day), NONE, dtype=np.int64)
    parts = [np.full(len(day), BOOK, dtype=np.int64), holders(account, nobody), holders(nobody, person)]
    known = [np.ones(len(day), dtype=np.bool_), account != NONE, person != NONE]
    holder = np.concatenate([part[kept] for part, kept in zip(parts, known, strict=True)])
    days, amounts = (np.concatenate([column[kept] for kept in known]) for column in (day, cents))
    at = _sortable(holder, days)
    order = np.argsort(at, kind="stable")
    return Ledger(at[order], np.concatenate([[0], np.cumsum(amounts[order])]).astype(np.int64))


def between(found: Ledger, holder: Ints, start: Ints, end: Ints) -> Ints:
    """Cents of each holder from its `start` (inside) to its `end` (outside); 0 where the end is not after the start."""
    first, last = (np.searchsorted(found.at, _sortable(holder, day)) for day in (start, np.maximum(start, end)))
    return np.asarray(found.running[last] - found.running[first], dtype=np.int64)


def _sortable(holder: Ints, day: Ints) -> Ints:
    return holder * _SPAN + (day - FIRST)
