"""The grid of whitespace: account × service, or sector × service, in states told by word and colour."""

from typing import Any

import altair as alt
import pandas as pd

Drawn = alt.LayerChart | alt.FacetChart

BLUE, SKY, ORANGE, GREY = "#0072B2", "#56B4E9", "#E69F00", "#8C95A1"
ROW, AXES = 24, 96  # pixels of a row, and of the names of services above
MANY = 14  # services beside which words no longer fit their cells


def _ink(dark: bool) -> str:
    return "#E8ECF1" if dark else "#16202C"


def grid(
    cells: pd.DataFrame, rows: list[str], services: list[str], legend: dict[str, str], dark: bool
) -> Drawn:  # fmt: skip
    """One rectangle a cell with its words; a click chooses one (selection `cell` of row and service).

    Columns: row (account), service, state, shown (what stands in the cell), told (what stands behind it). `legend`:
    each state with its words.
    """
    fills = _fills(dark)
    picked = alt.selection_point(name="cell", fields=["row", "service"], toggle=False)
    base = _base(cells, rows, services)
    line = "#3A4350" if dark else "#C9D0D8"
    rects = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=list(legend), range=[fills[state] for state in legend]),
            legend=_legend(legend, line),
        ),
        stroke=alt.condition(picked, alt.value(_ink(dark)), alt.value(line), empty=False),
        strokeWidth=alt.condition(picked, alt.value(2.5), alt.value(0.6), empty=False),
        tooltip=[alt.Tooltip("row:N", title="Client"), _SERVICE, alt.Tooltip("state:N", title="State"), _TOLD],
    )
    words = base.mark_text(fontSize=10.5, baseline="middle").encode(
        text="shown:N",
        color=alt.when("datum.state == 'owned'")
        .then(alt.value("#FFFFFF"))
        .when("datum.state == 'pipeline' || datum.state == 'suggested'")
        .then(alt.value("#16202C"))
        .otherwise(alt.value(_ink(dark))),
    )
    return alt.layer(rects.add_params(picked), words).properties(height=ROW * len(rows) + AXES + 30)


def _legend(words: dict[str, str], line: str) -> alt.Legend:
    told = "{" + ", ".join(f"'{state}': '{word}'" for state, word in words.items()) + "}[datum.label]"
    return alt.Legend(
        orient="top", title=None, labelExpr=told, labelLimit=200, symbolType="square", symbolStrokeColor=line,
        symbolSize=160, symbolStrokeWidth=1, labelFontSize=12, columnPadding=14,
    )  # fmt: skip


_BARE: dict[str, Any] = {"ticks": False, "domain": False, "labelFlush": False}
_SERVICE = alt.Tooltip("service:N", title="Service")
_TOLD = alt.Tooltip("told:N", title="Behind it")


def _fills(dark: bool) -> dict[str, str]:
    quiet, grey = ("#161B22", "#3A4350") if dark else ("#FFFFFF", "#DDE2E8")
    return {
        "owned": BLUE, "pipeline": SKY, "suggested": ORANGE, "declined": grey, "not eligible": grey, "gap": quiet
    }  # fmt: skip


def _base(cells: pd.DataFrame, rows: list[str], services: list[str]) -> alt.Chart:
    drawn: alt.Chart = alt.Chart(cells).encode(
        x=alt.X(
            "service:N", sort=services, title=None, scale=alt.Scale(domain=services, paddingInner=0.04),
            axis=alt.Axis(orient="top", labelAngle=-35, labelOverlap=False, labelLimit=170, labelFontSize=12, **_BARE),
        ),
        y=alt.Y(
            "row:N", sort=rows, title=None, scale=alt.Scale(domain=rows, paddingInner=0.06),
            axis=alt.Axis(labelLimit=180, labelOverlap=False, labelFontSize=12, **_BARE),
        ),
    )  # fmt: skip
    return drawn


def sector_grid(shares: pd.DataFrame, services: list[str], dark: bool) -> Drawn:
    """Sector × service: how many of the sector's clients own it. Columns: row (sector), service, share, shown, told."""
    rows = sorted(shares["row"].unique())
    base = _base(shares, rows, services)
    low = "#161B22" if dark else "#FFFFFF"
    rects = base.mark_rect(cornerRadius=2, stroke="#3A4350" if dark else "#C9D0D8", strokeWidth=0.6).encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[low, BLUE], interpolate="rgb"), legend=None),
        tooltip=[alt.Tooltip("row:N", title="Sector"), _SERVICE, _TOLD],
    )
    light = "#E8ECF1" if dark else "#FFFFFF"
    words = base.mark_text(fontSize=10.5).encode(
        text="shown:N", color=alt.condition("datum.share > 0.55", alt.value(light), alt.value(_ink(dark)))
    )
    return alt.layer(rects, words).properties(height=ROW * len(rows) + AXES)
