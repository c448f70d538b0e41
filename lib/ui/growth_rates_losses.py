"""Why deals were lost, on the screen."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.win_figures import loss_counts
from lib.ui.growth import DEAL_SUBJECTS
from lib.ui.page import View
from lib.ui.tables import table

MOST = 10  # rows without a scroll bar
_column = st.column_config


def losses(view: View, fresh: pd.DataFrame, months: int | None) -> None:
    """The categories of lost deals with counts and what was said last; or that nobody wrote why."""
    st.markdown("**Why deals were lost**")
    found = view.keep("loss reasons", lambda: loss_counts(fresh), months, of=DEAL_SUBJECTS)
    every, told = int(found["lost"].sum()), found[found["reason"].notna()]
    if not every:
        st.caption("No deal was lost.")
        return
    if told.empty:
        st.caption(
            f"Of {fmt.counted(every, 'lost deal')} no reason is written. The reason is asked when a deal is closed as "
            "lost on the tab Pipeline."
        )
        return
    shown = pd.DataFrame(
        {
            "Reason": told["reason"].astype(str), "Lost": told["lost"],
            "Of those told": told["lost"] / told["lost"].sum() * 100, "What was said last": told["words"],
        }
    )  # fmt: skip
    looks: dict[str, ColumnConfig] = {
        "Reason": _column.TextColumn(width=200), "Lost": _column.NumberColumn(format="localized", width=70),
        "Of those told": _column.ProgressColumn(format="%d %%", min_value=0, max_value=100, width=150),
        "What was said last": _column.TextColumn(width=480),
    }  # fmt: skip
    table(shown, "Reasons of lost deals, most frequent first", looks, height=38 + 35 * min(len(shown), MOST))
    if unsaid := every - int(told["lost"].sum()):
        st.caption(f"Of {fmt.counted(unsaid, 'more lost deal')} no reason is written.")
