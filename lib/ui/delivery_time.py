"""On time, days lost and goals met on the screen."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import NONE, record_numbers
from lib.delivery import roadblock_figures, time_charts, time_figures
from lib.delivery import work as of_work
from lib.delivery.projects import LATE, ON_SCHEDULE, SUBJECTS, UNDATED, Projects
from lib.delivery.work import RUNNING
from lib.periods import trailing_year
from lib.ui.account_figures import Told, told
from lib.ui.charts import chart
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.delivery_projects_read import nothing_yet, projects, roadblocks
from lib.ui.delivery_time_rows import compared, of_projects, running_table
from lib.ui.page import View
from lib.ui.text import plain


def time_tab(view: View) -> None:
    """On time, days lost and goals met on the screen."""
    found = projects(view)
    if nothing_yet(view, found, "how many projects come on time, what delays them, and whether they met their goal"):
        return
    stopped = roadblock_figures.of_period(roadblocks(view), trailing_year(view.as_of))
    st.markdown(_answer(view, found))
    told(view, _figures(view, found, stopped))
    beside(view, "on_time")
    _charts(view, found, stopped)
    running_table(view, found)
    compared(view, found, stopped)


def _answer(view: View, found: Projects) -> str:
    counts = found.rows["standing"].value_counts()
    late, well, undated = (int(counts.get(one, 0)) for one in (LATE, ON_SCHEDULE, UNDATED))
    count = late + well + undated
    parts = [f"**{fmt.counted(count, 'project')}** {'runs' if count == 1 else 'run'}" if count else "No project runs"]
    parts += [f"**{well}** on schedule"] if well else []
    parts += [f"**{late}** late, the latest by {_latest(found)}"] if late else []
    parts += [f"**{undated}** without a due date"] if undated else []
    year = trailing_year(view.as_of)
    agreed, first = (of_work.on_time(found.work, year, original=one) for one in (False, True))
    if agreed.value is None:
        return f"{', '.join(parts)}. No project fell due in the last 12 months."
    share, before = (plain(fmt.figure(one, "share", view.currency)) for one in (agreed, first))
    return (
        f"{', '.join(parts)}. Of those due in the last 12 months **{share}** came on time; by the first date {before}."
    )


def _latest(found: Projects) -> str:
    days = np.where(found.work.overdue, found.work.as_of - found.work.due, NONE)
    row = found.rows.iloc[int(np.argmax(days))]
    return f"{fmt.counted(int(days.max()), 'day')} ({plain(row['account'])}, {plain(row['name'])})"


def _figures(view: View, found: Projects, stopped: pd.DataFrame) -> list[Told]:
    year, work = trailing_year(view.as_of), found.work
    closed = stopped[~stopped["open"]]
    still = stopped[stopped["open"]]
    lost = roadblock_figures.days_lost(record_numbers(closed["lost"]))
    if len(still) and lost.value is not None:
        so_far = roadblock_figures.days_so_far(record_numbers(still["age_days"])).value
        lost = replace(
            lost, note="; ".join([*filter(None, [lost.note]), f"{len(still)} open: {so_far:,.0f} days so far"])
        )
    running = work.state == RUNNING
    return [
        Told("On time", of_work.on_time(work, year), "share",
             "Projects due in the last 12 months and delivered on or before the date agreed at the sign-off of the "
             "last approved change. Open and past due counts as late; cancelled ones stay out.",
             "by the date agreed last", lambda: of_projects(found.only(time_figures.judged(work, year)))),
        Told("By first date", of_work.on_time(work, year, original=True), "share",
             "The same against the due date agreed at the start.", "by the date agreed at the start",
             lambda: of_projects(found.only(time_figures.judged(work, year, original=True)))),
        Told("On schedule", time_figures.schedule_of(work), "share",
             "Running projects with a due date that are not past it.", "of the projects running",
             lambda: of_projects(found.only(running))),
        Told("Goal met", of_work.goal_met(work, year), "share",
             "Of the projects delivered in the last 12 months and judged, those that met the client's goal.",
             "of those judged", lambda: of_projects(found.only(time_figures.delivered_in(work, year)))),
        Told("Days lost", lost, "count",
             "Days that roadblocks closed in the last 12 months cost, as was said when they closed.",
             "to roadblocks closed",
             lambda: _stopped_rows(stopped)),
    ]  # fmt: skip


def _stopped_rows(stopped: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "What": stopped["what"], "Cause": stopped["cause"].str.capitalize(), "Account": stopped["account"],
            "Project": stopped["project"], "Opened": stopped["opened_on"], "Closed": stopped["closed_on"],
            "Days lost": stopped["lost"], "Days so far": stopped["age_days"].where(stopped["open"]).astype("Int64"),
        }
    )  # fmt: skip


def _charts(view: View, found: Projects, stopped: pd.DataFrame) -> None:
    left, right = st.columns(2)
    quarters = view.keep(
        "delivery quarters", lambda: time_figures.by_quarter(found.work, view.as_of), of=SUBJECTS
    )  # fmt: skip
    with left:
        st.markdown("**Delivered on time, by the quarter projects fell due**")
        if quarters.empty:
            st.caption("No project fell due in the last two years.")
        else:
            chart(
                view, "delivery_quarters", "On-time delivery by quarter, by the date agreed last and by the first date",
                lambda: time_charts.quarters(quarters, view.dark),
            )  # fmt: skip
    with right:
        st.markdown("**Days lost in 12 months, by cause**")
        if stopped.empty:
            st.caption("No roadblock is open and none was closed in 12 months, or nobody noted one.")
        else:
            chart(
                view, "delivery_causes", "Days lost to roadblocks by cause, and days open ones stand so far",
                lambda: time_charts.causes(roadblock_figures.lost_by_cause(stopped), view.dark),
            )  # fmt: skip
