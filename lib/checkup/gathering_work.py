"""The part of a pack about work and fees: projects, hours against scope, changes, fees by month."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.checkup.pack import Change, Fee, Job, Work
from lib.checkup.records import Records, fee_span, rows
from lib.days import FIRST, LAST, NONE, Bools, Ints, day_of, number
from lib.delivery.work import PLANNED, RUNNING, STATES, goal_met, on_time, timed, waits
from lib.money.account_figures import in_span
from lib.periods import months


def work(records: Records) -> Work:
    """Projects due or delivered in the period, and those under way or planned on the as-of day."""
    found, period = records.work, records.period
    start, end = number(period.start), number(period.end)
    due, done = _inside(found.due, start, end), _inside(found.delivered, start, end)
    kept = (due | done) & found.counted
    ahead = (found.state == RUNNING) | (found.state == PLANNED)
    every = list(_jobs(records))
    return Work(
        jobs=tuple(job for job, inside in zip(every, kept, strict=True) if inside),
        running=tuple(job for job, later in zip(every, ahead, strict=True) if later),
        on_time=on_time(found, period),
        goal_met=goal_met(found, period),
    )


def _inside(days: Ints, start: int, end: int) -> Bools:
    inside: Bools = (days >= start) & (days < end)
    return inside


def _jobs(records: Records) -> Iterator[Job]:
    found = records.work
    whole = timed(found, records.hours_from)
    for at, row in enumerate(rows(records.projects[["name", "service", "goal"]])):
        yield Job(
            name=str(row["name"]),
            service="" if pd.isna(row["service"]) else str(row["service"]),
            state=STATES[found.state[at]],
            starts_on=_day(found.starts[at]),
            due_on=_day(found.due[at]),
            first_due_on=_day(found.original_due[at]),
            delivered_on=_day(found.delivered[at]),
            goal=None if pd.isna(row["goal"]) else str(row["goal"]),
            goal_met={1: True, 0: False}.get(int(found.met[at])),
            agreed_minutes=None if found.agreed[at] == NONE else int(found.agreed[at]),
            worked_minutes=int(found.worked[at]) if whole[at] else None,
        )


def _day(value: np.int64) -> date | None:
    return None if value in (FIRST, LAST) else day_of(int(value))


def changes(records: Records) -> tuple[Change, ...]:
    """Changes asked for or decided in the period, and those the client has not decided."""
    found = records.changes
    waiting = waits(found, records.as_of)
    start, end = pd.Timestamp(records.period.start), pd.Timestamp(records.period.end)
    touched = [(found[name] >= start) & (found[name] < end) for name in ("asked_on", "decided_on")]
    kept = found.assign(waiting=waiting)[touched[0] | touched[1] | waiting]
    return tuple(_change(row) for row in rows(kept))


def _change(row: Mapping[str, Any]) -> Change:
    decided = not row["waiting"]
    return Change(
        asked_on=row["asked_on"].date(),
        project=str(row["project"]),
        what=str(row["what"]),
        minutes=int(row["minutes"]),
        fee_cents=None if pd.isna(row["fee_cents"]) else int(row["fee_cents"]),
        new_due_on=None if pd.isna(row["new_due_on"]) else row["new_due_on"].date(),
        decision=str(row["decision"]) if decided else "waiting",
        decided_on=row["decided_on"].date() if decided and pd.notna(row["decided_on"]) else None,
        decided_by=str(row["decided_by"]) if decided and pd.notna(row["decided_by"]) else None,
    )


def fees(records: Records) -> tuple[Fee, ...]:
    """Fees by month up to the end of the period; months before the records begin, or after the day, are left out."""
    begun = records.revenue_from
    told = [
        month
        for month in months(fee_span(records.period))
        if begun is not None and month.end > begun and month.start <= records.as_of
    ]
    known = records.revenue[records.revenue["day"] <= pd.Timestamp(records.as_of)]
    return tuple(
        Fee(
            month=month,
            recurring_cents=in_span(known, month, "recurring"),
            project_cents=in_span(known, month, "project"),
            inside=month.start in records.period,
            partial=month.partial(records.as_of, begun),
        )
        for month in told
    )
