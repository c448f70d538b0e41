"""Charts of objectives: frames in, Altair charts out."""

from collections.abc import Callable
from datetime import date
from functools import partial

import altair as alt
import pandas as pd

Axis = Callable[[str], alt.Y]
Drawn = alt.LayerChart | alt.FacetChart
BLUE, ORANGE, PURPLE, GREY = "#0072B2", "#E69F00", "#CC79A7", "#8C95A1"


def ink(dark: bool) -> str:
    """The colour of words inside a chart: Streamlit colours axes for the theme, but not text marks."""
    return "#E8ECF1" if dark else "#16202C"


def objective(
    readings: pd.DataFrame, course: pd.DataFrame, published: pd.DataFrame, as_of: date, unit: str, dark: bool,
    height: int = 240,
) -> Drawn:  # fmt: skip
    """Readings against the straight line from baseline to target, which steps where the terms were changed.

    - readings: day, actual, confirmed (bool), told (who confirmed it, or that nobody has)
    - course: day, expected, target, part, as `standing.course` gives it, and why (the reason of those terms)
    - published: value, told; a benchmark of the same measure, drawn as what was published (may be empty)
    """
    y = partial(_value, unit)
    layers = [_line(course, y), _target(course, y), *_changes(course, y), *_readings(readings, unit, y), _today(as_of)]
    layers += [*_published(published, y), _names(course, y, dark)]
    return alt.layer(*layers).properties(height=height, padding={"right": 60})


def _x(frame: pd.DataFrame, column: str = "day") -> pd.DataFrame:
    return frame.assign(**{column: pd.to_datetime(frame[column]).dt.strftime("%Y-%m-%d")})


_DAY = alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%b %y", tickCount=8, labelOverlap=True))


def _value(unit: str, field: str) -> alt.Y:
    # Every layer names the axis alike: other names would be strung together.
    return alt.Y(f"{field}:Q", axis=alt.Axis(title=unit or None), scale=alt.Scale(zero=False, nice=True))


def _line(course: pd.DataFrame, y: Axis) -> alt.Chart:
    line = alt.Chart(_x(course)).mark_line(color=GREY, strokeWidth=1.5)
    drawn: alt.Chart = line.encode(x=_DAY, y=y("expected"), detail="part:N")
    return drawn


def _target(course: pd.DataFrame, y: Axis) -> alt.Chart:
    steps = alt.Chart(_x(course)).mark_line(
        color=ORANGE, strokeWidth=1.5, strokeDash=[5, 3], interpolate="step-after"
    )  # fmt: skip
    drawn: alt.Chart = steps.encode(x=_DAY, y=y("target"))
    return drawn


def _changes(course: pd.DataFrame, y: Axis) -> list[alt.Chart]:
    begun = course[course["part"] > 0].drop_duplicates("part")
    if begun.empty:
        return []
    tips = [
        alt.Tooltip("day:T", title="Changed on", format="%d %b %Y"),
        alt.Tooltip("target:Q", title="Target from then"),
        alt.Tooltip("why:N", title="Reason"),
    ]
    marks = alt.Chart(_x(begun)).mark_point(shape="triangle-up", filled=True, size=90, opacity=1, color=ORANGE)
    return [marks.encode(x=_DAY, y=y("target"), tooltip=tips)]


def _readings(readings: pd.DataFrame, unit: str, y: Axis) -> list[alt.Chart]:
    if readings.empty:
        return []
    base = alt.Chart(_x(readings)).encode(x=_DAY, y=y("actual"))
    tips = [
        alt.Tooltip("day:T", title="Read on", format="%d %b %Y"),
        alt.Tooltip("actual:Q", title=f"Actual ({unit})" if unit else "Actual"),
        alt.Tooltip("told:N", title="Client"),
    ]
    solid = base.transform_filter("datum.confirmed").mark_point(size=70, filled=True, opacity=1, color=BLUE)
    hollow = base.transform_filter("!datum.confirmed").mark_point(size=60, filled=False, strokeWidth=2, color=BLUE)
    return [base.mark_line(color=BLUE, strokeWidth=2), solid.encode(tooltip=tips), hollow.encode(tooltip=tips)]


def _today(as_of: date) -> alt.Chart:
    day = pd.DataFrame({"day": [as_of.isoformat()]})
    drawn: alt.Chart = alt.Chart(day).mark_rule(color=GREY, strokeDash=[2, 3]).encode(x=_DAY)
    return drawn


def _published(published: pd.DataFrame, y: Axis) -> list[alt.Chart]:
    if published.empty:
        return []
    tip = [alt.Tooltip("told:N", title="Published")]
    return [
        alt.Chart(published)
        .mark_rule(color=PURPLE, strokeDash=[4, 4], strokeWidth=1.5)
        .encode(y=y("value"), tooltip=tip)
    ]


def _names(course: pd.DataFrame, y: Axis, dark: bool) -> alt.Chart:
    end = _x(course.tail(1)).assign(name="target")
    words = alt.Chart(end).mark_text(align="left", dx=6, fontSize=12, color=ink(dark))
    drawn: alt.Chart = words.encode(x=_DAY, y=y("target"), text="name:N")
    return drawn
