"""Figures of what passes between us and a client: gaps, updates, promises, answers, breadth, onboarding."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from lib.measure import Measure, undefined

CADENCE_DAYS, LIVE_DAYS = 90, 90

ON_TRACK, DUE, OVERDUE, NOT_AGREED = "on track", "due", "overdue", "no gap agreed"


def contact_gap(days: int | None, ideal: int | None, maximum: int | None) -> Measure:
    """Days since the last two-way contact, with how that stands against the client's own gaps as its note.

    `days` is None where there never was one. A contact kept on a person counts for the account; notes do not count.
    """
    if days is None:
        return undefined("no two-way contact is recorded")
    return Measure(days, note=gap_standing(days, ideal, maximum))


def gap_standing(days: int, ideal: int | None, maximum: int | None) -> str:
    """On track up to the ideal gap, due up to the maximum gap, overdue beyond it; days inside the limit count.

    Where only one limit is agreed: beyond the ideal is due, beyond the maximum is overdue.
    """
    if ideal is None and maximum is None:
        return NOT_AGREED
    if maximum is not None and days > maximum:
        return OVERDUE
    return DUE if ideal is not None and days > ideal else ON_TRACK


def next_check_in(last: date | None, ideal: int | None, maximum: int | None) -> date | None:
    """The day the next contact is due: the last one and the ideal gap (where none is agreed: the maximum)."""
    gap = ideal if ideal is not None else maximum
    return None if last is None or gap is None else last + timedelta(gap)


class Plan(NamedTuple):
    """A spell of the client's communication plan: a formal update every so many days (None: none agreed)."""

    starts_on: date
    ends_before: date | None
    every_days: int | None


@dataclass(frozen=True)
class Cadence:
    """What came of the plan: days with an update made, days one was missed, and the day the next one is due.

    `planned`: updates were agreed; `logged`: some contact was ever written down.
    """

    made: tuple[date, ...]
    missed: tuple[date, ...]
    next_on: date | None
    planned: bool
    logged: bool = True


def cadence(updates: Collection[date], contacts: Collection[date], plan: Sequence[Plan], as_of: date) -> Cadence:
    """Follow the plan's clock through the last 90 days, the last of them `as_of`.

    `updates` are days with a formal update, `contacts` days with any contact logged (the updates among them or not).
    Any contact logged restarts the clock: the next update is due so many days after it, by the plan in force when
    the clock started. An update made before or on its due day is kept. A due day that passes without any contact is
    missed, and the clock goes on from it. A due day is past on the day after it. Nothing is due, and no update
    counts, on a day for which none is agreed.
    """
    first = as_of - timedelta(CADENCE_DAYS - 1)
    days = sorted(day for day in {*updates, *contacts} if day <= as_of)
    made: list[date] = []
    missed: list[date] = []
    clock = _start(days, plan, first)
    while clock is not None and (every := _in_force(plan, clock)):
        due, then = clock + timedelta(every), _following(days, clock)
        if then is None and due >= as_of:
            return Cadence(tuple(made), tuple(missed), due if _in_force(plan, due) else None, True, bool(days))
        met = then is not None and then <= due
        clock = then if then is not None and met else due
        if clock >= first and _in_force(plan, clock) and (not met or clock in updates):
            (made if met else missed).append(clock)
        clock = _planned_from(plan, clock)
    return Cadence(tuple(made), tuple(missed), None, bool(made or missed), bool(days))


def _start(days: Sequence[date], plan: Sequence[Plan], first: date) -> date | None:
    """Where the clock stands when the window opens: the last contact before it, else where the plan begins."""
    before = [day for day in days if day < first]
    begun = min((one.starts_on for one in plan if one.every_days), default=None)
    if begun is None:
        return None
    return _planned_from(plan, max(before[-1], begun) if before else begun)


def _in_force(plan: Sequence[Plan], day: date) -> int | None:
    there = [p for p in plan if p.starts_on <= day and (p.ends_before is None or day < p.ends_before)]
    return max(there, key=lambda one: one.starts_on).every_days if there else None


