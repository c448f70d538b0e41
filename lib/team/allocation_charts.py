"""Charts of a suggestion: what moves buy, and who carries how much before and after."""

from typing import Any

import altair as alt
import pandas as pd

BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#8C95A1"
Drawn = alt.LayerChart | alt.FacetChart
PHONE = "width < 400"


def ink(dark: bool) -> str:
    """The colour of words inside a chart."""
    return "#E8ECF1" if dark else "#16202C"


def people_over(frontier: pd.DataFrame, chosen: int, dark: bool) -> Drawn:
    """Bars of people over target by number of moves, those beyond all contracted hours in orange; counts above.

    Columns: moves, over_target, over_contract. `chosen`: the number of moves of the plan shown, marked.
    """
    data = frontier.assign(
        target=frontier["over_target"] - frontier["over_contract"], chosen=frontier["moves"] == chosen
    )
    long = data.melt(["moves", "chosen", "over_target"], ["over_contract", "target"], "kind", "people")
    long["kind"] = long["kind"].map(_KINDS)
    bars = (
        alt.Chart(long)
        .mark_bar(size=16)
        .encode(
            x=_moves(), y=alt.Y("people:Q", axis=alt.Axis(title="people", tickMinStep=1, grid=True)),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=list(_KINDS.values()), range=[ORANGE, BLUE]),
                legend=alt.Legend(title=None, orient="bottom", columns=alt.ExprRef(f"{PHONE} ? 1 : 0"), labelLimit=300),
            ),
            opacity=_opacity(), order=alt.Order("kind:N"),
            tooltip=[
                alt.Tooltip("moves:Q", title="Moves"), alt.Tooltip("kind:N", title="Who"),
                alt.Tooltip("people:Q", title="People"),
            ],
        )
    )  # fmt: skip
    words = alt.Chart(data).mark_text(dy=-8, fontSize=12, color=ink(dark))
    return alt.layer(bars, words.encode(x=_moves(), y="over_target:Q", text="over_target:Q")).properties(height=240)


_KINDS = {"over_contract": "beyond all contracted hours", "target": "over target, within contract"}


def _moves() -> alt.X:
    return alt.X("moves:O", title="moves at most", axis=alt.Axis(labelAngle=0, grid=False))


def _opacity() -> Any:
    return alt.condition("datum.chosen", alt.value(1.0), alt.value(0.55))


def peak(frontier: pd.DataFrame, chosen: int, dark: bool) -> Drawn:
    """A line of the highest load by number of moves, in per cent of target, with the target as a thin line.

    Columns: moves, peak (share of target). `chosen`: the number of moves of the plan shown, marked.
    """
    data = frontier.assign(per_cent=frontier["peak"] * 100, chosen=frontier["moves"] == chosen)
    tips = [
        alt.Tooltip("moves:Q", title="Moves"),
        alt.Tooltip("per_cent:Q", title="Highest load (% of target)", format=".0f"),
    ]
    low = min(float(data["per_cent"].min()), 100.0) - 10
    axis = alt.Axis(title="% of target", tickCount=5)
    y = alt.Y("per_cent:Q", scale=alt.Scale(domainMin=low, zero=False, nice=True), axis=axis)
    base = alt.Chart(data).encode(x=_moves(), y=y, tooltip=tips)
    line = base.mark_line(color=BLUE, strokeWidth=2, interpolate="step-after")
    dots = base.mark_circle(color=BLUE, size=70, opacity=1).encode(opacity=_opacity())
    ends = data[(data["moves"] == data["moves"].min()) | data["chosen"]]
    words = alt.Chart(ends).mark_text(dy=-12, dx=6, fontSize=12, color=ink(dark)).encode(
        x=_moves(), y="per_cent:Q", text=alt.Text("per_cent:Q", format=".0f")
    )  # fmt: skip
    return alt.layer(_target("y"), line, dots, words).properties(height=240)


def _target(way: str) -> alt.Chart:
    rule = alt.Chart(pd.DataFrame({"target": [100.0]})).mark_rule(color=GREY, strokeDash=[4, 3], strokeWidth=1.5)
    tip = [alt.Tooltip("target:Q", title="Target (%)")]
    drawn: alt.Chart = rule.encode(y="target:Q", tooltip=tip) if way == "y" else rule.encode(x="target:Q", tooltip=tip)
    return drawn


def loads(people: pd.DataFrame) -> Drawn:
    """One row a person: a grey ring for the load before, a dot for the load after (orange over target), and a line.

    Columns: person, before, after (shares of target), in the order shown.
    """
    order = people["person"].tolist()
    data = people.assign(
        was=people["before"] * 100, then=people["after"] * 100,
        kind=(people["after"] > 1.000001).map({True: AFTER_OVER, False: AFTER}),
    )  # fmt: skip
    tips = [
        alt.Tooltip("person:N", title="Who"), alt.Tooltip("was:Q", title="Before (% of target)", format=".0f"),
        alt.Tooltip("then:Q", title="After (% of target)", format=".0f"),
    ]  # fmt: skip
    y = alt.Y("person:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False, labelFlush=False))
    base = alt.Chart(data).encode(y=y, tooltip=tips)
    span = base.mark_rule(color=GREY, strokeWidth=2).encode(x=_load("was"), x2="then:Q")
    before = base.mark_point(color=GREY, size=60, filled=False, strokeWidth=2).encode(x=_load("was"))
    after = base.mark_circle(size=90, opacity=1).encode(
        x=_load("then"),
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=[AFTER, AFTER_OVER], range=[BLUE, ORANGE]),
            legend=alt.Legend(title=None, orient="bottom", columns=alt.ExprRef(f"{PHONE} ? 1 : 0"), labelLimit=300),
        ),
    )  # fmt: skip
    return alt.layer(_target("x"), span, before, after).properties(height=28 * max(len(people), 2) + 100)


AFTER, AFTER_OVER = "after, within target", "after, over target"


def _load(column: str) -> alt.X:
    return alt.X(f"{column}:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title="load, % of target", tickCount=6))
