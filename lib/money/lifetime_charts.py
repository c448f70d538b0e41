"""Charts of how long clients stay: the survival curve, and cohorts as a table of shades with numbers in it."""

import altair as alt
import pandas as pd

from lib.money.charts import BLUE, GREY, ORANGE, ink

Drawn = alt.LayerChart | alt.FacetChart
LINES = {"observed": "observed (Kaplan–Meier)", "model": "beyond it (shifted beta-geometric)"}


def survival(frame: pd.DataFrame, horizon: int, dark: bool) -> Drawn:
    """The share of clients still here by time since they began, with its 95 % interval.

    Columns: line ("observed", "model"), month, share, low, high. A thin line stands at the horizon, in months.
    """
    data = frame.assign(what=frame["line"].map(LINES), years=frame["month"] / 12)
    shown = [LINES[line] for line in dict.fromkeys(frame["line"])]
    axis = alt.Axis(tickMinStep=1, format="d")
    colour = alt.Color(
        "what:N",
        scale=alt.Scale(domain=shown, range=[BLUE, ORANGE][: len(shown)]),
        legend=alt.Legend(title=None, orient="top", labelLimit=260),
    )
    base = alt.Chart(data).encode(x=alt.X("years:Q", title="years since the client began", axis=axis), color=colour)
    y = alt.Y("low:Q", title="still here", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    band = base.mark_area(opacity=0.18, interpolate="step-after").encode(y=y, y2="high:Q")
    tips = [
        alt.Tooltip("month:Q", title="Months"),
        *(alt.Tooltip(f"{name}:Q", title=title, format=".1%") for name, title in _SHARES.items()),
    ]
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(y="share:Q", tooltip=tips)
    return alt.layer(band, lines, *_horizon(horizon, dark)).properties(height=340)


_SHARES = {"share": "Still here", "low": "95 % from", "high": "to"}


def _horizon(months: int, dark: bool) -> tuple[alt.Chart, alt.Chart]:
    at = alt.Chart(pd.DataFrame({"years": [months / 12], "words": [f"horizon of {months} months"]})).encode(x="years:Q")
    name = at.mark_text(align="left", dx=5, y=10, color=ink(dark), fontSize=11).encode(text="words:N")
    return at.mark_rule(color=GREY, strokeDash=[2, 3]), name


_CELL = {"cohort:N": "Began", "age:O": "Quarters later", "words:N": "Kept", "clients:Q": "Clients", "note:N": "Note"}


def cohorts(frame: pd.DataFrame, dark: bool) -> Drawn:
    """Cohorts by age: a cell's shade is the share, its number stands in it.

    Columns: cohort (in order), age (quarters), share (0–1, missing: undefined), cell (short) and words, so_far (bool),
    clients, note.
    """
    x_axis, y_axis = (
        alt.Axis(labelAngle=0, orient="top", ticks=False, domain=False),
        alt.Axis(labelLimit=140, ticks=False, domain=False),
    )
    base = alt.Chart(frame).encode(
        x=alt.X("age:O", title="quarters later", axis=x_axis),
        y=alt.Y("cohort:N", sort=list(dict.fromkeys(frame["cohort"])), title=None, axis=y_axis),
    )
    # From half kept to all of it; what grew beyond is told by its number.
    shades = alt.Scale(domain=[0.5, 0.75, 1.0], range=["#F6D5B8", "#CFE3F1", BLUE], clamp=True)
    told = "isValid(datum.share)"
    colour = alt.condition(told, alt.Color("share:Q", scale=shades, legend=None), alt.value("transparent"))
    cells = base.mark_rect(stroke="#0E1117" if dark else "#FFFFFF", strokeWidth=2).encode(
        color=colour,
        opacity=alt.condition("datum.so_far", alt.value(0.55), alt.value(1)),
        tooltip=[alt.Tooltip(name, title=title) for name, title in _CELL.items()],
    )
    whole = f"{told} && !datum.so_far"
    inks = alt.when(f"{whole} && datum.share >= 0.95").then(alt.value("#FFFFFF")).when(whole).then(alt.value("#16202C"))
    words = base.mark_text(fontSize=11).encode(text="cell:N", color=inks.otherwise(alt.value(ink(dark))))
    return alt.layer(cells, words).properties(height=max(36 * frame["cohort"].nunique() + 30, 100))
