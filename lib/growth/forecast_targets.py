"""What a quarter is to bring: the target of it, the chance to reach it, and what deals not yet opened used to bring."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, number, numbers, record_numbers
from lib.growth.forecast import Forecast, quarters_ahead
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, quarter

YEAR_DAYS = 365  # what a target without an end counts for
PAST_QUARTERS = 8
NO_TARGET = "no target for deals won is in force"


@dataclass(frozen=True)
class Target:
    """Cents to win in a period (None: no target), and whose target it is in words, or why there is none."""

    cents: float | None
    words: str


def won_target(targets: pd.DataFrame, period: Period, owner: str | None = None, sector: str | None = None) -> Target:
    """The target for deals won in a period, each target by the days it shares with the period.

    `targets` as `target_queries.growth_targets`. The book's own where there is one, else the sum of the people's;
    with an `owner` that person's. No target is set by sector.
    """
    if sector:
        return Target(None, "no target is set by sector")
    ours = targets[(targets["kind"] == "won") & (targets["account_id"] == NONE) & targets["amount_cents"].notna()]
    book, people = ours[ours["person_id"] == NONE], ours[ours["person_id"] != NONE]
    if owner is not None:
        return _sum(people[people["person"] == owner], period, f"the target of {owner}")
    whole = _sum(book, period, "the target of the book")
    return whole if whole.cents is not None else _sum(people, period, _of_people(people, period))


def _of_people(people: pd.DataFrame, period: Period) -> str:
    count = people.loc[_shares(people, period) > 0, "person_id"].nunique()
    return f"the targets of {count} people" if count != 1 else "the target of one person"


def _sum(rows: pd.DataFrame, period: Period, words: str) -> Target:
    shares = _shares(rows, period)
    if not (shares > 0).any():
        return Target(None, NO_TARGET)
    return Target(float(record_numbers(rows["amount_cents"]) @ shares), words)


def _shares(rows: pd.DataFrame, period: Period) -> Floats:
    """The share of each target's own days that lie in the period."""
    starts = numbers(rows["starts_on"])
    ends = numbers(rows["ends_before"], NONE)
    ends = np.where(ends == NONE, np.maximum(starts + YEAR_DAYS, number(period.end)), ends)
    days = np.where(numbers(rows["ends_before"], NONE) == NONE, YEAR_DAYS, ends - starts)
    shared = np.minimum(ends, number(period.end)) - np.maximum(starts, number(period.start))
    return np.asarray(np.clip(shared, 0, None) / np.maximum(days, 1))


def chance_to_reach(made: Forecast, place: int, target: Target) -> Measure:
    """The share of runs in which won so far and the open deals reach the target of the quarter at `place`."""
    if target.cents is None:
        return undefined(target.words)
    used = len(made.used)
    total = made.runs[place] + int(made.quarters["won_so_far"].iloc[place])
    if not used and total.max(initial=0) < target.cents:
        return undefined("no open deal has a history to forecast from")
    return Measure(float((total >= target.cents).mean()), base=used)


def coverage(open_deals: pd.DataFrame, made: Forecast, target: Target) -> Measure:
    """Value of open deals expected to close by the end of this quarter, by what is missing to its target.

    Overdue ones count. Undefined where no deal has an expected close, or the target is reached.
    """
    if target.cents is None:
        return undefined(target.words)
    missing = target.cents - float(made.quarters["won_so_far"].iloc[0])
    if missing <= 0:
        return undefined("the target is reached", absent="not applicable")
    expected = open_deals["expected_close_on"]
    if expected.isna().all():
        return undefined("no open deal has an expected close")
    due = open_deals[expected < pd.Timestamp(made.quarters["end"].iloc[0])]
    value = record_numbers(due["value_cents"])
    return Measure(float(value[value != NONE].sum()) / missing, base=len(due))


def from_later_deals(decided: pd.DataFrame, as_of: date, count: int, records_from: date | None) -> pd.DataFrame:
    """What deals opened only after such a day brought by the end of such a quarter, in up to eight earlier cases.

    One row for each of `count` quarters ahead: key, cases, median_cents, low_cents, high_cents (NA: no case). A case
    begins after `records_from` (the first decision on record) and is over by `as_of`. Deals opened on an unknown day
    are left out.
    """
    rows = []
    for step, ahead in enumerate(quarters_ahead(as_of, count)):
        cents = _cases(decided, as_of, step, records_from)
        whole = [int(np.median(cents)), min(cents), max(cents)] if cents else [None] * 3
        rows.append((ahead.key, len(cents), *whole))
    found = pd.DataFrame(rows, columns=["key", "cases", "median_cents", "low_cents", "high_cents"])
    return found.astype(dict.fromkeys(("median_cents", "low_cents", "high_cents"), "Int64"))


def _cases(decided: pd.DataFrame, as_of: date, step: int, records_from: date | None) -> "list[int]":
    known = decided[decided["won"] & decided["opened_on"].notna() & (decided["closed_on"] <= pd.Timestamp(as_of))]
    opened, closed = numbers(known["opened_on"]), numbers(known["closed_on"])
    cents = np.maximum(record_numbers(known["amount_cents"]), 0)
    this, found = quarter(as_of), []
    for back in range(step + 1, step + 1 + PAST_QUARTERS):
        then = quarter(add_months(this.start, -3 * back))
        until = quarter(add_months(then.start, 3 * step))
        cut = max(number(then.end) - (number(this.end) - number(as_of)), number(then.start))
        if records_from is None or cut < number(records_from):
            break
        inside = (opened > cut) & (closed > cut) & (closed >= number(until.start)) & (closed < number(until.end))
        found.append(int(cents[inside].sum()))
    return found
