"""The quarterly and yearly check-ups of an account manager's clients: held, due by when, owed since when."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.queries import accounts, lead_owners
from lib.book.measuring import active
from lib.book.reading import read_book
from lib.days import NONE, Ints, Spells, days_from, in_force, number, numbers, record_numbers, spells
from lib.keep import Keep
from lib.measure import Measure
from lib.periods import Period, add_months, next_day
from lib.review.check_up_figures import DUE, HELD, OWED, check_up_standing, check_ups_held
from lib.review.person_queries import check_ups as held_ones
from lib.review.tables import CHECK_UP_PERIODS
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "money", "growth", "review")
COLUMNS = ("account_id", "account", "period", "state", "on", "last_on", "led_since")


@dataclass(frozen=True, eq=False)
class CheckUps:
    """The check-ups of a person's clients on a day.

    `rows`: two a client (quarter, year), what is owed longest first: COLUMNS; `state` held, due, owed or not recorded;
    `on` the day it was held, is due by, or is owed since (None: none); `last_on` the last one ever (None: none).
    `quarter`, `year`: clients whose check-up of the running quarter, year was held, of all.
    """

    rows: pd.DataFrame
    quarter: Measure
    year: Measure


def check_ups(store: Store, person_id: int, as_of: date, keep: Keep) -> CheckUps:
    """The check-ups of the active clients that a person leads on a day.

    A yearly check-up counts for its quarter too. What is owed is counted from the client's first day, or from the first
    check-up on record: what was not written down before may have been held.
    """
    every = keep("scorecard: check-ups", SUBJECTS, (as_of,), lambda: _every(store, as_of))
    rows = every[every["person_id"] == person_id].drop(columns="person_id").reset_index(drop=True)
    held = rows["state"] == HELD
    quarter, year = (check_ups_held(held[rows["period"] == one].to_numpy(dtype=np.bool_)) for one in CHECK_UP_PERIODS)
    return CheckUps(rows, quarter, year)


def _every(store: Store, as_of: date) -> pd.DataFrame:
    """COLUMNS and person_id of every client that somebody leads on a day."""
    found, end = held_ones(store, as_of), next_day(as_of)
    book = read_book(store, as_of, add_months(end, -3))
    clients = active(book, Period(add_months(end, -3), end))
    leads = spells(lead_owners(store), "account_id", "person_id")
    person = in_force(leads, clients, np.full(len(clients), number(as_of)))
    clients, person = clients[person != NONE], person[person != NONE]
    since = _since(leads, clients, person, as_of)
    seen = pd.Series(book.accounts["first_seen"].to_numpy(), index=book.accounts["id"].to_numpy()).reindex(clients)
    begun = found["held_on"].min()
    first = [None if pd.isna(begun) else max(day, begun).date() for day in seen.fillna(begun)]
    names = accounts(store).set_index("id")["name"].reindex(clients).astype(str).tolist()
    led = zip(clients.tolist(), person.tolist(), names, first, since, strict=True)
    last = {period: _last_ones(found, period) for period in CHECK_UP_PERIODS}
    rows = [
        (who, client, name, period, standing.state, standing.on, last[period].get(client), led_since)
        for client, who, name, day, led_since in led
        for period in CHECK_UP_PERIODS
        for standing in [check_up_standing(period, last[period].get(client), day, as_of)]
    ]
    return _by_care(pd.DataFrame(rows, columns=["person_id", *COLUMNS]))


def _since(leads: Spells, clients: Ints, person: Ints, as_of: date) -> list[date]:
    """Since when each client has been led by the person who leads it on the day."""
    now = (leads.starts <= number(as_of)) & (leads.ends > number(as_of))
    begun = pd.Series(leads.starts[now], index=pd.MultiIndex.from_arrays([leads.key[now], leads.value[now]]))
    first = begun.groupby(level=[0, 1]).max()
    days = days_from(np.array([first[pair] for pair in zip(clients, person, strict=True)], dtype=np.int64))
    return [day.date() for day in pd.DatetimeIndex(days)]


def _last_ones(found: pd.DataFrame, period: str) -> dict[int, date]:
    """The last check-up of each client that counts for a period: a yearly one counts for its quarter too."""
    counts = found if period == "quarter" else found[found["period"] == period]
    last = counts.groupby("account_id")["held_on"].max()
    return dict(zip(record_numbers(last.index).tolist(), last.dt.date.tolist(), strict=True))


def _by_care(rows: pd.DataFrame) -> pd.DataFrame:
    """Owed before due before held; what is owed longest first."""
    place = rows["state"].map({OWED: 0, DUE: 1, HELD: 2}).fillna(3)
    day = numbers(np.array(rows["on"].tolist(), dtype="datetime64[D]"))
    order = np.lexsort((rows["period"], rows["account"], day, place))
    return rows.iloc[order].reset_index(drop=True)
