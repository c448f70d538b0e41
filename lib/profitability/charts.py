"""Charts of what work earns and of budgets: frames in, Altair charts out."""

import math
from typing import Literal

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart

BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8C95A1"
SIX = [BLUE, ORANGE, GREEN, VERMILION, "#CC79A7", GREY]
BOUGHT, BEYOND = "within what was bought", "beyond it"
ACTUAL, FORECAST = "worked", "booked"
MONTH_WORDS = alt.Axis(labelAngle=0, labelOverlap=True)


def ink(dark: bool) -> str:
    """The colour of words inside a chart: Streamlit colours axes for the theme, but not text marks."""
    return "#E8ECF1" if dark else "#16202C"


def beyond_what_was_bought(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Hours of each account or owner as a bar: those bought, then those beyond, with the hours beyond as a number.

    Columns: name, within (hours), beyond (hours). Order: top to bottom.
    """
    order = frame["name"].tolist()
    rows = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=150))
    long = frame.melt(["name"], ["within", "beyond"], "part", "hours")
    long["what"] = long["part"].map({"within": BOUGHT, "beyond": BEYOND})
    long["at"] = long["part"].map({"within": 0, "beyond": 1})
    bars = (
        alt.Chart(long)
        .mark_bar(height={"band": 0.6})
        .encode(
            y=rows,
            x=alt.X("hours:Q", title="Hours worked", axis=alt.Axis(tickCount=5)),
            color=alt.Color("what:N", scale=alt.Scale(domain=[BOUGHT, BEYOND], range=[BLUE, VERMILION]),
                            legend=alt.Legend(title=None, orient="top")),
            order="at:Q",
            tooltip=[alt.Tooltip("name:N", title="Name"), alt.Tooltip("what:N", title="Hours"),
                     alt.Tooltip("hours:Q", title="Number", format=",.0f")],
        )
    )  # fmt: skip
    ends = frame.assign(
        total=frame["within"] + frame["beyond"], words=[f"+{math.floor(hours + 0.5):,} h" for hours in frame["beyond"]]
    )
    words = alt.Chart(ends).mark_text(align="left", dx=4, fontSize=12, color=ink(dark)).encode(
        y=rows, x="total:Q", text="words:N"
    )  # fmt: skip
    return alt.layer(bars, words).properties(height=alt.Step(26), padding={"right": 40})


def written_off(frame: pd.DataFrame, currency: str) -> alt.Chart:
    """Written off a month as bars, by reason. Columns: month (words), reason, amount (currency units)."""
    order = frame["month"].drop_duplicates().tolist()
    drawn: alt.Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("month:N", sort=order, title=None, axis=MONTH_WORDS),
            y=alt.Y("amount:Q", title=f"Written off ({currency})", axis=alt.Axis(tickCount=4, format="~s")),
            color=alt.Color("reason:N", title=None, scale=alt.Scale(range=SIX),
                            legend=alt.Legend(orient="top", columns=3)),
            tooltip=[alt.Tooltip("month:N", title="Month"), alt.Tooltip("reason:N", title="Reason"),
                     alt.Tooltip("amount:Q", title=f"Amount ({currency})", format=",.0f")],
        )
        .properties(height=220)
    )  # fmt: skip
    return drawn


def burn(frame: pd.DataFrame, agreed: float, today: pd.Timestamp, due: pd.Timestamp | None, dark: bool) -> Drawn:
    """Hours of a project week by week, added up: worked up to the day, booked after it, and the hours agreed.

    Columns: day (end of the week), hours (so far), what (ACTUAL or FORECAST).
    """
    data = frame.assign(day=frame["day"].dt.strftime("%Y-%m-%d"))
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%d %b", labelOverlap=True, tickCount=6))
    lines = (
        alt.Chart(data)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("hours:Q", title="Hours, added up", scale=alt.Scale(zero=True)),
            color=alt.Color("what:N", scale=alt.Scale(domain=[ACTUAL, FORECAST], range=[BLUE, ORANGE]),
                            legend=alt.Legend(title=None, orient="top")),
            strokeDash=alt.StrokeDash("what:N", scale=alt.Scale(domain=[ACTUAL, FORECAST], range=[[1, 0], [6, 3]]),
                                      legend=None),
            tooltip=[alt.Tooltip("day:T", title="To", format="%d %b %Y"), alt.Tooltip("what:N", title="Hours"),
                     alt.Tooltip("hours:Q", title="Added up", format=",.0f")],
        )
    )  # fmt: skip
    level = alt.Chart(pd.DataFrame({"hours": [agreed], "words": [f"agreed: {agreed:,.0f} h"]}))
    layers = [lines, level.mark_rule(color=VERMILION, strokeDash=[4, 3]).encode(y="hours:Q")]
    named = level.mark_text(align="left", dx=4, dy=-7, fontSize=12, color=ink(dark))
    layers.append(named.encode(y="hours:Q", x=alt.value(0), text="words:N"))
    layers += _mark(today, "today", "right", dark) + ([] if due is None else _mark(due, "due", "left", dark))
    return alt.layer(*layers).properties(height=260)


def _mark(day: pd.Timestamp, name: str, align: Literal["left", "right"], dark: bool) -> list[alt.Chart]:
    base = alt.Chart(pd.DataFrame({"day": [f"{day:%Y-%m-%d}"], "name": [name]})).encode(x="day:T")
    words = base.mark_text(align=align, dx=4 if align == "left" else -4, dy=-8, fontSize=12, color=ink(dark))
    return [base.mark_rule(color=GREY), words.encode(y=alt.YDatum(0), text="name:N")]
