"""What is seen of the value delivered: every open objective against the share of its time gone."""

import numpy as np
import pandas as pd

from lib.days import FIRST, LAST, NONE, Floats, Ints, numbers, positions, record_numbers
from lib.health.grouping import of_accounts, ratio, tally, total
from lib.health.signals import Evidence, Seen
from lib.value.figures import LEAST_PACE, pace

VALID = 90
# A reading of an objective that is reviewed once a year cannot be asked for every quarter.
RHYTHM_DAYS = {"monthly": 31, "quarterly": 92, "yearly": 366}


def seen_value(ids: Ints, today: int, objectives: pd.DataFrame, readings: pd.DataFrame) -> Seen:
    """Mean pace of the open objectives of each account, 0–100, as of day `today`.

    Known only where each of them has a reading: else leaving out the bad ones would raise it. The newest reading that
    goes stale first decides how long it holds. Frames as of `fact_queries`.
    """
    count = len(ids)
    objectives, at = of_accounts(ids, objectives)
    newest = readings.drop_duplicates("objective_id", keep="last").sort_values("objective_id")
    read = positions(record_numbers(newest["objective_id"]), record_numbers(objectives["id"]))
    has = read != NONE
    day = np.append(numbers(newest["read_on"]), FIRST)[read]
    paces = _paces(objectives, np.append(newest["actual"].to_numpy(dtype=np.float64), np.nan)[read], day, today)
    longer = np.array([max(0, RHYTHM_DAYS[word] - VALID) for word in objectives["reviewed"]], dtype=np.int64)
    first_stale = _first_stale(count, at, day, longer)
    every = tally(count, at, has) == tally(count, at)
    score = np.where(every, 100 * ratio(total(count, at, np.nan_to_num(paces)), tally(count, at)), np.nan)
    return Seen(
        score=score,
        day=np.where(np.isnan(score), FIRST, _taken(day, first_stale)),
        longer=_taken(longer, first_stale, 0),
        first=tally(count, at, paces < LEAST_PACE).astype(np.float64),
        second=tally(count, at).astype(np.float64),
        evidence=(Evidence("objective_reading", at[has], record_numbers(newest["id"])[read[has]]),),
    )


def _paces(objectives: pd.DataFrame, actual: Floats, read_on: Ints, today: int) -> Floats:
    baseline, target = (objectives[name].to_numpy(dtype=np.float64) for name in ("baseline", "target"))
    began, due = (numbers(objectives[name]) for name in ("began_on", "due_on"))
    return pace(baseline, target, actual, began, due, read_on, today)


def _first_stale(count: int, at: Ints, day: Ints, longer: Ints) -> Ints:
    """Which objective of each account goes stale first; NONE where it has none."""
    found = np.full(count, NONE, dtype=np.int64)
    soonest = np.full(count, LAST, dtype=np.int64)
    np.minimum.at(soonest, at, day + longer)
    binding = np.flatnonzero(day + longer == soonest[at])
    found[at[binding]] = binding
    return found


def _taken(values: Ints, which: Ints, empty: int = FIRST) -> Ints:
    return np.where(which == NONE, empty, np.append(values, empty)[which])
