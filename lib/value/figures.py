"""Figures of objectives: how far each has come, whether that keeps pace, and what was delivered of what was promised.

Arrays are aligned, one entry an objective; days are days since 1970-01-01 (`lib.days`); NaN stands for "not read".
"""

import numpy as np

from lib.days import FIRST, Bools, Floats, Ints, days_from, numbers
from lib.measure import Measure, undefined

EARLY = 0.1  # of its time: before that a straight line expects nothing yet
LEAST_PACE = 0.8  # of what a straight line expects: under this share an objective is behind
READING_HOLDS_DAYS = 90  # or until the next one is due: after that nobody knows where an objective stands
RHYTHM_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}

# What an objective can be found in, in the order in which it needs care.
STATES = ("overdue", "behind", "not read", "no target", "new", "on pace", "reached", "closed")
OVERDUE, BEHIND, NOT_READ, NO_TARGET, NEW, ON_PACE, REACHED, CLOSED = range(len(STATES))


def progress(baseline: Floats, target: Floats, actual: Floats) -> Floats:
    """The share of the way from baseline to target: (actual - baseline) / (target - baseline).

    A target below the baseline ("lower is better") needs no other formula. Below 0: moved the wrong way; above 1:
    beyond the target. NaN where something is not known, or where baseline and target are the same.
    """
    way = np.subtract(target, baseline, dtype=np.float64)
    gone = np.subtract(actual, baseline, dtype=np.float64)
    share: Floats = np.divide(gone, way, out=np.full(np.broadcast(gone, way).shape, np.nan), where=way != 0)
    return share


def elapsed(starts_on: Ints, due_on: Ints, as_of: Ints | int) -> Floats:
    """The share of an objective's time gone by, 0 to 1: 0 on the day it starts, 1 from the day it is due.

    `starts_on` is the start of its first terms, `due_on` that of the terms in force. `as_of` is one day, or one for
    each objective: `judged_on`.
    """
    span = np.maximum(np.subtract(due_on, starts_on), 1)  # due before it starts: all its time is gone
    share: Floats = np.clip(np.subtract(as_of, starts_on) / span, 0.0, 1.0)
    return np.where(np.greater_equal(as_of, due_on), 1.0, share)


def expected_by_now(baseline: Floats, target: Floats, elapsed: Floats) -> Floats:
    """Where a straight line from baseline to target stands after that share of the time, in the objective's unit."""
    line: Floats = baseline + (target - baseline) * elapsed
    return line


def judged_on(read_on: Ints, due_on: Ints, as_of: int) -> Ints:
    """The day by which a reading is judged: the day it was read, or `as_of` once the objective is due.

    Judged by a later day, an objective exactly on its line would fall behind it between two readings.
    """
    return np.where(due_on <= as_of, as_of, np.minimum(read_on, as_of))


def on_pace(progress: Floats, elapsed: Floats) -> Floats:
    """Progress as a share of what a straight line expects, 0 to 1; NaN where it is not known.

    1 where nothing is expected yet (less than a tenth of the time gone) and nothing was lost.
    """
    share: Floats = np.clip(progress / np.maximum(elapsed, EARLY), 0.0, 1.0)
    return np.where((elapsed < EARLY) & (progress >= 0), 1.0, share)


def pace(
    baseline: Floats, target: Floats, actual: Floats, starts_on: Ints, due_on: Ints, read_on: Ints, as_of: int
) -> Floats:
    """`on_pace` of the latest reading by the day it is `judged_on`: the one rule for every screen. NaN: not read."""
    gone = elapsed(starts_on, due_on, judged_on(read_on, due_on, as_of))
    return on_pace(progress(baseline, target, actual), gone)


def review_due(last_on: Ints, months: Ints) -> Ints:
    """The day the next reading is due: `months` after the last one (a day the month lacks becomes its last one)."""
    day = days_from(last_on)
    month = day.astype("datetime64[M]")
    later = month + months.astype("timedelta64[M]")
    last_of_month = (later + 1).astype("datetime64[D]") - 1
    wanted = later.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return numbers(np.minimum(wanted, last_of_month))


def holds_until(last_on: Ints, months: Ints) -> Ints:
    """The last day on which a reading still tells where an objective stands: 90 days on, or when the next is due.

    What is reviewed once a year cannot be asked for every quarter.
    """
    return np.maximum(last_on + READING_HOLDS_DAYS, review_due(last_on, months))


def states(
    pace: Floats, progress: Floats, holds_until: Ints, starts_on: Ints, due_on: Ints, closed: Bools, as_of: int
) -> Ints:
    """What each objective is found in, as a place in STATES.

    `progress` is NaN where it was never read, `starts_on` FIRST where it has no terms; `holds_until` counts from the
    last reading, or from the start where there is none. Reached: the last reading stands at the target or beyond.
    Overdue: due before `as_of` and not reached. New: not read yet, and not expected to be.
    """
    known = ~np.isnan(progress)
    rules = {
        CLOSED: closed,
        NO_TARGET: starts_on == FIRST,
        REACHED: known & (progress >= 1),
        OVERDUE: due_on < as_of,
        NOT_READ: holds_until < as_of,
        NEW: ~known,
        BEHIND: pace < LEAST_PACE,
    }
    return np.select(list(rules.values()), list(rules), default=ON_PACE).astype(np.int64)


def objectives_open(state: Ints) -> Measure:
    """How many objectives are open, from their places in STATES; a count of all, so without interval."""
    count = int(np.count_nonzero(state != CLOSED))
    return Measure(count, base=count)


def objectives_on_track(on_track: Bools, judged: Bools) -> Measure:
    """Of the objectives that can be judged, the share that keeps pace or is reached.

    A count of all objectives, not a sample: no interval. Undefined where none can be judged.
    """
    base = int(np.count_nonzero(judged))
    if not base:
        return undefined(f"no open objective was read in the last {READING_HOLDS_DAYS} days")
    hits = int(np.count_nonzero(on_track & judged))
    return Measure(hits / base, base=base, hits=hits)


def judged(state: Ints) -> Bools:
    """Which open objectives can be judged: read lately, reached, or past their due date."""
    return np.isin(state, (OVERDUE, BEHIND, ON_PACE, REACHED))


def on_track(state: Ints) -> Bools:
    """Which objectives keep pace or are reached."""
    return np.isin(state, (ON_PACE, REACHED))


def value_delivered(ended: Bools, confirmed_reached: Bools) -> Measure:
    """Of the promised outcomes that fell due or were closed, the share the client confirmed as reached.

    One entry a promised outcome; `confirmed_reached`: a reading at the target or beyond, confirmed by a contact.
    Undefined where none ended. A count of all of them, not a sample: no interval.
    """
    base = int(np.count_nonzero(ended))
    if not base:
        return undefined("no promised outcome fell due in these twelve months")
    hits = int(np.count_nonzero(confirmed_reached & ended))
    return Measure(hits / base, base=base, hits=hits)


def objectives_confirmed(is_open: Bools, confirmed: Bools) -> Measure:
    """Of the open objectives, the share with a reading that the client confirmed lately; undefined without any."""
    base = int(np.count_nonzero(is_open))
    if not base:
        return undefined("no objective is open")
    hits = int(np.count_nonzero(confirmed & is_open))
    return Measure(hits / base, base=base, hits=hits)


def reviews_overdue(is_open: Bools, due_on: Ints, as_of: int) -> Measure:
    """How many open objectives should have been read by their own rhythm and were not; `hits` of `base` open ones."""
    count = int(np.count_nonzero(is_open & (due_on < as_of)))
    return Measure(count, base=int(np.count_nonzero(is_open)), hits=count)
