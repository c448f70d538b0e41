"""The pipeline as a table: what needs care first, the stage changed in its row, one chosen to see and edit."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import Bools
from lib.growth import hygiene_figures as hygiene
from lib.ui import growth_pipeline_forms as forms
from lib.ui.flash import flash
from lib.ui.growth_pipeline_deal import NO_CLIENT, deal_panel
from lib.ui.page import View
from lib.ui.tables import chosen_row

PAGE = 100  # rows sent at once
ALL, NO_STEP, LATE_STEP, AGEING, PASSED, NO_ACCOUNT = (
    "All", "No dated next step", "Step overdue", "Ageing", "Close passed", "No client yet"
)  # fmt: skip
MOVED = "pipeline_move"  # where Streamlit tells which row's stage was clicked


def deal_table(view: View, deals: pd.DataFrame) -> None:
    """Draw the choice, the table and the opportunity chosen in it."""
    picked = st.segmented_control(
        "Show", [ALL, NO_STEP, LATE_STEP, AGEING, PASSED, NO_ACCOUNT], default=ALL, key="pipeline_shown",
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    kept = ranked(deals[_picked(deals, picked or ALL)])
    if kept.empty:
        st.info("No open deal is of this sort.")
        return
    pages = -(-len(kept) // PAGE)
    page = int(st.pagination(pages, key="pipeline_page") or 1) if pages > 1 else 1
    rows = kept.iloc[(page - 1) * PAGE : page * PAGE].reset_index(drop=True)
    chosen = chosen_row(
        _shown(view, rows), f"{len(rows)} open deals, what needs care first; the stage can be changed in its row",
        _looks(view, rows), key="pipeline_deals", ids=rows["id"].tolist(), rows=6, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption(
            "⋮ moves a deal to another stage. Choose a row to see its history, edit it, and say it is won or lost."
        )
    else:
        deal_panel(view, int(rows["id"].iloc[chosen]), "table")


def ranked(deals: pd.DataFrame) -> pd.DataFrame:
    """The deals with most problems first, then the largest."""
    order = deals.sort_values(["problem_count", "value_cents"], ascending=False, na_position="last", kind="stable")
    return order.reset_index(drop=True)


def _picked(deals: pd.DataFrame, picked: str) -> Bools:
    masks = {
        NO_STEP: deals["step_state"].isin([hygiene.NO_STEP, hygiene.NO_DATE]),
        LATE_STEP: deals["step_state"] == hygiene.OVERDUE,
        AGEING: deals["ageing"].fillna(False),
        PASSED: deals["close_passed"],
        NO_ACCOUNT: deals["account"].isna(),
    }
    return np.asarray(masks.get(picked, np.ones(len(deals), dtype=np.bool_)), dtype=np.bool_)


def _shown(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    named = {name: rows[name].astype(object) for name in ("account", "service", "owner")}
    usable = list(forms.open_stages(view).values())
    step = rows["next_step"].astype(object).where(rows["next_step"].notna(), "–")
    return pd.DataFrame(
        {
            "Client": named["account"].where(named["account"].notna(), NO_CLIENT),
            "Service": named["service"].where(named["service"].notna(), "–"),
            "Stage": rows["stage"].fillna("not known"),
            # All of them: Streamlit makes a menu of several words, and a button of a single one.
            "Move": [usable] * len(rows),
            "Value": rows["value_cents"].astype("Float64") / 100,
            "Days": rows["age_days"],
            "Next step": step,
            "By": rows["next_step_on"],
            "Expected": rows["expected_close_on"],
            "To mend": rows["problems"],
            "Owner": named["owner"].where(named["owner"].notna(), "–"),
        }
    )


def _looks(view: View, rows: pd.DataFrame) -> dict[str, ColumnConfig]:
    column = st.column_config
    unit = fmt.sign(view.currency).strip()
    move: Any = column.ButtonColumn(
        width=48, type="tertiary", key=MOVED, on_click=_moved, args=(view, rows),
        help="Move the deal to another stage, as of the page's day.",
    )  # fmt: skip
    return {
        "Client": column.TextColumn(width=108),
        "Service": column.TextColumn(width=104),
        "Stage": column.TextColumn(width=94),
        "Move": move,
        "Value": column.NumberColumn(
            f"Value ({unit})", format="localized", step=1, width=66,
            help="What was asked, else the list price of the service.",
        ),
        "Days": column.NumberColumn(width=44, help="Since it was opened."),
        "Next step": column.TextColumn(width=126),
        "By": column.DateColumn(format="D MMM YY", width=72),
        "Expected": column.DateColumn(format="D MMM YY", width=72, help="When it is expected to close."),
        "To mend": column.TextColumn(width=130),
        "Owner": column.TextColumn(width=72),
    }  # fmt: skip


def _moved(view: View, rows: pd.DataFrame) -> None:
    click = st.session_state[MOVED]
    move_clicked(view, rows, int(click["row"]), str(click["label"]))


def move_clicked(view: View, rows: pd.DataFrame, at: int, label: str) -> None:
    """Move the deal of row `at` of what was shown to the stage called `label`."""
    wanted = {name: number for number, name in forms.open_stages(view).items()}.get(label)
    row = rows.iloc[at]
    if wanted == row["stage_id"]:
        flash(f"It stands in “{label}” already.")
    elif wanted is not None:
        forms.move_in_place(view, int(row["id"]), int(row["version"]), int(row["stage_id"]), wanted)
