"""How well the open pipeline is kept: dated next steps, days gone by, deals older than won ones became."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.days import Bools
from lib.growth.pipeline import RENEWAL
from lib.measure import Measure, undefined

FEW_WON = 10  # a percentile of fewer ages says little
OLD = 0.75  # the share of won deals that an ageing one is older than
NOTHING_OPEN = "no deal is open"
NO_STEP, NO_DATE, OVERDUE, AHEAD = "no next step", "no date", "overdue", "ahead"
NO_STAGE = "Stage not known"
# The words for what is wrong, in the order they are told.
PROBLEMS = ("step overdue", "no next step", "step without date", "ageing", "close passed", "no client")


def judged(open_deals: pd.DataFrame, decided: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Open deals as of `pipeline.open_deals` with how they are kept; `decided` as of `pipeline.decided_deals`.

    Adds age_days, stage_days (Int64; NA: unknown start), limit_days (75th percentile of won ages; NaN: too few won),
    ageing (boolean; NA: cannot be said), step_state (of the four above), close_passed (bool), problems (words, empty:
    none) and problem_count.
    """
    day = pd.Timestamp(as_of)
    limit = np.where(_renewal(open_deals), _limit(decided, True), _limit(decided, False))
    age = _days_since(open_deals["opened_on"], day)
    found = open_deals.assign(
        age_days=age,
        stage_days=_days_since(open_deals["in_stage_on"], day),
        limit_days=limit,
        ageing=(age.astype("Float64") > pd.Series(limit, index=open_deals.index, dtype="Float64")).astype("boolean"),
        step_state=_step_states(open_deals, day),
        close_passed=(open_deals["expected_close_on"] < day).to_numpy(dtype=bool),
    )
    return _told(found.assign(ageing=found["ageing"].mask(np.isnan(limit))))


def won_age(decided: pd.DataFrame, renewals: bool = False, share: float = OLD) -> Measure:
    """The age in days at which `share` of won deals had closed; renewals and the others apart.

    Deals of unknown opening stay out; undefined under FEW_WON of them.
    """
    ages = decided.loc[decided["won"] & (_renewal(decided) == renewals), "age_days"].dropna()
    if len(ages) < FEW_WON:
        kind = "won renewals" if renewals else "won deals"
        return undefined(f"{len(ages) or 'no'} {kind} tell how long it takes, {FEW_WON} are needed", base=len(ages))
    return Measure(float(np.percentile(ages.to_numpy(dtype="float64"), share * 100)), base=len(ages))


def without_dated_step(found: pd.DataFrame) -> Measure:
    """Open deals without a dated next step, as a share of all open ones (rows of `judged`)."""
    return _share(found, found["step_state"].isin([NO_STEP, NO_DATE]).to_numpy(dtype=bool))


def overdue_steps(found: pd.DataFrame) -> Measure:
    """Open deals whose next step should have been done by the day, as a share of all open ones."""
    return _share(found, (found["step_state"] == OVERDUE).to_numpy(dtype=bool))


def ageing_deals(found: pd.DataFrame) -> Measure:
    """Open deals older than three in four won ones were when they closed, as a share of those that can be judged."""
    judgeable = found[found["ageing"].notna()]
    if found.empty or judgeable.empty:
        why = NOTHING_OPEN if found.empty else f"fewer than {FEW_WON} were won to compare with, or no opening is known"
        return undefined(why)
    measure = _share(judgeable, judgeable["ageing"].to_numpy(dtype=bool))
    left = len(found) - len(judgeable)
    return measure if not left else _with_note(measure, f"{left:,} of {len(found):,} cannot be judged")


def passed_closes(found: pd.DataFrame) -> Measure:
    """Open deals that were expected to close before the day, as a share of those with an expected close."""
    expected = found[found["expected_close_on"].notna()]
    if expected.empty:
        return undefined(NOTHING_OPEN if found.empty else "no open deal has an expected close")
    measure = _share(expected, expected["close_passed"].to_numpy(dtype=bool))
    left = len(found) - len(expected)
    return measure if not left else _with_note(measure, f"{left:,} of {len(found):,} have no expected close")


def ages(found: pd.DataFrame, bins: int = 24) -> pd.DataFrame:
    """Open deals of known age counted by stage and band of age; those that are ageing apart.

    Columns: stage, since, until (days, since inside), middle (mean age of those counted), deals, ageing (bool).
    """
    known = found[found["age_days"].notna()].fillna({"stage": NO_STAGE})
    age = known["age_days"].to_numpy(dtype="int64")
    width = max(int(np.ceil((age.max(initial=0) + 1) / bins)), 1)
    banded = known.assign(band=age // width, old=known["ageing"].fillna(False).to_numpy(dtype=bool), age=age)
    grouped = banded.groupby(["stage", "band", "old"], sort=True, observed=True)["age"]
    counted = grouped.agg(deals="size", middle="mean").reset_index()
    since = counted["band"] * width
    return pd.DataFrame(
        {
            "stage": counted["stage"].astype(object), "since": since, "until": since + width,
            "middle": counted["middle"], "deals": counted["deals"], "ageing": counted["old"],
        }
    )  # fmt: skip


def _renewal(deals: pd.DataFrame) -> Bools:
    return np.asarray((deals["kind"] == RENEWAL).to_numpy(dtype=bool, na_value=False))


def _limit(decided: pd.DataFrame, renewals: bool) -> float:
    value = won_age(decided, renewals).value
    return np.nan if value is None else value


def _days_since(days: "pd.Series[Any]", day: pd.Timestamp) -> "pd.Series[int]":
    return (day - pd.to_datetime(days)).dt.days.astype("Int64")


def _step_states(deals: pd.DataFrame, day: pd.Timestamp) -> "np.ndarray[Any, Any]":
    dated, said = deals["next_step_on"].notna(), deals["next_step"].notna()
    late = dated & (deals["next_step_on"] < day)
    return np.select([late, dated, said], [OVERDUE, AHEAD, NO_DATE], NO_STEP).astype(object)


def _told(found: pd.DataFrame) -> pd.DataFrame:
    """With the problems of each deal in words and their number."""
    state = found["step_state"]
    marks = (
        state == OVERDUE, state == NO_STEP, state == NO_DATE, found["ageing"].fillna(False).astype(bool),
        found["close_passed"], found["account"].isna(),
    )  # fmt: skip
    there = np.column_stack([mark.to_numpy(dtype=bool) for mark in marks])
    told = [", ".join(word for word, one in zip(PROBLEMS, row, strict=True) if one) for row in there.tolist()]
    return found.assign(problems=told, problem_count=there.sum(axis=1))


def _share(found: pd.DataFrame, hit: Bools) -> Measure:
    if found.empty:
        return undefined(NOTHING_OPEN)
    hits = int(hit.sum())
    return Measure(hits / len(found), base=len(found), hits=hits)


def _with_note(measure: Measure, note: str) -> Measure:
    return Measure(measure.value, base=measure.base, hits=measure.hits, note=note)
