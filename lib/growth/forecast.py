"""What the open deals will bring by quarter: a simulation from the firm's own stages, slips and amounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, Ints, number, numbers, record_numbers
from lib.growth.forecast_amounts import Amounts, amounts, drawn_cents
from lib.growth.forecast_chances import BASES, Chances, chances
from lib.growth.forecast_lots import lots
from lib.growth.forecast_slips import slips
from lib.growth.stage_history import stays
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, quarter

SEED = 20_170_930
RUNS = 4_000
SETS = 100  # draws of what history teaches; RUNS / SETS runs are made of each
QUARTERS = 4
LOW, HIGH = 10, 90  # percentiles told
_AT_ONCE = 400_000  # random numbers held at once
NO_DEALS = "no open deal has a history to forecast from"


@dataclass(frozen=True, eq=False)
class Forecast:
    """What open deals bring by quarter, the current one first.

    - quarters: key, start, end (first day outside), won_so_far, p10, p50, p90, expected (mean);
      cents; all but won_so_far are what open deals still bring in that quarter
    - runs: the simulated cents, shape (quarters, runs)
    - deals: one row an open deal, by id: id, chance (to be won ever), in_quarter (… by the end of this one),
      expected_cents (of this quarter), basis (words; empty: left out), why (it is left out), has_amount
    """

    as_of: date
    quarters: pd.DataFrame
    runs: Floats
    deals: pd.DataFrame

    @property
    def used(self) -> pd.DataFrame:
        """The deals that the forecast is made of."""
        return self.deals[(self.deals["basis"] != "") & self.deals["has_amount"]]


def forecast(
    open_deals: pd.DataFrame, decided: pd.DataFrame, entries: pd.DataFrame, stages: pd.DataFrame, as_of: date, *,
    every_open: pd.DataFrame | None = None, won: pd.DataFrame | None = None, quarters: int = QUARTERS,
    runs: int = RUNS,
) -> Forecast:  # fmt: skip
    """Forecast the quarter of the day after `as_of` and the next ones.

    Frames as `pipeline.open_deals`, `forecast_amounts.with_list_prices` of `pipeline.decided_deals`,
    `pipeline_queries.entries` and `stages`, all as known on the day. History is the whole firm's: where `open_deals`
    are only some of the open ones, `every_open` are all, and `won` the decided deals that count as won so far.
    The same deals give the same result, in whatever order: the draws depend on SEED and the day only.
    """
    ahead = quarters_ahead(as_of, quarters)
    rng = np.random.default_rng([SEED, number(as_of) + 1_000_000])
    deals = open_deals.sort_values("id", ignore_index=True)
    known = decided[decided["closed_on"] <= pd.Timestamp(as_of)].sort_values("id", ignore_index=True)
    history = stays(entries, deals if every_open is None else every_open, known, stages, as_of)
    late = slips(known)
    drawn = lots(history, len(late), number(as_of), SETS, rng)
    ends = np.array([number(each.last_day) for each in ahead], dtype=np.int64)
    found = chances(deals, history, late, stages, as_of, ends, drawn)
    worth = amounts(deals, known)
    made = _simulated(found.by, worth, runs, rng)
    so_far = won_in(known if won is None else won, ahead, as_of)
    return Forecast(as_of, _told(ahead, made, found, worth, so_far), made, _per_deal(deals, found, worth))


def quarters_ahead(as_of: date, count: int = QUARTERS) -> list[Period]:
    """The quarter that holds the day, and the next ones."""
    first = quarter(as_of)
    return [quarter(add_months(first.start, 3 * step)) for step in range(count)]


def won_in(decided: pd.DataFrame, periods: list[Period], as_of: date) -> Ints:
    """Cents won in each period by the end of a day."""
    closed, cents = numbers(decided["closed_on"]), np.maximum(record_numbers(decided["amount_cents"]), 0)
    counts = decided["won"].to_numpy(dtype=np.bool_) & (closed <= number(as_of))
    inside = [(closed >= number(each.start)) & (closed < number(each.end)) for each in periods]
    return np.array([cents[counts & each].sum() for each in inside], dtype=np.int64)


def _simulated(by: Floats, worth: Amounts, runs: int, rng: np.random.Generator) -> Floats:
    """Cents won in each run, shape (periods, runs): a run takes one draw of history, and tosses for every deal."""
    periods, sets = by.shape[1] - 1, by.shape[2] - 1
    each = max(1, runs // sets)
    total = np.zeros(periods * sets * each)
    alive = np.flatnonzero((by[:, -2, 0] > 0) & (worth.cents != NONE))
    step = max(1, _AT_ONCE // (sets * each))
    for start in range(0, len(alive), step):
        part = alive[start : start + step]
        tossed = rng.random((len(part), sets, each), dtype=np.float32)
        deal, draw, again = np.nonzero(tossed < by[part, -2, 1:, None].astype(np.float32))
        lot = tossed[deal, draw, again]
        period = (lot[:, None] >= by[part[deal], :-2, draw + 1]).sum(axis=1)
        cents = drawn_cents(worth, part[deal], rng)
        total += np.bincount((period * sets + draw) * each + again, cents, minlength=len(total))
    return total.reshape(periods, sets * each)


def _told(ahead: list[Period], made: Floats, found: Chances, worth: Amounts, so_far: Ints) -> pd.DataFrame:
    low, middle, high = np.percentile(made, [LOW, 50, HIGH], axis=1)
    mean = np.diff(found.by[:, :-1, 0], axis=1, prepend=0) * worth.mean()[:, None]
    cents: dict[str, Any] = {
        "p10": low, "p50": middle, "p90": high, "expected": mean.sum(axis=0),
    }  # fmt: skip
    return pd.DataFrame(
        {"key": [each.key for each in ahead], "start": [each.start for each in ahead], "end": [p.end for p in ahead]}
        | {"won_so_far": so_far}
        | {name: np.round(values).astype(np.int64) for name, values in cents.items()}
    )


def _per_deal(deals: pd.DataFrame, found: Chances, worth: Amounts) -> pd.DataFrame:
    words = np.append(np.array(BASES, dtype=object), "")
    return pd.DataFrame(
        {
            "id": deals["id"],
            "chance": found.by[:, -1, 0],
            "in_quarter": found.by[:, 0, 0],
            "expected_cents": np.round(found.by[:, 0, 0] * worth.mean()).astype(np.int64),
            "basis": words[found.basis],
            "dated": found.dated,
            "why": found.why,
            "has_amount": worth.cents != NONE,
        }
    )


def forecast_now(made: Forecast) -> Measure:
    """This quarter's close as the middle run: won so far and what open deals still bring, cents; low, high: 80 %."""
    this, used = made.quarters.iloc[0], made.used
    if used.empty and not this["won_so_far"]:
        return undefined(NO_DEALS, len(made.deals))
    won = int(this["won_so_far"])
    return Measure(
        float(won + this["p50"]), base=len(used), low=float(won + this["p10"]), high=float(won + this["p90"]),
        note="range: 8 of 10 runs",
    )  # fmt: skip