def _planned_from(plan: Sequence[Plan], day: date) -> date | None:
    """`day`, or where no update is agreed on it the day the next such plan begins; None: there is none to come."""
    if _in_force(plan, day):
        return day
    return min((one.starts_on for one in plan if one.every_days and one.starts_on > day), default=None)


def _following(days: Sequence[date], day: date) -> date | None:
    at = bisect_right(days, day)
    return days[at] if at < len(days) else None


def cadence_kept(found: Cadence) -> Measure:
    """Formal updates made ÷ formal updates due by the client's own plan, in the last 90 days (see `cadence`).

    Due are those made and those missed. A count of all, so without interval. Undefined where no plan is recorded, or
    no contact was ever logged: what was not written down may have happened.
    """
    made, due = len(found.made), len(found.made) + len(found.missed)
    if not found.planned:
        return undefined("no plan for formal updates is recorded")
    if not found.logged:
        return undefined("no contact with this client is logged yet")
    if not due:
        return undefined(f"none made or due in {CADENCE_DAYS} days: other contact restarted the clock")
    return Measure(made / due, base=due, hits=made)


def promises_kept(kept_in_time: int, due: int, carried_over: int = 0) -> Measure:
    """Promises kept on or before their due day ÷ promises due in the period; open and past due counts as broken.

    Withdrawn ones stay out. `carried_over`: due before the period and still open, told beside the value, not in it.
    """
    note = f"{carried_over} from before {'is' if carried_over == 1 else 'are'} still open" if carried_over else ""
    if not due:
        return undefined("; ".join(filter(None, ["no promise fell due in the period", note])))
    return Measure(kept_in_time / due, base=due, hits=kept_in_time, note=note)


def response_time(hours: Sequence[float], waiting: int = 0) -> Measure:
    """The median business hours from a client's request to the first answer; one entry an answered request.

    `waiting`: requests nobody has answered yet, told beside the value: they would only raise it.
    """
    return _answered(hours, 0.5, waiting)


def slow_response_time(hours: Sequence[float], waiting: int = 0) -> Measure:
    """The 90th percentile of business hours to the first answer: nine of ten were answered sooner.

    Linear between the two nearest values (Hyndman and Fan 1996, type 7).
    """
    return _answered(hours, 0.9, waiting)


def _answered(hours: Sequence[float], share: float, waiting: int) -> Measure:
    note = f"{waiting} without an answer yet" if waiting else ""
    if not hours:
        return undefined("; ".join(filter(None, ["no request was answered", note])))
    return Measure(float(np.quantile(hours, share)), base=len(hours), note=note)


def breadth(contacts: int | None, colleagues: int = 0) -> Measure:
    """How many contacts of the client had a two-way contact with us in the last 90 days; the note tells our side.

    None: nothing was ever recorded. One live thread on either side is "single-threaded".
    """
    if contacts is None:
        return undefined("no two-way contact is recorded")
    if contacts == 0:
        return Measure(0, note=f"nobody talked to in {LIVE_DAYS} days")
    ours = f"with {colleagues} {'colleague' if colleagues == 1 else 'colleagues'} of ours"
    thin = single_threaded(contacts, colleagues)
    return Measure(contacts, note=f"single-threaded: {thin}" if thin else ours)


def single_threaded(contacts: int, colleagues: int) -> str:
    """Where the relationship hangs on one person, in words; empty where it does not (or where nobody is named)."""
    if contacts == 1 and colleagues == 1:
        return "one contact, one colleague"
    if contacts == 1:
        return "one contact only"
    return "one colleague only" if contacts and colleagues == 1 else ""


def onboarding(done: int, due: int) -> Measure:
    """Onboarding steps done ÷ steps due by the day (those done early are due and done); undefined without any."""
    if not due:
        return undefined("no onboarding step is due yet")
    return Measure(done / due, base=due, hits=done)
