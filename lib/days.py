"""Days as numbers in arrays, and which dated row is in force on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NONE = -1  # in an array of record numbers: no record
# Days of open ends; any day a store can hold lies between them.
FIRST, LAST = -1_000_000, 10_000_000
_SPAN = 1 << 25  # more than LAST - FIRST: a key and a day fit one sortable number
_SPARSE = 8  # more numbers than this to a record: no table of them all
_EPOCH = date(1970, 1, 1).toordinal()


def number(day: date) -> int:
    """A day as days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number_of_day: int) -> date:
    """The day behind a number of `number`."""
    return date.fromordinal(int(number_of_day) + _EPOCH)


def dated(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The same frame with `columns` of dates or ISO words (or nothing) as datetime64; NaT where there was nothing."""
    return frame.assign(**{name: _days(frame[name].tolist()) for name in columns})


def _days(values: list[Any]) -> NDArray[np.datetime64]:
    # Few of many days differ, and turning one into a number costs more than looking it up.
    days = list(dict.fromkeys(values))
    places = dict(zip(days, range(len(days)), strict=True))
    at = np.fromiter(map(places.__getitem__, values), dtype=np.int64, count=len(values))
    if any(isinstance(day, str) for day in days):
        days = [day if isinstance(day, str) else "NaT" for day in days]  # a frame of words has NaN for None
    return np.array(days, dtype="datetime64[D]")[at]


def numbers(days: Any, empty: int = FIRST) -> Ints:
    """A column of datetime64 as days since 1970-01-01; `empty` stands for NaT."""
    values = np.asarray(days, dtype="datetime64[D]")
    return np.where(np.isnat(values), empty, values.astype(np.int64))


def days_from(values: Ints, empty: int = FIRST) -> NDArray[np.datetime64]:
    """Days since 1970-01-01 as datetime64; NaT where a value is `empty`. The inverse of `numbers`."""
    days = np.asarray(values, dtype=np.int64).astype("datetime64[D]")
    return np.where(values == empty, np.datetime64("NaT", "D"), days)


def record_numbers(column: Any) -> Ints:
    """A column of record numbers with gaps as whole numbers; NONE where there is a gap."""
    return np.asarray(pd.array(column, dtype="Int64").to_numpy(dtype="int64", na_value=NONE))


@dataclass(frozen=True)
class Spells:
    """Dated rows in order of key and start: `value` holds for `key` from `starts` (inside) to `ends` (outside)."""

    key: Ints
    starts: Ints
    ends: Ints
    value: Ints


def spells(frame: pd.DataFrame, key: str, value: str) -> Spells:
    """The dated rows of a frame with `starts_on` and `ends_before` (datetime64): `value` of each `key`."""
    keys, starts = record_numbers(frame[key]), numbers(frame["starts_on"])
    rank = np.argsort(sortable(keys, starts), kind="stable")
    ends, values = numbers(frame["ends_before"], LAST), record_numbers(frame[value])
    return Spells(keys[rank], starts[rank], ends[rank], values[rank])


def in_force(table: Spells, keys: Ints, days: Ints) -> Ints:
    """The value in force for each key on its day; NONE where there is none.

    Where spells of one key overlap, the one that began last decides.
    """
    if not len(table.key):
        return np.full(len(keys), NONE, dtype=np.int64)
    at = np.searchsorted(sortable(table.key, table.starts), sortable(keys, days), side="right") - 1
    found = (at >= 0) & (table.key[at] == keys) & (days < table.ends[at])
    return np.where(found, table.value[at], NONE)


def sortable(keys: Ints, days: Ints) -> Ints:
    """One number for a key and a day, in order of key and then of day."""
    return keys * _SPAN + (days - FIRST)


def sorted_day(numbers_of_both: Ints) -> Ints:
    """The day in numbers of `sortable`."""
    return numbers_of_both % _SPAN + FIRST


def positions(ids: Ints, wanted: Ints) -> Ints:
    """Where each of `wanted` stands in sorted `ids`; NONE where it does not."""
    if not len(ids):
        return np.full(len(wanted), NONE, dtype=np.int64)
    last = int(ids[-1])
    if int(ids[0]) < 0 or last > _SPARSE * len(ids):
        at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return np.where(ids[at] == wanted, at, NONE)
    # Record numbers have few gaps: looking each up is several times faster than searching for it.
    places = np.full(last + 2, NONE, dtype=np.int64)
    places[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)  # of equal ones the first, as a search finds it
    return places[np.where((wanted >= 0) & (wanted <= last), wanted, last + 1)]
