"""Lifetime value by segment, told only of segments with enough ended clients."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.health.lifetime_values import leave_alike, segments
from lib.health.lifetimes import Lifetimes, Margins, by_first_service, by_sector
from lib.money.survival_figures import ENDED_NEEDED
from lib.ui.health_lifetime_terms import Asked
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

SPLITS = {"Sector": by_sector, "Service they began with": by_first_service}


def by_segment(view: View, found: Lifetimes, margins: Margins, asked: Asked) -> None:
    """What a new client of each sector, or first service, is worth; whether clients stay alike in all of them."""
    st.subheader("By segment", anchor=False)
    by = st.segmented_control("Clients by", list(SPLITS), default="Sector", key="lifetime_split", required=True)
    rows, p = view.keep("segments", lambda: _segments(view, found, margins, asked, by or "Sector"), by, *asked.plain)
    if rows.empty:
        st.info("No client has one on record.")
        return
    told = rows[[one.value is not None for one in rows["clv"]]]
    if told.empty:
        st.markdown(f"**No segment has {ENDED_NEEDED} ended clients yet**: their lifetimes cannot be told apart.")
    if p is not None:
        differ = "no more than chance would make" if p >= 0.05 else "more than chance would make"
        st.markdown(f"**How long clients stay differs {plain(differ)}** (log-rank test, p = {plain(f'{p:.2g}')}).")
    table(_segment_table(view, rows, asked), "Segments with clients, ended clients and what a new client is worth")
    st.caption(f"–: under {ENDED_NEEDED} ended clients. Each segment by the lives of its own clients.")


def _segments(
    view: View, found: Lifetimes, margins: Margins, asked: Asked, by: str
) -> tuple[pd.DataFrame, float | None]:  # fmt: skip
    groups = SPLITS[by](view.store, found)
    return segments(found, margins.monthly(asked.basis), groups, asked.terms), leave_alike(found, groups)


def _segment_table(view: View, rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Segment": rows["segment"],
            "Clients ever": rows["clients"],
            "Ended": rows["ended"],
            "A new client is worth": [fmt.figure(one, "money", view.currency) for one in rows["clv"]],
            "95 % interval": [fmt.interval(one, "money", view.currency) or "–" for one in rows["clv"]],
            f"Still here after {asked.terms.months} months": [fmt.figure(one, "share", "") for one in rows["stay"]],
        }
    )
