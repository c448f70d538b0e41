"""Hours worked by person put beside what clients pay for, and who is over-extended: composed for the screen."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import numpy as np
import pandas as pd

from lib.accounts.queries import accounts
from lib.days import positions, record_numbers
from lib.delivery.queries import first_day_worked
from lib.format import span as in_words
from lib.periods import Period
from lib.profitability.over_servicing import over_servicing
from lib.profitability.spans import last_months, on_record
from lib.team.load import Weeks, load, over
from lib.team.overload_figures import Client, Overload, by_person, split
from lib.team.portfolio_figures import this_monday
from lib.team.portfolio_queries import worked_on_accounts
from lib.ui import session
from lib.ui.page import View
from lib.ui.team_load_read import weeks_of

SUBJECTS = ("people", "accounts", "delivery", "money", "team")
MONTHS = 3  # whole months from which the share beyond what is paid is told


@dataclass(frozen=True, eq=False)
class Hours:
    """Where hours went in the last whole weeks.

    `people`: person_id, person, hours a week by kind (sold, over, untold, internal, hours), capacity (mean of the
    four last weeks; NaN: not recorded), over_extended (bool), excess (hours a week beyond capacity, the larger of
    booked ahead and logged). `clients`: person_id, account_id, account, hours and over a week. `months`: which months
    tell what is paid for, in words; empty where none can.
    """

    people: pd.DataFrame
    clients: pd.DataFrame
    months: str


def hours_of(view: View, weeks: int) -> Hours:
    """Where the hours of so many whole weeks before the page's went, whatever the filters."""
    around = weeks_of(view)
    return session.keep_of("where hours went", SUBJECTS, (view.as_of, weeks), lambda: _hours(view, weeks, around))


def _hours(view: View, weeks: int, around: Weeks) -> Hours:
    monday = this_monday(view.as_of)
    worked = worked_on_accounts(view.store, Period(monday - timedelta(weeks=weeks), monday))
    shares, months = _beyond(view)
    parts = split(worked, shares)
    return Hours(_people(around, by_person(parts, weeks)), _clients(view, parts, weeks), months)


def _beyond(view: View) -> tuple[pd.DataFrame, str]:
    """Of each account, the share of its hours beyond what it bought in the last whole months on record."""
    span = on_record(last_months(view.as_of, MONTHS), first_day_worked(view.store, view.as_of))
    if span is None:
        return pd.DataFrame({"account_id": [], "share": []}), ""
    told = over_servicing(view.store, view.as_of, span)
    worked = told["worked_minutes"].to_numpy(dtype=np.float64)
    beyond = told["over_minutes"].to_numpy(dtype=np.float64, na_value=np.nan)
    share = np.divide(beyond, worked, out=np.full(len(worked), np.nan), where=worked > 0)
    return pd.DataFrame({"account_id": told["account_id"], "share": share}), in_words(span)


def _people(around: Weeks, found: pd.DataFrame) -> pd.DataFrame:
    """The people of the weeks around the day, with where their hours went; nobody who logged nothing and is fine."""
    rules, taken = over(around, load(around)), load(around)
    past, ahead = slice(None, around.past), around.ahead
    capacity = around.capacity[:, past].mean(axis=1) / 60
    logged = around.logged[:, past].mean(axis=1) / 60 - capacity
    booked = (taken.booked[:, ahead] - around.capacity[:, ahead]).mean(axis=1) / 60
    everybody = pd.DataFrame(
        {
            "person_id": around.ids, "person": around.people["name"].to_numpy(),
            "capacity": np.where(around.unrecorded, np.nan, capacity), "over_extended": rules.any,
            "excess": np.maximum(logged, booked),
        }
    )  # fmt: skip
    merged = everybody.merge(found, on="person_id", how="left")
    numbers = ["sold", "over", "untold", "internal", "hours"]
    merged[numbers] = merged[numbers].fillna(0.0)
    kept = merged[(merged["hours"] > 0) | merged["over_extended"]]
    return kept.sort_values(["over", "hours"], ascending=False, kind="stable").reset_index(drop=True)


def _clients(view: View, parts: pd.DataFrame, weeks: int) -> pd.DataFrame:
    named = accounts(view.store)
    rows = parts[parts["account_id"].notna()]
    at = positions(record_numbers(named["id"]), record_numbers(rows["account_id"]))
    return pd.DataFrame(
        {
            "person_id": rows["person_id"].to_numpy(), "account_id": record_numbers(rows["account_id"]),
            "account": named["name"].to_numpy()[at], "hours": rows["minutes"].to_numpy() / 60 / weeks,
            "over": rows["over"].to_numpy() / 60 / weeks,
        }
    )  # fmt: skip


def overload_of(found: Hours, person_id: int) -> Overload:
    """One person's overload, for its advice."""
    row = found.people[found.people["person_id"] == person_id].iloc[0]
    theirs = found.clients[found.clients["person_id"] == person_id]
    clients = tuple(
        Client(str(one.account), float(one.hours), float(one.over)) for one in cast("Any", theirs.itertuples())
    )
    return Overload(
        float(row["excess"]), float(row["hours"]), float(row["internal"]), float(row["untold"]), clients
    )  # fmt: skip
