"""Charts of the pipeline: frames in, Altair charts out."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#8C95A1"
LEGEND_COLUMNS = alt.ExprRef("width < 400 ? 1 : 0")  # words below each other on a phone, 0: all in one line
NOT_OLD, OLD = "not older than three in four won ones", "older: ageing"


def ages_by_stage(
    ages: pd.DataFrame, stages: Sequence[str], quartiles: pd.DataFrame, dark: bool
) -> alt.LayerChart | alt.FacetChart:
    """Circles of open deals by age and stage, sized by how many; upright lines where won deals had closed.

    - ages: stage, since, until, middle (days), deals, ageing, as `hygiene_figures.ages` gives it
    - stages: their names in the firm's order; quartiles: days, told (may be empty)
    """
    drawn = [_circles(ages, stages)]
    if len(quartiles):
        drawn = [*_lines(quartiles, dark), *drawn]
    return alt.layer(*drawn).properties(height=44 * max(len(stages), 2) + 130, padding={"top": 22, "right": 16})


def _circles(ages: pd.DataFrame, stages: Sequence[str]) -> alt.Chart:
    data = ages.assign(standing=ages["ageing"].map({True: OLD, False: NOT_OLD}))
    tips = [
        alt.Tooltip("stage:N", title="Stage"), alt.Tooltip("deals:Q", title="Open deals", format=","),
        alt.Tooltip("middle:Q", title="Age on average (days)", format=",.0f"), alt.Tooltip("standing:N", title="Are"),
    ]  # fmt: skip
    drawn: alt.Chart = (
        alt.Chart(data)
        .mark_circle(opacity=0.85)
        .encode(
            x=alt.X("middle:Q", axis=alt.Axis(title="Age in days since it was opened", grid=False, tickCount=10)),
            y=alt.Y("stage:N", sort=list(stages), scale=alt.Scale(domain=list(stages)), axis=_stage_axis()),
            size=alt.Size("deals:Q", scale=alt.Scale(range=[40, 700]), legend=None),
            color=alt.Color(
                "standing:N", scale=alt.Scale(domain=[NOT_OLD, OLD], range=[BLUE, ORANGE]),
                legend=alt.Legend(title=None, columns=LEGEND_COLUMNS, orient="bottom", labelLimit=400),
            ),
            tooltip=tips,
        )
    )  # fmt: skip
    return drawn


def _stage_axis() -> alt.Axis:
    return alt.Axis(title=None, labelLimit=180, grid=True)


def _lines(quartiles: pd.DataFrame, dark: bool) -> list[alt.Chart]:
    base = alt.Chart(quartiles).encode(x=alt.X("days:Q"), tooltip=[alt.Tooltip("told:N", title="Won deals")])
    words = base.mark_text(align="left", dx=4, dy=-8, fontSize=12, color="#E8ECF1" if dark else "#16202C")
    return [
        base.mark_rule(color=GREY, strokeDash=[4, 3], strokeWidth=1.5),
        words.encode(y=alt.value(0), text="short:N"),
    ]
