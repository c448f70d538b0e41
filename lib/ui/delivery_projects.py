"""Projects on a time line and in a table."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import FIRST, LAST, NONE, Bools, days_from
from lib.delivery.project_charts import MARKS as CHART_MARKS
from lib.delivery.project_charts import time_line
from lib.delivery.projects import DONE, LATE, PLAN, Projects, days_late
from lib.ui.charts import chart
from lib.ui.delivery_projects_panel import panel
from lib.ui.delivery_projects_read import hours, nothing_yet, projects, titles
from lib.ui.delivery_time_rows import MARKS
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.whole import whole

DRAWN, ROWS = 30, 8
RUNNING, LATE_ONES, PLANNED, DELIVERED, EVERY = "Running", "Late", "Planned", "Delivered in 12 months", "All"
EVERY_ACCOUNT = "All accounts"


def projects_tab(view: View) -> None:
    """Projects on a time line and in a table."""
    every = projects(view)
    if nothing_yet(view, every, "every project on a time line, with its due dates, changes and hours"):
        return
    which, account = _controls(every)
    found = _wanted(every, which, account)
    if found.rows.empty:
        st.info(_none_of(which, account))
        return
    _drawn(view, found, which, account)
    at = chosen_row(
        _shown(found), "Projects with owner, due dates, standing, hours and days late", _LOOKS, key="delivery_projects",
        ids=found.rows["id"].tolist(), rows=ROWS, wrap=True,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to see its changes, deliverables, roadblocks and hours.")
        return
    panel(view, found.rows.iloc[at])


def _controls(every: Projects) -> tuple[str, str]:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    which = row.segmented_control(
        "Show", [RUNNING, LATE_ONES, PLANNED, DELIVERED, EVERY], default=RUNNING, key="delivery_which", required=True,
        bind="query-params",
    )  # fmt: skip
    names = sorted(every.rows["account"].unique())
    if st.session_state.get("delivery_account") not in (None, EVERY_ACCOUNT, *names):
        st.session_state.pop("delivery_account")
    account = row.selectbox("Account", [EVERY_ACCOUNT, *names], key="delivery_account", width=260)
    return which or RUNNING, account or EVERY_ACCOUNT


def _wanted(every: Projects, which: str, account: str) -> Projects:
    stands = every.rows["standing"]
    masks: dict[str, Bools] = {
        RUNNING: (~stands.isin([DONE, PLAN])).to_numpy(dtype=bool),
        LATE_ONES: (stands == LATE).to_numpy(dtype=bool),
        PLANNED: (stands == PLAN).to_numpy(dtype=bool),
        DELIVERED: every.lately & (stands == DONE).to_numpy(dtype=bool),
    }
    kept = masks.get(which, np.ones(len(stands), dtype=np.bool_))
    if account != EVERY_ACCOUNT:
        kept = kept & (every.rows["account"] == account).to_numpy(dtype=bool)
    return _in_order(every.only(kept), newest_first=which in (DELIVERED, EVERY))


def _in_order(found: Projects, newest_first: bool) -> Projects:
    """What is due soonest (or was longest ago) first; of those done the newest first, without a date last."""
    due = np.where(found.work.due == FIRST, LAST, found.work.due)
    day = np.where(found.work.delivered == LAST, due, found.work.delivered)
    return found.only(np.argsort(-day if newest_first else due, kind="stable"))


def _none_of(which: str, account: str) -> str:
    of = {
        RUNNING: "No project runs", LATE_ONES: "No project is late", PLANNED: "No project is planned",
        DELIVERED: "No project was delivered in 12 months",
    }  # fmt: skip
    whose = " for this account" if account != EVERY_ACCOUNT else ""
    return f"{of.get(which, 'No project is recorded')}{whose}. Choose another standing above."


def _drawn(view: View, found: Projects, which: str, account: str) -> None:
    dated = found.only((found.work.starts != FIRST) & (found.work.due != FIRST))
    without = len(found.rows) - len(dated.rows)
    if dated.rows.empty:
        st.caption("None of these projects has both a start and a due date, so there is no time line to draw.")
        return
    pages = -(-len(dated.rows) // DRAWN)
    page = int(st.pagination(pages, key=f"delivery_drawn_{which}_{pages}") or 1) if pages > 1 else 1
    here = np.zeros(len(dated.rows), dtype=np.bool_)
    here[(page - 1) * DRAWN : page * DRAWN] = True
    frame = _frame(dated.only(here))
    chart(
        view, f"delivery_line_{which}_{account}_{page}", "Time line of projects: start, due date, delivery, today",
        lambda: time_line(frame, pd.Timestamp(view.as_of), view.dark),
    )  # fmt: skip
    more = f" {int(here.sum())} of {len(dated.rows):,} are drawn." if pages > 1 else ""
    missing = f" {fmt.counted(without, 'project')} without a start or due date not drawn." if without else ""
    st.caption(f"{CHART_MARKS}{more}{missing}")


def _frame(found: Projects) -> pd.DataFrame:
    work = found.work
    past = np.where(work.delivered != LAST, work.delivered, np.where(work.overdue, work.as_of, FIRST))
    return pd.DataFrame(
        {
            "name": titles(found.rows),
            "standing": found.rows["standing"],
            "start": found.rows["starts_on"],
            "due": found.rows["due_on"],
            "until": days_from(np.where(past > work.due, past, FIRST)),
            "original_due": days_from(np.where(work.original_due == work.due, FIRST, work.original_due)),
            "delivered": found.rows["delivered_on"],
        }
    )


def _shown(found: Projects) -> pd.DataFrame:
    rows, work = found.rows, found.work
    partly = work.begun & ~found.timed
    worked = np.where(partly & (work.worked == 0), NONE, work.worked)
    burnt = np.where((work.agreed > 0) & (worked != NONE), worked / np.maximum(work.agreed, 1) * 100, np.nan)
    return pd.DataFrame(
        {
            "Project": rows["name"],
            "Account": rows["account"],
            "Owner": rows["owner"],
            "Stands": rows["standing"].map(lambda word: MARKS.get(word, word)),
            "Due": rows["due_on"],
            "First due": rows["original_due_on"],
            "Days late": days_late(work),
            "Worked (h)": whole(hours(worked)),
            "Agreed (h)": whole(hours(work.agreed)),
            "Used (%)": pd.array(np.round(burnt), dtype="Float64"),
        }
    )


_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "Project": _column.TextColumn(width=180), "Account": _column.TextColumn(width=130),
    "Owner": _column.TextColumn(width=108), "Stands": _column.TextColumn(width=98),
    "Due": _column.DateColumn(format="D MMM YY", width=76, help="Agreed at the last approved change."),
    "First due": _column.DateColumn(format="D MMM YY", width=76, help="Agreed at the start."),
    "Days late": _column.NumberColumn(width=70),
    "Worked (h)": _column.NumberColumn(format="localized", step=1, width=78, help="– where time records begin later."),
    "Agreed (h)": _column.NumberColumn(format="localized", step=1, width=78, help="Scoped and approved hours."),
    "Used (%)": _column.NumberColumn(format="%d", width=62, help="Worked hours of agreed hours."),
}  # fmt: skip
