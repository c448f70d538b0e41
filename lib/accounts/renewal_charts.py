"""Charts of renewals: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.accounts.renewal_figures import PARTS
from lib.format import sign

GREEN, BLUE, VERMILION, GREY = "#009E73", "#0072B2", "#D55E00", "#B8C0C9"


def renewals_by_month(frame: pd.DataFrame, currency: str, dark: bool) -> alt.LayerChart | alt.FacetChart:
    """Bars a month of what is final and expected, a thin line at the target.

    Columns: month (date), part ("Target" or one of PARTS), amount (currency units), renewals.
    """
    rank = frame["part"].map({part: place for place, part in enumerate(PARTS)})
    data = frame.assign(month=pd.to_datetime(frame["month"]).dt.strftime("%Y-%m-%d"), rank=rank)
    base = alt.Chart(data).encode(
        x=alt.X("yearmonth(month):O", title=None, axis=alt.Axis(format="%b %y", labelAngle=0, labelOverlap=True)),
        y=alt.Y("amount:Q", axis=_axis(currency), stack="zero"),
        tooltip=[
            alt.Tooltip("month:T", title="Due in", format="%B %Y"),
            alt.Tooltip("part:N", title="Amount"),
            alt.Tooltip("amount:Q", title=f"In {currency}", format=",.0f"),
            alt.Tooltip("renewals:Q", title="Renewals"),
        ],
    )
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=list(PARTS), range=[GREEN, BLUE, VERMILION, GREY]),
        legend=alt.Legend(title=None, orient="top"),
    )
    bars = base.transform_filter("datum.part != 'Target'").mark_bar().encode(color=colour, order="rank:Q")
    target = (
        base.transform_filter("datum.part == 'Target' && datum.amount > 0")
        .mark_tick(thickness=2, width=alt.RelativeBandSize(0.9), color="#E8ECF1" if dark else "#16202C")
        .encode(y=alt.Y("amount:Q", stack=None))
    )
    return alt.layer(bars, target).properties(height=200)


def _axis(currency: str) -> alt.Axis:
    label = f"datum.value == 0 ? '0' : '{sign(currency)}' + format(datum.value, '~s')"
    return alt.Axis(title=f"{currency} due in the month", labelExpr=label, tickCount=5, grid=True)
