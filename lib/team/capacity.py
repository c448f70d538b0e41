"""Who can work how much in which week, and how much of it is booked: read from the store into arrays."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import Bools, Floats, Ints, day_of, spells
from lib.days import record_numbers as numbered
from lib.store.engine import Store
from lib.team import capacity_figures as figures
from lib.team import capacity_queries as queries


@dataclass(frozen=True, eq=False)
class Capacity:
    """What people can work: `minutes` is person × week, its rows those of `people`, its columns the `mondays`.

    `people`: as `capacity_queries.team`, by id. `unrecorded`: with the firm in these weeks, but nobody wrote down
    their weekly hours, so their minutes are 0.
    """

    people: pd.DataFrame
    mondays: Ints
    minutes: Floats
    unrecorded: Bools

    @property
    def ids(self) -> Ints:
        """The people's numbers, sorted."""
        return numbered(self.people["id"])


@dataclass(frozen=True, eq=False)
class Booked:
    """What people are booked for, person × week in minutes; tentative work counts by its chance (unsaid: half).

    `placeholders`: the bookings nobody is named for yet (columns of `capacity_queries.bookings`), with
    `placeholder_minutes` booking × week, tentative ones by their chance.
    """

    confirmed: Floats
    tentative: Floats
    placeholders: pd.DataFrame
    placeholder_minutes: Floats

    @property
    def expected(self) -> Floats:
        """Confirmed work and the share of tentative work that is expected."""
        return self.confirmed + self.tentative


def capacity(store: Store, first_monday: date, weeks: int) -> Capacity:
    """What everybody can work in so many weeks: weekly hours in force less absence and public holidays.

    As the store has it now, whatever was known before. Raises NoMonday.
    """
    mondays, end = figures.week_starts(first_monday, weeks), first_monday + timedelta(weeks=weeks)
    people = queries.team(store)
    hours = spells(queries.weekly_hours(store), "person_id", "minutes_per_week")
    minutes, unrecorded = figures.capacity_of(people, hours, queries.absences(store, first_monday, end), mondays)
    return Capacity(people, mondays, minutes, unrecorded)


def booked(store: Store, of: Capacity) -> Booked:
    """What the people of a capacity are booked for in its weeks."""
    start = day_of(int(of.mondays[0]))
    rows = queries.bookings(store, start, start + timedelta(weeks=len(of.mondays)))
    minutes = figures.booked_minutes(rows, of.mondays) * figures.expected_share(rows)[:, None]
    tentative = rows["tentative"].to_numpy(dtype=np.bool_)
    nobody = rows["person_id"].isna().to_numpy(dtype=np.bool_)
    sure, maybe = (figures.by_person(rows[kept], minutes[kept], of.ids) for kept in (~tentative, tentative))
    return Booked(sure, maybe, rows[nobody].reset_index(drop=True), minutes[nobody])


def free_minutes(of: Capacity, taken: Booked) -> Floats:
    """What is left of each person's capacity in each week, person × week; never below 0."""
    return np.maximum(of.minutes - taken.expected, 0.0)
