"""Utilisation in each of its definitions: one numerator over one named denominator, summed before it is divided."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import LAST, NONE, Floats, Ints, numbers, positions
from lib.days import record_numbers as numbered
from lib.measure import Measure, undefined

WORK_DAYS = 5


@dataclass(frozen=True)
class Definition:
    """One way to divide: `part` over `whole`, both columns of minutes; `words` name the denominator."""

    name: str
    part: str
    whole: str
    words: str


BILLABLE = "Billable, of capacity"
DEFINITIONS = (
    Definition(BILLABLE, "billable", "capacity", "Billable hours ÷ hours left after leave and public holidays"),
    Definition("Billable, of worked", "billable", "logged", "Billable hours ÷ all hours logged"),
    Definition("Client work, of capacity", "client", "capacity", "Hours for clients, billed or not ÷ capacity"),
    Definition("Total, of capacity", "logged", "capacity", "All hours logged ÷ capacity"),
    Definition("Total, of contract", "logged", "contract", "All hours logged ÷ contract hours, leave left in"),
    Definition("Scheduled, of capacity", "scheduled", "capacity", "Confirmed bookings, days away included ÷ capacity"),
)
WHOLES = {"capacity": "Capacity", "logged": "Hours logged", "contract": "Contract hours"}
MINUTES = ("contract", "capacity", "logged", "billable", "client", "scheduled")


def utilisation(part_minutes: float, whole_minutes: float) -> Measure:
    """Part ÷ whole; may be above 1. Undefined where the whole is 0 or a side is not known (NaN).

    Source: golden `utilization` (both methods).
    """
    if not whole_minutes > 0:
        return undefined("no hours to divide by")
    if np.isnan(part_minutes):
        return undefined("the hours are not known for all of the period")
    return Measure(float(part_minutes / whole_minutes))


def billable_utilisation(billable: Floats, capacity: Floats) -> Measure:
    """Billable minutes ÷ capacity of a group, one number a person: sum over sum; hours without capacity stay out."""
    works = capacity > 0
    if not works.any():
        return undefined("nobody's weekly hours are recorded: enter them in the tab People")
    if not billable[works].sum() > 0:
        return undefined("no billable hour is logged", base=int(works.sum()))
    return Measure(float(billable[works].sum() / capacity[works].sum()), base=int(works.sum()))


def by_person(frame: pd.DataFrame, column: str, people: Ints) -> Floats:
    """A column of a frame with one or more rows a person, summed for each of `people` (sorted ids)."""
    total = np.zeros(len(people))
    at = positions(people, numbered(frame["person_id"]))
    np.add.at(total, at[at != NONE], frame[column].to_numpy(dtype=np.float64)[at != NONE])
    return total


def scheduled_minutes(bookings: pd.DataFrame, start: int, end: int) -> Floats:
    """Minutes of each booking on the working days from `start` to before `end` (days as numbers), shape bookings."""
    begins = np.maximum(numbers(bookings["starts_on"]), start).astype("datetime64[D]")
    ends = np.minimum(numbers(bookings["ends_before"], LAST), end).astype("datetime64[D]")
    days = np.maximum(np.busday_count(begins, np.maximum(ends, begins)), 0)
    return np.asarray(bookings["minutes_per_week"].to_numpy(dtype=np.float64) * days / WORK_DAYS)


def rates(minutes: pd.DataFrame) -> pd.DataFrame:
    """Each definition for each row of summed minutes (columns MINUTES); same index, one column a definition.

    NaN where the denominator is 0, or the numerator unknown.
    """
    return pd.DataFrame(
        {
            one.name: minutes[one.part].astype("float64") / minutes[one.whole].astype("float64").where(lambda x: x > 0)
            for one in DEFINITIONS
        },
        index=minutes.index,
    )


def summed(people: pd.DataFrame, by: str) -> pd.DataFrame:
    """Minutes of people (columns MINUTES) summed by a column of words, with how many people; by that column."""
    groups = people.assign(people=1).groupby(by, sort=True)
    return groups[[*MINUTES, "people"]].sum(min_count=1).reset_index()


def firm_target(people: pd.DataFrame, targets: "pd.Series[float]") -> Measure:
    """What the targets of roles (share by role's name) come to for these people: weighted by their capacity.

    Only people whose role has a target count.
    """
    goal = targets.reindex(people["role"].tolist()).to_numpy(dtype=np.float64)
    weight = np.where(np.isnan(goal), 0.0, people["capacity"].to_numpy(dtype=np.float64))
    if not weight.sum() > 0:
        return undefined("no role of theirs has a target")
    return Measure(float((np.nan_to_num(goal) * weight).sum() / weight.sum()), base=int((weight > 0).sum()))
