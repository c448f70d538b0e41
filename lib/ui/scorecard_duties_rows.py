"""What one figure of a scorecard means and is made of, with its rows to take away."""

import streamlit as st

from lib import format as fmt
from lib.catalog import CATALOG
from lib.exporting import frame_csv
from lib.scorecard.scorecard import Scorecard
from lib.scorecard.told import Told
from lib.ui.page import View
from lib.ui.scorecard_read import Chosen, rows_of
from lib.ui.tables import table
from lib.ui.text import plain

IN_MONEY = ("revenue growth", "agency resources")  # duties whose rows hold amounts


def show_rows(view: View, chosen: Chosen, card: Scorecard, duty: str, one: Told) -> None:
    """The figure in words, and its rows under names a person reads."""
    rows = rows_of(view, chosen, duty, one.label)
    with st.container(border=True, key=f"rows_{duty.replace(' ', '_')}"):
        shown = fmt.figure(one.now, one.unit, view.currency)
        st.markdown(f"**{plain(one.label)}: {plain(shown)}** · {plain(fmt.span(card.spans.now))}")
        st.caption(plain(_meaning(view, duty, one)))
        if rows.empty:
            st.caption("No rows stand behind it in these days.")
            return
        name = fmt.counted(len(rows), "row")
        table(rows, f"The {name} behind {one.label}", height=38 + 35 * min(len(rows), 8))
        st.download_button(
            f"Download {name}", lambda: frame_csv(rows), f"{one.name}.csv", "text/csv", key=f"csv_{duty}",
            on_click="ignore",
        )  # fmt: skip


def _meaning(view: View, duty: str, one: Told) -> str:
    entry = CATALOG[one.name]
    remark = one.now.why or one.now.note
    parts = [one.words, f"How: {entry.formula}.", f"{remark[:1].upper()}{remark[1:].rstrip('.')}." if remark else ""]
    if one.unit == "money" and one.now.value is not None:
        parts.append(f"Exactly {fmt.money_exact(one.now.value, view.currency)}.")
    if bounds := fmt.interval(one.now, one.unit, view.currency):
        parts.append(f"{entry.covers}: {bounds} ({entry.method}).")
    parts.append(f"Amounts in {view.currency}." if duty in IN_MONEY else "")
    return " ".join(part for part in parts if part)
