"""Figures of the work: on time, goal met, scope, revision rounds, margin. Pure functions of aligned arrays.

Days are days since 1970-01-01 (`lib.days`): a project not delivered by the as-of day is delivered on `LAST`, one
without a due date is due on `FIRST`. Minutes and cents are whole numbers; NONE (-1) where nobody said.
"""

from dataclasses import dataclass

import numpy as np

from lib.days import FIRST, LAST, NONE, Bools, Floats, Ints
from lib.format import counted, of, percent
from lib.measure import Measure, undefined


@dataclass(frozen=True)
class Changes:
    """Approved changes of scope, one entry each, in any order.

    `project`: position of its project; `decided`: the day of the sign-off; `new_due`: FIRST where the due date stayed;
    `minutes`: added to (or taken from) the scope.
    """

    project: Ints
    decided: Ints
    new_due: Ints
    minutes: Ints

    def by(self, as_of: int) -> "Changes":
        """Those signed off by a day (inside)."""
        kept = self.decided <= as_of
        return Changes(self.project[kept], self.decided[kept], self.new_due[kept], self.minutes[kept])


def agreed_due(original_due: Ints, delivered: Ints, changes: Changes) -> Ints:
    """The due date of each project as agreed at the sign-off of its last approved change that named one.

    Where there is none, the original one. A change signed off after the delivery no longer moves the date.
    """
    moves = (changes.new_due != FIRST) & (changes.decided <= delivered[changes.project])
    order = np.lexsort((changes.new_due[moves], changes.decided[moves], changes.project[moves]))
    due = original_due.copy()
    # Of several entries for one project numpy keeps the last, which is the newest.
    due[changes.project[moves][order]] = changes.new_due[moves][order]
    return due


def agreed_minutes(scoped: Ints, changes: Changes) -> Ints:
    """Scoped and approved minutes of each project; NONE where no scope was agreed."""
    added = np.bincount(changes.project, weights=changes.minutes, minlength=len(scoped)).astype(np.int64)
    return np.where(scoped == NONE, NONE, np.maximum(scoped + added, 0))


def judged_on_time(due: Ints, delivered: Ints, start: int, end: int, as_of: int) -> Bools:
    """Which projects fell due from `start` (inside) to `end` (outside), and can be judged on `as_of`.

    One due later is not judged yet, even if it is delivered; one due on `as_of` itself is, once it is delivered.
    """
    past: Bools = (due < as_of) | ((due == as_of) & (delivered <= as_of))
    return (due >= start) & (due < end) & past


def on_time(due: Ints, delivered: Ints, start: int, end: int, as_of: int) -> Measure:
    """Of the projects due in a period, the share delivered on or before that day; open and past due counts as late.

    `due` is the date agreed at the sign-off of the last approved change (`agreed_due`), or the original one for the
    variant beside it. Cancelled projects, and those delivered on an unknown day, must be left out before. A count of
    all projects, not a sample: no interval.
    """
    judged = judged_on_time(due, delivered, start, end, as_of)
    base = int(np.count_nonzero(judged))
    if not base:
        return undefined("no project fell due in the period")
    hits = int(np.count_nonzero(judged & (delivered <= due)))
    return Measure(hits / base, base=base, hits=hits)


def goal_met(delivered: Ints, met: Ints, start: int, end: int) -> Measure:
    """Of the projects delivered from `start` to `end` (outside) and judged, the share that met the client's goal.

    `met`: 1 met, 0 missed, NONE not judged (by the as-of day). The note says how many were not judged.
    """
    done = (delivered >= start) & (delivered < end)
    count, base = int(np.count_nonzero(done)), int(np.count_nonzero(done & (met != NONE)))
    if not count:
        return undefined("no project was delivered in the period")
    if not base:
        return undefined(f"nobody said yet whether the goal was met ({counted(count, 'project')} delivered)")
    hits = int(np.count_nonzero(done & (met == 1)))
    note = f"{of(count - base, count)} delivered not judged" if base < count else ""
    return Measure(hits / base, base=base, hits=hits, note=note)


