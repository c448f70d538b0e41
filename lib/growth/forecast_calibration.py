"""Whether the chance the firm gives each of its stages fits what became of the deals that entered it."""

from datetime import date

import numpy as np
import pandas as pd

from lib.growth.forecast_chances import ENOUGH
from lib.growth.pipeline import without_renewals
from lib.intervals import wilson
from lib.measure import Measure, undefined

FITS, HIGH, LOW, OPEN_QUESTION = "fits", "too high", "too low", "cannot tell yet"
COLUMNS = ["stage_id", "stage", "said", "won", "decided", "still_open", "low", "high", "verdict"]


def stage_chances(
    entries: pd.DataFrame, decided: pd.DataFrame, open_deals: pd.DataFrame, stages: pd.DataFrame, since: date
) -> pd.DataFrame:
    """The firm's own chance of each open stage beside the share won of the deals that entered it.

    Counted are deals decided from `since` on whose entry is on record, without renewals. One row a stage in its order,
    columns COLUMNS: said (NaN: nobody said), won and decided (counts), still_open (deals of the stage not decided),
    low and high (95 % interval of Wilson; NaN: nothing decided), verdict.
    """
    lately = without_renewals(decided[decided["closed_on"] >= pd.Timestamp(since)])
    ended, opened = lately.set_index("id")["won"], without_renewals(open_deals)
    entered = entries[["opportunity_id", "stage_id"]].drop_duplicates()
    known = entered[entered["opportunity_id"].isin(ended.index)]
    won = known["opportunity_id"].map(ended).astype(bool)
    shown = stages[stages["kind"] == "open"]
    rows = []
    for stage_id, name, said in zip(shown["id"], shown["name"], shown["chance"], strict=True):
        there = won[known["stage_id"] == stage_id]
        still = int((opened["stage_id"] == stage_id).sum())
        low, high = wilson(int(there.sum()), len(there)) if len(there) else (np.nan, np.nan)
        rows.append(
            (stage_id, name, said, int(there.sum()), len(there), still, low, high, verdict(said, low, high, len(there)))
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def verdict(said: float, low: float, high: float, decided: int) -> str:
    """The firm's chance against the interval of the observed share: FITS, HIGH, LOW, or OPEN_QUESTION."""
    if np.isnan(said) or decided < ENOUGH:
        return OPEN_QUESTION
    if said > high:
        return HIGH
    return LOW if said < low else FITS


def stages_that_fit(found: pd.DataFrame) -> Measure:
    """The share of stages whose own chance lies within the interval, of those of which it can be told."""
    told = found[found["verdict"] != OPEN_QUESTION]
    if told.empty:
        return undefined("no stage has both a chance of the firm's own and enough decided deals")
    hits = int((told["verdict"] == FITS).sum())
    low, high = wilson(hits, len(told))
    return Measure(hits / len(told), base=len(told), hits=hits, low=low, high=high)
