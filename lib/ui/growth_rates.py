"""How often we win, by service, sector, owner and manager."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.growth.figures import win_rate
from lib.growth.pipeline import RENEWAL, without_renewals
from lib.growth.win_charts import win_rates as chart_of_rates
from lib.growth.win_figures import win_rates
from lib.shrinkage import Shrunk
from lib.ui.charts import chart
from lib.ui.growth import DEAL_SUBJECTS, decided_deals
from lib.ui.growth_rates_losses import losses
from lib.ui.growth_rates_table import rate_table
from lib.ui.page import View
from lib.ui.text import plain

BY = {"Service": "service", "Sector": "sector", "Owner": "owner", "Manager": "manager"}
WINDOWS = {"12 months": 12, "24 months": 24, "All": None}
MOST = 40  # rows in the chart


@dataclass(frozen=True, eq=False)
class Rates:
    """Win rates of one grouping: the rows of `win_figures.win_rates`, what they were drawn to, deals without a name."""

    rows: pd.DataFrame
    shrunk: Shrunk
    unnamed: int


def rates_tab(view: View) -> None:
    """How often we win, by service, sector, owner and manager."""
    by, window = _controls()
    months = WINDOWS[window]
    deals = decided_deals(view, months)
    fresh = without_renewals(deals)
    if fresh.empty:
        _nothing(view, window, deals)
        return
    st.markdown(_answer(fresh, window))
    st.caption(_renewals(deals))
    found = view.keep("win rates", lambda: _rates(fresh, BY[by]), by, months, of=DEAL_SUBJECTS)
    if found.rows.empty:
        st.info(f"No decided deal has {_a(by)}, so there is nothing to compare. Choose another grouping.")
    else:
        _compared(view, found, by, months)
    losses(view, fresh, months)


def _controls() -> tuple[str, str]:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    by = row.segmented_control(
        "Win rates by", list(BY), default="Service", key="rates_by", required=True, bind="query-params"
    )  # fmt: skip
    window = row.segmented_control(
        "Decided in the last", list(WINDOWS), default="24 months", key="rates_window", required=True,
        bind="query-params",
    )  # fmt: skip
    return by or "Service", window or "24 months"


def _nothing(view: View, window: str, deals: pd.DataFrame) -> None:
    since = "yet" if WINDOWS[window] is None else f"in the {window} to {fmt.day(view.as_of)}"
    st.info(
        f"No deal was won or lost {plain(since)}. How often we win is told here as soon as deals are decided: close "
        "them on the tab Pipeline, or import them on the Data page."
    )
    if len(deals):
        st.caption(_renewals(deals))


def _answer(fresh: pd.DataFrame, window: str) -> str:
    rate = win_rate(int(fresh["won"].sum()), int((~fresh["won"]).sum()))
    told = plain(fmt.figure(rate, "share", ""))
    counts = "" if fmt.in_counts(rate) else f" ({plain(f'{rate.hits:,} of {rate.base:,}')})"
    when = "since the records begin" if WINDOWS[window] is None else f"in the last {window}"
    bounds = plain(fmt.interval(rate, "share", ""))
    return f"Of the deals decided {when} we won **{told}**{counts}; 95 % interval {bounds}."


def _renewals(deals: pd.DataFrame) -> str:
    again = deals.loc[deals["kind"] == RENEWAL, "won"]
    if again.empty:
        return "Renewals would be counted apart; none was decided."
    return f"Renewals are counted apart: {int(again.sum()):,} of {len(again):,} were won."


def _rates(fresh: pd.DataFrame, by: str) -> Rates:
    rows, shrunk = win_rates(fresh, by)
    return Rates(rows, shrunk, int(fresh[by].isna().sum()))


def _compared(view: View, found: Rates, by: str, months: int | None) -> None:
    st.markdown(_finding(found, by))
    rows = found.rows
    if len(rows) > MOST:
        rows = rows[rows["decided"].rank(method="first", ascending=False) <= MOST]
    named = rows.assign(
        row=[f"{name} · {won:,} of {base:,}" for name, won, base in rows[["group", "won", "decided"]].to_numpy()]
    )
    chart(
        view, f"win_rates_{by}_{months}", f"Win rates by {by.lower()}: own share, estimate with interval, mean",
        lambda: chart_of_rates(named, found.shrunk.mean, found.shrunk.told_apart, view.dark),
    )  # fmt: skip
    st.caption(_reading(found, by))
    rate_table(found.rows, found.shrunk, by)


def _finding(found: Rates, by: str) -> str:
    if len(found.rows) == 1:
        return f"All deals that have {_a(by)} have the same: there is nothing to compare."
    if not found.shrunk.told_apart:
        return (
            f"**{by}s cannot be told apart**: their rates differ no more than chance alone would make them. So they "
            "stand by name, without rank, and the rate of all together is the best estimate for each."
        )
    first, last = found.rows.iloc[0], found.rows.iloc[-1]
    lowest, highest = (f"{plain(fmt.percent(row['rate']))} ({plain(row['group'])})" for row in (last, first))
    return f"{by}s differ {_spread(found.shrunk)}: the estimates go from {lowest} to {highest}."


def _spread(shrunk: Shrunk) -> str:
    points = float(np.sqrt(shrunk.between)) * 100
    return f"beyond chance by about ±{points:.0f} points" if points >= 1.5 else "beyond chance by about a point or less"


def _reading(found: Rates, by: str) -> str:
    mean = plain(fmt.percent(found.shrunk.mean))
    parts = [f"Hollow: won of decided as counted, with its 95 % interval. Dashed: all together, {mean}"]
    if found.shrunk.told_apart:
        parts = [
            "Hollow: won of decided as counted. Filled, with its 95 % interval: the estimate, drawn to the mean "
            f"(dashed, {mean}) the more, the fewer deals are behind it"
        ]
    if len(found.rows) > MOST:
        parts.append(f"The chart shows the {MOST} with most deals")
    if found.unnamed:
        parts.append(f"{fmt.counted(found.unnamed, 'deal')} without {_a(by)} left out")
    return ". ".join(parts) + "."


def _a(by: str) -> str:
    return ("an " if by[0] in "AEIOU" else "a ") + by.lower()
