"""Days as whole numbers (date.toordinal), so that numpy reckons with them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]

NOTHING = int(np.iinfo(np.int64).min)  # an empty cell in a column of whole numbers or days
FAR = 4_000_000  # later than any date: "has not ended"
EPOCH = date(1970, 1, 1).toordinal()


def month_of(days: Ints) -> Ints:
    """Months since January 1970 of each day."""
    return (days - EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_of(months: Ints) -> Ints:
    """The first day of each month (months since January 1970)."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + EPOCH


def weekday(days: Ints) -> Ints:
    """0 for Monday … 6 for Sunday."""
    return (days + 6) % 7


def workday(days: Ints) -> Ints:
    """The same day, or the Friday before where it falls on a weekend."""
    return days - np.maximum(weekday(days) - 4, 0)


def monday(day: int) -> int:
    """The Monday of the week of `day`."""
    return day - (day + 6) % 7


def moment(days: Ints, minutes: Ints) -> Ints:
    """Seconds since 1970 (UTC) of a minute of each day; NOTHING stays NOTHING."""
    return np.where(days == NOTHING, NOTHING, (days - EPOCH) * 86400 + minutes * 60)


def or_nothing(days: Ints, until: int = FAR - 1) -> Ints:
    """`days` with everything after `until` emptied."""
    return np.where(days > until, NOTHING, days)
