"""Whether bookings fit into their people's weeks: the weeks in which somebody would be booked beyond their capacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, or_, select

from lib.days import Floats, Ints, dated, day_of
from lib.store.base import table_of
from lib.store.engine import Store
from lib.team.capacity import Capacity, capacity
from lib.team.capacity_figures import booked_minutes, by_person
from lib.team.tables import Booking

BOOKING = table_of(Booking)
MOST_WEEKS = 53  # of an open-ended booking; a year is as far as leave and holidays are known
SLACK = 1.0  # minutes; a week shared over its days does not come out even


@dataclass(frozen=True)
class Over:
    """A week in which a person is booked for more than they can work, in minutes."""

    monday: date
    booked: float
    capacity: float


def room(store: Store, since: date, until: date | None) -> Capacity:
    """What everybody can work in the weeks from that of `since` to that of `until` (None: a year)."""
    monday = since - timedelta(days=since.weekday())
    weeks = MOST_WEEKS if until is None else (until - monday).days // 7 + 1
    return capacity(store, monday, max(1, min(weeks, MOST_WEEKS)))


def confirmed(connection: Connection, people: Sequence[int], of: Capacity) -> Floats:
    """Confirmed minutes of people in the weeks of a capacity as a transaction sees them now, person × week."""
    rows = connection.execute(_of(people, of)).all()
    names = ("person_id", "minutes_per_week", "starts_on", "ends_before")
    frame = dated(pd.DataFrame(rows, columns=list(names)), "starts_on", "ends_before")
    return by_person(frame, booked_minutes(frame, of.mondays), of.ids)


def _of(people: Sequence[int], of: Capacity) -> Select[Any]:
    start, table = day_of(int(of.mondays[0])), BOOKING.c
    columns = (table.person_id, table.minutes_per_week, table.starts_on, table.ends_before)
    return select(*columns).where(
        table.person_id.in_(people), table.tentative.is_(False),
        table.starts_on < start + timedelta(weeks=len(of.mondays)),
        or_(table.ends_before.is_(None), table.ends_before > start),
    )  # fmt: skip


def weeks_over(
    of: Capacity, before: Floats, after: Floats, person_id: int, starts_on: date, ends_before: date | None
) -> list[Over]:  # fmt: skip
    """The weeks that a spell of a person touches, are beyond capacity, and were less so before.

    Empty where nobody wrote down the weekly hours of the person: what they can work is not known.
    """
    at = int(np.searchsorted(of.ids, person_id))
    if of.unrecorded[at]:
        return []
    touched = _touched(of.mondays, starts_on, ends_before)
    worse = (after[at] > of.minutes[at] + SLACK) & (after[at] > before[at] + SLACK) & touched
    return [
        Over(day_of(int(of.mondays[week])), float(after[at, week]), float(of.minutes[at, week]))
        for week in np.flatnonzero(worse)
    ]


def _touched(mondays: Ints, starts_on: date, ends_before: date | None) -> Any:
    days = mondays.astype("datetime64[D]")
    begun = days + 7 > np.datetime64(starts_on)
    return begun if ends_before is None else begun & (days < np.datetime64(ends_before))
