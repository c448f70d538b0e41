"""Tabs of which only the open one is computed."""

from collections.abc import Callable, Mapping

import streamlit as st


def tabs(key: str, parts: Mapping[str, Callable[[], None]]) -> None:
    """One tab for each part, by its label; what stands in a closed one is not read, computed or sent."""
    for tab, draw in zip(st.tabs(list(parts), key=key, on_change="rerun"), parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()
