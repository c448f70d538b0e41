"""Tables on the screen: human columns, ids never shown, and a description for those who cannot see them."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig


def table(
    frame: pd.DataFrame,
    alt_text: str,
    columns: dict[str, ColumnConfig] | None = None,
    *,
    key: str | None = None,
    height: int | None = None,
) -> None:
    """Show a frame whose columns carry the names a person reads; `columns` says how some of them look."""
    st.dataframe(
        frame, hide_index=True, width="stretch", height=height or "auto", column_config=columns, alt=alt_text, key=key
    )


def chosen_row(
    frame: pd.DataFrame, alt_text: str, columns: dict[str, ColumnConfig], *, key: str, height: int
) -> int | None:
    """Show a frame of which one row can be chosen; the row's position, or None."""
    event: Any = st.dataframe(
        frame, hide_index=True, width="stretch", height=height, column_config=columns, alt=alt_text, key=key,
        on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    rows = event.selection.rows
    return int(rows[0]) if rows and rows[0] < len(frame) else None
