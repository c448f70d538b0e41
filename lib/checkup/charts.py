"""Charts of a pack in Altair, for light paper: drawn as pictures by `lib.checkup.pictures`."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.checkup.pack import Fee, Outcome
from lib.format import sign

Drawn = alt.LayerChart | alt.FacetChart
WIDTH = 820  # pixels over the width of a page
INK, MUTED, BLUE, GREEN, ORANGE, GREY, PALE, RULE = (
    "#16202C", "#5B6672", "#0072B2", "#009E73", "#E69F00", "#8C95A1", "#C9CFD6", "#DFE3E8"
)  # fmt: skip
REACHED, PACE, BEHIND, CLOSED, UNREAD = (
    "reached", "on pace", "behind or overdue", "closed short of the target", "not judged"
)  # fmt: skip
_COLOURS = {REACHED: GREEN, PACE: BLUE, BEHIND: ORANGE, CLOSED: GREY, UNREAD: PALE}
_STANDING = {"reached": REACHED, "on pace": PACE, "behind": BEHIND, "overdue": BEHIND}
ROW, AROUND, FEES_HEIGHT = 30, 92, 250  # pixels: an objective's row, what stands around rows, the chart of fees


def outcomes_height(count: int) -> int:
    """Pixels of the chart of `count` objectives."""
    return AROUND + ROW * count


def outcomes(shown: Sequence[Outcome], first: int) -> Drawn:
    """How far each objective has come from its baseline (0 %) to its target (100 %), and where time expects it now.

    They are numbered from `first` on, as in the table beside the chart.
    """
    frame = pd.DataFrame([_bar(at, one) for at, one in enumerate(shown, start=first)])
    order = frame["name"].tolist()
    rows = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=340, ticks=False, domain=False))
    limits = [min(0.0, float(frame["progress"].min())), max(1.05, float(frame["progress"].max()))]
    across = alt.X(
        "progress:Q",
        title="share of the way from baseline to target",
        scale=alt.Scale(domain=limits, nice=False),
        axis=alt.Axis(format="%", tickCount=6, gridColor=RULE),
    )
    kinds = [kind for kind in _COLOURS if kind in set(frame["standing"])]
    colour = alt.Color(
        "standing:N",
        scale=alt.Scale(domain=kinds, range=[_COLOURS[kind] for kind in kinds]),
        legend=alt.Legend(title=None, orient="top"),
    )
    base = alt.Chart(frame).encode(y=rows)
    bars = base.mark_bar(height=16).encode(x=across, color=colour)
    ticks = base.mark_tick(color=INK, thickness=3, height=24).encode(x="expected:Q")
    target = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="at:Q")
    return _finished(alt.layer(bars, target, ticks), outcomes_height(len(shown)))


def _bar(number: int, one: Outcome) -> dict[str, object]:
    progress = None if one.progress is None else min(max(one.progress, -0.25), 1.3)
    words = "not read yet" if one.progress is None else f"{one.progress * 100:.0f} %"
    return {
        "name": f"{number}. {_short(one.name, 34)}: {words}",
        "progress": progress or 0.0,
        "expected": one.elapsed if one.open else None,
        "standing": _standing(one),
    }


def _standing(one: Outcome) -> str:
    if not one.open:
        return REACHED if one.reached else CLOSED
    return _STANDING.get(one.state, UNREAD)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def fees(shown: Sequence[Fee], currency: str) -> Drawn:
    """Fees by month, recurring and project; months outside the period are paler, partial ones say so."""
    frame = pd.DataFrame([row for fee in shown for row in _months(fee)])
    order = list(dict.fromkeys(frame["month"]))
    label = f"datum.value == 0 ? '0' : '{sign(currency)}' + format(datum.value, '~s')"
    base = alt.Chart(frame).encode(x=alt.X("month:O", sort=order, title=None, axis=alt.Axis(labelAngle=0)))
    bars = base.mark_bar().encode(
        y=alt.Y("sum(amount):Q", axis=alt.Axis(title=f"{currency} a month", labelExpr=label, tickCount=5,
                                               gridColor=RULE)),
        color=alt.Color("kind:N", scale=alt.Scale(domain=["recurring", "project"], range=[BLUE, ORANGE]),
                        legend=alt.Legend(title=None, orient="top")),
        opacity=alt.Opacity("inside:N", scale=alt.Scale(domain=[True, False], range=[1, 0.35]), legend=None),
        order=alt.Order("kind:N", sort="descending"),
    )  # fmt: skip
    part = frame[frame["partial"]].groupby("month", sort=False)["amount"].sum().reset_index()
    marks = (
        alt.Chart(part)
        .mark_text(dy=-7, color=INK, fontSize=11, text="in part")
        .encode(x=alt.X("month:O", sort=order), y="amount:Q")
    )
    return _finished(alt.layer(bars, marks), FEES_HEIGHT)


def _months(fee: Fee) -> list[dict[str, object]]:
    name = f"{fee.month.start:%b %y}"
    return [
        {"month": name, "kind": kind, "amount": cents / 100, "inside": fee.inside, "partial": fee.partial}
        for kind, cents in (("recurring", fee.recurring_cents), ("project", fee.project_cents))
    ]


def _finished(chart: Drawn, height: int) -> Drawn:
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    fitted = chart.properties(width=WIDTH, height=height, background="#FFFFFF", autosize=fit)
    axes = fitted.configure_axis(labelColor=MUTED, titleColor=MUTED, labelFontSize=12, titleFontSize=12)
    finished: Drawn = axes.configure_view(stroke=None).configure_legend(labelFontSize=12, labelColor=INK)
    return finished
