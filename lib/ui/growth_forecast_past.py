"""What the forecast would have said for past quarters, against what happened."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth import forecast_charts
from lib.periods import parse
from lib.ui.charts import chart
from lib.ui.growth_forecast_made import past
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


def record(view: View) -> pd.DataFrame:
    """Past quarters, the newest first; columns as `forecast_backcast.backcasts`."""
    return past(view)


def backcast_part(view: View, before: pd.DataFrame) -> None:
    """The last full quarter in words, and up to eight in a chart and a table."""
    st.subheader("What it would have said", anchor=False)
    if before.empty:
        st.info(
            "A back-cast tells what this forecast would have said a quarter ago against what happened. It will stand "
            "here once a quarter is over before whose start 10 deals had been decided."
        )
        return
    st.markdown(_last(before.iloc[0].to_dict(), view.currency))
    chart(
        view, "forecast_past", "Past quarters: the range and middle told from the day before, and what came as a dot",
        lambda: forecast_charts.past_quarters(_drawn(before, view.currency), view.currency, view.dark),
    )  # fmt: skip
    _table(before, view.currency)


def _last(row: "dict[object, object]", currency: str) -> str:
    def money(name: str) -> str:
        return plain(fmt.money(float(str(row[name])), currency))

    told, won = _made_of(int(str(row["told_deals"])), int(str(row["open_deals"]))), int(str(row["won_deals"]))
    hit = "within that range" if row["within"] else "above that range" if _above(row) else "below that range"
    name, known_on = fmt.period(parse(str(row["key"]))), fmt.day(pd.Timestamp(str(row["known_on"])).date())
    parts = [
        f"**{plain(name)}**: on {plain(known_on)} it would have told {money('p10')} to {money('p90')}",
        f"{money('p50')} in the middle, from {told}.",
        f"They brought **{money('actual')}** in {fmt.counted(won, 'deal')}, {hit}.",
        f"Deals opened later brought another {money('later')}.",
    ]
    return f"{parts[0]}, {' '.join(parts[1:])}"


def _made_of(told: int, open_deals: int) -> str:
    """Of how many of the deals open then it is made: those whose chance the history does not tell stay out."""
    return fmt.counted(told, "open deal") if told == open_deals else f"{told:,} of {open_deals:,} open deals"


def _above(row: "dict[object, object]") -> bool:
    return float(str(row["actual"])) > float(str(row["p90"]))


def _drawn(before: pd.DataFrame, currency: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "quarter": [fmt.period(parse(key)) for key in before["key"]],
            "low": before["p10"] / 100,
            "middle": before["p50"] / 100,
            "high": before["p90"] / 100,
            "actual": before["actual"] / 100,
            "within": before["within"],
        }
    )
    words = [
        f"{fmt.money(cents, currency)} came" + ("" if within else ", outside")
        for cents, within in zip(before["actual"], before["within"], strict=True)
    ]
    return frame.assign(end=frame[["high", "actual"]].max(axis=1), words=words)


def _table(before: pd.DataFrame, currency: str) -> None:
    unit = fmt.sign(currency).strip()
    shown = pd.DataFrame(
        {
            "Quarter": [fmt.period(parse(key)) for key in before["key"]],
            "Open then": before["open_deals"],
            f"Low ({unit})": before["p10"] / 100,
            f"Middle ({unit})": before["p50"] / 100,
            f"High ({unit})": before["p90"] / 100,
            f"Came ({unit})": before["actual"] / 100,
            "Within": ["yes" if within else "no" for within in before["within"]],
            f"Later deals ({unit})": before["later"] / 100,
        }
    )
    helps = {
        "Low": "What nine in ten runs would have exceeded.",
        "Middle": "The middle run.",
        "High": "What one in ten runs would have exceeded.",
        "Came": "Won in the quarter of the deals that were open on the day before it.",
        "Later deals": "Won in the quarter of deals opened only in it: in no forecast.",
    }
    looks: dict[str, ColumnConfig] = {
        f"{name} ({unit})": st.column_config.NumberColumn(format="localized", step=1, help=words)
        for name, words in helps.items()
    }
    table(shown, "Past quarters: what would have been told and what came", looks)
