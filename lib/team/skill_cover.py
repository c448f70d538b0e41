"""Skills that hang on one person and absences ahead with who could stand in, read from the store as of a day."""

from datetime import date, timedelta
from typing import Any, cast

import numpy as np
import pandas as pd

from lib.accounts.queries import account_names, contracts
from lib.accounts.service_queries import on_sale, skills_needed
from lib.days import LAST, Floats, Ints, number, numbers, positions, record_numbers
from lib.periods import next_day
from lib.store.engine import Store
from lib.team import skill_figures as figures
from lib.team.capacity import Booked, Capacity, booked, capacity, free_minutes
from lib.team.capacity_figures import booked_minutes, by_person, expected_share, on_holiday, with_the_firm
from lib.team.capacity_queries import absences, bookings, roles_on, skills_on, team
from lib.team.portfolio_queries import led_accounts, supported_accounts

SUBJECTS = ("people", "accounts", "relationship", "team")
WEEKS = 12


def skills_at_risk(store: Store, as_of: date) -> pd.DataFrame:
    """`skill_figures.at_risk` of the services on sale on a day, with clients: names of those who buy one of them now.

    Running contracts tell who buys.
    """
    sold = on_sale(store, as_of)[["id", "name"]].rename(columns={"id": "service_id", "name": "service"})
    found = figures.at_risk(skills_needed(store).merge(sold, on="service_id"), held_here(store, as_of))
    buying = _buyers(store, as_of)
    named = [tuple(sorted(set(buying[buying["service_id"].isin(ids)]["account"]))) for ids in found["service_ids"]]
    return found.assign(clients=pd.Series(named, index=found.index, dtype=object))


def skills_asked_for(store: Store, as_of: date) -> int:
    """How many different skills the services on sale need."""
    needed = skills_needed(store)
    return int(needed[needed["service_id"].isin(on_sale(store, as_of)["id"])]["skill_id"].nunique())


def held_here(store: Store, as_of: date) -> pd.DataFrame:
    """The skills of those who are with the firm on a day. Columns: person_id, person, skill_id, skill, level."""
    people = team(store)
    here = people[with_the_firm(people, np.array([number(as_of)]))[:, 0]]
    named = here[["id", "name"]].rename(columns={"id": "person_id", "name": "person"})
    return skills_on(store, as_of).merge(named, on="person_id")


def _buyers(store: Store, as_of: date) -> pd.DataFrame:
    running = contracts(store, as_of)
    day = pd.Timestamp(as_of)
    running = running[running["ends_before"].isna() | (running["ends_before"] > day)]
    named = running.assign(account=running["account_id"].map(account_names(store)))
    return named[named["account"].notna() & named["service_id"].notna()]


def absences_ahead(store: Store, as_of: date) -> pd.DataFrame:
    """Whole days away that begin or go on in the next twelve weeks, with what is booked on them and who could stand in.

    Columns: person_id, person, starts_on, ends_on (last day; NaT: no end known), days (working days in the window),
    minutes (booked on them), by (names with hours), unplaced (minutes nobody near has free), clients (led by the
    person), supported (of these with somebody in support). Why somebody is away stays with them.
    """
    monday = figures.first_open_monday(as_of)
    there = capacity(store, monday, WEEKS)
    taken = booked(store, there)
    away = _whole_days(store, next_day(as_of), monday, there)
    if away.empty:
        return away.assign(minutes=[], by=[], unplaced=[], clients=[], supported=[])
    found = away.assign(minutes=_booked_then(store, monday, there, away))
    return _led(store, as_of, _with_stand_ins(store, as_of, there, taken, found))


