"""Budgets of the projects that run: hours spent and booked against those agreed, and their value against the fee."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Floats, Ints, days_from, number, numbers, positions, record_numbers
from lib.delivery.hours_queries import hours_of_open_projects
from lib.delivery.projects import Projects, read_projects
from lib.delivery.queries import scope_changes
from lib.delivery.work import RUNNING, waits
from lib.profitability import budget_figures as figures
from lib.profitability.hours import Prices, read_prices
from lib.store.engine import Store
from lib.team.capacity_figures import expected_share
from lib.team.capacity_queries import bookings

SUBJECTS = ("people", "accounts", "delivery", "money", "team")
WEEKS = 52  # looked at one by one; what is booked later is one more
FAR = timedelta(days=3660)
AFTER_DUE = 28  # days that a booking without an end counts beyond the day where the due date is past, or missing


@dataclass(frozen=True, eq=False)
class Budgets:
    """Running projects: `rows`, and `added`: minutes booked up to the end of each week, project × week.

    `rows`: id, account_id, name, account, owner, sector, person, starts_on, due_on, agreed, spent, booked, forecast
    (minutes; agreed NA: none agreed), gone (share of time), index (burn index), out_on (Monday of the week in which the
    agreed hours run out; NaT), beyond (spent or forecast minutes beyond those agreed), fee_cents (with approved
    changes; NA), value_cents, forecast_cents (hours at bill rates; NA: no price), timed (all its hours are on record).
    `week_ends`: the days after each week's last.
    """

    rows: pd.DataFrame
    added: Floats
    week_ends: Ints
    hours: pd.DataFrame


def budgets(store: Store, as_of: date) -> Budgets:
    """The budgets of projects running on a day. Bookings are those the store has now."""
    every = read_projects(store, as_of)
    found = every.only(every.work.state == RUNNING)
    prices, hours = read_prices(store), hours_of_open_projects(store, as_of)
    hours = _priced(prices, hours)
    week_ends = _week_ends(as_of)
    booked = _booked(store, as_of, found, week_ends)
    rows = _rows(as_of, found, booked, week_ends, _fees(store, as_of, found), _values(found, hours))
    return Budgets(rows, booked, week_ends, hours)


def _week_ends(as_of: date) -> Ints:
    monday = number(as_of) - as_of.weekday()
    weeks = monday + 7 * np.arange(1, WEEKS + 1)
    return np.append(weeks, number(as_of + FAR)).astype(np.int64)


def _priced(prices: Prices, hours: pd.DataFrame) -> pd.DataFrame:
    """The hours with whole numbers, and cents: what they are worth at bill rates (NaN: no price)."""
    account, person = record_numbers(hours["account_id"]), record_numbers(hours["person_id"])
    day = numbers(np.array(hours["day"].tolist(), dtype="datetime64[D]"))
    price, minutes = prices.of(account, person, day), hours["minutes"].to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "project_id": record_numbers(hours["project_id"]), "day": day, "minutes": minutes,
            "cents": np.where(price == NONE, np.nan, minutes * price / 60),
        }
    )  # fmt: skip


def _booked(store: Store, as_of: date, found: Projects, week_ends: Ints) -> Floats:
    today, ids = number(as_of), found.work.ids
    rows = bookings(store, as_of + timedelta(days=1), as_of + FAR)
    rank = np.argsort(ids)
    at = positions(ids[rank], record_numbers(rows["project_id"]))
    rows, place = rows[at != NONE], rank[at[at != NONE]]
    due = found.work.due[place]
    horizon = np.where(due > today, due + 1, today + 1 + AFTER_DUE)
    weekly = rows["minutes_per_week"].to_numpy(dtype=np.float64) * expected_share(rows)
    added = figures.booked_after(
        numbers(rows["starts_on"]), numbers(rows["ends_before"], LAST), weekly, today, horizon, week_ends
    )  # fmt: skip
    total = np.zeros((len(ids), len(week_ends)))
    np.add.at(total, place, added)
    return total


def _fees(store: Store, as_of: date, found: Projects) -> pd.arrays.IntegerArray:
    """The fee of each project with those of its approved changes; NA where it has none."""
    changes = scope_changes(store, as_of)
    approved = changes[(changes["decision"] == "approved").to_numpy(dtype=bool) & ~waits(changes, as_of)]
    more = record_numbers(approved["fee_cents"])
    extra = pd.Series(np.where(more == NONE, 0, more)).groupby(record_numbers(approved["project_id"])).sum()
    fee = record_numbers(found.rows["fee_cents"])
    total = np.where(fee == NONE, NONE, fee + extra.reindex(found.work.ids).fillna(0).to_numpy(dtype=np.int64))
    return pd.arrays.IntegerArray(total, total == NONE)


def _values(found: Projects, hours: pd.DataFrame) -> "pd.Series[float]":
    """What the hours spent are worth at bill rates, cents; NaN where some of them have no price."""
    cents = hours.groupby("project_id")["cents"].agg(lambda one: one.sum(skipna=False))
    return cents.reindex(found.work.ids).where(found.work.worked > 0, 0.0)


def _rows(
    as_of: date, found: Projects, booked: Floats, week_ends: Ints, fees: pd.arrays.IntegerArray,
    value: "pd.Series[float]",
) -> pd.DataFrame:  # fmt: skip
    work, today = found.work, number(as_of)
    gone = figures.time_gone(work.starts, work.due, today)
    forecast = np.rint(work.worked + booked[:, -1]).astype(np.int64)
    out = figures.runs_out(work.worked, work.agreed, booked)
    mondays = np.where(out == NONE, FIRST, np.append(week_ends - 7, 0)[out])
    mean = value.to_numpy() / np.where(work.worked > 0, work.worked, np.nan)
    names = ["id", "account_id", "name", "account", "owner", "sector", "person", "starts_on", "due_on"]
    return found.rows[names].assign(
        agreed=pd.arrays.IntegerArray(work.agreed, work.agreed == NONE),
        spent=work.worked,
        booked=booked[:, -1],
        forecast=forecast,
        gone=gone,
        index=figures.burn_index(work.worked, work.agreed, gone),
        out_on=days_from(np.where(work.worked > np.maximum(work.agreed, 0), FIRST, mondays)),
        beyond=np.where(work.agreed > 0, np.maximum(forecast - work.agreed, 0), 0),
        fee_cents=fees,
        value_cents=value.to_numpy(),
        forecast_cents=value.to_numpy() + booked[:, -1] * mean,
        timed=found.timed,
    )


def course(found: Budgets, at: int, as_of: date) -> pd.DataFrame:
    """One project's hours added up week by week: worked up to the day, and with those booked after it.

    `at`: its place in the rows. Columns: day (the week's last, or the day itself), hours, forecast (bool).
    """
    row = found.rows.iloc[at]
    theirs = found.hours[found.hours["project_id"] == row["id"]]
    ends = theirs["day"] - (theirs["day"] + 3) % 7 + 6  # the Sunday of its week
    weeks = theirs["minutes"].groupby(np.minimum(ends, number(as_of))).sum().cumsum() / 60
    worked = pd.DataFrame({"day": weeks.index, "hours": weeks.to_numpy(), "forecast": False})
    spent = float(row["spent"]) / 60
    now = pd.DataFrame({"day": [number(as_of)], "hours": [spent], "forecast": [False]})
    added = found.added[at][:-1] / 60
    last = int(np.argmax(added >= added[-1] - 1e-9)) + 1  # nothing is booked after it
    ahead = pd.DataFrame({"day": found.week_ends[:last] - 1, "hours": spent + added[:last], "forecast": True})
    ahead = pd.concat([now.assign(forecast=True), ahead]) if found.added[at][-1] > 0 else ahead.iloc[:0]
    both = pd.concat([worked[worked["day"] < number(as_of)], now, ahead], ignore_index=True)
    once = both.drop_duplicates(["day", "forecast"], keep="last")
    return once.assign(day=days_from(once["day"].to_numpy(dtype=np.int64)))
