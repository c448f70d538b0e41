"""Load by person and week around a day: capacity, bookings and logged hours read once, counted as one chooses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, Bools, Floats, Ints, day_of, number, numbers, spells
from lib.days import record_numbers as numbered
from lib.periods import next_day
from lib.store.engine import Store
from lib.team import capacity_figures as kernel
from lib.team import capacity_queries as of_capacity
from lib.team import load_figures as figures
from lib.team import load_queries as queries

SUBJECTS = ("people", "accounts", "team", "delivery")  # whose tables are read
WEEKS_BACK, WEEKS_AHEAD, NEXT_WEEKS = 4, 12, 4


@dataclass(frozen=True, eq=False)
class Weeks:
    """What is known of the weeks around a day; arrays are person × week in minutes, in the order of `people`.

    `people`: id, name, role (None: nobody said), country, region, joined_on, left_on. `capacity`: `contract` less
    absence and holidays. `unrecorded`: of whom no weekly hours are written down. `bookings` as
    `load_queries.bookings_named`, `booked` its minutes booking × week whatever their chance. The first `past` weeks
    lie before the running week; `ahead` are the next whole weeks.
    """

    as_of: date
    people: pd.DataFrame
    mondays: Ints
    contract: Floats
    capacity: Floats
    logged: Floats
    unrecorded: Bools
    bookings: pd.DataFrame
    booked: Floats
    past: int
    ahead: slice

    @property
    def ids(self) -> Ints:
        """The people's numbers, sorted."""
        return numbered(self.people["id"])

    @property
    def is_placeholder(self) -> Bools:
        """Of each booking, whether nobody is named for it."""
        return np.asarray(self.bookings["person_id"].isna().to_numpy(dtype=np.bool_))

    @property
    def starts(self) -> list[date]:
        """The Mondays as dates."""
        return [day_of(int(monday)) for monday in self.mondays]


def read_weeks(store: Store, as_of: date) -> Weeks:
    """The weeks from four before to twelve from the Monday of the running week: everybody here on `as_of` or later."""
    start, weeks = figures.running_week(as_of) - timedelta(weeks=WEEKS_BACK), WEEKS_BACK + WEEKS_AHEAD
    end = start + timedelta(weeks=weeks)
    mondays = kernel.week_starts(start, weeks)
    people = _people(store, as_of, end)
    ids = numbered(people["id"])
    hours = spells(of_capacity.weekly_hours(store), "person_id", "minutes_per_week")
    contract, left = figures.day_capacity(
        people, hours, of_capacity.absences(store, start, end), kernel.work_days(mondays)
    )
    logged = figures.logged_minutes(queries.logged_days(store, start, next_day(as_of)), ids, mondays)
    bookings = queries.bookings_named(store, start, end)
    first = (kernel.first_start(as_of, 0) - start).days // 7
    return Weeks(
        as_of, people, mondays, figures.by_week(contract), figures.by_week(left), logged,
        contract.sum(axis=1) <= 0, bookings, kernel.booked_minutes(bookings, mondays), WEEKS_BACK,
        slice(first, first + NEXT_WEEKS),
    )  # fmt: skip


def _people(store: Store, as_of: date, end: date) -> pd.DataFrame:
    people, roles = of_capacity.team(store), of_capacity.roles_on(store, as_of)
    joined, left = numbers(people["joined_on"], FIRST), numbers(people["left_on"], LAST)
    here = people[(joined < number(end)) & (left > number(as_of))].reset_index(drop=True)
    named = roles.set_index("person_id")["role"].reindex(numbered(here["id"]))
    return here.assign(role=pd.Series(named.tolist(), dtype=object).where(lambda column: column.notna(), None))


@dataclass(frozen=True, eq=False)
class Load:
    """Bookings of people counted by one treatment of tentative ones, person × week in minutes.

    `booked`: confirmed and what counts of tentative ones; `tentative`: those in full, counted or not; `shown`: what
    was logged of past weeks, else `booked` but for whole weeks away. `unmet`: the placeholders, booking × week, past
    weeks 0.
    """

    booked: Floats
    tentative: Floats
    shown: Floats
    unmet: Floats


def load(weeks: Weeks, treatment: str = figures.WEIGHTED, in_full: Collection[int] = ()) -> Load:
    """The load of those weeks; `in_full`: the tentative bookings that count whole whatever the treatment."""
    rows, tentative = weeks.bookings, weeks.bookings["tentative"].to_numpy(dtype=np.bool_)
    counted = weeks.booked * figures.share_counted(rows, treatment, in_full)[:, None]
    booked = kernel.by_person(rows, counted, weeks.ids)
    unmet = counted[weeks.is_placeholder].copy()
    unmet[:, : weeks.past] = 0.0  # what was not staffed by then will not be done then
    return Load(
        booked, kernel.by_person(rows[tentative], weeks.booked[tentative], weeks.ids),
        figures.mixed(figures.at_work(booked, weeks.capacity), weeks.logged, weeks.past), unmet,
    )  # fmt: skip


def over(weeks: Weeks, taken: Load) -> figures.Over:
    """Who is over-extended by which rule; nobody of whom no hours are recorded."""
    rules = figures.over_rules(
        taken.booked[:, weeks.ahead], weeks.capacity[:, weeks.ahead],
        weeks.logged[:, : weeks.past], weeks.capacity[:, : weeks.past],
    )  # fmt: skip
    known = ~weeks.unrecorded
    return figures.Over(rules.often & known, rules.high & known, rules.worked & known)


def most_loaded(weeks: Weeks, taken: Load) -> Ints:
    """The people whose hours are recorded by their place, most loaded over the next weeks first, then by name."""
    booked, capacity = taken.booked[:, weeks.ahead], weeks.capacity[:, weeks.ahead]
    ahead = figures.share(figures.at_work(booked, capacity).sum(axis=1), capacity.sum(axis=1))
    names = np.array([str(name).lower() for name in weeks.people["name"]], dtype=str)
    order = np.lexsort((names, -np.nan_to_num(ahead, nan=-1.0)))
    return np.asarray(order[~weeks.unrecorded[order]])
