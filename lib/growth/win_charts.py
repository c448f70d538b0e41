"""Charts of win rates: raw share, estimate with its interval, the firm's mean as a thin line."""

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart
BLUE, GREY = "#0072B2", "#8C95A1"
ROW, AXIS = 24, 56  # pixels of a row, and of the axis below


def win_rates(rates: pd.DataFrame, mean: float, told_apart: bool, dark: bool) -> Drawn:
    """One row a group, in the order given: hollow its own share, filled the estimate drawn to the mean.

    Columns: row (the group with its counts), share, rate, low, high. Groups that cannot be `told_apart` have no
    estimate of their own: their own shares with intervals raw_low to raw_high stand in grey about the mean.
    """
    shown = rates if told_apart else rates.assign(low=rates["raw_low"], high=rates["raw_high"])
    rows = shown["row"].tolist()
    y = alt.Y(
        "row:N",
        sort=rows,
        title=None,
        axis=alt.Axis(labelLimit=300, labelOverlap=False, labelFlush=False, ticks=False, domain=False, grid=False),
    )
    base = alt.Chart(shown).encode(y=y, tooltip=_tips(told_apart))
    low, high = min(shown["low"].min(), shown["share"].min()), max(shown["high"].max(), shown["share"].max())
    scale = alt.Scale(domain=[max(0.0, low - 0.03), min(1.0, high + 0.03)], nice=True)
    axis = alt.Axis(format="%", title="Won of decided deals", tickCount=8, grid=True)
    colour = BLUE if told_apart else GREY
    span = base.mark_rule(strokeWidth=3, color=colour, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    layers = [_mean(mean, scale, axis, dark), span, _points("share", base, scale, axis)]
    layers += [_points("rate", base, scale, axis)] if told_apart else []
    return alt.layer(*layers).properties(height=ROW * len(rows) + AXIS)


def _points(field: str, base: alt.Chart, scale: alt.Scale, axis: alt.Axis) -> alt.Chart:
    x = alt.X(f"{field}:Q", scale=scale, axis=axis)
    marks = base.mark_point(filled=False, size=60, strokeWidth=1.5, opacity=1, color=GREY)
    if field == "rate":
        marks = base.mark_point(filled=True, size=90, opacity=1, color=BLUE)
    drawn: alt.Chart = marks.encode(x=x)
    return drawn


def _mean(mean: float, scale: alt.Scale, axis: alt.Axis, dark: bool) -> alt.Chart:
    line = alt.Chart(pd.DataFrame({"mean": [mean]})).mark_rule(
        strokeWidth=1, strokeDash=[4, 3], color="#E8ECF1" if dark else "#16202C"
    )
    tips = [alt.Tooltip("mean:Q", title="All together", format=".1%")]
    drawn: alt.Chart = line.encode(x=alt.X("mean:Q", scale=scale, axis=axis), tooltip=tips)
    return drawn


def _tips(told_apart: bool) -> list[alt.Tooltip]:
    tips = [
        alt.Tooltip("row:N", title="Group"), alt.Tooltip("share:Q", title="Won of decided", format=".1%"),
        alt.Tooltip("low:Q", title="95 % from", format=".1%"), alt.Tooltip("high:Q", title="to", format=".1%"),
    ]  # fmt: skip
    return [*tips, alt.Tooltip("rate:Q", title="Estimate", format=".1%")] if told_apart else tips
