"""What-if: somebody leaves or is away, an opportunity is won, a project slips; plans side by side, nothing stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.accounts.service_queries import skills_needed
from lib.days import NONE, Floats, Ints, number, record_numbers, spells
from lib.growth.pipeline import open_deals
from lib.reallocation import queries
from lib.reallocation.needs import read_needs
from lib.reallocation.problem import Posed, load, pose, today
from lib.reallocation.situation import Situation, made, with_hours
from lib.reallocation.suggesting import over_contract
from lib.store.engine import Store
from lib.team import capacity_figures as figures
from lib.team import capacity_queries
from lib.team.allocation_milp import solve
from lib.team.capacity_queries import bookings
from lib.team.fit import WEEKS_A_MONTH

SECONDS = 4.0


@dataclass(frozen=True)
class Leaves:
    """Somebody leaves; `on` is the first day they are no longer there."""

    person_id: int
    on: date


@dataclass(frozen=True)
class Away:
    """Somebody is away from a day (inside) to a day (outside)."""

    person_id: int
    starts_on: date
    ends_before: date


@dataclass(frozen=True)
class Won:
    """An opportunity is won, and its service begins on a day."""

    opportunity_id: int
    start: date


@dataclass(frozen=True)
class Slips:
    """A project's booked work comes so many weeks later."""

    project_id: int
    weeks: int


Change = Leaves | Away | Won | Slips
Progress = Callable[[int, int, str], None]


def changed(store: Store, situation: Situation, changes: Sequence[Change]) -> Situation:
    """The situation as it would be after some changes; `situation` itself stays as it is."""
    rows, hours = situation.bookings, situation.minutes
    for project, weeks in _slips(changes).items():
        rows, hours = _later(store, situation, rows, hours, Slips(project, weeks))
    for won in (change for change in changes if isinstance(change, Won)):
        rows, hours = _with_won(store, situation, rows, hours, won)
    gone = [change for change in changes if isinstance(change, Leaves | Away)]
    minutes = _without(store, situation, gone) if gone else situation.capacity.minutes
    there = replace(situation.capacity, minutes=minutes)
    at = np.searchsorted(there.ids, record_numbers(situation.people["person_id"]))
    people = with_hours(situation.people, minutes.mean(axis=1)[at])
    return made(
        store, situation.as_of, there, rows, hours, people, read_needs(store, situation.as_of, rows), situation.weights
    )


def _slips(changes: Sequence[Change]) -> dict[int, int]:
    """By how many weeks each project slips in all."""
    weeks: dict[int, int] = {}
    for change in changes:
        if isinstance(change, Slips):
            weeks[change.project_id] = weeks.get(change.project_id, 0) + change.weeks
    return weeks


def _without(store: Store, situation: Situation, gone: Sequence[Leaves | Away]) -> Floats:
    """Capacity without somebody: none once they have left, of an absence less the working days it takes.

    A day off already is not taken twice.
    """
    there = situation.capacity
    end = date.fromordinal(situation.start.toordinal() + 7 * situation.weeks)
    absences = capacity_queries.absences(store, situation.start, end)
    away = [
        {"person_id": one.person_id, "kind": "other", "minutes_per_day": np.nan}
        | {"starts_on": np.datetime64(one.starts_on), "ends_before": np.datetime64(one.ends_before)}
        for one in gone if isinstance(one, Away)
    ]  # fmt: skip
    added = pd.DataFrame([*absences.to_dict("records"), *away], columns=list(absences.columns))
    hours = spells(capacity_queries.weekly_hours(store), "person_id", "minutes_per_week")
    minutes, _ = figures.capacity_of(there.people, hours, added, there.mondays)
    last = figures.work_days(there.mondays).max(initial=0)
    left = [one.person_id for one in gone if isinstance(one, Leaves) and number(one.on) <= last]
    return np.where(np.isin(there.ids, left)[:, None], 0.0, minutes)


def _later(
    store: Store, situation: Situation, rows: pd.DataFrame, hours: Floats, change: Slips
) -> tuple[pd.DataFrame, Floats]:  # fmt: skip
    """A project's bookings so many weeks later: what began before the window comes in, what ends after it goes.

    What is over by the day that is looked from stays over.
    """
    mine = (rows["project_id"] == change.project_id).fillna(False).to_numpy(dtype=bool)
    every = bookings(store, situation.as_of, queries.ALWAYS[1])
    shifted = every[(every["project_id"] == change.project_id).fillna(False)].reset_index(drop=True)
    shift = np.timedelta64(7 * change.weeks, "D")
    shifted = shifted.assign(starts_on=shifted["starts_on"] + shift, ends_before=shifted["ends_before"] + shift)
    minutes = figures.booked_minutes(shifted, situation.capacity.mondays) * figures.expected_share(shifted)[:, None]
    touched = minutes.sum(axis=1) > 0
    both = pd.concat([rows[~mine], shifted[touched]], ignore_index=True)
    return both, np.vstack([hours[~mine], minutes[touched]])


