"""Charts of survey results: how answers are spread, and one score over the waves of a survey."""

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart
BLUE, SKY, GREY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#A9B1BB", "#E69F00", "#D55E00"
PALE_SKY, PALE_ORANGE = "#A6D8F5", "#F3CE84"
# From the worst answer to the best, by how many parts a bar has.
COLOURS = {
    3: [VERMILION, GREY, BLUE],
    5: [VERMILION, ORANGE, GREY, SKY, BLUE],
    7: [VERMILION, ORANGE, PALE_ORANGE, GREY, PALE_SKY, SKY, BLUE],
}
GROUPS = ("detractors, 0–6", "passives, 7–8", "promoters, 9–10")
_DARK = (VERMILION, BLUE)  # parts on which white words are read
ROOM = 0.055  # the least share of a bar that a number fits in


def ink(dark: bool) -> str:
    """The colour of words and thin marks inside a chart."""
    return "#E8ECF1" if dark else "#16202C"


def spread(frame: pd.DataFrame, dark: bool) -> Drawn:
    """A question a bar of 100 %, in the order given, from the worst answer (left) to the best.

    Columns: row (the question with its n), part (the answer in words), count, share; parts of each row in order.
    """
    parts = list(dict.fromkeys(frame["part"]))
    narrow = 1 if len(parts) == 3 else 3  # names of the legend in a line on a phone
    colours = dict(zip(parts, COLOURS[len(parts)], strict=True))
    ends = frame.groupby("row", sort=False)["share"].cumsum()
    shown = frame.assign(
        start=ends - frame["share"], end=ends, middle=ends - frame["share"] / 2,
        words=[f"{number:,}" if share >= ROOM else "" for number, share in frame[["count", "share"]].to_numpy()],
        on=["#FFFFFF" if colours[part] in _DARK else "#16202C" for part in frame["part"]],
    )  # fmt: skip
    shown["words"] = shown["words"].str.removesuffix(".0")
    axis = alt.Axis(
        ticks=False, domain=False, labelLimit=170, labelFontSize=12, labelOffset=-6, labelExpr="split(datum.label, '|')"
    )
    y = alt.Y("row:N", sort=list(dict.fromkeys(frame["row"])), title=None, axis=axis)
    x = alt.X("start:Q", title="Share of those who answered", scale=alt.Scale(domain=[0, 1], nice=False),
              axis=alt.Axis(format="%", tickCount=5, labelFlush=False))  # fmt: skip
    base = alt.Chart(shown).encode(y=y, tooltip=_tips())
    bars = base.mark_bar(stroke="#0E1117" if dark else "#FFFFFF", strokeWidth=1).encode(
        x=x, x2="end:Q",
        color=alt.Color("part:N", sort=parts, scale=alt.Scale(domain=parts, range=[colours[part] for part in parts]),
                        legend=alt.Legend(title=None, orient="top", columns=alt.ExprRef(f"width < 400 ? {narrow} : 0"),
                                          symbolType="square", labelLimit=260)),
    )  # fmt: skip
    words = base.mark_text(fontSize=11).encode(x="middle:Q", text="words:N", color=alt.Color("on:N", scale=None))
    drawn: Drawn = alt.layer(bars, words).resolve_scale(color="independent").properties(height=alt.Step(38))
    return drawn


def _tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("row:N", title="Question"), alt.Tooltip("part:N", title="Answer"),
        alt.Tooltip("count:Q", title="People"), alt.Tooltip("share:Q", title="Share", format=".0%"),
    ]  # fmt: skip


def recommendation(frame: pd.DataFrame, dark: bool) -> Drawn:
    """How many gave each point from 0 to 10, coloured by what the NPS takes them for.

    Columns: point, count, share, group (one of GROUPS).
    """
    x = alt.X("point:O", title="Would recommend us, 0 to 10", axis=alt.Axis(labelAngle=0, ticks=False, domain=False))
    base = alt.Chart(frame).encode(
        x=x, y=alt.Y("count:Q", title=None, axis=None, scale=alt.Scale(domain=[0, int(frame["count"].max()) * 1.15])),
        tooltip=[alt.Tooltip("point:O", title="Point"), alt.Tooltip("count:Q", title="People"),
                 alt.Tooltip("share:Q", title="Share", format=".0%"), alt.Tooltip("group:N", title="Counts as")],
    )  # fmt: skip
    bars = base.mark_bar(width={"band": 0.78}).encode(
        color=alt.Color("group:N", scale=alt.Scale(domain=list(GROUPS), range=COLOURS[3]),
                        legend=alt.Legend(title=None, orient="top", columns=alt.ExprRef("width < 400 ? 1 : 0"),
                                          symbolType="square", labelLimit=200)),
    )  # fmt: skip
    words = base.mark_text(dy=-7, fontSize=11, color=ink(dark)).encode(text="count:Q")
    return alt.layer(bars, words).properties(height=270)


def trend(frame: pd.DataFrame, title: str, signed: bool, dark: bool) -> Drawn:
    """One score by wave with its 95 % interval as a rule; a wave still open is hollow.

    Columns: wave (words, oldest first), value, low, high, n, words (the score), span (the interval in words), so_far.
    `signed`: a net score from −1 to 1, told as −100 to +100.
    """
    form = "datum.value == 0 ? '0' : format(datum.value * 100, '+.0f')" if signed else "format(datum.value, '.0%')"
    low, high = frame["low"].min(), frame["high"].max()
    x = alt.X("wave:N", sort=list(frame["wave"]), title=None,
              axis=alt.Axis(labelAngle=0, ticks=False, labelOverlap=False, labelFlush=False, labelLimit=90,
                            labelExpr="split(datum.label, ' ')"))  # fmt: skip
    scale = alt.Scale(domain=[low, high], nice=True, zero=not signed)
    y = alt.Y("value:Q", title=title, scale=scale,
              axis=alt.Axis(labelExpr=form, tickCount=5))  # fmt: skip
    base = alt.Chart(frame).encode(x=x, tooltip=[
        alt.Tooltip("wave:N", title="Wave"), alt.Tooltip("words:N", title="Score"),
        alt.Tooltip("span:N", title="95 % interval"), alt.Tooltip("n:Q", title="Answers"),
    ])  # fmt: skip
    line = base.mark_line(color=GREY, strokeWidth=1.5).encode(y=y)
    rules = base.mark_rule(strokeWidth=3, color=SKY).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    fill = alt.condition("datum.so_far", alt.value("#0E1117" if dark else "#FFFFFF"), alt.value(BLUE))
    dots = base.mark_point(size=90, opacity=1, stroke=BLUE, strokeWidth=2, filled=True).encode(y=y, fill=fill)
    words = base.mark_text(align="left", dx=9, fontSize=12, color=ink(dark)).encode(y=y, text="words:N")
    return alt.layer(line, rules, dots, words).properties(height=230)
