"""Published benchmarks as defaults that the firm may edit."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.benchmarks import Benchmark, edit_benchmark, in_words, restore_benchmark
from lib.errors import StewardError
from lib.ui.delivery_benchmarks_read import every
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 14
_column = st.column_config


def benchmarks_tab(view: View) -> None:
    """The list with source, year and how far to trust it; a chosen one can be edited or switched off."""
    found = list(every(view).values())
    edited, off = sum(one.edited for one in found), sum(not one.on for one in found)
    st.markdown(
        f"**{len(found)}** published figures of other firms stand beside yours: none of them is a fact about this "
        f"firm. **{edited}** edited here, **{off}** switched off."
    )
    at = chosen_row(
        _shown(found), "Benchmarks with range, source, year and how far to trust them", _LOOKS, key="benchmarks",
        ids=[one.name for one in found], rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to put your own figure in its place, or to switch it off.")
        return
    _edit(view, found[at])


def _shown(found: list[Benchmark]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Benchmark": [one.label for one in found],
            "Figure": [in_words(one) for one in found],
            "Source": [one.source for one in found],
            "Year": [str(one.year or "not said") for one in found],
            "How far to trust it": [one.trust for one in found],
            "Shown": [_state(one) for one in found],
        }
    )


def _state(one: Benchmark) -> str:
    if not one.on:
        return "○ off"
    return "● edited" if one.edited else "● as published"


_LOOKS: dict[str, ColumnConfig] = {
    "Benchmark": _column.TextColumn(width=300), "Figure": _column.TextColumn(width=130),
    "Source": _column.TextColumn(width=170),
    "Year": _column.TextColumn(width=76, help="Of the figure, or of its quotation."),
    "How far to trust it": _column.TextColumn(width=260), "Shown": _column.TextColumn(width=110),
}  # fmt: skip


def _edit(view: View, one: Benchmark) -> None:
    st.markdown(f"**{plain(one.label)}**: {plain(in_words(one))}")
    key = f"benchmark_{one.name}"
    if needs_a_name(key):
        return
    scale = 100 if one.unit == "share" else 1
    unit = {"share": " (%)", "hours": " (h)", "money": " ($)"}.get(one.unit, "")
    cells = [
        Cell("low", f"From{unit}", "number", _start(one.low, scale), help="Empty: open on this side."),
        Cell("high", f"To{unit}", "number", _start(one.high, scale), help="The same: one figure."),
        Cell("source", "Source", start=one.source),
        Cell("year", "Year", "whole", one.year),
        Cell("on", "Show it beside our figures", "tick", one.on),
    ]

    def save(typed: Typed, once: str) -> None:
        ends = {name: None if typed[name] is None else typed[name] / scale for name in ("low", "high")}
        edit_benchmark(view.store, view.who or "", one, **(typed | ends), token=once)

    # What stands in the form is part of its key, so that it shows what was saved last.
    entry(
        f"{key}_{one.low}_{one.high}_{one.source}_{one.year}_{one.on}",
        cells,
        "Save",
        save,
        "Saved. It stands beside the figure from now on.",
    )
    if one.edited:
        st.button("Back to the published figure", key=f"restore_{key}", on_click=_restore,
                  args=(view, one, token(f"restore_{key}")))  # fmt: skip


def _start(value: float | None, scale: int) -> float | None:
    return None if value is None else round(float(value) * scale, 2)


def _restore(view: View, one: Benchmark, once: str) -> None:
    try:
        restore_benchmark(view.store, view.who or "", one, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"restore_benchmark_{one.name}")
        flash("The published figure holds again.")
