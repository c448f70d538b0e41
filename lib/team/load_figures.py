"""Load in minutes and shares by person and week, and the rules by which somebody is over-extended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Floats, Ints, Spells, numbers, positions
from lib.days import record_numbers as numbered
from lib.measure import Measure, undefined
from lib.periods import next_day
from lib.team import capacity_figures as kernel

WEIGHTED, IN_FULL, LEFT_OUT = "Weighted by chance", "In full", "Left out"
TREATMENTS = (WEIGHTED, IN_FULL, LEFT_OUT)
FULL, TOO_MUCH = 100, 110  # per cent of capacity that two weeks, or any one, may not exceed
MOST_FULL_WEEKS, MOST_WORKED_WEEKS = 2, 3  # so many weeks beyond are an over-extension


def running_week(as_of: date) -> date:
    """The Monday of the week that runs at the end of a day: on a Sunday the week is over, so it is the next."""
    tomorrow = next_day(as_of)
    return tomorrow - timedelta(days=tomorrow.weekday())


def day_capacity(
    people: pd.DataFrame, hours: Spells, absences: pd.DataFrame, days: Ints
) -> tuple[Floats, Floats]:  # fmt: skip
    """Minutes by contract, and those left after absence and public holidays; both person × day.

    `people` as `capacity_queries.team`, `days` are working days (Monday to Friday). 0 where nobody said the hours,
    before joining and from the day of leaving.
    """
    ids = numbered(people["id"])
    week = kernel.contracted(hours, ids, days)
    here = kernel.with_the_firm(people, days)
    contract = np.where(here & (week != NONE), week / kernel.WORK_DAYS, 0.0)
    left = np.maximum(contract - kernel.away(absences, ids, days), 0.0)
    return contract, np.where(kernel.on_holiday(people, days), 0.0, left)


def by_week(days: Floats) -> Floats:
    """Person × working day summed to person × week."""
    return np.asarray(days.reshape(len(days), days.shape[1] // kernel.WORK_DAYS, kernel.WORK_DAYS).sum(axis=2))


def share_counted(bookings: pd.DataFrame, treatment: str, in_full: Collection[int] = ()) -> Floats:
    """How much of each booking counts, shape bookings: all of a confirmed one, of a tentative one as `treatment` says.

    `in_full`: the numbers of tentative bookings that count whole whatever the treatment.
    """
    tentative = bookings["tentative"].to_numpy(dtype=np.bool_)
    if treatment == WEIGHTED:
        share = kernel.expected_share(bookings)
    else:
        share = np.where(tentative, float(treatment == IN_FULL), 1.0)
    picked = np.isin(numbered(bookings["id"]), list(in_full))
    return np.where(tentative & picked, 1.0, share)


def logged_minutes(logged: pd.DataFrame, people: Ints, mondays: Ints) -> Floats:
    """Minutes logged (`load_queries.logged_days`), weekends too, person × week; of weeks not asked for none."""
    total = np.zeros((len(people), len(mondays)))
    who = positions(people, numbered(logged["person_id"]))
    week = (numbers(logged["worked_on"]) - mondays[0]) // 7 if len(mondays) else who
    inside = (who != NONE) & (week >= 0) & (week < len(mondays))
    np.add.at(total, (who[inside], week[inside]), logged["minutes"].to_numpy(dtype=np.float64)[inside])
    return total


def mixed(booked: Floats, logged: Floats, past: int) -> Floats:
    """What is shown, person × week: of the first `past` weeks what was logged, where somebody logged any, else booked.

    Source of the mix: Runn, "actual hours where logged, else scheduled".
    """
    logs = logged[:, :past].sum(axis=1, keepdims=True) > 0
    return np.concatenate([np.where(logs, logged[:, :past], booked[:, :past]), booked[:, past:]], axis=1)


def share(minutes: Floats, capacity: Floats) -> Floats:
    """Minutes as a share of capacity, same shape; NaN where there is no capacity."""
    return np.asarray(np.divide(minutes, capacity, out=np.full(np.shape(capacity), np.nan), where=capacity > 0))


@dataclass(frozen=True, eq=False)
class Over:
    """Who is over-extended by which rule, each of shape people."""

    often: Bools  # booked beyond capacity in two or more of the next weeks
    high: Bools  # booked beyond 110 % in any of them
    worked: Bools  # logged beyond capacity in three or more of the last weeks

    @property
    def any(self) -> Bools:
        """Whether any rule fired."""
        return self.often | self.high | self.worked


def over_rules(booked: Floats, capacity: Floats, logged: Floats, capacity_then: Floats) -> Over:
    """The three rules, from the next weeks (booked, capacity) and the last ones (logged, capacity_then), person × week.

    A week away has no share, so being booked in it is no over-extension (it lacks cover); hours logged in one are.
    """
    works = capacity > 0
    over = works & beyond(booked, capacity, FULL)
    return Over(
        often=over.sum(axis=1) >= MOST_FULL_WEEKS,
        high=(works & beyond(booked, capacity, TOO_MUCH)).sum(axis=1) >= 1,
        worked=beyond(logged, capacity_then, FULL).sum(axis=1) >= MOST_WORKED_WEEKS,
    )


def beyond(minutes: Floats, capacity: Floats, percent: int) -> Bools:
    """Whether minutes are more than so many per cent of capacity; parts of a minute decide nothing."""
    return np.asarray(np.round(minutes - capacity * percent / 100, 1) > 0)


def at_work(booked: Floats, capacity: Floats) -> Floats:
    """The minutes booked in weeks with capacity; those of a whole week away need cover and load nobody."""
    return np.where(capacity > 0, booked, 0.0)


_NO_HOURS = "nobody's weekly hours are recorded: enter them in the tab People"


def team_load(booked: Floats, capacity: Floats) -> Measure:
    """Load of a group: all hours booked ÷ all capacity, never a mean of rates; weeks away have neither."""
    works = capacity.sum(axis=1) > 0
    if not works.any():
        return undefined(_NO_HOURS)
    return Measure(float(at_work(booked, capacity).sum() / capacity.sum()), base=int(works.sum()))


def over_extended(over: Over, judged: Bools) -> Measure:
    """How many people are over-extended, of those whose hours are recorded (`judged`)."""
    base = int(judged.sum())
    if not base:
        return undefined(_NO_HOURS)
    hits = int((over.any & judged).sum())
    return Measure(float(hits), base=base, hits=hits, note=f"of {base:,}")


def free_hours(booked: Floats, capacity: Floats) -> Measure:
    """Hours of capacity not booked, each person's week by itself: one's free hour does not undo another's overload."""
    works = int((capacity.sum(axis=1) > 0).sum())
    if not works:
        return undefined(_NO_HOURS)
    return Measure(float(np.maximum(capacity - booked, 0.0).sum() / 60), base=works)


def unmet_hours(placeholders: Floats) -> Measure:
    """Hours booked for a role or skill without a person, from booking × week in minutes."""
    wanted = int((placeholders.sum(axis=1) > 0).sum())
    return Measure(float(placeholders.sum() / 60), base=wanted)
