"""Utilisation over a period: capacity, hours logged and bookings of each person, read from the store."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import Ints, number, spells
from lib.days import record_numbers as numbered
from lib.measure import Measure
from lib.periods import Period, add_months, next_day, quarter, trailing_year
from lib.store.engine import Store
from lib.team import capacity_queries as of_capacity
from lib.team import utilisation_figures as figures
from lib.team import utilisation_queries as queries
from lib.team.load_figures import day_capacity, running_week

SUBJECTS = ("people", "team", "delivery")  # whose tables are read
LAST_WEEKS, LAST_QUARTER, LAST_YEAR = "Last 4 whole weeks", "Last whole quarter", "Last 12 months"
UNSAID_ROLE = "No role said"
PERIODS = (LAST_WEEKS, LAST_QUARTER, LAST_YEAR)


def period_of(as_of: date, words: str) -> Period:
    """The days that PERIODS names, as seen on a day."""
    if words == LAST_WEEKS:
        monday = running_week(as_of)
        return Period(monday - timedelta(weeks=4), monday, "4 weeks")
    if words == LAST_QUARTER:
        return quarter(add_months(quarter(next_day(as_of)).start, -3))
    return trailing_year(as_of)


@dataclass(frozen=True, eq=False)
class Used:
    """Minutes of a period, one row a person who worked in it: person_id, person, role and `figures.MINUTES`.

    `period`: the days counted, from the first hour logged on where that is later (`cut`). `unrecorded`: names of
    those without weekly hours, whose hours no rate counts. `scheduled` is NA where bookings begin later
    (`booked_from`).
    """

    period: Period
    cut: bool
    booked_from: date | None
    people: pd.DataFrame
    unrecorded: list[str]


def read_used(store: Store, as_of: date, words: str) -> Used:
    """What everybody's hours went into over one of PERIODS."""
    whole, (logged_from, booked_from) = period_of(as_of, words), queries.first_days(store)
    cut = logged_from is not None and whole.start < logged_from < whole.end
    period = Period(logged_from, whole.end, whole.key) if cut and logged_from else whole
    people = _minutes(store, period, of_capacity.team(store))
    if booked_from is None or booked_from > period.start:
        people = people.assign(scheduled=np.nan)
    roles = of_capacity.roles_on(store, as_of)
    names: dict[int, str] = dict(zip(roles["person_id"].tolist(), roles["role"], strict=True))
    told = [names.get(number, UNSAID_ROLE) for number in people["person_id"].tolist()]
    people = people.assign(role=pd.Series(told, index=people.index, dtype=object))
    known = people["contract"] > 0
    nameless = people[~known & (people["here"] | (people["logged"] > 0))]["person"].tolist()
    return Used(period, cut, booked_from, people[known].reset_index(drop=True), nameless)


def _minutes(store: Store, period: Period, team: pd.DataFrame) -> pd.DataFrame:
    days = working_days(period)
    ids = numbered(team["id"])
    hours = spells(of_capacity.weekly_hours(store), "person_id", "minutes_per_week")
    contract, capacity = day_capacity(team, hours, of_capacity.absences(store, period.start, period.end), days)
    logged = queries.worked(store, period.start, period.end)
    booked = queries.confirmed_bookings(store, period.start, period.end)
    booked = booked.assign(minutes=figures.scheduled_minutes(booked, number(period.start), number(period.end)))
    here = (team["joined_on"].isna() | (team["joined_on"] < pd.Timestamp(period.end))) & (
        team["left_on"].isna() | (team["left_on"] > pd.Timestamp(period.start))
    )
    sums = {name: figures.by_person(logged, name, ids) for name in ("logged", "billable", "client")}
    return pd.DataFrame(
        {
            "person_id": ids, "person": team["name"].astype(object), "here": here.to_numpy(dtype=np.bool_),
            "contract": contract.sum(axis=1), "capacity": capacity.sum(axis=1), **sums,
            "scheduled": figures.by_person(booked, "minutes", ids),
        }
    )  # fmt: skip


def working_days(period: Period) -> Ints:
    """Monday to Friday of a period, as day numbers."""
    days = np.arange(number(period.start), number(period.end), dtype=np.int64)
    return np.asarray(days[np.is_busday(days.astype("datetime64[D]"))])


def billable(used: Used) -> Measure:
    """Billable utilisation of the people of a period."""
    rows = used.people
    return figures.billable_utilisation(rows["billable"].to_numpy(), rows["capacity"].to_numpy())
