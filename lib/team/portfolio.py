"""Load of account managers from the relationship side, beside booked, logged and contracted hours, as of a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.accounts.renewal_figures import calendar
from lib.accounts.renewal_queries import renewals, running_terms
from lib.days import Floats, positions, record_numbers
from lib.periods import Period
from lib.store.engine import Store
from lib.store.settings import settings
from lib.team import portfolio_figures as figures
from lib.team import portfolio_queries as queries
from lib.team.capacity import booked, capacity
from lib.team.capacity_figures import first_start
from lib.team.portfolio_figures import SEVERITIES, Reckoning

SUBJECTS = ("people", "accounts", "relationship", "delivery", "money", "team", "store")
WEEKS, NEAR_DAYS = 4, 90


@dataclass(frozen=True, eq=False)
class Portfolio:
    """What account managers look after.

    `accounts`: one row a client led, columns of `portfolio_figures.expected` with account_id, account, sector,
    person_id, person, next_on (what falls due next on a renewal near; NaT: none) and year_cents.
    `managers`: columns of `portfolio_figures.by_manager` with booked and capacity (means of the next four whole weeks;
    capacity NaN: no weekly hours recorded) and logged (mean of the four weeks before the one of the day; NaN: no time
    records in them), all in hours a week.
    """

    hours: Reckoning
    accounts: pd.DataFrame
    managers: pd.DataFrame


def portfolio(store: Store, as_of: date) -> Portfolio:
    """Read what every account manager looks after on a day."""
    hours = figures.reckoning(settings(store, as_of))
    accounts = figures.expected(_asked(store, as_of), hours)
    managers = figures.by_manager(accounts)
    return Portfolio(hours, accounts, managers.assign(**_beside(store, as_of, managers)))


def _asked(store: Store, as_of: date) -> pd.DataFrame:
    led = queries.led_accounts(store, as_of)
    planned = led.merge(queries.plans(store, as_of), on="account_id", how="left")
    severe = queries.open_escalations(store, as_of)
    near = _near(store, as_of)
    counts = {
        "promises": _counts(led, queries.open_promises(store, as_of)),
        "projects": _counts(led, queries.running_projects(store, as_of)),
        "renewals": _counts(led, near),
        **{f"severity_{one}": _counts(led, severe[severe["severity"] == one]) for one in SEVERITIES},
    }
    year = _of(led, queries.year_revenue(store, as_of), "cents").fillna(0).astype("int64")
    next_on = pd.to_datetime(_of(led, near, "next_on"))
    return planned.assign(
        cadence_days=_numbers(planned["cadence_days"]), ideal_gap_days=_numbers(planned["ideal_gap_days"]),
        **counts, next_on=next_on, year_cents=year,
    )  # fmt: skip


def _numbers(column: "pd.Series[float]") -> Floats:
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def _counts(led: pd.DataFrame, counted: pd.DataFrame) -> "pd.Series[int]":
    return _of(led, counted, "count").fillna(0).astype("int64")


def _of(led: pd.DataFrame, found: pd.DataFrame, column: str) -> "pd.Series[Any]":
    """A column of `found` (one row an account) for each account led; missing where it has none."""
    return pd.Series(found.set_index("account_id")[column].reindex(led["account_id"]).to_numpy(), index=led.index)


def _near(store: Store, as_of: date) -> pd.DataFrame:
    """Undecided renewals whose due day, or last day to give notice, is near or past: account_id, count, next_on."""
    found = calendar(renewals(store, as_of), running_terms(store, as_of), as_of)
    near = found[found["act_on"] <= pd.Timestamp(as_of + timedelta(days=NEAR_DAYS))]
    return near.groupby("account_id").agg(count=("act_on", "size"), next_on=("act_on", "min")).reset_index()


def _beside(store: Store, as_of: date, managers: pd.DataFrame) -> dict[str, Floats]:
    """Booked, logged and contracted hours a week of the managers, in their order."""
    there = capacity(store, first_start(as_of, 0), WEEKS)
    at = positions(there.ids, record_numbers(managers["person_id"]))
    taken = booked(store, there).expected.mean(axis=1)[at] / 60
    can = np.where(there.unrecorded, np.nan, there.minutes.mean(axis=1) / 60)[at]
    return {"booked": taken, "capacity": can, "logged": _logged(store, figures.this_monday(as_of), managers)}


def _logged(store: Store, monday: date, managers: pd.DataFrame) -> Floats:
    worked = queries.worked_on_accounts(store, Period(monday - timedelta(weeks=WEEKS), monday))
    if worked.empty:
        return np.full(len(managers), np.nan)
    by_person = worked.groupby("person_id")["minutes"].sum() / 60 / WEEKS
    return managers["person_id"].map(by_person).fillna(0.0).to_numpy(dtype=np.float64)
