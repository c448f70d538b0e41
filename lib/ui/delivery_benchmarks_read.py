"""Benchmarks beside the figures they belong to: one small line, with source and how far to trust it."""

import streamlit as st

from lib.benchmarks import Benchmark, benchmarks, caption
from lib.ui.page import View
from lib.ui.text import plain


def every(view: View) -> dict[str, Benchmark]:
    """Every benchmark by name as it stands now, whatever day is shown."""
    return view.read(benchmarks)


def beside(view: View, *names: str) -> None:
    """The benchmarks of figures shown above, those that are switched on; nothing where none is."""
    found = [one for name in names if (one := every(view)[name]).on]
    if found:
        told = ". ".join(f"{one.label}, {caption(one)}" for one in found)
        st.caption(f":material/menu_book: {plain(told)}. Of other firms, not of this one.")
