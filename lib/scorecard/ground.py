"""What every scorecard of a day is made of: the whole firm's facts, read once and kept, and who led what when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from lib.accounts.queries import accounts, lead_owners, services
from lib.book.frames import Book
from lib.book.reading import read_book
from lib.days import FIRST, Bools, Ints, Spells, in_force, number, record_numbers, spells
from lib.keep import Keep
from lib.people.queries import people
from lib.periods import Period, add_months
from lib.scorecard.spans import Spans
from lib.store.engine import Store

R = TypeVar("R")
BOOK = ("people", "accounts", "money", "growth")
NO_ACCOUNT, NOBODY = "(no account)", "(nobody)"


@dataclass(frozen=True, eq=False)
class Ground:
    """The firm as known on `as_of`, for the days of `spans`; everything it reads goes through `keep`."""

    store: Store
    as_of: date
    spans: Spans
    keep: Keep = field(repr=False)
    sees_costs: bool = False
    _at_hand: dict[Any, Any] = field(default_factory=dict, repr=False)

    def kept(self, name: str, subjects: tuple[str, ...], about: tuple[Any, ...], work: Callable[[], R]) -> R:
        """A result for every scorecard of the session, until somebody writes to a table of its subjects.

        What `keep` gives back may be a copy each time, so one scorecard asks for it once.
        """
        if (name, about) not in self._at_hand:
            self._at_hand[name, about] = self.keep(f"scorecard: {name}", subjects, about, work)
        found: R = self._at_hand[name, about]
        return found

    @cached_property
    def leads(self) -> Spells:
        """Who led which account when."""
        return self.kept(
            "leads", ("accounts",), (), lambda: spells(lead_owners(self.store), "account_id", "person_id")
        )  # fmt: skip

    @cached_property
    def book(self) -> Book:
        """The book of accounts, a year further back than the span before."""
        since = add_months(self.spans.before.start, -12)
        about = (self.as_of, since)
        return self.kept("book", BOOK, about, lambda: _whole(read_book(self.store, self.as_of, since)))

    @cached_property
    def _names(self) -> "tuple[pd.Series[Any], ...]":
        frames = self.kept("names", ("people", "accounts"), (), self._read_names)
        return tuple(pd.Series(one["name"].to_numpy(dtype=object), index=one["id"]) for one in frames)

    def _read_names(self) -> tuple[pd.DataFrame, ...]:
        return accounts(self.store), people(self.store), services(self.store)

    def accounts_named(self, ids: Any) -> list[str]:
        """The names of accounts by number; NO_ACCOUNT where there is none."""
        return _named(self._names[0], ids, NO_ACCOUNT)

    def people_named(self, ids: Any) -> list[str]:
        """The names of people by number; NOBODY where there is none."""
        return _named(self._names[1], ids, NOBODY)

    def services_named(self, ids: Any) -> list[str]:
        """The names of services by number; empty where there is none."""
        return _named(self._names[2], ids, "")

    def lead(self, account: Any, days: Any) -> Ints:
        """Who led each account on its day (numbers since 1970-01-01, or one day for all); NONE: nobody."""
        ids = record_numbers(account)
        return in_force(self.leads, ids, np.broadcast_to(np.asarray(days, dtype=np.int64), ids.shape))


def _named(names: "pd.Series[Any]", ids: Any, missing: str) -> list[str]:
    found = names.reindex(record_numbers(ids))
    return [str(name) for name in found.where(found.notna(), missing)]


def _whole(book: Book) -> Book:
    """The same book, its arrays made now so that they are kept with it."""
    book.lines  # noqa: B018 - a cached property
    return book


@dataclass(frozen=True, eq=False)
class Scope:
    """Whose facts of which days a figure is of: one person's, or the whole firm's where `person` is None."""

    ground: Ground
    person: int | None
    span: Period

    @property
    def start(self) -> int:
        """The first day, as a number."""
        return number(self.span.start)

    @property
    def end(self) -> int:
        """The first day outside, as a number."""
        return number(self.span.end)

    def inside(self, days: Ints) -> Bools:
        """Which days lie in the span."""
        there: Bools = (days >= self.start) & (days < self.end)
        return there

    def mine(self, account: Any, days: Any) -> Bools:
        """Which facts are of accounts that the person led on the fact's day; all of them for the firm."""
        if self.person is None:
            return np.ones(len(account), dtype=np.bool_)
        return np.asarray(self.ground.lead(account, days) == self.person, dtype=np.bool_)

    @property
    def led_any(self) -> bool:
        """Whether the person led an account on any day of the span."""
        leads = self.ground.leads
        touching = (leads.starts < self.end) & (np.maximum(leads.ends, FIRST) > self.start)
        return self.person is None or bool((touching & (leads.value == self.person)).any())