def _whole_days(store: Store, from_day: date, monday: date, there: Capacity) -> pd.DataFrame:
    rows = absences(store, from_day, monday + timedelta(weeks=WEEKS))
    rows = rows[rows["minutes_per_day"].isna() & rows["person_id"].isin(there.ids)].reset_index(drop=True)
    at = positions(there.ids, record_numbers(rows["person_id"]))
    days = _days(there)
    starts, ends = numbers(rows["starts_on"]), numbers(rows["ends_before"], LAST)
    free = on_holiday(there.people, days)[at] | ~with_the_firm(there.people, days)[at]
    count = figures.work_days_away(starts, ends, days, free).sum(axis=1)
    found = pd.DataFrame(
        {
            "person_id": rows["person_id"].to_numpy(), "person": there.people["name"].to_numpy()[at],
            "starts_on": rows["starts_on"].to_numpy(), "days": count,
            "ends_on": (rows["ends_before"] - pd.Timedelta(days=1)).to_numpy(),
        }
    )  # fmt: skip
    kept: pd.DataFrame = found[count > 0]
    return kept.sort_values(["starts_on", "person"], kind="stable").reset_index(drop=True)


def _days(there: Capacity) -> Ints:
    return np.arange(int(there.mondays[0]), int(there.mondays[-1]) + 7, dtype=np.int64)


def _booked_then(store: Store, monday: date, there: Capacity, away: pd.DataFrame) -> Floats:
    """Minutes booked for the person of each absence on its working days: the day's share of each week's bookings."""
    rows = bookings(store, monday, monday + timedelta(weeks=WEEKS))
    weekly = by_person(rows, booked_minutes(rows, there.mondays) * expected_share(rows)[:, None], there.ids)
    at = positions(there.ids, record_numbers(away["person_id"]))
    days = _days(there)
    ends = numbers(away["ends_on"] + pd.Timedelta(days=1), LAST)
    on = figures.work_days_away(numbers(away["starts_on"]), ends, days, np.zeros((len(away), len(days)), dtype=bool))
    per_week = on.reshape(len(away), -1, 7).sum(axis=2)
    return np.asarray((weekly[at] * per_week / 5).sum(axis=1))


def _with_stand_ins(
    store: Store, as_of: date, there: Capacity, taken: Booked, away: pd.DataFrame
) -> pd.DataFrame:  # fmt: skip
    roles, skills = roles_on(store, as_of), skills_on(store, as_of)
    monday = figures.first_open_monday(as_of)
    rows = bookings(store, monday, monday + timedelta(weeks=WEEKS))
    shared = rows[rows["person_id"].notna() & rows["account_id"].notna()][["person_id", "account_id"]]
    free, names = free_minutes(there, taken), dict(zip(there.ids.tolist(), there.people["name"], strict=True))
    told = [
        _told(row, free, figures.likeness(int(row.person_id), roles, skills, shared, there.ids), there, names)
        for row in cast("Any", away.itertuples())
    ]
    by, left = zip(*told, strict=True)
    return away.assign(by=list(by), unplaced=list(left))


def _told(row: Any, free: Floats, near: Floats, there: Capacity, names: dict[int, str]) -> tuple[str, float]:
    """Who could stand in, in words, from the time people have free in the weeks of an absence."""
    last = LAST if pd.isna(row.ends_on) else number(row.ends_on.date())
    weeks = (there.mondays + 7 > number(row.starts_on.date())) & (there.mondays <= last)
    in_them = free[:, weeks].sum(axis=1)
    able, left = figures.stand_ins(int(row.person_id), float(row.minutes), in_them, near, there.ids)
    return ", ".join(f"{names[one]} {share / 60:.0f} h" for one, share in able), left


def _led(store: Store, as_of: date, away: pd.DataFrame) -> pd.DataFrame:
    led = led_accounts(store, as_of)
    backed = set(supported_accounts(store, as_of)["account_id"])
    marked = led.assign(backed=led["account_id"].isin(backed)).groupby("person_id")["backed"]
    counts = pd.DataFrame({"clients": marked.size(), "supported": marked.sum()}).reindex(away["person_id"]).fillna(0)
    whole = {name: counts[name].astype("int64").to_numpy() for name in ("clients", "supported")}
    return away.assign(**whole)
