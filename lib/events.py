"""One line of an account's history: what happened on a day, in words, with whom, and when it was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

# What a history is filtered by, in the order a person reads it.
GROUPS = (
    "Contact", "Promises", "Requests", "Escalations", "Objectives", "Projects", "Surveys", "Money", "Opportunities",
    "Contracts", "Onboarding", "People", "Changes",
)  # fmt: skip
LATE_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `title` says what in our words, `words` what somebody wrote about it.

    `group` is one of GROUPS; `cents` an amount it is about; `imported`: an import brought it.
    """

    day: date
    group: str
    title: str
    words: str = ""
    who: str = ""
    cents: int | None = None
    recorded_at: datetime | None = None
    imported: bool = False

    @property
    def entered_late(self) -> date | None:
        """The day it was recorded, where that is more than a week after it happened."""
        if self.recorded_at is None:
            return None
        entered = self.recorded_at.date()
        return entered if entered - self.day > LATE_AFTER else None


def told(
    row: Any, day: date, group: str, title: str, words: str | None = None, who: str | None = None,
    cents: int | None = None,
) -> Event:  # fmt: skip
    """The event of a record; `row` has the record's `recorded_at` and `batch_id`."""
    return Event(day, group, title, words or "", who or "", cents, row.recorded_at, row.batch_id is not None)


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Events by day, the newest first; of one day in the order of GROUPS."""
    return sorted(events, key=lambda event: (-event.day.toordinal(), GROUPS.index(event.group)))


def sides(theirs: str | None, ours: str | None) -> str:
    """Who took part, on the client's side and on ours: "Imke Dittmer with Anna Kern"."""
    return " with ".join(name for name in (theirs, ours) if name)


def days_late(day: date, due: date | None) -> str:
    """How far a day lies beyond the due one, as the end of a title: ", 3 days late"; empty where it does not."""
    late = 0 if due is None else (day - due).days
    return f", {late} day{'' if late == 1 else 's'} late" if late > 0 else ""
