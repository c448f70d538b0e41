"""Charts of account health: frames in, Altair charts out."""

from typing import Literal

import altair as alt
import pandas as pd

from lib.health.drawing import COLOURS, colour_range
from lib.health.tables import BANDS

BLUE, SKY, PURPLE = "#0072B2", "#56B4E9", "#CC79A7"
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
PARTS = {"client": "client changed", "data": "data aged or refreshed", "formula": "formula changed"}


def ink(dark: bool) -> str:
    """The colour of words inside a chart."""
    return "#E8ECF1" if dark else "#16202C"


def why_moved(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Bars a factor from the middle: points gained or lost, by what moved them.

    Columns: factor, client, data, formula (points), then, now (words); largest first.
    """
    order = frame["factor"].tolist()
    long = frame.melt(["factor", "then", "now"], list(PARTS), "part", "points")
    long = long[long["points"].abs() > 1e-12].assign(part=lambda rows: rows["part"].map(PARTS))
    y = alt.Y("factor:N", sort=order, title=None, axis=alt.Axis(labelLimit=170))
    bars = (
        alt.Chart(long)
        .mark_bar(height={"band": 0.6})
        .encode(
            y=y,
            x=alt.X("points:Q", title="points of the score", stack=True),
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=list(PARTS.values()), range=[BLUE, SKY, PURPLE]),
                legend=alt.Legend(title=None, orient="top", direction="horizontal"),
            ),
            tooltip=[
                alt.Tooltip("factor:N", title="Factor"),
                alt.Tooltip("part:N", title="Why"),
                alt.Tooltip("points:Q", title="Points", format="+.1f"),
                alt.Tooltip("then:N", title="Then"),
                alt.Tooltip("now:N", title="Now"),
            ],
        )
    )
    sums = frame.assign(points=frame[list(PARTS)].sum(axis=1))
    # A number stands at the end its bar grows to; both sides of the middle need room for it.
    labels = [
        _ends(sums[sums["points"] >= 0], y, "left", 4, dark),
        _ends(sums[sums["points"] < 0], y, "right", -4, dark),
    ]
    return alt.layer(bars, *labels).properties(height=alt.Step(30))


def _ends(frame: pd.DataFrame, y: alt.Y, align: Literal["left", "right"], dx: int, dark: bool) -> alt.Chart:
    text = alt.Chart(frame).mark_text(align=align, dx=dx, color=ink(dark), fontSize=12)
    made: alt.Chart = text.encode(y=y, x="points:Q", text=alt.Text("points:Q", format="+.1f"))
    return made


def bands_by_week(frame: pd.DataFrame) -> Drawn:
    """Stacked bars a week: how many accounts stood in each band. Columns: day (date), band, accounts."""
    data = frame.assign(day=pd.to_datetime(frame["day"]).dt.strftime("%Y-%m-%d"))
    order = ["Red", "Unknown", "Amber", "Green"]
    bars = (
        alt.Chart(data.assign(rank=data["band"].map(order.index)))
        .mark_bar()
        .encode(
            x=alt.X(
                "yearmonthdate(day):O", title=None, axis=alt.Axis(format="%-d %b", labelAngle=0, labelOverlap=True)
            ),
            y=alt.Y("accounts:Q", title="accounts", stack=True),
            color=alt.Color(
                "band:N", scale=alt.Scale(domain=list(BANDS), range=colour_range()),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("day:T", title="Snapshot of", format="%-d %b %Y"),
                alt.Tooltip("band:N", title="Band"),
                alt.Tooltip("accounts:Q", title="Accounts"),
            ],
        )
    )  # fmt: skip
    made: alt.Chart = bars.properties(height=260)
    return made


def scores_by_week(frame: pd.DataFrame, green_from: float, red_below: float, dark: bool) -> Drawn:
    """The interval of one account by week as a ribbon, its lower bound as a line, apart for each formula.

    Columns: day (date), low, high, band, formula (its number: two versions are never joined by a line).
    """
    data = frame.assign(day=pd.to_datetime(frame["day"]).dt.strftime("%Y-%m-%d"))
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=8))
    scale = alt.Scale(domain=[0, 100])
    base = alt.Chart(data)
    ribbon = base.mark_area(opacity=0.25, color=BLUE).encode(
        x=x, y=alt.Y("low:Q", scale=scale, title="score 0–100"), y2="high:Q", detail="formula:N"
    )
    line = base.mark_line(color=BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), detail="formula:N")
    points = base.mark_point(size=45, filled=True, opacity=1).encode(
        x=x,
        y=alt.Y("low:Q", scale=scale),
        color=alt.Color("band:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=None),
        shape=alt.Shape(
            "band:N", legend=None,
            scale=alt.Scale(domain=list(COLOURS), range=["square", "triangle-up", "circle", "stroke"]),
        ),
        tooltip=[
            alt.Tooltip("day:T", title="Snapshot of", format="%-d %b %Y"),
            alt.Tooltip("low:Q", title="At least", format=".0f"),
            alt.Tooltip("high:Q", title="At most", format=".0f"),
            alt.Tooltip("band:N", title="Band"),
            alt.Tooltip("formula:N", title="Formula version"),
        ],
    )  # fmt: skip
    limits = pd.DataFrame({"at": [red_below, green_from], "words": ["Red below", "Green from"]})
    rules = alt.Chart(limits).mark_rule(color="#8C95A1", strokeDash=[4, 4]).encode(y="at:Q")
    names = (
        alt.Chart(limits)
        .mark_text(align="left", dx=4, dy=-6, fontSize=11, color=ink(dark))
        .encode(y="at:Q", x=alt.value(0), text="words:N")
    )
    return alt.layer(ribbon, rules, names, line, points).properties(height=230)
