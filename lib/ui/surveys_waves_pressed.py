"""A button that writes once: what it did, or why not, is said at the top of the page."""

from collections.abc import Callable

import streamlit as st

from lib.ui.forms import pressed, token
from lib.ui.page import View


def button(
    view: View, key: str, label: str, done: str, work: Callable[[str], object], *, main: bool = False,
    off: bool = False,
) -> None:  # fmt: skip
    """Draw it; `work(token)` is called once for each press, `off` greys it out. Nothing is drawn for nobody."""
    if view.who:
        st.button(
            label, key=key, on_click=pressed, args=(key, token(key), done, work), disabled=off,
            type="primary" if main else "secondary",
        )  # fmt: skip
