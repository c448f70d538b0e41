"""How likely each open deal is to be won, and by when, from the firm's own history of stages and of slipped dates."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Floats, Ints, number, numbers, record_numbers
from lib.growth.forecast_curves import curve, won_between
from lib.growth.forecast_lots import Lots
from lib.growth.forecast_slips import slipped
from lib.growth.pipeline import RENEWAL
from lib.growth.stage_history import OPEN, Stays, as_they_stood, in_stage_days
from lib.periods import add_months, quarter

ENOUGH = 10  # deals of known fate from which on a history speaks
FOLLOWED_DAYS = (
    89  # the shortest quarter less a day: followed so long past an age, a deal that is still open tells its fate
)
ALIKE = 30  # deals as old at the same point of earlier quarters from which on these speak
LANDMARKS = np.array([0, 7, 14, 30, 45, 60, 75, 90, 120, 180, 365], dtype=np.int64)
QUARTERS_BACK = 8
# On what a deal's chance stands, in words; the place in this list is what `Chances.basis` holds.
BASES = (
    "deals as old at the same point of earlier quarters",
    "deals as long in the stage",
    "every deal that entered the stage",
    "deals of every kind in the stage",
    "deals in any stage",
    "the firm's own chance of the stage",
)
OWN_CHANCE = len(BASES) - 1


@dataclass(frozen=True, eq=False)
class Chances:
    """For each open deal: the chance to be won by the end of each period and ever, the first set the best estimate.

    `by`: shape (deals, periods + 1, sets), 0 where a deal is left out. `basis`: place in BASES, NONE: left out, then
    `why` says why. `dated`: whether the day comes from the expected close and slips, not from time in the stage.
    """

    by: Floats
    basis: Ints
    dated: Bools
    why: "list[str]"


def chances(
    open_deals: pd.DataFrame, history: Stays, slips: Ints, stages: pd.DataFrame, as_of: date, ends: Ints,
    drawn: Lots,
) -> Chances:  # fmt: skip
    """The chances of open deals (as `pipeline.open_deals`) by each of `ends` (last days of periods, ascending).

    `slips`: days from expected to real close of won deals, ascending. `drawn`: `forecast_lots.lots` of the history.
    """
    age, horizons = in_stage_days(open_deals, as_of), ends - number(as_of)
    by, basis = _from_history(open_deals, history, as_of, horizons, drawn)
    own = _own_chance(open_deals, stages)
    ours = (basis == NONE) & ~np.isnan(own)
    by[ours] = own[ours][:, None, None] * _ever_only(len(horizons))
    expected = numbers(open_deals["expected_close_on"], NONE)
    timed = slipped(expected, slips, as_of, horizons, drawn.slips)
    word = (basis == NONE) & ours & np.isnan(timed[:, 0, 0]) & (expected > number(as_of))
    timed[word] = (expected[word][:, None] <= ends)[:, :, None]  # taken at its word where no slip is known
    dated = ~np.isnan(timed[:, 0, 0]) & ((basis != NONE) | ours)
    by[dated, :-1] = by[dated, -1:] * timed[dated]
    basis[ours & dated] = OWN_CHANCE
    by[basis == NONE] = 0
    return Chances(by, basis, dated & (basis != NONE), _why_left_out(basis, age, own))


def _from_history(
    open_deals: pd.DataFrame, history: Stays, as_of: date, horizons: Ints, drawn: Lots
) -> tuple[Floats, Ints]:
    """Chances from the nearest history that knows enough: the five first of BASES, in turn."""
    age, count = in_stage_days(open_deals, as_of), len(open_deals)
    by = np.zeros((count, len(horizons) + 1, drawn.deals.shape[1]))
    basis = np.full(count, NONE, dtype=np.int64)
    for level, asked in enumerate(_asked(open_deals, age)):
        source = as_they_stood(history, same_points(as_of)) if level == 0 else history
        since = np.zeros_like(age) if level == 0 else age
        pending = (basis == NONE) & (age != NONE) & (open_deals["stage"].notna().to_numpy())
        for key in np.unique(asked[pending], axis=0):
            at = np.flatnonzero(pending & (asked == key).all(axis=1))
            rows = _pool(source, key, same_age=level == 0)
            at = at[_speaks(source, rows, since[at], ALIKE if level == 0 else ENOUGH)]
            if len(at):
                found = won_between(curve(source, rows, drawn.of(source, rows)), since[at], horizons)
                known = ~np.isnan(found).any(axis=(1, 2))
                by[at[known]], basis[at[known]] = found[known], level
    return by, basis


def _asked(open_deals: pd.DataFrame, age: Ints) -> "list[Ints]":
    """For each level of history what deals ask it for: renewal (0, 1), stage, place in LANDMARKS; NONE: any."""
    renewal = np.array([int(kind == RENEWAL) for kind in open_deals["kind"]], dtype=np.int64)
    stage, any_one = record_numbers(open_deals["stage_id"]), np.full(len(age), NONE, dtype=np.int64)
    band, first = band_of(age), np.zeros(len(age), dtype=np.int64)
    keys = [
        (renewal, stage, band), (renewal, stage, band), (renewal, stage, first), (any_one, stage, first),
        (any_one, any_one, first),
    ]  # fmt: skip
    return [np.stack(key, axis=1) for key in keys]


def band_of(age: Ints) -> Ints:
    """The place of each age in LANDMARKS: the last one it has reached."""
    return np.searchsorted(LANDMARKS, np.maximum(age, 0), side="right") - 1


def same_points(as_of: date) -> "list[int]":
    """The days as far from the end of their quarter as a day is, of the quarters before, as numbers."""
    this = quarter(as_of)
    earlier = [quarter(add_months(this.start, -3 * back)) for back in range(1, QUARTERS_BACK + 1)]
    return [max(number(each.end) - (number(this.end) - number(as_of)), number(each.start)) for each in earlier]


def _pool(history: Stays, key: Ints, same_age: bool) -> Bools:
    """The stays to learn from: of that kind and stage, of the same age or those that had lasted past it.

    A deal still in its stage after so long is like those that stayed so long, not like those that moved on (landmark
    Aalen–Johansen: Putter and Spitoni 2018, Stat Methods Med Res 27, 2081-2092).
    """
    renewal, stage, landmark = (int(part) for part in key)
    kept = np.full(len(history), True)
    if renewal != NONE:
        kept &= history.renewal == bool(renewal)
    if stage != NONE:
        kept &= history.stage == stage
    if same_age:
        return np.asarray(kept & (band_of(history.stayed) == landmark))
    return np.asarray(kept & ((history.stayed > LANDMARKS[landmark]) | (landmark == 0)))


def _speaks(history: Stays, rows: Bools, age: Ints, needed: int) -> Bools:
    """Whether the fate of enough deals past each age is known: decided later, or followed FOLLOWED_DAYS and open."""
    days, seen_from = history.days[rows], history.seen_from[rows]
    ahead = np.where(history.outcome[rows] == OPEN, FOLLOWED_DAYS, 1)
    different, back = np.unique(age, return_inverse=True)
    known = (days - ahead >= different[:, None]) & (seen_from <= different[:, None])
    return np.asarray(known.sum(axis=1) >= needed)[back]


def _own_chance(open_deals: pd.DataFrame, stages: pd.DataFrame) -> Floats:
    said = pd.Series(stages["chance"].to_numpy(dtype=float), index=stages["id"])
    return said.reindex(record_numbers(open_deals["stage_id"])).to_numpy(dtype=float)


def _ever_only(horizons: int) -> Floats:
    return np.concatenate([np.zeros((horizons, 1)), np.ones((1, 1))])


def _why_left_out(basis: Ints, age: Ints, own: Floats) -> "list[str]":
    def why(place: int) -> str:
        if basis[place] != NONE:
            return ""
        if not np.isnan(own[place]):
            return "no expected close ahead and too few deals as long in the stage"
        return "no dated history" if age[place] == NONE else "too few such deals in the history"

    return [why(place) for place in range(len(basis))]
