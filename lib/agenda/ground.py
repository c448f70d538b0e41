"""What every part of the agenda stands on: the days it tells, the clients under the filters, their health."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts.groups import account_groups
from lib.accounts.queries import lead_owners
from lib.days import NONE, day_of, in_force, number, record_numbers, spells
from lib.growth.whitespace import gone
from lib.health.history import Weeks, compared_day, history_at, read_weeks
from lib.health.judging import Health, judge
from lib.health.queries import formula_at
from lib.health.reading import read_signals
from lib.keep import Keep
from lib.people.queries import people
from lib.review.queries import last_review_day
from lib.store.engine import Store
from lib.store.settings import settings

WEEK = timedelta(days=7)  # what is told where no review was ever closed
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Clients:
    """Every account by number: its name, who leads it on the day (name and number); `people` by number.

    `inside`: those under the filters; `gone`: those whose last day as a client has passed.
    """

    names: Mapping[int, str]
    owner: Mapping[int, str]
    owner_id: Mapping[int, int]
    people: Mapping[int, str]
    inside: frozenset[int]
    gone: frozenset[int]


@dataclass(frozen=True, eq=False)
class Ground:
    """What the parts read from; `scope` are the filters as (owner or sector, name) pairs.

    `compared`: the day of the health snapshot that movements are measured from; None: there is none.
    """

    store: Store
    as_of: date
    since: date
    reviewed: bool
    keep: Keep
    scope: Scope
    currency: str
    clients: Clients
    health: Health
    weeks: Weeks
    compared: date | None
    revenue: Mapping[int, int]  # cents of twelve months by account, active clients only
    table: pd.DataFrame  # as of `Health.table`

    def inside(self, account_id: int | None, person_id: int | None = None) -> bool:
        """Whether something of an account, or of a person where it is of no account, stands under the filters."""
        if not self.scope:
            return True
        if account_id is not None:
            return account_id in self.clients.inside
        owner = dict(self.scope).get("owner")
        return person_id is not None and self.clients.people.get(person_id) == owner

    def money(self, cents: float) -> str:
        """An amount in the firm's currency."""
        return fmt.money(cents, self.currency)

    def a_year(self, account_id: int) -> str:
        """What an account brought in in twelve months: "€120 k a year"."""
        cents = self.revenue.get(account_id, 0)
        return f"{self.money(cents)} a year" if cents else "no revenue in twelve months"

    def name(self, account_id: int | None) -> str:
        """An account's name."""
        return "no account" if account_id is None else self.clients.names[account_id]

    def owned(self, account_id: int) -> str:
        """Who looks after an account, as the end of a sentence."""
        owner = self.clients.owner.get(account_id)
        return f"{owner} looks after it" if owner else "nobody looks after it"

    def link(self, account_id: int) -> dict[str, str]:
        """The query that opens the account."""
        return {"account": self.clients.names[account_id]}


def since_of(store: Store, as_of: date) -> tuple[date, bool]:
    """The day of the last closed review before a day, and that it is one; without any, seven days before."""
    held = last_review_day(store, as_of)
    return (as_of - WEEK, False) if held is None else (held, True)


def ground_of(store: Store, as_of: date, since: date | None, keep: Keep, scope: Scope = ()) -> Ground:
    """Read it; `since` None: as `since_of` says. What pages keep under the same names is not read again."""
    found, reviewed = since_of(store, as_of)
    first = found if since is None else since
    health, weeks = judged_on(store, as_of, keep)
    day = compared_day(weeks, number(as_of), first if reviewed or since is not None else None)
    known = health.signals.accounts
    return Ground(
        store, as_of, first, reviewed and first == found, keep, scope,
        keep("agenda currency", ("store",), (), lambda: settings(store)["currency"]),
        clients_of(store, as_of, keep, scope), health, weeks, None if day is None else day_of(day),
        dict(zip(record_numbers(known["id"]).tolist(), record_numbers(known["revenue_cents"]).tolist(), strict=True)),
        health.table,
    )  # fmt: skip


def judged_on(store: Store, day: date, keep: Keep) -> tuple[Health, Weeks]:
    """Every active account as judged on a day, and the weekly snapshots behind it."""
    formula = keep("formula in force", ("health",), (day,), lambda: formula_at(store, day))
    signals = read_signals(store, day, formula.validity, keep)
    ids = record_numbers(signals.accounts["id"])
    weeks = keep("weeks", ("health",), (day, ids.tobytes()), lambda: read_weeks(store, ids, day))
    return judge(signals, formula, history_at(weeks, number(day), taking=False)), weeks


def clients_of(store: Store, as_of: date, keep: Keep, scope: Scope = ()) -> Clients:
    """The accounts with names and owners, and which of them stand under the filters."""
    left = keep("clients gone", ("accounts", "relationship"), (as_of,), lambda: gone(store, as_of))
    found: Clients = keep(
        "agenda clients", ("people", "accounts"), (as_of, scope, left.tobytes()),
        lambda: _clients(store, as_of, scope, frozenset(left.tolist())),
    )  # fmt: skip
    return found


def _clients(store: Store, as_of: date, scope: Scope, left: frozenset[int]) -> Clients:
    groups = account_groups(store, as_of)
    ids = record_numbers(groups["account_id"])
    leads = in_force(spells(lead_owners(store), "account_id", "person_id"), ids, np.full(len(ids), number(as_of)))
    kept = groups
    for column, wanted in scope:
        kept = kept[kept[column] == wanted]
    named = people(store)
    owners = zip(ids.tolist(), groups["owner"], leads.tolist(), strict=True)
    led = [(account, owner, lead) for account, owner, lead in owners if lead != NONE and owner is not None]
    return Clients(
        names=dict(zip(ids.tolist(), groups["account"], strict=True)),
        owner={account: owner for account, owner, _ in led},
        owner_id={account: lead for account, _, lead in led},
        people=dict(zip(record_numbers(named["id"]).tolist(), named["name"], strict=True)),
        inside=frozenset(record_numbers(kept["account_id"]).tolist()),
        gone=left,
    )


def where(frame: pd.DataFrame, flags: Iterable[bool]) -> pd.DataFrame:
    """The rows of a frame whose flag is set; every column stays, also where there is no row."""
    return frame[np.array(list(flags), dtype=np.bool_)]
