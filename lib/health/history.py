"""What earlier snapshots say of each account: the band it held, its scores, since when, how it moved."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import FIRST, Floats, Ints, number, numbers, positions, record_numbers
from lib.health.figures import UNKNOWN
from lib.health.queries import weekly_lows
from lib.health.tables import BANDS
from lib.store.engine import Store

LOOK_BACK = timedelta(days=91)  # after a quarter of Unknown an earlier Red is not held against an account
TREND_WEEKS, LEAST_WEEKS, SHOWN_WEEKS = 6, 4, 12


@dataclass(frozen=True, eq=False)
class History:
    """By account position: the last band that was not Unknown (-1: none), and lows of the snapshots that count for
    leaving Red (one column each, newest first; NaN: no snapshot).
    """

    judged_before: Ints
    lows: Floats


@dataclass(frozen=True, eq=False)
class Weeks:
    """Snapshots of the last quarter: `days` oldest first (days since 1970), and by account position and day the
    lower bound (NaN: none), the band (-1: none) and the formula.
    """

    days: Ints
    low: Floats
    band: Ints
    formula: Ints


def no_history(count: int) -> History:
    """Nothing was ever kept: every band stands for itself."""
    return History(np.full(count, -1, dtype=np.int64), np.empty((count, 0)))


def read_weeks(store: Store, ids: Ints, as_of: date) -> Weeks:
    """The snapshots of a quarter up to `as_of` as tables of account × day."""
    frame = weekly_lows(store, as_of - LOOK_BACK, as_of)
    day = numbers(frame["taken_on"])
    days = np.unique(day)
    at = positions(ids, record_numbers(frame["account_id"]))
    there = at >= 0
    cell = (at[there], np.searchsorted(days, day[there]))
    low, band = np.full((len(ids), len(days)), np.nan), np.full((len(ids), len(days)), -1, dtype=np.int64)
    formula = band.copy()
    low[cell] = frame["low"].to_numpy(dtype=np.float64)[there]
    band[cell] = pd.Index(BANDS).get_indexer(pd.Index(frame["band"]))[there]
    formula[cell] = record_numbers(frame["health_formula_id"])[there]
    return Weeks(days, low, band, formula)


def history_at(weeks: Weeks, today: int, taking: bool) -> History:
    """What counts on a day: beside the score of today the last two snapshots; when one is `taking` today, the last.

    Of several snapshots of one week the newest counts: to leave Red takes two weeks, however often figures are kept.
    """
    known = weeks.days < today if taking else weeks.days <= today
    # 1970-01-01 was a Thursday: three days more, and weeks begin on Mondays.
    earlier = weeks.days < today - (today + 3) % 7 if taking else known
    low, band, week = weeks.low[:, earlier], weeks.band[:, known], (weeks.days[earlier] + 3) // 7
    low = low[:, np.append(week[1:] != week[:-1], True)] if len(week) else low
    columns = 1 if taking else 2
    newest = low[:, ::-1][:, :columns]
    padded = np.full((len(low), columns), np.nan)
    padded[:, : newest.shape[1]] = newest
    return History(last_judged(band), padded)


def last_judged(band: Ints) -> Ints:
    """The newest band of each row that is neither missing nor Unknown; -1: none."""
    found = np.full(len(band), -1, dtype=np.int64)
    for column in band.T:
        found = np.where((column != -1) & (column != UNKNOWN), column, found)
    return found


def trend(low: Floats, formula: Ints) -> Floats:
    """Theil–Sen slope, in points a week, over the last six snapshots of one formula; NaN under four of them.

    The median of the slopes of all pairs: one odd week does not turn it (Theil 1950, Sen 1968).
    """
    low, formula = low[:, -TREND_WEEKS:], formula[:, -TREND_WEEKS:]
    if low.shape[1] < LEAST_WEEKS:
        return np.full(len(low), np.nan)
    same = np.where(formula == formula[:, -1:], low, np.nan)
    first, second = np.triu_indices(low.shape[1], 1)
    slopes = (same[:, second] - same[:, first]) / (second - first)
    enough = (~np.isnan(same)).sum(axis=1) >= LEAST_WEEKS
    found = np.full(len(low), np.nan)
    if enough.any():
        found[enough] = np.nanmedian(slopes[enough], axis=1)
    return found


def compared_day(weeks: Weeks, today: int, review: date | None) -> int | None:
    """The snapshot a movement is measured from: the newest at or before the last review, else a week or more ago."""
    limit = today - 7 if review is None else min(number(review), today)
    earlier = weeks.days[weeks.days <= limit]
    return int(earlier[-1]) if len(earlier) else None


def since(changes: pd.DataFrame, ids: Ints, band: Ints) -> Ints:
    """The day each account's present band began in the snapshots; FIRST where the newest snapshot says another.

    `changes` as of `queries.band_changes`.
    """
    at = positions(record_numbers(changes["account_id"]), ids)
    kept = np.append(pd.Index(BANDS).get_indexer(pd.Index(changes["band"])), -1)[at]
    began = np.append(numbers(changes["since"]), FIRST)[at]
    return np.where((at >= 0) & (kept == band), began, FIRST)
