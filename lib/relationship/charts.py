"""Charts of the relationship: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from lib.relationship.people_figures import STRENGTHS

GREEN, ORANGE, GREY = "#009E73", "#E69F00", "#C3C9D1"
_INK = {"strong": "#FFFFFF", "decaying": "#16202C", "silent": "#16202C"}
ROW = 34


def people_map(frame: pd.DataFrame, contacts: list[str], colleagues: list[str], dark: bool) -> alt.LayerChart:
    """A grid of the client's people (rows) and ours (columns): contacts in 12 months, days since the last, strength.

    Columns: contact, colleague (as in `contacts` and `colleagues`, which give the order), year, said ("3 d ago"),
    strength, tip (who and when, in words). A pair that never met has no row.
    """
    base = alt.Chart(frame).encode(
        x=alt.X(
            "colleague:N", sort=colleagues, title=None, scale=alt.Scale(domain=colleagues, paddingInner=0.06),
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=130, labelFontSize=12, domain=False, ticks=False),
        ),
        y=alt.Y(
            "contact:N", sort=contacts, title=None, scale=alt.Scale(domain=contacts, paddingInner=0.1),
            axis=alt.Axis(labelLimit=230, labelFontSize=12, domain=False, ticks=False),
        ),
        tooltip=[alt.Tooltip("tip:N", title="Who"), alt.Tooltip("year:Q", title="Two-way contacts in 12 months")],
    )  # fmt: skip
    colour = alt.Color(
        "strength:N", scale=alt.Scale(domain=list(STRENGTHS), range=[GREEN, ORANGE, GREY]),
        legend=alt.Legend(title=None, orient="bottom", symbolType="square"),
    )  # fmt: skip
    boxes = base.mark_rect(cornerRadius=4, stroke="#333B47" if dark else "#FFFFFF", strokeWidth=1).encode(color=colour)
    words = base.mark_text(fontSize=12).encode(
        text="label:N",
        color=alt.Color("strength:N", scale=alt.Scale(domain=list(_INK), range=list(_INK.values())), legend=None),
    )
    drawn: alt.LayerChart = alt.layer(boxes, words).resolve_scale(color="independent")
    return drawn.properties(height=ROW * max(len(contacts), 1) + 20)
