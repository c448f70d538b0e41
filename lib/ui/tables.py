"""Tables on the screen: human columns, ids never shown, and a description for those who cannot see them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

WRAPPED = 66  # Streamlit wraps words only in rows taller than 4 rem


def table(
    frame: pd.DataFrame,
    alt_text: str,
    columns: dict[str, ColumnConfig] | None = None,
    *,
    key: str | None = None,
    height: int | None = None,
    width: int | Literal["stretch"] = "stretch",
    wrap: int = 0,
) -> None:
    """Show a frame whose columns carry the names a person reads; `columns` says how some of them look.

    `wrap`: rows are tall, words take up to three lines, and so many rows are seen at once.
    """
    if wrap:
        height = 38 + WRAPPED * min(max(len(frame), 1), wrap)
    st.dataframe(
        frame,
        hide_index=True,
        width=width,
        height=height or "auto",
        column_config=usual_looks(frame) | (columns or {}),
        alt=alt_text,
        key=key,
        placeholder="–",
        row_height=WRAPPED if wrap else None,
    )


def chosen_row(
    frame: pd.DataFrame, alt_text: str, columns: dict[str, ColumnConfig], *, key: str, ids: Sequence[Any], rows: int,
    wrap: bool = False,
) -> int | None:  # fmt: skip
    """Show a frame of which one row can be chosen, `rows` of it at once; the row's position, or None.

    `ids` says which record each row shows: the choice stays with its record when rows move, and goes with it.
    `wrap`: rows are tall, and words take up to three lines.
    """
    _follow(key, list(ids))
    tall = WRAPPED if wrap else 35
    event: Any = st.dataframe(
        frame, hide_index=True, width="stretch", height=38 + tall * min(max(len(frame), 1), rows),
        column_config=usual_looks(frame) | columns, alt=alt_text, key=key, on_select="rerun",
        selection_mode="single-row", placeholder="–", row_height=tall if wrap else None,
    )  # fmt: skip
    chosen = event.selection.rows
    return int(chosen[0]) if chosen and chosen[0] < len(frame) else None


def chosen_cell(
    frame: pd.DataFrame, alt_text: str, columns: dict[str, ColumnConfig], *, key: str, ids: Sequence[Any], rows: int
) -> tuple[int, str] | None:
    """Show a frame of which one cell can be chosen: the position of its row and the name of its column, or None.

    `ids` as in `chosen_row`: a choice goes when other records stand in the rows.
    """
    state = st.session_state
    if state.get(f"_rows_{key}", list(ids)) != list(ids):
        state.pop(key, None)
    state[f"_rows_{key}"] = list(ids)
    event: Any = st.dataframe(
        frame, hide_index=True, width="stretch", height=38 + 35 * min(max(len(frame), 1), rows),
        column_config=usual_looks(frame) | columns, alt=alt_text, key=key, on_select="rerun",
        selection_mode="single-cell", placeholder="–",
    )  # fmt: skip
    cells = event.selection.cells
    return (int(cells[0][0]), str(cells[0][1])) if cells and cells[0][0] < len(frame) else None


def _follow(key: str, ids: list[Any]) -> None:
    # Streamlit keeps a choice by its place: another day or filter would put a stranger's record under the form.
    state = st.session_state
    before, chosen = state.get(f"_rows_{key}"), state.get(key)
    state[f"_rows_{key}"] = ids
    if before is None or before == ids or not chosen:
        return
    there = [before[row] for row in chosen["selection"]["rows"] if row < len(before)]
    kept = [ids.index(record) for record in there if record in ids]
    state[key] = {"selection": {"rows": kept, "columns": [], "cells": []}}


def usual_looks(frame: pd.DataFrame) -> dict[str, ColumnConfig]:
    """How dates and numbers look wherever nothing else is said: 14 Nov 2026; 12,431."""
    looks: dict[str, ColumnConfig] = {}
    for name, column in frame.items():
        if _holds_days(column):
            looks[str(name)] = st.column_config.DateColumn(format="D MMM YYYY")
        elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            looks[str(name)] = st.column_config.NumberColumn(format="localized")
    return looks


def _holds_days(column: "pd.Series[Any]") -> bool:
    if pd.api.types.is_datetime64_any_dtype(column):
        return True
    if column.dtype != object:
        return False
    first = column.dropna().head(1)
    return len(first) > 0 and isinstance(first.iloc[0], date)
