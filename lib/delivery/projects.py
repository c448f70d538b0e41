"""Every project of the book as it stood on a day, under the names of its account, service, sector and owner."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.attribution import attributed, read_names
from lib.days import FIRST, LAST, Bools, Ints, day_of, days_from, number
from lib.delivery import queries
from lib.delivery.work import CANCELLED, DELIVERED, PLANNED, RUNNING, Work, as_they_stood, timed
from lib.periods import trailing_year
from lib.store.engine import Store

SUBJECTS = ("people", "accounts", "delivery")
LATE, ON_SCHEDULE, UNDATED, PLAN, DONE, CALLED_OFF = (
    "late", "on schedule", "no due date", "planned", "delivered", "cancelled",
)  # fmt: skip
UNNAMED = {"account": "no account", "service": "no service", "sector": "no sector", "owner": "nobody",
           "person": "nobody"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Projects:
    """Projects that were not called off: `rows` and `work` in the same order.

    `rows`: id, account_id, name, account, service, sector, owner, person (who leads the project), standing (LATE,
    ON_SCHEDULE, UNDATED, PLAN, DONE), starts_on, original_due_on, due_on (agreed last), delivered_on (NaT: not by the
    day), fee_cents, goal. The owner is who led the account when the project was delivered; who leads it on the day
    where it was not. `hours_from`: since when hours are logged (None: they are not).
    """

    rows: pd.DataFrame
    work: Work
    hours_from: date | None

    def only(self, kept: Bools | Ints) -> "Projects":
        """The projects of a mask, or those at places in the order of these."""
        return Projects(self.rows.iloc[kept].reset_index(drop=True), self.work.only(kept), self.hours_from)

    @property
    def lately(self) -> Bools:
        """Which are running, or were delivered in the twelve months to the day."""
        year = number(trailing_year(day_of(self.work.as_of)).start)
        recent: Bools = (self.work.state == RUNNING) | ((self.work.delivered >= year) & (self.work.delivered != LAST))
        return recent

    @property
    def timed(self) -> Bools:
        """Of which all hours are on record."""
        return timed(self.work, self.hours_from)


def read_projects(store: Store, as_of: date) -> Projects:
    """All projects known on a day but those called off."""
    frame = queries.projects(store, as_of)
    changes, minutes = queries.scope_changes(store, as_of), queries.project_minutes(store, as_of)
    work = as_they_stood(frame, changes, minutes, as_of)
    names, day = read_names(store), np.where(work.delivered == LAST, work.as_of, work.delivered)
    rows = attributed(names, frame, day).assign(
        standing=standing(work), due_on=days_from(work.due), delivered_on=days_from(work.delivered, LAST)
    )
    for column, words in UNNAMED.items():
        told = rows[column].astype(object)
        rows[column] = told.where(told.notna(), words)
    found = Projects(rows, work, queries.first_day_worked(store, as_of))
    return found.only(work.state != CANCELLED)


def standing(work: Work) -> "pd.Series[str]":
    """Each project's standing in a word."""
    running = work.state == RUNNING
    rules = {
        LATE: work.overdue, UNDATED: running & (work.due == FIRST), ON_SCHEDULE: running,
        PLAN: work.state == PLANNED, DONE: work.state == DELIVERED,
    }  # fmt: skip
    return pd.Series(np.select(list(rules.values()), list(rules), default=CALLED_OFF), dtype=object)


def days_late(work: Work) -> pd.arrays.IntegerArray:
    """Days after the due date agreed last, of those delivered or overdue (0: in time); NA where none can be told."""
    end: Ints = np.where(work.delivered == LAST, work.as_of, work.delivered)
    told = ((work.delivered != LAST) | work.overdue) & (work.due != FIRST)
    return pd.arrays.IntegerArray(np.where(told, np.maximum(end - work.due, 0), 0), ~told)