def beyond(agreed: Ints, worked: Ints) -> Ints:
    """Minutes worked beyond scoped + approved minutes; 0 where it holds, or where no scope was agreed."""
    return np.where(agreed == NONE, 0, np.maximum(worked - agreed, 0))


def scope_creep(agreed: Ints, worked: Ints) -> Measure:
    """Minutes worked beyond scoped + approved change minutes, as a share of these; one entry a project.

    Hours one project saved do not pay for those another went beyond. Projects without an agreed scope stay out.
    """
    known = agreed > 0
    base, unscoped = int(np.count_nonzero(known)), int(np.count_nonzero(~known))
    if not base:
        return undefined("no project with an agreed scope")
    over = beyond(agreed[known], worked[known])
    notes = [f"{of(int(np.count_nonzero(over)), base)} went beyond"]
    notes += [f"{unscoped:,} without an agreed scope left out"] if unscoped else []
    return Measure(float(over.sum() / agreed[known].sum()), base=base, note=", ".join(notes))


def unbilled_beyond(agreed: Ints, worked: Ints, unbilled: Ints) -> Ints:
    """Minutes beyond the scope that were not billed: of the unbilled ones, as many as went beyond."""
    return np.minimum(beyond(agreed, worked), unbilled)


def worth(minutes: int, cents_per_hour: int | None) -> Measure:
    """What minutes are worth in cents at the price of an hour; undefined without a price."""
    if cents_per_hour is None:
        return undefined("no bill rate is recorded")
    return Measure(round(minutes * cents_per_hour / 60))


def revision_rounds(rounds: Ints, in_scope: Ints) -> Measure:
    """Rounds of changes a deliverable, mean, over deliverables whose rounds in scope were agreed (others: NONE)."""
    known = in_scope != NONE
    base = int(np.count_nonzero(known))
    if not base:
        return undefined("no deliverable has rounds agreed")
    more = int(np.count_nonzero(rounds[known] > in_scope[known]))
    note = f"{in_scope[known].mean():.1f} in scope, {of(more, base)} went beyond"
    return Measure(float(rounds[known].mean()), base=base, note=note)


def delivery_margin(fees: int, pass_through: int, cost: int) -> Measure:
    """(Fees - pass-through costs - cost of the hours) / (fees - pass-through costs), from cents.

    Undefined where nothing is left of the fees after what was passed on.
    """
    own = fees - pass_through
    if own <= 0:
        return undefined("no fees are left after costs passed on")
    return Measure((own - cost) / own)


def hours_cost(minutes: Ints, cents_per_hour: Ints) -> tuple[int, int]:
    """What hours cost in cents, and how many minutes have no cost rate (NONE) and add nothing."""
    known = cents_per_hour != NONE
    cost = float((minutes[known] * cents_per_hour[known]).sum()) / 60
    return round(cost), int(minutes[~known].sum())


def usual_margin(fees: Ints, margin_share: Floats) -> Measure:
    """Margin as the services usually leave it: Σ fees × share / Σ fees, over services whose share is known (not NaN).

    One entry a service, fees in cents. An estimate from the catalogue of services, not from hours; the note says how
    much of the fees it speaks for.
    """
    known = ~np.isnan(margin_share) & (fees > 0)
    spoken, total = int(fees[known].sum()), int(fees[fees > 0].sum())
    if not spoken:
        return undefined("no service of these fees has a usual margin")
    note = f"speaks for {percent(spoken / total)} of the fees" if spoken < total else ""
    return Measure(float((fees[known] * margin_share[known]).sum() / spoken), note=note)


def write_off_share(written_off: int, fees: int) -> Measure:
    """Amount written off as a share of the fees of the same time, from cents."""
    if fees <= 0:
        return undefined("no fees in the period")
    return Measure(written_off / fees)


def days_open(opened: Ints, closed: Ints, as_of: int) -> Ints:
    """How many days things were open: to the day they were closed (LAST: still open), or to `as_of`."""
    return np.where(closed == LAST, as_of, closed) - opened
