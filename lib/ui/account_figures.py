"""Figures of one account side by side: the value or the mark of its absence, what it means, what to know of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.measure import Measure
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


@dataclass(frozen=True)
class Told:
    """One figure of an account: `meaning` is its tooltip, `beside` stands under the value where there is no remark.

    `rows` gives what it is made of.
    """

    label: str
    measure: Measure
    unit: str
    meaning: str
    beside: str = ""
    rows: Callable[[], pd.DataFrame] | None = None


def told(view: View, many: Sequence[Told]) -> None:
    """The figures in a row; they wrap on a small screen."""
    grid = st.grid(len(many), min_column_width=150)
    for one in many:
        with grid.container(border=True, height="stretch", gap="xxsmall"):
            shown = fmt.figure(one.measure, one.unit, view.currency)
            st.metric(one.label, shown, help=plain(_help(view, one)))
            remark = one.measure.why or one.measure.note or one.beside
            if remark:
                st.caption(plain(remark))
            if one.rows is not None:
                _rows(one, one.rows, shown)


def _rows(one: Told, read: Callable[[], pd.DataFrame], shown: str) -> None:
    box = st.popover(
        "Rows", type="tertiary", key=f"made_of_{one.label}", on_change="rerun", help="What it is made of"
    )  # what stands in a closed popover is not read
    if box.open:
        with box:
            rows = read()
            st.markdown(f"**{plain(one.label)}: {plain(shown)}**")
            st.caption(plain(one.meaning))
            if not rows.empty:
                table(rows, f"The {fmt.counted(len(rows), 'row')} behind {one.label}", height=280, width=620)


def _help(view: View, one: Told) -> str:
    exact = one.unit == "money" and one.measure.value is not None
    return f"{one.meaning} Exactly {fmt.money_exact(one.measure.value or 0, view.currency)}." if exact else one.meaning


def height(rows: int, most: int = 10) -> int:
    """The height of a table that shows its rows, or `most` of them and scrolls."""
    return 38 + 35 * min(rows, most)
