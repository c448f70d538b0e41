"""Charts of hours worked by where they go: frames in, Altair charts out."""

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart
COLOURS = {
    "paid for": "#0072B2", "beyond what is paid": "#D55E00", "cannot be told": "#C9CED6", "internal": "#8C95A1",
}  # fmt: skip
ROW, AXIS = 24, 70


def parts_of_hours(frame: pd.DataFrame, weeks: int) -> Drawn:
    """One bar a person, hours a week stacked by kind; a tick at capacity.

    Columns: person (in the order to draw), kind (of COLOURS), hours, capacity (NaN: none recorded).
    """
    people = frame["person"].drop_duplicates().tolist()
    axis = alt.Axis(labelLimit=150, labelOverlap=False, labelFlush=False, ticks=False, domain=False, grid=False)
    y = alt.Y("person:N", sort=people, title=None, axis=axis)
    kinds = list(COLOURS)
    scale = alt.Scale(domain=kinds, range=list(COLOURS.values()))
    bars = (
        alt.Chart(frame.assign(rank=frame["kind"].map({kind: at for at, kind in enumerate(kinds)})))
        .mark_bar(height={"band": 0.7})
        .encode(
            y=y,
            x=alt.X("hours:Q", title=f"Hours a week, mean of {weeks} weeks", stack="zero", axis=alt.Axis(tickCount=6)),
            color=alt.Color("kind:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=2)),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("person:N", title="Person"), alt.Tooltip("kind:N", title="Hours"),
                alt.Tooltip("hours:Q", title="Hours a week", format=".1f"),
                alt.Tooltip("capacity:Q", title="Capacity", format=".1f"),
            ],
        )
    )  # fmt: skip
    ticks = (
        alt.Chart(frame.drop_duplicates("person").dropna(subset=["capacity"]))
        .mark_tick(thickness=2, color="#E69F00", height={"band": 0.9})
        .encode(y=y, x="capacity:Q", tooltip=[alt.Tooltip("capacity:Q", title="Capacity", format=".1f")])
    )
    return alt.layer(bars, ticks).properties(height=ROW * len(people) + AXIS)
