"""Charts of growth targets and of growth: frames in, Altair charts out; and a target as a small picture."""

from base64 import b64encode

import altair as alt
import pandas as pd

from lib.format import sign
from lib.growth.target_figures import BEHIND, GOOD, MISSED

BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8C95A1"
Drawn = alt.LayerChart | alt.FacetChart
# A table draws a picture as high as its row allows, 29 pixels.
WIDTH, HEIGHT = 90, 29


def ink(dark: bool) -> str:
    """The colour of words inside a chart: Streamlit colours axes for the theme, but not text marks."""
    return "#E8ECF1" if dark else "#16202C"


def bullet(reached: float, pace: float | None, state: str, dark: bool) -> str:
    """The address of a picture: a bar for the share of the target reached, a tick where it was expected to be.

    Shares of the target, what lies beyond it cut off. Holds numbers and fixed words only, never stored text.
    """
    ground, tick = ("#3A4350", "#E8ECF1") if dark else ("#DDE2E8", "#16202C")
    colour = VERMILION if state in (BEHIND, MISSED) else GREEN if state in GOOD else GREY
    inner = WIDTH - 8
    size = max(min(reached, 1.0), 0.0) * inner
    mark = "" if pace is None else _tick(4 + max(min(pace, 1.0), 0.0) * inner, tick)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect x="4" y="10" width="{inner}" height="9" rx="2" fill="{ground}"/>'
        f'<rect x="4" y="10" width="{size:.1f}" height="9" rx="2" fill="{colour}"/>{mark}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _tick(at: float, colour: str) -> str:
    return f'<rect x="{at - 1:.1f}" y="6" width="2" height="17" fill="{colour}"/>'


def course(frame: pd.DataFrame, goal: float | None, currency: str, dark: bool) -> Drawn:
    """What a target has come to against what was expected, day by day, and the goal as a thin line.

    Columns: day, so_far, expected (currency units; missing: not known).
    """
    data = frame.assign(day=pd.to_datetime(frame["day"]).dt.strftime("%Y-%m-%d"))
    base = alt.Chart(data).encode(x=alt.X("day:T", title=None, axis=alt.Axis(format="%b %y", labelOverlap=True)))
    tips = [
        alt.Tooltip("day:T", title="Day", format="%d %b %Y"),
        alt.Tooltip("so_far:Q", title=f"So far ({currency})", format=",.0f"),
        alt.Tooltip("expected:Q", title=f"Expected ({currency})", format=",.0f"),
    ]
    y = alt.Y("so_far:Q", axis=_axis(f"{currency} since the start", currency))
    due = base.mark_line(color=GREY, strokeDash=[5, 3], strokeWidth=1.5).encode(y=alt.Y("expected:Q"), tooltip=tips)
    come = base.mark_line(color=BLUE, strokeWidth=2.5).encode(y=y, tooltip=tips)
    layers = [come, due, _named(data, "so_far", "so far", dark), _named(data, "expected", "expected", dark)]
    return alt.layer(*layers, *_goal(goal)).properties(height=200, padding={"right": 70})


def _named(data: pd.DataFrame, column: str, name: str, dark: bool) -> alt.Chart:
    end = data[data[column].notna()].tail(1).assign(name=name)
    words = alt.Chart(end).mark_text(align="left", dx=6, fontSize=12, color=ink(dark))
    drawn: alt.Chart = words.encode(x="day:T", y=f"{column}:Q", text="name:N")
    return drawn


def _goal(goal: float | None) -> list[alt.Chart]:
    if goal is None:
        return []
    rule = alt.Chart(pd.DataFrame({"goal": [goal]})).mark_rule(color=ORANGE, strokeWidth=1.5)
    return [rule.encode(y="goal:Q", tooltip=[alt.Tooltip("goal:Q", title="Target", format=",.0f")])]


def _axis(title: str, currency: str) -> alt.Axis:
    label = f"datum.value == 0 ? '0' : '{sign(currency)}' + format(datum.value, '~s')"
    return alt.Axis(title=title, labelExpr=label, tickCount=5, grid=True)


def revenue_by_quarter(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """Stacked bars a quarter from existing and new clients, growth against a year earlier written above each.

    Columns: quarter ("Q3 2026", oldest first), kind, amount (currency units), so_far (bool), said (words above).
    """
    order = list(dict.fromkeys(frame["quarter"]))
    base = alt.Chart(frame).encode(x=alt.X("quarter:O", sort=order, title=None, axis=alt.Axis(labelAngle=0)))
    kinds = {"existing clients": BLUE, "new clients": ORANGE, "no account": GREY}
    shown = {kind: colour for kind, colour in kinds.items() if kind in set(frame["kind"])}
    bars = base.mark_bar().encode(
        y=alt.Y("sum(amount):Q", axis=_axis(f"{currency} a quarter", currency)),
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=list(shown), range=list(shown.values())),
            legend=alt.Legend(title=None, orient="top"),
        ),
        opacity=alt.Opacity("so_far:N", scale=alt.Scale(domain=[False, True], range=[1, 0.45]), legend=None),
        order=alt.Order("kind:N"),
        tooltip=[
            alt.Tooltip("quarter:O", title="Quarter"),
            alt.Tooltip("kind:N", title="From"),
            alt.Tooltip("sum(amount):Q", title=f"Revenue ({currency})", format=",.0f"),
            alt.Tooltip("said:N", title="Against a year earlier"),
        ],
    )  # fmt: skip
    words = (
        base.transform_aggregate(amount="sum(amount)", groupby=["quarter", "said"])
        .mark_text(dy=-8, fontSize=12, color=ink(dark))
        .encode(y=alt.Y("amount:Q"), text="said:N")
    )
    return alt.layer(bars, words).properties(height=230)
