"""The heatmap of load: person, role or placeholder × week, with its number in each cell."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.team.load_grid import AWAY, BANDS, GONE, WANTED

Drawn = alt.LayerChart | alt.FacetChart

ROW = 26  # pixels of a row
NARROW = 520  # pixels of the cells together under which words are small and weeks stand upright
# Fill and ink of each band, so that its number is read on it: light and dark.
_LIGHT = {
    "under 50 %": ("#EAF3FA", "#16202C"), "50–70 %": ("#CFE4F2", "#16202C"), "70–100 %": ("#8DC2E3", "#16202C"),
    "over 100 %": ("#F6C667", "#16202C"), "over 110 %": ("#C25000", "#FFFFFF"), AWAY: ("#E3E6EA", "#5B6672"),
    GONE: ("#FFFFFF", "#5B6672"), WANTED: ("#E7C3D6", "#16202C"),
}  # fmt: skip
_DARK = {
    "under 50 %": ("#17293A", "#E8ECF1"), "50–70 %": ("#1D4260", "#E8ECF1"), "70–100 %": ("#20618F", "#FFFFFF"),
    "over 100 %": ("#E3AE45", "#16202C"), "over 110 %": ("#C25000", "#FFFFFF"), AWAY: ("#30373F", "#AEB8C2"),
    GONE: ("#0E1117", "#AEB8C2"), WANTED: ("#8A4A6C", "#FFFFFF"),
}  # fmt: skip
_PAST = 0.45  # what lies behind is paler


def heatmap(
    cells: pd.DataFrame, rows: Sequence[str], weeks: Sequence[str], past: int, dark: bool, legend: bool = True
) -> Drawn:  # fmt: skip
    """One rectangle a row and week, coloured by band, its number in it; a line where the past ends.

    `cells` as `load_grid` makes them; `rows` and `weeks` in their order; the first `past` weeks lie behind.
    """
    base = _base(cells, list(rows), list(weeks), weeks[past])
    rects, numbers, today = _rects(base, dark, legend), _numbers(base, dark), _today(weeks[past], dark)
    return alt.layer(rects, numbers, *today).properties(height=ROW * len(rows))


def _base(cells: pd.DataFrame, rows: list[str], weeks: list[str], present: str) -> alt.Chart:
    narrow = f"width < {NARROW}"
    across = alt.Axis(
        orient="top", title=None, ticks=False, domain=False, labelFontSize=11, labelPadding=6, labelOverlap=False,
        labelAngle=alt.ExprRef(f"{narrow} ? -90 : 0"), labelAlign=alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
        labelBaseline=alt.ExprRef(f"{narrow} ? 'middle' : 'alphabetic'"),
        labelFontWeight=alt.condition(f"datum.value == '{present}'", alt.value("bold"), alt.value("normal")),
    )  # fmt: skip
    down = alt.Axis(
        title=None, ticks=False, domain=False, labelFontSize=alt.ExprRef(f"{narrow} ? 10 : 12"), labelOverlap=False,
        labelFlush=False,
        labelLimit=alt.ExprRef(f"{narrow} ? 84 : 170"), labelPadding=6,
        minExtent=alt.ExprRef(f"{narrow} ? 90 : 176"), maxExtent=alt.ExprRef(f"{narrow} ? 90 : 176"),
    )  # fmt: skip
    drawn: alt.Chart = alt.Chart(cells).encode(
        x=alt.X("week:N", sort=weeks, scale=alt.Scale(domain=weeks, paddingInner=0.05), axis=across),
        y=alt.Y("row:N", sort=rows, scale=alt.Scale(domain=rows, paddingInner=0.08), axis=down),
    )
    return drawn


def _rects(base: alt.Chart, dark: bool, legend: bool) -> alt.Chart:
    fills = {band: fill for band, (fill, _) in (_DARK if dark else _LIGHT).items()}
    listed = [*(words for _, words in BANDS), AWAY]
    drawn: alt.Chart = base.mark_rect(cornerRadius=2).encode(
        color=alt.Color(
            "band:N", scale=alt.Scale(domain=list(fills), range=list(fills.values())),
            legend=alt.Legend(
                orient="bottom", title=None, values=listed, symbolType="square", symbolSize=150, labelFontSize=12,
                columns=alt.ExprRef(f"width < {NARROW} ? 3 : 6"), symbolStrokeColor="#8C95A1", symbolStrokeWidth=0.5,
            ) if legend else None,
        ),
        opacity=alt.condition("datum.past", alt.value(_PAST), alt.value(1)),
        tooltip=_TOOLTIP,
    )  # fmt: skip
    return drawn


_TOOLTIP = [
    alt.Tooltip("row:N", title="Who"), alt.Tooltip("week:N", title="Week of"), alt.Tooltip("told:N", title="Load"),
    alt.Tooltip("capacity_h:N", title="Capacity"), alt.Tooltip("booked_h:N", title="Booked, as counted"),
    alt.Tooltip("tentative_h:N", title="Tentative, in full"), alt.Tooltip("logged_h:N", title="Logged"),
    alt.Tooltip("absence_h:N", title="Leave and holidays"),
]  # fmt: skip


def _numbers(base: alt.Chart, dark: bool) -> alt.Chart:
    inks = {band: ink for band, (_, ink) in (_DARK if dark else _LIGHT).items()}
    faded = "#E8ECF1" if dark else "#16202C"  # on what is pale every number is in the theme's own ink
    size = alt.ExprRef(f"width < {NARROW} ? (datum.band == '{AWAY}' ? 6 : 8.5) : (datum.band == '{AWAY}' ? 10 : 11.5)")
    light = [band for band, ink in inks.items() if ink == "#FFFFFF"]
    grey = inks[AWAY]
    drawn: alt.Chart = base.mark_text(baseline="middle", fontSize=size).encode(
        text="shown:N",
        tooltip=_TOOLTIP,
        color=alt.when(f"datum.band == '{AWAY}'")
        .then(alt.value(grey))
        .when("datum.past")
        .then(alt.value(faded))
        .when(f"indexof({light}, datum.band) >= 0")
        .then(alt.value("#FFFFFF"))
        .when("datum.band == 'over 100 %'")
        .then(alt.value("#16202C"))
        .otherwise(alt.value(faded)),
    )
    return drawn


def _today(present: str, dark: bool) -> tuple[alt.Chart, alt.Chart]:
    ink = "#E8ECF1" if dark else "#16202C"
    place = alt.X("week:N", bandPosition=0)
    base = alt.Chart(pd.DataFrame({"week": [present], "words": ["this week ▸"]})).encode(x=place)
    words = base.mark_text(color=ink, align="left", baseline="top", fontSize=11, y=alt.ExprRef("height + 4"))
    return base.mark_rule(color=ink, strokeWidth=1.5, strokeDash=[4, 3], xOffset=-1), words.encode(text="words:N")
