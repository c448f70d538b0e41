"""Charts of the relationship: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.relationship.people_figures import STRENGTHS

ROW, AROUND = 34, 96  # pixels: a row, and what the names above and the legend below take
WIDTH = 780  # pixels that the columns share on a laptop
_BOXES = {False: ("#009E73", "#E69F00", "#DFE3E8"), True: ("#009E73", "#E69F00", "#333B47")}
_WORDS = {False: ("#FFFFFF", "#16202C", "#16202C"), True: ("#FFFFFF", "#16202C", "#E8ECF1")}


def people_map(frame: pd.DataFrame, contacts: list[str], colleagues: list[str], dark: bool) -> alt.LayerChart:
    """A grid of the client's people (rows) and ours (columns), in the order given; a pair that never met is empty.

    Columns: contact, colleague, label (what stands in the box), strength (one of STRENGTHS), tip (in words).
    """
    base = alt.Chart(frame).encode(
        x=alt.X(
            "colleague:N", title=None, scale=alt.Scale(domain=colleagues, paddingInner=0.04, paddingOuter=0.02),
            axis=alt.Axis(
                orient="top", labelAngle=0, labelLimit=WIDTH // max(len(colleagues), 1), labelFontSize=12,
                labelOverlap=False, domain=False, ticks=False,
            ),
        ),
        y=alt.Y(
            "contact:N", title=None, scale=alt.Scale(domain=contacts, paddingInner=0.12, paddingOuter=0.06),
            axis=alt.Axis(labelLimit=240, labelFontSize=12, labelOverlap=False, domain=False, ticks=False),
        ),
        tooltip=alt.Tooltip("tip:N", title="Thread"),
    )  # fmt: skip
    legend = alt.Legend(title=None, orient="bottom", symbolType="square")
    boxes = base.mark_rect(cornerRadius=4).encode(
        color=alt.Color("strength:N", scale=alt.Scale(domain=list(STRENGTHS), range=_BOXES[dark]), legend=legend)
    )
    words = base.mark_text(fontSize=12).encode(
        text="label:N",
        color=alt.Color("strength:N", scale=alt.Scale(domain=list(STRENGTHS), range=_WORDS[dark]), legend=None),
    )
    drawn: alt.LayerChart = alt.layer(boxes, words).resolve_scale(color="independent")
    return drawn.properties(height=ROW * len(contacts) + AROUND)
