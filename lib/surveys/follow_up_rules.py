"""The rules of conversations owed after answers: which answers ask for one, and until when it is due."""

from datetime import datetime, timedelta

HOURS = "hours"
BUSINESS_HOURS = "business hours"
CLOCKS = (HOURS, BUSINESS_HOURS)
CLOCK_SETTING = "follow_up_clock"
DUE_HOURS = 48
# The highest point that is low, where higher is better: detractors; 1 or 2 of 5; the same two points of 7.
_LOW = {"0-10": (0, 6, 10), "1-5": (1, 2, 5), "1-7": (1, 2, 7)}
AREAS = ("recommendation", "satisfaction")


def is_low(scale: str, area: str | None, score: float | None, better: str = "higher") -> bool:
    """Whether an answer asks for a conversation: 0–6 of 10 on recommendation, 1–2 of 5 on satisfaction.

    Answers to questions of other areas never do; `better` "lower" turns the scale around.
    """
    if score is None or area not in AREAS or scale not in _LOW:
        return False
    first, low, last = _LOW[scale]
    return (first + last - score if better == "lower" else score) <= low


def due_at(opened_at: datetime, clock: str) -> datetime:
    """48 hours after a moment; by `clock` BUSINESS_HOURS time runs from Monday to Friday only: two business days."""
    if clock != BUSINESS_HOURS:
        return opened_at + timedelta(hours=DUE_HOURS)
    start = _weekday(opened_at)
    due = start
    for _ in range(DUE_HOURS // 24):
        due = due + timedelta(days=3 if due.weekday() == 4 else 1)
    return due


def _weekday(moment: datetime) -> datetime:
    """The same moment, or the first one of Monday where it falls on a weekend."""
    over = moment.weekday() - 4
    if over <= 0:
        return moment
    return (moment + timedelta(days=3 - over)).replace(hour=0, minute=0, second=0, microsecond=0)
