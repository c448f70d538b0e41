"""Figures of what stopped projects: open ones with their age, days lost by cause, account and owner."""

from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import LAST, NONE, Ints, days_from, number, numbers, record_numbers
from lib.delivery.figures import days_open
from lib.delivery.tables import DELAY_CAUSES
from lib.measure import Measure, undefined
from lib.periods import Period

COUNTED = ["closed", "lost", "unsaid", "open", "so_far"]


def as_they_stood(roadblocks: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The roadblocks of `queries.roadblocks` as they stood on a day, with more columns.

    closed_on (NaT: open on the day), open (bool), age_days (to the day, or to its closing), lost (days it cost as was
    said when it closed; NA: open, or nobody said).
    """
    today = number(as_of)
    end = numbers(roadblocks["closed_on"], LAST)
    closed: Ints = np.where(end <= today, end, LAST)
    still, lost = closed == LAST, record_numbers(roadblocks["days_lost"])
    return roadblocks.assign(
        closed_on=days_from(closed, LAST),
        open=still,
        age_days=days_open(numbers(roadblocks["opened_on"]), closed, today),
        lost=pd.arrays.IntegerArray(np.where(still, 0, lost), still | (lost == NONE)),
    )


def of_period(standing: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Those open on the day, and those closed in a period; rows as `as_they_stood`."""
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    closed = (standing["closed_on"] >= start) & (standing["closed_on"] < end)
    return standing[standing["open"] | closed].reset_index(drop=True)


def days_lost(lost: Ints) -> Measure:
    """Days lost to roadblocks closed in a period, whole days as said at their closing; NONE where nobody said."""
    known = lost != NONE
    if not len(lost):
        return undefined("no roadblock was closed in the period")
    if not known.any():
        return undefined(f"nobody said how many days {fmt.counted(len(lost), 'closed roadblock')} cost")
    unsaid = int(np.count_nonzero(~known))
    note = f"of {fmt.of(unsaid, len(lost))} nobody said how many" if unsaid else ""
    return Measure(int(lost[known].sum()), base=len(lost), note=note)


def days_so_far(age_days: Ints) -> Measure:
    """Days that roadblocks have been open on a day, one entry each; what they cost is said when they close."""
    return Measure(int(age_days.sum()), base=len(age_days))


def lost_by(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Roadblocks of `of_period` by a column, one row a value: closed (count), lost (days), unsaid (closed without
    days), open (count), so_far (days the open ones stand). The most days first; values are text."""
    return _summed(found, [by]).sort_values(["lost", "so_far"], ascending=False, kind="stable").reset_index(drop=True)


def lost_by_cause(found: pd.DataFrame) -> pd.DataFrame:
    """The same by cause, every cause in the order of DELAY_CAUSES; columns cause and as `lost_by`."""
    return _summed(found, ["cause"]).set_index("cause").reindex(DELAY_CAUSES, fill_value=0).reset_index()


def lost_across(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Days lost by a column, one row a value, with a column for each cause, then lost, open and so_far.

    The most days first. Each row's causes sum to its `lost`.
    """
    causes = found.assign(lost=found["lost"].fillna(0).astype("int64")).pivot_table(
        index=by, columns="cause", values="lost", aggfunc="sum", fill_value=0
    )
    wide = causes.reindex(columns=list(DELAY_CAUSES), fill_value=0).reset_index()
    return lost_by(found, by)[[by, "lost", "unsaid", "open", "so_far"]].merge(wide, on=by, how="left")


def _summed(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    parts = found[by].assign(
        closed=(~found["open"]).astype("int64"),
        lost=found["lost"].fillna(0).astype("int64"),
        unsaid=(~found["open"] & found["lost"].isna()).astype("int64"),
        open=found["open"].astype("int64"),
        so_far=found["age_days"].where(found["open"], 0).astype("int64"),
    )
    return parts.groupby(by, sort=True)[COUNTED].sum().reset_index()
