"""Charts of the forecast: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.format import sign

Drawn = alt.LayerChart | alt.FacetChart
BLUE, SKY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
LEGEND_COLUMNS = alt.ExprRef("width < 400 ? 1 : 0")  # words below each other on a phone, 0: all in one line
WON, RANGE, MIDDLE, TARGET, ACTUAL = (
    "Won so far", "8 of 10 runs (P10 to P90)", "Middle run", "Target", "What came",
)  # fmt: skip


def ink(dark: bool) -> str:
    """The colour of words and thin marks inside a chart."""
    return "#E8ECF1" if dark else "#16202C"


def quarters_ahead(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """A quarter a row: won so far, the range still to come on top of it, its middle, the target as a thin line.

    Columns, amounts in currency units: quarter (words, in order), won, low, middle, high (with what is won), target
    (NaN: none), words (beside the bar).
    """
    base, target = _base(frame), frame["target"].notna().any()
    colour = _colour({WON: BLUE, RANGE: SKY, MIDDLE: ink(dark)} | ({TARGET: ORANGE} if target else {}))
    layers = [
        _bar(base, RANGE, "low", "high", currency, colour),
        _bar(base.transform_filter("datum.won > 0"), WON, None, "won", currency, colour),
        _tick(base, MIDDLE, "middle", colour, 24),
    ]
    if target:
        layers.append(_tick(base.transform_filter("isValid(datum.target)"), TARGET, "target", colour, 40))
    return _with_words(base, layers, frame, dark, 70)


def past_quarters(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """A past quarter a row: the range and middle that would have been told, and what came as a dot.

    Columns, amounts in currency units: quarter (words, in order), low, middle, high, actual, words, within (bool).
    """
    base, colour = _base(frame), _colour({RANGE: SKY, MIDDLE: ink(dark), ACTUAL: VERMILION})
    shape = alt.condition("datum.within", alt.value("circle"), alt.value("diamond"))
    dots = base.transform_calculate(mark=f"'{ACTUAL}'").mark_point(filled=True, size=110, opacity=1)
    layers = [
        _bar(base, RANGE, "low", "high", currency, colour),
        _tick(base, MIDDLE, "middle", colour, 24),
        dots.encode(x="actual:Q", color=colour, shape=shape),
    ]
    return _with_words(base, layers, frame, dark, 150)


def _base(frame: pd.DataFrame) -> alt.Chart:
    axis = alt.Axis(ticks=False, domain=False, labelFontSize=12, labelLimit=200)
    made: alt.Chart = alt.Chart(frame).encode(
        y=alt.Y("quarter:N", sort=list(frame["quarter"]), title=None, axis=axis),
        tooltip=[alt.Tooltip("quarter:N", title="Quarter"), alt.Tooltip("words:N", title="Amounts")],
    )
    return made


def _amount(field: str, currency: str) -> alt.X:
    label = f"datum.value == 0 ? '0' : '{sign(currency)}' + format(datum.value, '~s')"
    axis = alt.Axis(title=f"{currency} won in the quarter", labelExpr=label, tickCount=6)
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))


def _colour(marks: dict[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(marks), range=list(marks.values()))
    return alt.Color(
        "mark:N", scale=scale, legend=alt.Legend(title=None, columns=LEGEND_COLUMNS, orient="top", symbolType="square")
    )


def _bar(base: alt.Chart, mark: str, start: str | None, end: str, currency: str, colour: alt.Color) -> alt.Chart:
    ends = {"x": _amount(start or end, currency)} | ({"x2": f"{end}:Q"} if start else {})
    bar = base.transform_calculate(mark=f"'{mark}'").mark_bar(size=18, opacity=1)
    made: alt.Chart = bar.encode(color=colour, **ends)
    return made


def _tick(base: alt.Chart, mark: str, field: str, colour: alt.Color, size: int) -> alt.Chart:
    tick = base.transform_calculate(mark=f"'{mark}'").mark_tick(thickness=2.5, size=size)
    made: alt.Chart = tick.encode(x=f"{field}:Q", color=colour)
    return made


def _with_words(base: alt.Chart, layers: "list[alt.Chart]", frame: pd.DataFrame, dark: bool, room: int) -> Drawn:
    words = base.mark_text(align="left", dx=10, color=ink(dark), fontSize=12).encode(x="end:Q", text="words:N")
    layers.append(words)
    return alt.layer(*layers).properties(height=34 * len(frame) + 110, padding={"right": room})
