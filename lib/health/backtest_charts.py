"""Charts of the backtest and of what the data showed before clients left."""

import altair as alt
import pandas as pd

from lib.money.charts import ink

Drawn = alt.LayerChart | alt.FacetChart
SHADES = {"Green": "#009E73", "Amber": "#E69F00", "Red": "#D55E00", "Unknown": "#8C95A1"}
BLUE = "#0072B2"


def leave_rate_by_band(frame: pd.DataFrame, dark: bool) -> Drawn:
    """The share that left by band 90 days before, with its 95 % interval and its counts.

    Columns: band, label (shape and word, in order), share, low, high, words ("3 of 14").
    """
    axis = alt.Axis(ticks=False, domain=False, labelFontSize=12)
    base = alt.Chart(frame).encode(y=alt.Y("label:N", sort=list(frame["label"]), title=None, axis=axis))
    title = "left, of those in the band 90 days before"
    share = alt.X("share:Q", title=title, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    colour = alt.Color("band:N", scale=alt.Scale(domain=list(SHADES), range=list(SHADES.values())), legend=None)
    bars = base.mark_bar(size=20, opacity=0.85).encode(x=share, color=colour)
    spans = base.mark_rule(color=ink(dark), strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    words = base.mark_text(align="left", dx=8, color=ink(dark), fontSize=12).encode(x="high:Q", text="words:N")
    return alt.layer(bars, spans, words).properties(height=44 * len(frame) + 60, padding={"right": 60})


def weakest_factors(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Bars by factor: at how many departures it was among the weakest. Columns: factor, departures; in order."""
    axis = alt.Axis(ticks=False, domain=False, labelLimit=150, labelOverlap=False)
    base = alt.Chart(frame).encode(y=alt.Y("factor:N", sort=list(frame["factor"]), title=None, axis=axis))
    room = alt.Scale(domain=[0, float(frame["departures"].max()) * 1.1])  # the number stands beyond the longest bar
    x = alt.X("departures:Q", title="departures", scale=room, axis=alt.Axis(format="d", tickMinStep=1, tickCount=4))
    tips = [alt.Tooltip("factor:N", title="Weakest then"), alt.Tooltip("departures:Q", title="Departures")]
    bars = base.mark_bar(color=BLUE).encode(x=x, tooltip=tips)
    words = base.mark_text(align="left", dx=4, color=ink(dark)).encode(x="departures:Q", text="departures:Q")
    return alt.layer(bars, words).properties(height=24 * len(frame) + 70)
