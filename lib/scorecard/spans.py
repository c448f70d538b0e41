"""The days a scorecard speaks for: its period as far as it is over, and the same part of the one before."""

from dataclasses import dataclass
from datetime import date, timedelta

from lib import format as fmt
from lib.errors import RefusedValue
from lib.periods import Period, add_months, next_day


@dataclass(frozen=True)
class Spans:
    """`now`: the period up to the day, `before`: as much of the one before it; `remark` says so where it is a part."""

    now: Period
    before: Period
    remark: str


def spans(period: Period, as_of: date) -> Spans:
    """The spans of a period seen on a day. A part is compared with the same part, never with a whole one.

    Raises RefusedValue where the period has not begun.
    """
    if period.start > as_of:
        raise RefusedValue("period", f"begins on {fmt.day(period.start)}: choose one begun by {fmt.day(as_of)}.")
    end = min(period.end, next_day(as_of))
    now = Period(period.start, end, period.key)
    before = Period(_back(period, period.start), min(_back(period, end), period.start), "before")
    part = f"So far, to {fmt.day(as_of)}; beside the same days of the period before." if end < period.end else ""
    return Spans(now, before, part)


def _back(period: Period, day: date) -> date:
    """A day one period earlier: by calendar months where the period is made of whole ones, else by its days."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    whole = months > 0 and period.start.day == 1 and period.end.day == 1
    return add_months(day, -months) if whole else day - timedelta(days=period.days)
