"""Charts of why clients left: one voice a chart, so that none is taken for another."""

import altair as alt
import pandas as pd

ORANGE, PALE = "#D55E00", "#E9A77F"


def reasons(frame: pd.DataFrame, ink: str) -> alt.LayerChart | alt.FacetChart:
    """Bars by reason, primary before contributing. Columns: reason, weight, departures; in the order to show."""
    order = list(dict.fromkeys(frame["reason"]))
    totals = frame.groupby("reason", sort=False)["departures"].sum().reset_index()
    room = alt.Scale(domain=[0, float(totals["departures"].max()) * 1.1])  # the number stands beyond the longest bar
    y = alt.Y(
        "reason:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False, ticks=False, domain=False)
    )
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X(
                "departures:Q", title="departures", scale=room, axis=alt.Axis(format="d", tickMinStep=1, tickCount=4)
            ),
            color=alt.Color(
                "weight:N",
                scale=alt.Scale(domain=["primary", "contributing"], range=[ORANGE, PALE]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("weight:N", sort="descending"),
            tooltip=[
                alt.Tooltip("reason:N", title="Reason"),
                alt.Tooltip("weight:N", title="Weight"),
                alt.Tooltip("departures:Q", title="Departures"),
            ],
        )
    )
    words = (
        alt.Chart(totals).mark_text(align="left", dx=4, color=ink).encode(y=y, x="departures:Q", text="departures:Q")
    )
    return alt.layer(bars, words).properties(height=24 * len(order) + 100)