def work_of_deal(store: Store, as_of: date, opportunity_id: int) -> pd.DataFrame | None:
    """What an open deal's service would ask of each skill. Columns: account_id, skill_id, least_level,

    minutes_per_week (whole). None where the deal names no account or no service, or is not open.
    """
    deals = open_deals(store, as_of)
    deal = deals[deals["id"] == opportunity_id]
    if deal[["account_id", "service_id"]].dropna().empty:
        return None
    asked = skills_needed(store)
    asked = asked[(asked["service_id"] == int(deal["service_id"].iloc[0])) & (asked["minutes_per_month"] > 0)]
    weekly = np.rint(asked["minutes_per_month"].to_numpy() / WEEKS_A_MONTH).astype(np.int64)
    found = asked.assign(account_id=int(deal["account_id"].iloc[0]), minutes_per_week=weekly)
    return found[["account_id", "skill_id", "least_level", "minutes_per_week"]]


def _with_won(
    store: Store, situation: Situation, rows: pd.DataFrame, hours: Floats, change: Won
) -> tuple[pd.DataFrame, Floats]:  # fmt: skip
    """The bookings made for it are certain then; without any, what its service asks of each skill, from its start on.

    Of a service without skills nothing can be told.
    """
    every = bookings(store, change.start, queries.ALWAYS[1])
    held = every.loc[(every["opportunity_id"] == change.opportunity_id).fillna(False), "id"]
    if len(held):
        meant = rows["id"].isin(held).to_numpy(dtype=bool)
        sure = rows.assign(tentative=rows["tentative"].where(~meant, False), least_level=np.nan)
        sure.loc[meant & rows["person_id"].isna().to_numpy(), "id"] = NONE
        return sure, np.where(meant[:, None], figures.booked_minutes(sure, situation.capacity.mondays), hours)
    asked = work_of_deal(store, situation.as_of, change.opportunity_id)
    if asked is None:
        return rows, hours
    starts = np.datetime64(change.start)
    new = pd.DataFrame(
        {
            "id": NONE, "person_id": pd.array([pd.NA] * len(asked), dtype="Int64"), "role_id": pd.NA,
            "skill_id": asked["skill_id"].to_numpy(), "account_id": asked["account_id"].to_numpy(), "project_id": pd.NA,
            "opportunity_id": change.opportunity_id,
            "minutes_per_week": asked["minutes_per_week"].to_numpy(),
            "tentative": False, "chance": np.nan, "reason": None, "starts_on": starts,
            "ends_before": np.datetime64("NaT"),
            "least_level": asked["least_level"].to_numpy(),
        }
    ).astype(_LINKS)  # fmt: skip
    minutes = figures.booked_minutes(new, situation.capacity.mondays)
    return pd.concat([rows, new], ignore_index=True), np.vstack([hours, minutes])


_LINKS = dict.fromkeys(("role_id", "skill_id", "account_id", "project_id", "opportunity_id"), "Int64")


@dataclass(frozen=True, eq=False)
class Plan:
    """What came of one plan: its situation solved, loads by person today and after the best moves."""

    posed: Posed
    person: Ints
    proved: bool

    @property
    def before(self) -> Floats:
        """Loads as shares of target with everything left where it is."""
        return load(self.posed, today(self.posed))

    @property
    def after(self) -> Floats:
        """The same after the moves."""
        return load(self.posed, self.person)


def solved(situation: Situation, seconds: float = SECONDS) -> Plan:
    """The best moves of a situation in which work may also be left undone."""
    posed = pose(situation, undone=False)
    found, _ = solve(posed.problem, seconds)
    return Plan(posed, found.person, found.proved)


def told(plan: Plan) -> dict[str, Any]:
    """The figures of a plan, and a sentence."""
    situation = plan.posed.situation
    person = plan.person[: plan.posed.items]
    undone = float(situation.hours[person == plan.posed.nobody].sum())
    moves = int(np.count_nonzero((person != today(plan.posed)[: plan.posed.items]) & (person != plan.posed.nobody)))
    figures_of = {
        "peak": _peak(plan.before), "over_target": _over(plan.before),
        "over_contract": int(np.count_nonzero(over_contract(situation, plan.before))),
        "uncovered_minutes": undone, "moves_needed": moves,
        "peak_after": _peak(plan.after), "over_target_after": _over(plan.after),
        "over_contract_after": int(np.count_nonzero(over_contract(situation, plan.after))), "proved": plan.proved,
    }  # fmt: skip
    return figures_of | {"words": _sentence(figures_of)}


def _peak(loads: Floats) -> float:
    return float(np.nanmax(loads)) if not np.isnan(loads).all() else float("nan")


def _over(loads: Floats) -> int:
    return int(np.count_nonzero(np.nan_to_num(loads) > 1 + 1e-6))


def _sentence(said: Mapping[str, Any]) -> str:
    moves = fmt.counted(said["moves_needed"], "move") if said["moves_needed"] else "no move"
    over = said["over_target_after"]
    who = "nobody" if not over else "1 person" if over == 1 else f"{over:,} people"
    gap = (
        f"; {said['uncovered_minutes'] / 60:.1f} hours a week have nobody who may or can do them"
        if said["uncovered_minutes"] >= 1
        else ""
    )
    return f"With {moves} {who} would be over target{gap}."
