"""The deals a forecast is made of, each with its chance and on what that stands."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.forecast import Forecast
from lib.growth.forecast_chances import BASES
from lib.ui import growth
from lib.ui.page import View
from lib.ui.tables import table

MOST = 200
# As BASES, in as many words as a column holds.
SHORT = (
    "past quarters, as old", "as long in the stage", "all in the stage", "all kinds in the stage", "all stages",
    "the firm's own chance",
)  # fmt: skip


def deals_behind(view: View, found: Forecast) -> None:
    """The open deals with their chances, in a box that is computed when it is opened."""
    if found.used.empty:
        return
    words = f"The {fmt.counted(len(found.used), 'open deal')} it is made of"
    box = st.expander(words, key="forecast_deals", on_change="rerun")
    if box.open:
        with box:
            _shown(view, found)


def _shown(view: View, found: Forecast) -> None:
    unit = fmt.sign(view.currency).strip()
    rows = found.used.merge(growth.open_deals(view), on="id", validate="1:1")
    rows = rows.sort_values(["expected_cents", "chance"], ascending=False, kind="stable").head(MOST)
    shown = pd.DataFrame(
        {
            "Deal": [_label(row) for row in rows[["name", "service", "account"]].astype(object).to_dict("records")],
            "Stage": rows["stage"],
            "In stage since": rows["in_stage_on"],
            f"Value ({unit})": rows["value_cents"].astype("Float64") / 100,
            "Won ever (%)": (rows["chance"] * 100).round(),
            "This quarter (%)": (rows["in_quarter"] * 100).round(),
            "Chance from": rows["basis"].map(dict(zip(BASES, SHORT, strict=True))),
        }
    )
    looks: dict[str, ColumnConfig] = {
        "Deal": st.column_config.TextColumn(width=310),
        "Stage": st.column_config.TextColumn(width=96),
        "In stage since": st.column_config.DateColumn(format="D MMM YYYY", width=98),
        f"Value ({unit})": st.column_config.NumberColumn(format="localized", step=1, width=80),
        "Won ever (%)": st.column_config.NumberColumn(format="localized", step=1, width=96),
        "This quarter (%)": st.column_config.NumberColumn(format="localized", step=1, width=112),
        "Chance from": st.column_config.TextColumn(
            width=150, help="What the chance stands on: the nearest history that knows enough deals."
        ),
    }
    table(
        shown,
        "Open deals with their chance to be won, those that bring most this quarter first",
        looks,
        height=38 + 35 * min(len(shown), 8),
    )
    if len(found.used) > MOST:
        st.caption(f"The {MOST} that bring most this quarter, then the likeliest.")


def _label(row: "dict[Any, Any]") -> str:
    name, service, account = (None if pd.isna(row[part]) else str(row[part]) for part in ("name", "service", "account"))
    told = name or service or "Deal without a name"
    return told if account is None or account in told else f"{told} · {account}"
