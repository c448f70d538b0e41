"""Figures of time across the book: on time by quarter and group, on schedule, goals met by group."""

from datetime import date

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import FIRST, LAST, NONE, Bools, Ints, number
from lib.delivery.figures import judged_on_time
from lib.delivery.work import RUNNING, Work, on_time
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, next_day, quarters

QUARTERS = 8


def on_schedule(due: Ints, as_of: int) -> Measure:
    """Of running projects with a due date, the share that is not past it on a day; `due` is FIRST where there is none.

    The note says how many have no due date. A count of all, not a sample: no interval.
    """
    dated = due != FIRST
    base, without = int(np.count_nonzero(dated)), int(np.count_nonzero(~dated))
    if not base:
        why = f"none of {fmt.counted(without, 'running project')} has a due date" if without else "no project runs"
        return undefined(why)
    hits = int(np.count_nonzero(due[dated] >= as_of))
    note = f"{fmt.counted(without, 'project')} without a due date left out" if without else ""
    return Measure(hits / base, base=base, hits=hits, note=note)


def schedule_of(work: Work) -> Measure:
    """`on_schedule` of the projects running."""
    return on_schedule(work.due[work.state == RUNNING], work.as_of)


def by_quarter(work: Work, as_of: date, count: int = QUARTERS) -> pd.DataFrame:
    """On time in the last quarters, one row a quarter and date judged by, oldest first; none where nothing fell due.

    Columns: quarter (Q3 2026), so_far (the quarter is not over), by ("agreed" or "first"), share, hits, base.
    """
    spans = quarters(Period(add_months(as_of, 3 - 3 * count), next_day(as_of)))
    rows = [_quarter(work, span, as_of, original) for span in spans for original in (False, True)]
    return pd.DataFrame(
        [row for row in rows if row["base"]], columns=["quarter", "so_far", "by", "share", "hits", "base"]
    )


def _quarter(work: Work, span: Period, as_of: date, original: bool) -> dict[str, object]:
    told = on_time(work, span, original=original)
    return {
        "quarter": fmt.period(span), "so_far": span.partial(as_of), "by": "first" if original else "agreed",
        "share": told.value, "hits": told.hits or 0, "base": told.base or 0,
    }  # fmt: skip


def judged(work: Work, period: Period, *, original: bool = False) -> Bools:
    """Which projects on-time delivery of a period is made of."""
    due = work.original_due if original else work.due
    fell = judged_on_time(due, work.delivered, number(period.start), number(period.end), work.as_of)
    counted: Bools = fell & work.counted
    return counted


def delivered_in(work: Work, period: Period) -> Bools:
    """Which projects were delivered in a period."""
    done = (work.delivered != LAST) & (work.delivered >= number(period.start)) & (work.delivered < number(period.end))
    counted: Bools = done & work.counted
    return counted


def by_group(work: Work, groups: "pd.Series[str]", period: Period) -> pd.DataFrame:
    """On time and goals of a period, one row a group (`groups`: one entry a project) with something to tell.

    Columns: group, due, on_time, late, first_due, first_on_time (against the due date agreed at the start),
    delivered, judged, met. The most late first.
    """
    agreed, first = judged(work, period), judged(work, period, original=True)
    done = delivered_in(work, period)
    counts = pd.DataFrame(
        {
            "group": groups.to_numpy(dtype=object),
            "due": agreed,
            "on_time": agreed & (work.delivered <= work.due),
            "late": agreed & (work.delivered > work.due),
            "first_due": first,
            "first_on_time": first & (work.delivered <= work.original_due),
            "delivered": done,
            "judged": done & (work.met != NONE),
            "met": done & (work.met == 1),
        }
    )
    summed = counts.groupby("group", sort=True).sum().reset_index()
    told = summed[summed[["due", "first_due", "delivered"]].any(axis=1)]
    return told.sort_values(["late", "due"], ascending=False, kind="stable").reset_index(drop=True)
