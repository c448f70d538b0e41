"""What is seen of the commercial side: the trend of revenue, overdue invoices, contracts about to end."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, Bools, Floats, Ints, numbers, record_numbers
from lib.health.grouping import last_day, of_accounts, ratio, total
from lib.health.signals import Evidence, Seen

TREND_LOSS = 0.20  # a fall of revenue by this share takes all the points a trend can take
TREND_POINTS = 40.0
OVERDUE = ((0, 15.0), (30, 35.0), (60, 60.0))  # from so many days on, so many points
ENDING = ((90, 15.0), (30, 30.0))  # within so many days, so many points
NOTICE_POINTS = 100.0


@dataclass(frozen=True, eq=False)
class Ends:
    """How contracts stand on a day: days since notice was given (NaN: none), days to the end (NaN: none in sight).

    An end below 0 is so many days gone by.
    """

    notice: Floats
    ending: Floats


def seen_commercial(ids: Ints, today: int, revenue: pd.DataFrame, invoices: pd.DataFrame, ends: Ends) -> Seen:
    """100 less what revenue trend, overdue invoices, a contract about to end and notice take away.

    `first`: trend of revenue as a share (NaN: none to compare), `second`: days the oldest unpaid invoice is overdue.
    """
    count = len(ids)
    revenue, at = of_accounts(ids, revenue)
    paid = last_day(count, at, numbers(revenue["day"]))
    billed, where = of_accounts(ids, invoices)
    issued = last_day(count, where, np.maximum(numbers(billed["issued_on"]), numbers(billed["paid_on"])))
    trend = revenue_trend(count, at, revenue, paid)
    late = overdue_days(count, where, billed, today)
    lost = TREND_POINTS * np.clip(-np.nan_to_num(trend) / TREND_LOSS, 0, 1)
    lost += _steps(np.nan_to_num(late), OVERDUE) + _ending(ends.ending) + NOTICE_POINTS * ~np.isnan(ends.notice)
    newest = np.maximum(paid, issued)
    latest = numbers(revenue["day"]) == paid[at]
    unpaid = (billed["paid_on"].isna() & (numbers(billed["due_on"], LAST) < today)).to_numpy()
    last = np.maximum(numbers(billed["issued_on"]), numbers(billed["paid_on"])) == issued[where]
    return Seen(
        score=np.where(newest == FIRST, np.nan, np.maximum(100 - lost, 0)),
        day=newest,
        longer=np.zeros(count, dtype=np.int64),
        first=trend,
        second=late,
        evidence=(
            Evidence("revenue", at[latest], record_numbers(revenue["id"])[latest]),
            Evidence("invoice", where[unpaid | last], record_numbers(billed["id"])[unpaid | last]),
        ),
    )


def revenue_trend(count: int, at: Ints, revenue: pd.DataFrame, newest: Ints) -> Floats:
    """Revenue of the three months before the month of the newest revenue, against the three before: share of change.

    Whole months counted back from the newest revenue, not from today: a month that turns changes nothing.
    """
    months = np.asarray(revenue["day"], dtype="datetime64[M]").astype(np.int64)
    last = np.array(newest, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64)
    back = last[at] - months
    cents = revenue["cents"].to_numpy(dtype=np.float64)
    now, before = ((back >= near) & (back <= far) for near, far in ((1, 3), (4, 6)))
    earlier = total(count, at[before], cents[before])
    return ratio(total(count, at[now], cents[now]) - earlier, earlier)


def overdue_days(count: int, at: Ints, invoices: pd.DataFrame, today: int) -> Floats:
    """Days the oldest unpaid invoice of each account is overdue; NaN where none is."""
    due = numbers(invoices["due_on"], LAST)
    unpaid: Bools = invoices["paid_on"].isna().to_numpy() & (due < today)
    found = last_day(count, at[unpaid], today - due[unpaid])
    return np.where(found == FIRST, np.nan, found.astype(np.float64))


def contract_ends(ids: Ints, today: int, contracts: pd.DataFrame, leaving: pd.DataFrame) -> Ends:
    """Notice given, and the day by which the last contract in force ends by itself; renewing ones have no end.

    A client that has decided to leave has given notice. Frames as of `fact_queries`.
    """
    count = len(ids)
    found, at = of_accounts(ids, contracts)
    given = last_day(count, at, numbers(found["notice_given_on"]))
    told, where = of_accounts(ids, leaving)
    given = np.maximum(given, last_day(count, where, numbers(told["decided_on"])))
    last = numbers(found["ends_before"], LAST)
    last = np.where(found["auto_renews"].to_numpy(dtype=np.bool_) & found["notice_given_on"].isna(), LAST, last)
    end = last_day(count, at, last)
    open_ended = (end == FIRST) | (end == LAST)
    return Ends(np.where(given == FIRST, np.nan, today - given), np.where(open_ended, np.nan, end - today))


def _steps(days: Floats, steps: tuple[tuple[int, float], ...]) -> Floats:
    taken = np.zeros(len(days))
    for beyond, points in steps:
        taken = np.where(days > beyond, points, taken)
    return taken


def _ending(days: Floats) -> Floats:
    taken = np.zeros(len(days))
    for within, points in ENDING:
        taken = np.where(days <= within, points, taken)
    return taken
