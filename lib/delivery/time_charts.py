"""Charts of time across the book: on time by quarter, days lost by cause. Frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib import format as fmt
from lib.delivery.charts import Drawn
from lib.measure import Measure

BLUE, GREY, SKY = "#0072B2", "#8C95A1", "#56B4E9"
AGREED, FIRST = "by the date agreed last", "by the first date"
LOST, SO_FAR = "lost, roadblock closed", "open so far"
BY = {"agreed": AGREED, "first": FIRST}


def quarters(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Two bars a quarter, against the due date agreed last and against the first one; lighter while it runs.

    Columns as `time_figures.by_quarter`. Over each bar its share, in counts on a small base.
    """
    shown = frame.assign(
        label=[_label(*row) for row in zip(frame["quarter"], frame["so_far"], strict=True)],
        words=[_share(*row) for row in frame[["share", "hits", "base"]].itertuples(index=False)],
        of=[fmt.of(int(hits), int(base)) for hits, base in zip(frame["hits"], frame["base"], strict=True)],
        what=frame["by"].map(BY),
        solid=(~frame["so_far"]).map({True: 1.0, False: 0.45}),
    )
    order = list(dict.fromkeys(shown["label"]))
    x = alt.X(
        "label:N", sort=order, title=None,
        axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')", labelOverlap=False, ticks=False),
    )  # fmt: skip
    base = alt.Chart(shown).encode(
        x=x, xOffset=alt.XOffset("what:N", sort=[AGREED, FIRST]),
        y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 1.08]),
                axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])),
        tooltip=[alt.Tooltip("quarter:N", title="Quarter"), alt.Tooltip("what:N", title="Delivered"),
                 alt.Tooltip("of:N", title="Projects"), alt.Tooltip("share:Q", title="Share", format=".0%")],
    )  # fmt: skip
    colour = alt.Color(
        "what:N", scale=alt.Scale(domain=[AGREED, FIRST], range=[BLUE, GREY]),
        legend=alt.Legend(title=None, orient="top", direction="vertical", labelLimit=300),
    )  # fmt: skip
    bars = base.mark_bar().encode(color=colour, opacity=alt.Opacity("solid:Q", scale=None))
    text = base.mark_text(dy=-7, fontSize=10, color="#E8ECF1" if dark else "#16202C").encode(text="words:N")
    return alt.layer(bars, text.transform_filter(alt.datum.by == "agreed")).properties(height=260)


def _label(quarter: str, so_far: bool) -> str:
    return "|".join([*quarter.split(" "), *(["so far"] if so_far else [])])


def _share(share: float, hits: int, base: int) -> str:
    return fmt.figure(Measure(share, base=int(base), hits=int(hits)), "share", "")


def causes(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Days lost by cause, one bar each; what open roadblocks stand so far is drawn on, lighter.

    Columns as `roadblock_figures.lost_by_cause`.
    """
    rows = pd.concat([frame.assign(days=frame["lost"], what=LOST), frame.assign(days=frame["so_far"], what=SO_FAR)])
    shown = rows.assign(cause=rows["cause"].str.capitalize(), at=(rows["what"] == SO_FAR).astype(int))[
        ["cause", "days", "what", "at"]
    ]
    totals = frame.assign(cause=frame["cause"].str.capitalize(), days=frame["lost"] + frame["so_far"])
    totals["words"] = [_days(*row) for row in zip(frame["lost"], frame["so_far"], strict=True)]
    order = totals.sort_values("days", ascending=False, kind="stable")["cause"].tolist()
    y = alt.Y("cause:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=140))
    most = max(1, int(totals["days"].max()))
    x = alt.X(
        "days:Q", title="Days", stack="zero", scale=alt.Scale(domain=[0, most * 1.45]), axis=alt.Axis(tickCount=5)
    )
    bars = alt.Chart(shown).mark_bar(height={"band": 0.6}).encode(
        y=y, x=x, order="at:Q",
        color=alt.Color("what:N", scale=alt.Scale(domain=[LOST, SO_FAR], range=[BLUE, SKY]),
                        legend=alt.Legend(title=None, orient="top", direction="vertical", labelLimit=300)),
        tooltip=[alt.Tooltip("cause:N", title="Cause"), alt.Tooltip("what:N", title="Shows"),
                 alt.Tooltip("days:Q", title="Days", format=",")],
    )  # fmt: skip
    text = alt.Chart(totals[["cause", "days", "words"]]).mark_text(
        align="left", dx=5, fontSize=11, color="#E8ECF1" if dark else "#16202C"
    ).encode(y=y, x=alt.X("days:Q"), text="words:N")  # fmt: skip
    return alt.layer(bars, text).properties(height=alt.Step(34))


def _days(lost: int, so_far: int) -> str:
    return f"{lost:,}" + (f" and {so_far:,} so far" if so_far else "")
