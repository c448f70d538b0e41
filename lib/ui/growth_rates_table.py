"""The table of win rates: counts, own share, best estimate."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.shrinkage import Shrunk
from lib.ui.tables import table

MOST = 15  # rows without a scroll bar
_column = st.column_config


def rate_table(rows: pd.DataFrame, shrunk: Shrunk, by: str) -> None:
    """One row a group; where groups cannot be told apart there is no estimate of their own."""
    shown = pd.DataFrame(
        {
            by: rows["group"].astype(str), "Won": rows["won"], "Decided": rows["decided"],
            "Share won": [_share(*pair) for pair in zip(rows["won"], rows["decided"], strict=True)],
            "95 % interval": _spans(rows["raw_low"], rows["raw_high"]),
        }
    )  # fmt: skip
    if shrunk.told_apart:
        shown["Estimate (%)"] = (rows["rate"] * 100).round(1)
        shown["Its interval"] = _spans(rows["low"], rows["high"])
        shown["Own weight (%)"] = (rows["weight"] * 100).round()
    looks: dict[str, ColumnConfig] = {
        by: _column.TextColumn(width=190),
        "Won": _column.NumberColumn(format="localized", width=60),
        "Decided": _column.NumberColumn(format="localized", width=75),
        "Share won": _column.TextColumn(width=90, help="Won of decided as counted; under 10 deals in counts."),
        "95 % interval": _column.TextColumn(width=125, help="Of the share as counted (Wilson)."),
        "Estimate (%)": _column.NumberColumn(
            format="%.1f", width=100, help="The share drawn to the mean of all (empirical Bayes)."
        ),
        "Its interval": _column.TextColumn(width=125, help="95 % interval of the estimate (Beta distribution)."),
        "Own weight (%)": _column.NumberColumn(
            format="%.0f", width=120, help="How much the group's own deals count in its estimate; the rest is the mean."
        ),
    }
    table(
        shown, f"{len(shown)} rows by {by.lower()}: won, decided, share, estimate", looks,
        height=38 + 35 * min(len(shown), MOST),
    )  # fmt: skip


def _share(won: int, decided: int) -> str:
    return fmt.figure(Measure(won / decided, base=decided, hits=won), "share", "")


def _spans(low: "pd.Series[float]", high: "pd.Series[float]") -> list[str]:
    return [f"{fmt.percent(a)} to {fmt.percent(b)}" for a, b in zip(low, high, strict=True)]
