"""Charts of the work: frames in, Altair charts out."""

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart
BLUE, GREEN, VERMILION, GREY = "#0072B2", "#009E73", "#D55E00", "#8C95A1"
ON_TIME, LATE, DUE_FIRST = "delivered on time", "delivered late", "due at the start"
PLANNED, OVER = "start to due date", "past the due date"
MARKS = (
    "Bars run from the start to the due date agreed last; the orange stretch is past it. ● delivered on time, "
    "▲ delivered late, ◆ first due date; the dashed line is the day shown."
)


def timeline(frame: pd.DataFrame, today: pd.Timestamp, dark: bool) -> Drawn:
    """Projects as bars from start to the due date agreed last; what runs beyond it is drawn on in another colour.

    MARKS says what its marks mean: a legend would not fit a phone.

    Columns: name, start, due, until (where the stretch past the due date ends: delivery or today; NaT: none),
    original_due (NaT: the same), delivered (NaT: not), late (bool). Order: top to bottom.
    """
    order = frame["name"].tolist()
    rows = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=200))
    stretches = pd.concat(
        [
            frame.assign(begin=frame["start"], end=frame["due"], what=PLANNED),
            frame[frame["until"].notna()].assign(begin=frame["due"], end=frame["until"], what=OVER),
        ]
    )
    bars = (
        alt.Chart(_in_words(stretches, "begin", "end"))
        .mark_bar(height={"band": 0.5}, cornerRadius=2)
        .encode(
            y=rows,
            x=alt.X("begin:T", title=None, scale=alt.Scale(padding=10), axis=alt.Axis(format="%b %y", grid=True)),
            x2="end:T",
            color=alt.Color("what:N", scale=alt.Scale(domain=[PLANNED, OVER], range=[BLUE, VERMILION]), legend=None),
            tooltip=[alt.Tooltip("name:N", title="Project"), alt.Tooltip("what:N", title="Shows"),
                     alt.Tooltip("begin:T", title="From", format="%d %b %Y"),
                     alt.Tooltip("end:T", title="To", format="%d %b %Y")],
        )
    )  # fmt: skip
    mark = alt.Chart(pd.DataFrame({"today": [f"{today:%Y-%m-%d}"]})).mark_rule(strokeDash=[4, 3], color=GREY)
    drawn = alt.layer(bars, _points(frame, rows, dark), mark.encode(x="today:T"))
    # Marks have colours of their own.
    apart: Drawn = drawn.resolve_scale(color="independent", shape="independent")
    return apart.properties(height=alt.Step(26))


def _points(frame: pd.DataFrame, rows: alt.Y, dark: bool) -> alt.Chart:
    """Deliveries and first due dates as marks whose shape says what they are."""
    done = frame[frame["delivered"].notna()]
    words = done["late"].map({True: LATE, False: ON_TIME})
    moved = frame[frame["original_due"].notna()]
    points = pd.concat(
        [
            moved.assign(day=moved["original_due"], mark=DUE_FIRST),
            done.assign(day=done["delivered"], mark=words),
        ]
    )
    kinds = [ON_TIME, LATE, DUE_FIRST]
    drawn: alt.Chart = (
        alt.Chart(_in_words(points, "day"))
        .mark_point(size=130, filled=True, opacity=1, stroke="#16202C" if dark else "#FFFFFF", strokeWidth=1.5)
        .encode(
            y=rows,
            x="day:T",
            shape=alt.Shape(
                "mark:N", scale=alt.Scale(domain=kinds, range=["circle", "triangle-up", "diamond"]), legend=None
            ),
            color=alt.Color("mark:N", scale=alt.Scale(domain=kinds, range=[GREEN, VERMILION, GREY]), legend=None),
            tooltip=[
                alt.Tooltip("name:N", title="Project"),
                alt.Tooltip("mark:N", title="Shows"),
                alt.Tooltip("day:T", title="Day", format="%d %b %Y"),
            ],
        )
    )
    return drawn


def _in_words(frame: pd.DataFrame, *days: str) -> pd.DataFrame:
    """Only what is drawn, its days as text: a browser reads them as days, in whatever zone it sits."""
    kept = frame[["name", *days, *(name for name in ("what", "mark") if name in frame)]]
    return kept.assign(**{name: pd.to_datetime(kept[name]).dt.strftime("%Y-%m-%dT00:00:00") for name in days})
