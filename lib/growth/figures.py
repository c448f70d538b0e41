"""Figures of opportunities: pure functions of counts and amounts in cents."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Ints
from lib.intervals import wilson
from lib.measure import Measure, undefined

NOTHING_WON = "no deal with an amount was won"


def win_rate(won: int, lost: int) -> Measure:
    """Won / (won + lost); open deals stay out. With the 95 % interval of Wilson (1927)."""
    closed = won + lost
    if closed == 0:
        return undefined("no deal was closed")
    low, high = wilson(won, closed)
    return Measure(won / closed, base=closed, hits=won, low=low, high=high)


def average_deal(won_amounts: Ints) -> Measure:
    """Mean amount of won deals, in cents. Lost deals carry 0 and must stay out."""
    if not len(won_amounts):
        return undefined(NOTHING_WON)
    return Measure(float(won_amounts.mean()), base=len(won_amounts))


def median_deal(won_amounts: Ints) -> Measure:
    """Median amount of won deals, in cents: half were larger."""
    if not len(won_amounts):
        return undefined(NOTHING_WON)
    return Measure(float(np.median(won_amounts)), base=len(won_amounts))


def pipeline_value(amounts: Ints, list_prices: Ints) -> Measure:
    """Value of open deals in cents: what was asked for, or else the list price of the service.

    Aligned arrays, one entry a deal; NONE (-1) where there is no amount, or no list price. The note tells how many
    were valued by list price, and how many have neither and add nothing.
    """
    valued = deal_values(amounts, list_prices)
    parts = {
        "valued at list price": int(np.count_nonzero((amounts == NONE) & (valued != NONE))),
        "without any amount": int(np.count_nonzero(valued == NONE)),
    }
    note = ", ".join(f"{count:,} of {len(amounts):,} {words}" for words, count in parts.items() if count)
    return Measure(int(valued[valued != NONE].sum()), base=len(amounts), note=note)


def deal_values(amounts: Ints, list_prices: Ints) -> Ints:
    """Each open deal's value in cents: its amount, else its list price, else NONE."""
    return np.where(amounts != NONE, amounts, list_prices)


def known_before_closing(amounts: Ints, closed_since: Bools, list_prices: Ints) -> Ints:
    """Amounts as they were known while those of `closed_since` were still open; NONE where there was none.

    What a deal closed at was not known before; only where there is no list price does that amount stand in.
    """
    stand_in = np.where((list_prices == NONE) & (amounts > 0), amounts, NONE)
    return np.where(closed_since, stand_in, amounts)


def last_entries(entered: pd.DataFrame, name: str, *stood: "pd.Series[Any]") -> pd.DataFrame:
    """The entry each deal was in last, by opportunity_id; `entered`: opportunity_id, entered_on, `name`, in order.

    Of several of one day it is the one the deal `stood` in (by its number; of two the second counts more), else the
    last: days are all that a history keeps, and the order of stages in which such entries come may have changed since.
    """
    newest = entered[entered["entered_on"] == entered.groupby("opportunity_id")["entered_on"].transform("max")]
    for each in stood:
        there = (newest[name] == newest["opportunity_id"].map(each)).to_numpy(dtype=bool)
        newest = pd.concat([newest[~there], newest[there]])
    return newest.drop_duplicates("opportunity_id", keep="last").set_index("opportunity_id")
