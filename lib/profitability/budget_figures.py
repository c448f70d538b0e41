"""Budgets of projects in hours: burn, forecast, and when the agreed hours run out. Pure functions."""

import numpy as np

from lib.days import LAST, NONE, Bools, Floats, Ints
from lib.measure import Measure, undefined


def burn(spent: int, agreed: int) -> Measure:
    """Hours spent / hours agreed, from minutes; undefined where none were agreed."""
    if agreed <= 0:
        return undefined("no hours were agreed")
    return Measure(spent / agreed)


def time_gone(starts: Ints, due: Ints, today: int) -> Floats:
    """The share of a project's time that is gone at the end of a day, from 0 to 1; NaN without a start or due date.

    `due` is a day inside, so that on it all time is gone.
    """
    length = due - starts + 1
    known = (due > 0) & (starts > 0) & (length > 0)
    gone = np.clip((today - starts + 1) / np.where(known, length, 1), 0.0, 1.0)
    return np.where(known, gone, np.nan)


def burn_index(spent: Ints, agreed: Ints, gone: Floats) -> Floats:
    """(Spent / agreed) / share of time gone: above 1 the budget burns faster than time; NaN where it cannot be told."""
    with np.errstate(invalid="ignore", divide="ignore"):
        index = (spent / agreed) / gone
    return np.where((agreed > 0) & (gone > 0), index, np.nan)


def booked_after(
    starts: Ints, ends: Ints, minutes_a_week: Floats, today: int, horizon: Ints, week_ends: Ints
) -> Floats:  # fmt: skip
    """Minutes booked after a day, added up to each of `week_ends` (outside): booking × week.

    A booking without an end (LAST) counts up to its `horizon` (outside); a week in part by its share of five working
    days.
    """
    first = np.maximum(starts, today + 1)
    last = np.where(ends == LAST, horizon, ends)
    upto = np.minimum(last[:, None], week_ends[None, :])
    days = working_days(np.broadcast_to(first[:, None], upto.shape), np.maximum(upto, first[:, None]))
    return minutes_a_week[:, None] * days / 5


def working_days(first: Ints, end: Ints) -> Ints:
    """Days from Monday to Friday from `first` (inside) to `end` (outside), numbers since 1970-01-01."""
    return np.asarray(np.busday_count(first.astype("datetime64[D]"), end.astype("datetime64[D]")), dtype=np.int64)


def runs_out(spent: Ints, agreed: Ints, added: Floats) -> Ints:
    """The first week in which the hours spent and booked go beyond those agreed; NONE where none does.

    `added`: minutes booked up to the end of each week, project × week. Of a project already beyond it is week 0.
    """
    over: Bools = (spent[:, None] + added > agreed[:, None] + 0.5) & (agreed != NONE)[:, None]
    found: Ints = np.where(over.any(axis=1), over.argmax(axis=1), NONE)
    return found
