"""Conversations owed after answers: which wait and how long, how many were held in time, who has them."""

from datetime import timedelta

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

from lib.format import counted
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.surveys.follow_up_rules import HOURS, due_at

DAYS = 365  # the look back of the figures: conversations opened in so many days
LEAST_CLOSED = 5  # fewer tell no median
NONE_DUE = "No conversation was closed or fell due yet."
NONE_CLOSED = "Too few conversations were closed for a median."


def standing(found: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The rows of `follow_up_queries.follow_ups` with `due`, `left` (hours until then, below 0: late) and `late`.

    `moment` is aware. Where no due moment was kept it is 48 hours after the opening.
    """
    usual = [due_at(opened, HOURS) for opened in found["opened_at"]]
    due = found["due_at"].where(found["due_at"].notna(), pd.Series(usual, found.index, dtype="datetime64[us, UTC]"))
    left = (due - found["closed_at"].fillna(moment)).dt.total_seconds() / 3600
    return found.assign(due=due, left=left, late=left < 0, open=found["closed_at"].isna())


def lately(stood: pd.DataFrame, moment: pd.Timestamp, days: int = DAYS) -> pd.DataFrame:
    """Those opened in the last days."""
    return stood[stood["opened_at"] > moment - timedelta(days=days)]


def still_open(stood: pd.DataFrame) -> pd.DataFrame:
    """Those not closed, the one most overdue first."""
    return stood[stood["open"]].sort_values(["due", "id"], ignore_index=True)


def closed_in_time(stood: pd.DataFrame) -> Measure:
    """The share closed by the moment it was due, of those closed or fallen due; Wilson's 95 % interval."""
    decided = stood[~stood["open"] | stood["late"]]
    if decided.empty:
        return undefined(NONE_DUE)
    hits, base = int((~decided["open"] & ~decided["late"]).sum()), len(decided)
    low, high = wilson(hits, base)
    waiting = int((stood["open"] & ~stood["late"]).sum())
    note = f"{counted(waiting, 'other')} not due yet" if waiting else ""
    return Measure(hits / base, base=base, hits=hits, low=low, high=high, note=note)


def hours_to_close(stood: pd.DataFrame, moment: pd.Timestamp) -> Measure:
    """The median hours until a conversation was closed, by Kaplan and Meier: open ones count with their age so far.

    95 % interval by Brookmeyer and Crowley (statsmodels). None under 5 closed, or where half are not closed yet.
    """
    closed = int((~stood["open"]).sum())
    if closed < LEAST_CLOSED:
        return undefined(NONE_CLOSED, base=len(stood))
    lasted = (stood["closed_at"].fillna(moment) - stood["opened_at"]).dt.total_seconds() / 3600
    curve = SurvfuncRight(lasted.clip(lower=0.01).to_numpy(), (~stood["open"]).to_numpy().astype(int))
    median = float(curve.quantile(0.5))
    if not np.isfinite(median):
        return undefined("Less than half of them are closed, so half the time cannot be told.", base=len(stood))
    with np.errstate(divide="ignore", invalid="ignore"):  # the curve may end at 0, whose logarithm bounds nothing
        bounds = curve.quantile_ci(0.5)
    low, high = (float(bound) if np.isfinite(bound) else None for bound in bounds)
    note = f"{counted(len(stood) - closed, 'conversation')} still open" if closed < len(stood) else ""
    return Measure(median, base=len(stood), low=low, high=high, note=note)


def overdue(stood: pd.DataFrame) -> Measure:
    """How many open conversations are past the moment they were due; base: all that are open."""
    waiting = stood[stood["open"]]
    return Measure(float(waiting["late"].sum()), base=len(waiting), hits=int(waiting["late"].sum()))


def open_by_owner(stood: pd.DataFrame) -> pd.DataFrame:
    """Open ones by whom they fall to. Columns: person (None: nobody), open, late; most late first."""
    waiting = stood[stood["open"]].assign(person=stood["person"].astype(object))
    counts = waiting.groupby("person", dropna=False).agg(open=("open", "size"), late=("late", "sum")).reset_index()
    counts["person"] = counts["person"].astype(object).where(counts["person"].notna(), None)
    return counts.sort_values(["late", "open", "person"], ascending=[False, False, True], ignore_index=True)


def never_opened(given: pd.DataFrame) -> pd.DataFrame:
    """The low scores after which no conversation was opened, from the rows of `follow_up_queries.sheets`."""
    return given[given["low"] & ~given["owed"]].reset_index(drop=True)


def in_words(hours: float) -> str:
    """Hours until something is due: "due in 5 h", "due in 3 days", "2 h late", "9 days late"."""
    size = abs(hours)
    told = "less than an hour" if size < 1 else f"{size:.0f} h" if size < 48 else counted(int(size // 24), "day")
    return f"{told} late" if hours < 0 else f"due in {told}"
