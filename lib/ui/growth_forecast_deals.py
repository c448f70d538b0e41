"""The deals a forecast is made of, each with its chance and on what that stands."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth.forecast import Forecast
from lib.ui import growth
from lib.ui.page import View
from lib.ui.tables import table

MOST = 200


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
            "Deal": rows["name"].fillna(rows["service"].astype(object)).fillna("unnamed"),
            "Account": rows["account"].astype(object),
            "Stage": rows["stage"],
            "In stage since": rows["in_stage_on"],
            "Expected close": rows["expected_close_on"],
            f"Value ({unit})": rows["value_cents"].astype("Float64") / 100,
            "Won ever (%)": (rows["chance"] * 100).round(),
            "This quarter (%)": (rows["in_quarter"] * 100).round(),
            "Chance from": rows["basis"],
        }
    )
    looks: dict[str, ColumnConfig] = {
        "Deal": st.column_config.TextColumn(width=190),
        "Account": st.column_config.TextColumn(width=140),
        "Stage": st.column_config.TextColumn(width=92),
        f"Value ({unit})": st.column_config.NumberColumn(format="localized", step=1, width=84),
        "Won ever (%)": st.column_config.NumberColumn(format="localized", step=1, width=96),
        "This quarter (%)": st.column_config.NumberColumn(format="localized", step=1, width=112),
        "Chance from": st.column_config.TextColumn(width=290),
    }
    table(shown, "Open deals with their chance to be won, those that bring most this quarter first", looks, height=318)
    if len(found.used) > MOST:
        st.caption(f"The {MOST} that bring most this quarter.")
