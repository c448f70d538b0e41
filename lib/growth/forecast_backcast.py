"""What this forecast would have said at the start of past quarters, against what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import number, numbers, record_numbers
from lib.growth.forecast import RUNS, forecast
from lib.growth.forecast_chances import ENOUGH
from lib.intervals import wilson
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, quarter

BACK = 8
COLUMNS = [
    "key", "known_on", "open_deals", "told_deals", "p10", "p50", "p90", "actual", "won_deals", "later", "later_deals",
    "within",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Past:
    """What back-casts read: decided deals (with list prices) up to now, entries, stages, and open deals on a day.

    `open_on` gives every deal open on a day as known then; `ours` keeps the rows under the filters.
    """

    decided: pd.DataFrame
    entries: pd.DataFrame
    stages: pd.DataFrame
    open_on: Callable[[date], pd.DataFrame]
    ours: Callable[[pd.DataFrame], pd.DataFrame]


def past_quarters(decided: pd.DataFrame, as_of: date) -> list[Period]:
    """The last up to eight quarters over by the end of a day before whose start enough was decided to learn from."""
    closed = numbers(decided["closed_on"])
    day_after = as_of + timedelta(days=1)
    before = [quarter(add_months(quarter(day_after).start, -3 * back)) for back in range(1, BACK + 1)]
    return [each for each in before if ((closed < number(each.start)) & (closed > 0)).sum() >= ENOUGH]


def backcast(past: Past, period: Period, runs: int = RUNS) -> dict[str, object]:
    """One row of COLUMNS: the forecast for a quarter from the day before it, and what came of it; cents.

    `actual` and `won_deals`: won in the quarter of the deals that were open on that day; `later`: of deals that were
    not. `told_deals`: open deals that the forecast is made of.
    """
    day = period.start - timedelta(days=1)
    every = past.open_on(day)
    ours = past.ours(every)
    known = past.entries[past.entries["entered_on"] <= pd.Timestamp(day)]
    made = forecast(ours, past.decided, known, past.stages, day, every_open=every, quarters=2, runs=runs)
    told = made.quarters.iloc[1]
    won = past.decided[past.decided["won"] & past.decided["closed_on"].between(*_span(period))]
    of_open, later = won[won["id"].isin(ours["id"])], past.ours(won[~won["id"].isin(every["id"])])
    actual = _cents(of_open)
    return {
        "key": period.key, "known_on": day, "open_deals": len(ours), "told_deals": len(made.used),
        "p10": int(told["p10"]), "p50": int(told["p50"]), "p90": int(told["p90"]), "actual": actual,
        "won_deals": len(of_open), "later": _cents(later), "later_deals": len(later),
        "within": bool(told["p10"] <= actual <= told["p90"]),
    }  # fmt: skip


def backcasts(past: Past, as_of: date, runs: int = RUNS) -> pd.DataFrame:
    """One row a past quarter, the newest first; columns COLUMNS."""
    rows = [backcast(past, period, runs) for period in past_quarters(past.decided, as_of)]
    return pd.DataFrame(rows, columns=COLUMNS)


def within_range(found: pd.DataFrame) -> Measure:
    """The share of past quarters that fell within what was told (8 of 10 should)."""
    if found.empty:
        return undefined("no quarter is over that there was a history to forecast from")
    hits = int(found["within"].sum())
    low, high = wilson(hits, len(found))
    return Measure(hits / len(found), base=len(found), hits=hits, low=low, high=high)


def leaning(found: pd.DataFrame) -> str:
    """How the middle of past forecasts leaned: "too high" or "too low" where all but at most one in five did."""
    higher, lower = (found["p50"] > found["actual"]).mean(), (found["p50"] < found["actual"]).mean()
    if len(found) < 3:
        return ""
    return "too high" if higher >= 0.8 else "too low" if lower >= 0.8 else ""


def _span(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(period.start), pd.Timestamp(period.last_day)


def _cents(deals: pd.DataFrame) -> int:
    return int(np.maximum(record_numbers(deals["amount_cents"]), 0).sum())
