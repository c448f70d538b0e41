"""Charts of the forecast: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.format import sign

Drawn = alt.LayerChart | alt.FacetChart
BLUE, SKY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
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
    base = _base(frame)
    layers = [
        _bar(base, RANGE, "low", "high", currency, opacity=0.75),
        _bar(base.transform_filter("datum.won > 0"), WON, None, "won", currency, opacity=1),
        _tick(base, MIDDLE, "middle", ink(dark), 24),
    ]
    if frame["target"].notna().any():
        layers.append(_tick(base.transform_filter("isValid(datum.target)"), TARGET, "target", ORANGE, 40))
    return _with_words(base, layers, frame, dark)


def past_quarters(frame: pd.DataFrame, currency: str, dark: bool) -> Drawn:
    """A past quarter a row: the range and middle that would have been told, and what came as a dot.

    Columns, amounts in currency units: quarter (words, in order), low, middle, high, actual, words, within (bool).
    """
    base = _base(frame)
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        x="actual:Q", color=_colour(), shape=alt.condition("datum.within", alt.value("circle"), alt.value("diamond"))
    )
    layers = [
        _bar(base, RANGE, "low", "high", currency, opacity=0.75),
        _tick(base, MIDDLE, "middle", ink(dark), 24),
        dots.transform_calculate(mark=f"'{ACTUAL}'"),
    ]
    return _with_words(base, layers, frame, dark)


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


def _colour() -> alt.Color:
    marks = {WON: BLUE, RANGE: SKY, ACTUAL: VERMILION}
    return alt.Color("mark:N", scale=alt.Scale(domain=list(marks), range=list(marks.values())), legend=None)


def _bar(
    base: alt.Chart, mark: str, start: str | None, end: str, currency: str, opacity: float
) -> alt.Chart:  # fmt: skip
    bar = base.transform_calculate(mark=f"'{mark}'").mark_bar(size=18, opacity=opacity)
    ends = {"x": _amount(start or end, currency)} | ({"x2": f"{end}:Q"} if start else {})
    made: alt.Chart = bar.encode(color=_colour(), **ends)
    return made


def _tick(base: alt.Chart, mark: str, field: str, colour: str, size: int) -> alt.Chart:
    made: alt.Chart = base.mark_tick(thickness=2, size=size, color=colour).encode(x=f"{field}:Q")
    return made


def _with_words(base: alt.Chart, layers: "list[alt.Chart]", frame: pd.DataFrame, dark: bool) -> Drawn:
    words = base.mark_text(align="left", dx=10, color=ink(dark), fontSize=12).encode(x="end:Q", text="words:N")
    layers.append(words)
    return alt.layer(*layers).properties(height=52 * len(frame) + 50, padding={"right": 150})
