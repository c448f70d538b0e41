"""Charts on the screen: built in Altair once for each view of the data, drawn from the kept specification."""

from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st
from altair.utils.schemapi import debug_mode

from lib.ui.page import View

CHECKED = False  # against the schema of charts: the tests do it, here it would cost more than building one


def chart(view: View, key: str, alt_text: str, build: Callable[[], alt.TopLevelMixin]) -> None:
    """Draw `build()`; `alt_text` says what it shows to those who cannot see it.

    Building a chart costs several times what sending its specification does, so the latter is kept.
    """
    spec = view.keep(f"chart {key}", lambda: _spec(build), view.dark)
    with st.container(key=f"chart_{key}"):
        st.vega_lite_chart(spec, width="stretch", alt=alt_text)


def _spec(build: Callable[[], alt.TopLevelMixin]) -> dict[str, Any]:
    # Each part of a chart would be held against the schema as it is made, and again in the whole.
    with debug_mode(CHECKED):
        spec: dict[str, Any] = build().to_dict(validate=CHECKED)
    spec.pop("$schema", None)
    return spec
