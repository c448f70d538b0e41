"""Charts of money: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.format import sign

Drawn = alt.LayerChart | alt.FacetChart
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#8C95A1"


def ink(dark: bool) -> str:
    """The colour of words inside a chart: Streamlit colours axes for the theme, but not text marks."""
    return "#E8ECF1" if dark else "#16202C"


def money_axis(title: str, currency: str) -> alt.Axis:
    """An axis of amounts: €200k, €1.2M."""
    label = f"datum.value == 0 ? '0' : '{sign(currency)}' + format(datum.value, '~s')"
    return alt.Axis(title=title, labelExpr=label, tickCount=5, grid=True)


def revenue_by_month(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """Stacked bars a month. Columns: month (date), kind, amount (currency units), so_far (bool), note."""
    data = frame.assign(month=pd.to_datetime(frame["month"]).dt.strftime("%Y-%m-%d"))
    base = alt.Chart().encode(
        x=alt.X("yearmonth(month):O", title=None, axis=alt.Axis(format="%b %y", labelAngle=0, labelOverlap=True))
    )
    bars = base.mark_bar().encode(
        y=alt.Y("sum(amount):Q", axis=money_axis(f"{currency} a month", currency)),
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=["existing clients", "new clients"], range=[BLUE, ORANGE]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        opacity=alt.Opacity("so_far:N", scale=alt.Scale(domain=[False, True], range=[1, 0.45]), legend=None),
        order=alt.Order("kind:N"),
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            alt.Tooltip("kind:N", title="From"),
            alt.Tooltip("sum(amount):Q", title=f"Revenue ({currency})", format=",.0f"),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    marks = (
        base.transform_filter("datum.so_far")
        .transform_aggregate(amount="sum(amount)", groupby=["month"])
        .mark_text(dy=-7, color=ink(dark), fontSize=11, text="so far")
        .encode(y=alt.Y("amount:Q"))
    )
    # The data stands at the whole: to take it there from the layers, Altair would print it out for each.
    return alt.layer(bars, marks, data=data).properties(height=280)


def retention_by_quarter(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Lines by quarter, named at their ends. Columns: quarter ("Q3 2017", oldest first), label, share (0–1), base."""
    order = list(dict.fromkeys(frame["quarter"]))
    base = alt.Chart(frame).encode(
        x=alt.X("quarter:O", sort=order, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y(
            "share:Q",
            title="kept since the quarter before",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(zero=False, nice=True),
        ),
        color=alt.Color("label:N", scale=alt.Scale(range=[BLUE, ORANGE, GREEN]), legend=None),
    )
    lines = base.mark_line(point=alt.OverlayMarkDef(size=45)).encode(
        tooltip=[
            alt.Tooltip("quarter:O", title="Quarter"),
            alt.Tooltip("label:N", title="Figure"),
            alt.Tooltip("share:Q", title="Kept", format=".1%"),
            alt.Tooltip("base:Q", title="Clients at the start"),
        ]
    )
    names = (
        alt.Chart(_apart(frame[frame["quarter"] == order[-1]], frame["share"]))
        .mark_text(align="left", dx=8, fontSize=12, color=ink(dark))
        .encode(x=alt.X("quarter:O", sort=order), y="share:Q", text="label:N")
    )
    # A line from the first quarter to the last, not a rule: a rule would strike the names through.
    full = (
        alt.Chart(pd.DataFrame({"quarter": order, "share": 1.0}))
        .mark_line(color=GREY, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=alt.X("quarter:O", sort=order), y="share:Q")
    )
    return alt.layer(full, lines, names).properties(height=280, padding={"right": 150})


def _apart(ends: pd.DataFrame, every: "pd.Series[float]") -> pd.DataFrame:
    """The ends of lines with their names moved so far apart that none covers another."""
    gap = 0.08 * max(float(every.max() - every.min()), 0.05)
    moved: list[float] = []
    ranked = ends.sort_values("share", ascending=False)
    for share in ranked["share"].astype(float):
        moved.append(min(share, moved[-1] - gap) if moved else share)
    return ranked.assign(share=moved)


def revenue_of_account(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """Bars a month for one account. Columns: month (date), amount (currency units), partial (bool), note."""
    data = frame.assign(month=pd.to_datetime(frame["month"]).dt.strftime("%Y-%m-%d"))
    base = alt.Chart().encode(
        x=alt.X("yearmonth(month):O", title=None, axis=alt.Axis(format="%b %y", labelAngle=0, labelOverlap=True)),
        y=alt.Y("amount:Q", axis=money_axis(f"{currency} a month", currency)),
    )
    bars = base.mark_bar(color=BLUE).encode(
        opacity=alt.Opacity("partial:N", scale=alt.Scale(domain=[False, True], range=[1, 0.45]), legend=None),
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            alt.Tooltip("amount:Q", title=f"Revenue ({currency})", format=",.0f"),
            alt.Tooltip("note:N", title="Note"),
        ],
    )
    marks = base.transform_filter("datum.partial").mark_text(dy=-7, color=ink(dark), fontSize=11, text="in part")
    return alt.layer(bars, marks, data=data).properties(height=190)
