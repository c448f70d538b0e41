"""The time line of many projects: names above their bars, so that a phone has room for both."""

import altair as alt
import pandas as pd

from lib.delivery.charts import Drawn
from lib.delivery.projects import DONE, LATE, ON_SCHEDULE, PLAN, UNDATED

GREEN, BLUE, VERMILION, GREY, SKY = "#009E73", "#0072B2", "#D55E00", "#8C95A1", "#56B4E9"
COLOURS = {LATE: VERMILION, ON_SCHEDULE: BLUE, PLAN: SKY, DONE: GREEN, UNDATED: GREY}
FIRST_DUE, DELIVERED = "due at the start", "delivered"
ROW = 36
MARKS = (
    "A bar runs from the start to the due date agreed last; its colour and the word above it say how the project "
    "stands. ◆ first due date where it was moved, ● delivered; a thin line leads past the due date. "
    "The dashed line is the day shown."
)


def time_line(frame: pd.DataFrame, today: pd.Timestamp, dark: bool) -> Drawn:
    """One row a project in the order given.

    Columns: name (of each row its own), standing, start, due, until (where a stretch past the due date ends; NaT:
    none), original_due (NaT: not moved), delivered (NaT: not).
    """
    shown = _in_words(frame)
    y = alt.Y("name:N", sort=shown["name"].tolist(), title=None, axis=None)
    x = alt.X(
        "start:T", title=None, scale=alt.Scale(padding=8),
        axis=alt.Axis(format="%b %y", grid=True, tickCount=6, labelOverlap=True, orient="top"),
    )  # fmt: skip
    tips = [
        alt.Tooltip("name:N", title="Project"), alt.Tooltip("standing:N", title="Stands"),
        alt.Tooltip("start:T", title="Start", format="%d %b %Y"), alt.Tooltip("due:T", title="Due", format="%d %b %Y"),
    ]  # fmt: skip
    colour = alt.Color("standing:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=None)
    base = alt.Chart(shown[["name", "standing", "label", "start", "due"]]).encode(y=y)
    bars = base.mark_bar(height=9, yOffset=9, cornerRadius=2).encode(x=x, x2="due:T", color=colour, tooltip=tips)
    past = alt.Chart(shown.loc[shown["until"].notna(), ["name", "standing", "start", "due", "until"]]).encode(y=y)
    over = past.mark_rule(strokeWidth=3, yOffset=9, y2Offset=9).encode(
        x="due:T", x2="until:T", color=alt.value(VERMILION), tooltip=tips
    )
    ink = "#E8ECF1" if dark else "#16202C"
    label = base.mark_text(align="left", baseline="middle", dy=-7, fontSize=11, color=ink, limit=640)
    now = alt.Chart(pd.DataFrame({"today": [f"{today:%Y-%m-%dT00:00:00}"]})).mark_rule(strokeDash=[4, 3], color=GREY)
    layers = [bars, over, _marks(shown, y, dark), now.encode(x="today:T"), label.encode(x=alt.value(4), text="label:N")]
    return alt.layer(*layers).properties(height=alt.Step(ROW))


def _marks(shown: pd.DataFrame, y: alt.Y, dark: bool) -> alt.Chart:
    points = pd.concat(
        [
            shown[shown["original_due"].notna()].assign(day=lambda rows: rows["original_due"], mark=FIRST_DUE),
            shown[shown["delivered"].notna()].assign(day=lambda rows: rows["delivered"], mark=DELIVERED),
        ]
    )[["name", "day", "mark"]]
    shape = alt.Shape(
        "mark:N", scale=alt.Scale(domain=[FIRST_DUE, DELIVERED], range=["diamond", "circle"]), legend=None
    )
    drawn: alt.Chart = (
        alt.Chart(points)
        .mark_point(
            size=80, filled=True, opacity=1, yOffset=9, color="#E8ECF1" if dark else "#16202C", strokeWidth=1.5,
            stroke="#16202C" if dark else "#FFFFFF",
        )
        .encode(
            y=y, x="day:T", shape=shape,
            tooltip=[alt.Tooltip("name:N", title="Project"), alt.Tooltip("mark:N", title="Shows"),
                     alt.Tooltip("day:T", title="Day", format="%d %b %Y")],
        )
    )  # fmt: skip
    return drawn


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as text: a browser reads them as days, in whatever zone it sits."""
    days = ("start", "due", "until", "original_due", "delivered")
    words = {name: pd.to_datetime(frame[name]).dt.strftime("%Y-%m-%dT00:00:00") for name in days}
    return frame[["name", "standing"]].assign(**words, label=frame["name"] + " · " + frame["standing"])
