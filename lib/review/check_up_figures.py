"""Which clients had their check-up of the quarter or the year, and since when one is owed. Pure functions."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.days import Bools
from lib.measure import Measure, undefined
from lib.periods import Period, parse, quarter

HELD, DUE, OWED, UNKNOWN = "held", "due", "owed", "not recorded"


@dataclass(frozen=True)
class Standing:
    """How a check-up stands: `state` held, due (by `on`, the period's last day), owed (since `on`) or not recorded."""

    state: str
    on: date | None


def running(period: str, day: date) -> Period:
    """The calendar quarter or year that holds a day; `period` is a word of CHECK_UP_PERIODS."""
    return quarter(day) if period == "quarter" else parse(str(day.year))


def check_up_standing(period: str, last: date | None, since: date | None, day: date) -> Standing:
    """How the check-up of a client stands on a day.

    `last`: the last one held (None: none); `since`: the first day one can be owed from, which is when the client came,
    or the first check-up on record where that is later (None: none was ever recorded). One is owed from the day after
    the first whole quarter (year) without it; the running one is only due.
    """
    now = running(period, day)
    if last is not None and last >= now.start:
        return Standing(HELD, last)
    if since is None:
        return Standing(UNKNOWN, None)
    first = running(period, last).end if last is not None and last >= since else _first_whole(period, since)
    missed = running(period, first)
    return Standing(DUE, now.last_day) if missed.end > day else Standing(OWED, missed.end)


def _first_whole(period: str, since: date) -> date:
    """The first day of the first quarter (year) that lies whole after a day."""
    piece = running(period, since)
    return since if since == piece.start else piece.end


def check_ups_held(held: Bools) -> Measure:
    """Of active accounts led by somebody, the share whose check-up of the running quarter (year) was held."""
    base = len(held)
    if not base:
        return undefined("leads no active client", absent="not applicable")
    hits = int(np.count_nonzero(held))
    return Measure(hits / base, base=base, hits=hits)
