"""Projects as they stood on a day: what was agreed by then, what was delivered, worked and judged."""

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Bools, Ints, number, numbers, positions, record_numbers
from lib.delivery import figures
from lib.delivery.figures import Changes
from lib.measure import Measure, undefined
from lib.periods import Period

STATES = ("running", "planned", "delivered", "cancelled")
RUNNING, PLANNED, DELIVERED, CANCELLED = range(4)


@dataclass(frozen=True, eq=False)
class Work:
    """Projects as arrays in the order of `ids`: days and minutes as in `lib.delivery.figures`, `state` as in STATES.

    `met`: 1 the goal was met, 0 missed, NONE not judged. `waiting`: changes the client had not decided.
    """

    as_of: int
    ids: Ints
    state: Ints
    starts: Ints
    original_due: Ints
    due: Ints
    delivered: Ints
    met: Ints
    agreed: Ints
    worked: Ints
    unbilled: Ints
    waiting: Ints

    @property
    def counted(self) -> Bools:
        """Which projects figures count: not cancelled, and not delivered on an unknown day."""
        undated = (self.state == DELIVERED) & (self.delivered == LAST)
        counted: Bools = (self.state != CANCELLED) & ~undated
        return counted

    @property
    def begun(self) -> Bools:
        """Which projects were worked on or could be: begun, and not cancelled."""
        begun: Bools = (self.state == RUNNING) | (self.state == DELIVERED)
        return begun

    @property
    def overdue(self) -> Bools:
        """Which are running past their due date: begun, due before the day and not delivered."""
        overdue: Bools = (self.state == RUNNING) & (self.due != FIRST) & (self.due < self.as_of)
        return overdue

    def only(self, kept: Bools | Ints) -> "Work":
        """The projects of a mask, or those at places in the order of these."""
        arrays = {one.name: getattr(self, one.name)[kept] for one in fields(self) if one.name != "as_of"}
        return replace(self, **arrays)


def as_they_stood(projects: pd.DataFrame, changes: pd.DataFrame, minutes: pd.DataFrame, as_of: date) -> Work:
    """The frames of `lib.delivery.queries` (projects, scope_changes, project_minutes) as they stood on a day.

    What was delivered, judged or decided later had not happened. When a project was cancelled is not recorded: it is
    left out on every day.
    """
    today, ids = number(as_of), record_numbers(projects["id"])
    rank = np.argsort(ids)
    place = _places(ids, rank, record_numbers(changes["project_id"]))
    done = _by(numbers(projects["delivered_on"], LAST), today)
    approved = _approved(changes, place).by(today)
    scoped, original = record_numbers(projects["scoped_minutes"]), numbers(projects["original_due_on"])
    worked, unbilled = _worked(ids, rank, minutes)
    return Work(
        as_of=today, ids=ids, state=_state(projects, done, today), starts=numbers(projects["starts_on"]),
        original_due=original, due=figures.agreed_due(original, done, approved), delivered=done,
        met=_met(projects, today), agreed=figures.agreed_minutes(scoped, approved), worked=worked, unbilled=unbilled,
        waiting=np.bincount(place[waits(changes, as_of) & (place != NONE)], minlength=len(ids)).astype(np.int64),
    )  # fmt: skip


def _by(days: Ints, today: int) -> Ints:
    return np.where(days <= today, days, LAST)


def _places(ids: Ints, rank: Ints, wanted: Ints) -> Ints:
    """Where the projects of other rows stand among `ids`; NONE where they are not there."""
    at = positions(ids[rank], wanted)
    return np.where(at == NONE, NONE, np.append(rank, NONE)[at])


def _approved(changes: pd.DataFrame, place: Ints) -> Changes:
    kept = (changes["decision"] == "approved").to_numpy(dtype=bool) & (place != NONE)
    return Changes(
        project=place[kept],
        decided=_decided(changes)[kept],
        new_due=numbers(changes["new_due_on"])[kept],
        minutes=np.asarray(changes["minutes"], dtype=np.int64)[kept],
    )


def _decided(changes: pd.DataFrame) -> Ints:
    """The day of each decision; the day it was asked for where nobody noted one."""
    day = numbers(changes["decided_on"])
    return np.where(day == FIRST, numbers(changes["asked_on"]), day)


def waits(changes: pd.DataFrame, as_of: date) -> Bools:
    """Which changes of scope the client had not decided by the end of a day."""
    later = _decided(changes) > number(as_of)
    waiting: Bools = (changes["decision"] == "waiting").to_numpy(dtype=bool) | later
    return waiting


def _worked(ids: Ints, rank: Ints, minutes: pd.DataFrame) -> tuple[Ints, Ints]:
    place = _places(ids, rank, record_numbers(minutes["project_id"]))
    there = place != NONE
    worked, unbilled = np.zeros((2, len(ids)), dtype=np.int64)
    worked[place[there]] = np.asarray(minutes["minutes"], dtype=np.int64)[there]  # one row a project
    unbilled[place[there]] = np.asarray(minutes["unbilled"], dtype=np.int64)[there]
    return worked, unbilled


def _state(projects: pd.DataFrame, done: Ints, today: int) -> Ints:
    said = projects["state"].to_numpy(dtype=object)
    started = numbers(projects["starts_on"]) <= today  # one without a start counts as begun
    undated = (said == "delivered") & projects["delivered_on"].isna().to_numpy()
    rules = {CANCELLED: said == "cancelled", DELIVERED: (done != LAST) | undated}
    planned = ~started | (said == "planned")  # a state only moves on: what is planned now was planned then
    return np.select([*rules.values(), planned], [*rules, PLANNED], default=RUNNING).astype(np.int64)


def _met(projects: pd.DataFrame, today: int) -> Ints:
    """A judgement without a day counts from the delivery on."""
    judged = numbers(projects["judged_on"].fillna(projects["delivered_on"]), LAST)
    met = projects["goal_met"].map({True: 1, False: 0}).fillna(NONE).to_numpy(dtype=np.int64)
    return np.where(judged <= today, met, NONE)


def on_time(work: Work, period: Period, *, original: bool = False) -> Measure:
    """`figures.on_time` of the projects due in a period; `original`: against the due date agreed at the start."""
    due = (work.original_due if original else work.due)[work.counted]
    return figures.on_time(due, work.delivered[work.counted], number(period.start), number(period.end), work.as_of)


def goal_met(work: Work, period: Period) -> Measure:
    """`figures.goal_met` of the projects delivered in a period."""
    done, met = work.delivered[work.counted], work.met[work.counted]
    return figures.goal_met(done, met, number(period.start), number(period.end))


def scope_creep(work: Work, records_from: date | None) -> Measure:
    """`figures.scope_creep` of the projects begun whose hours are on record from their first day on."""
    kept = work.begun & timed(work, records_from)
    if work.begun.any() and not kept.any():
        return undefined("no project has all its hours on record")
    return figures.scope_creep(work.agreed[kept], work.worked[kept])


def timed(work: Work, records_from: date | None) -> Bools:
    """Of which projects all hours are on record: those begun since time records begin (None: there are none)."""
    first = LAST if records_from is None else number(records_from)
    since: Bools = work.starts >= first
    return since
