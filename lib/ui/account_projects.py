"""The projects of one account: on time, goal met, scope and hours, roadblocks, deliverables, on one time line."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import FIRST, LAST, NONE, Bools, Ints, days_from
from lib.delivery import charts, figures, queries
from lib.delivery import work as of_work
from lib.delivery.work import DELIVERED, RUNNING, STATES, Work
from lib.measure import Measure
from lib.money.account_queries import hour_price_cents
from lib.periods import trailing_year
from lib.ui.account_figures import Told, told
from lib.ui.account_hindrances import deliverables, roadblocks, waiting_changes
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

DRAWN = 16  # projects on the time line, the newest


@dataclass(frozen=True, eq=False)
class Projects:
    """What the tab is made of: rows as read, the same as they stood on the day, and since when hours are logged."""

    rows: pd.DataFrame
    changes: pd.DataFrame
    work: Work
    hours_from: date | None


def projects_tab(view: View, account_id: int) -> None:
    """What was promised when, what it took, what stands in the way."""
    found = _read(view, account_id)
    if found.rows.empty:
        st.info("No project of this account is recorded. Projects come with an import on the Data page.")
        return
    st.markdown(_answer(view, found.work))
    told(view, _figures(view, account_id, found))
    _time_line(view, account_id, found)
    table(_shown(found), "Projects, newest first: dates, hours, goal", _LOOKS)
    waiting_changes(view, found.changes)
    roadblocks(view, account_id)
    deliverables(view, account_id)


def _read(view: View, account_id: int) -> Projects:
    read = (queries.projects, queries.scope_changes, queries.project_minutes)
    rows, changes, minutes = (view.read(one, view.as_of, account_id) for one in read)
    work = of_work.as_they_stood(rows, changes, minutes, view.as_of)
    return Projects(rows, changes, work, view.read(queries.first_day_worked, view.as_of))


def _overdue(work: Work) -> Bools:
    """Begun, due before the day and not delivered."""
    open_one = (work.state == RUNNING) & (work.due != FIRST)
    overdue: Bools = open_one & (work.due < work.as_of)
    return overdue


def _answer(view: View, work: Work) -> str:
    running, late = int((work.state == RUNNING).sum()), int(_overdue(work).sum())
    parts = [f"**{fmt.counted(running, 'project')} running**"]
    parts += [f"**{late:,}** past {'its' if late == 1 else 'their'} due date"] if late else []
    punctual = of_work.on_time(work, trailing_year(view.as_of))
    if punctual.value is not None:
        share = fmt.figure(punctual, "share", view.currency)
        parts.append(f"**{plain(share)}** due in the last 12 months came on time")
    return ", ".join(parts) + "."


def _figures(view: View, account_id: int, found: Projects) -> list[Told]:
    year, work = trailing_year(view.as_of), found.work
    first = fmt.figure(of_work.on_time(work, year, original=True), "share", view.currency)
    unbilled = int(figures.unbilled_beyond(work.agreed, work.worked, work.unbilled)[work.begun].sum())
    price = view.read(hour_price_cents, account_id, view.as_of)
    over = int(figures.beyond(work.agreed, work.worked)[work.begun].sum())
    waiting = int(work.waiting.sum())
    return [
        Told("On time", of_work.on_time(work, year), "share",
             "Projects due in the last 12 months and delivered on or before the date agreed at the sign-off of the "
             "last approved change; open and past due counts as late.", f"by the first due date: {first}"),
        Told("Goal met", of_work.goal_met(work, year), "share",
             "Of the projects delivered in the last 12 months and judged, those that met the client's goal."),
        Told("Beyond scope", of_work.scope_creep(work, found.hours_from), "share",
             "Hours worked beyond scoped and approved hours, as a share of these. Projects begun before time records "
             "stay out."),
        Told("Hours beyond", Measure(over / 60, base=int(work.begun.sum())), "count",
             "Hours worked beyond scope on projects begun.", f"{unbilled / 60:,.0f} h of them not billed"),
        Told("Not billed", figures.worth(unbilled, price), "money",
             "Hours beyond scope that were not billed, at the bill rate of the account, else the firm's standard one.",
             "at the bill rate"),
        Told("Waiting", Measure(waiting, base=len(found.changes)), "count",
             "Changes of scope the client has not decided.", "changes the client has not decided"),
    ]  # fmt: skip


def _time_line(view: View, account_id: int, found: Projects) -> None:
    frame = _drawn(view, found)
    if frame.empty:
        st.caption("No project has both a start and a due date, so there is no time line to draw.")
        return
    chart(
        view, f"projects_{account_id}", "Time line of the projects: start, due date agreed, delivery, today",
        lambda: charts.timeline(frame, pd.Timestamp(view.as_of), view.dark),
    )  # fmt: skip
    st.caption(charts.MARKS)


def _drawn(view: View, found: Projects) -> pd.DataFrame:
    work = found.work
    kept = (work.starts != FIRST) & (work.due != FIRST) & work.counted
    past = np.where(work.delivered == LAST, np.where(work.state == RUNNING, work.as_of, FIRST), work.delivered)
    frame = pd.DataFrame(
        {
            "name": _apart(found.rows["name"]),
            "start": days_from(work.starts),
            "due": days_from(work.due),
            "until": days_from(np.where(past > work.due, past, FIRST)),
            "original_due": days_from(np.where(work.original_due == work.due, FIRST, work.original_due)),
            "delivered": days_from(np.where(work.delivered == LAST, FIRST, work.delivered)),
            "late": work.delivered > work.due,
        }
    )
    drawn: pd.DataFrame = frame[kept].tail(DRAWN)
    return drawn


def _apart(names: "pd.Series[str]") -> "pd.Series[str]":
    """Names of which no two are the same: the second of one name gets a number."""
    again = names.groupby(names).cumcount()
    return names.where(again == 0, names + " (" + (again + 1).astype(str) + ")")


def _shown(found: Projects) -> pd.DataFrame:
    rows, work = found.rows, found.work
    partly = work.begun & ~of_work.timed(work, found.hours_from)
    over = figures.beyond(work.agreed, work.worked)
    frame = pd.DataFrame(
        {
            "Project": rows["name"],
            "State": np.array(STATES, dtype=object)[work.state],
            "Due": days_from(work.due),
            "First due": days_from(work.original_due),
            "Delivered": days_from(np.where(work.delivered == LAST, FIRST, work.delivered)),
            "Days late": _days_late(work),
            "Agreed (h)": _hours(work.agreed),
            "Worked (h)": _hours(np.where(partly & (work.worked == 0), NONE, work.worked)),
            "Beyond (h)": _hours(np.where((work.agreed == NONE) | (partly & (over == 0)), NONE, over)),
            "Goal": _goal(work),
        }
    )
    return frame.iloc[::-1]


def _days_late(work: Work) -> pd.arrays.IntegerArray:
    """Days after the due date agreed, of those delivered or overdue; missing where nothing can be said."""
    end = np.where(work.delivered == LAST, work.as_of, work.delivered)
    told_of = ((work.delivered != LAST) | _overdue(work)) & (work.due != FIRST)
    return pd.arrays.IntegerArray(np.maximum(end - work.due, 0), ~told_of)


def _hours(minutes: Ints) -> pd.arrays.FloatingArray:
    return pd.arrays.FloatingArray(np.round(minutes / 60, 1), minutes == NONE)


def _goal(work: Work) -> list[str]:
    words = {1: "met", 0: "missed", NONE: "not judged"}
    return [words[int(met)] if state == DELIVERED else "" for met, state in zip(work.met, work.state, strict=True)]


_LOOKS: dict[str, ColumnConfig] = {
    "Project": st.column_config.TextColumn(width=240),
    "State": st.column_config.TextColumn(width=75),
    "Due": st.column_config.DateColumn(format="D MMM YYYY", help="Agreed at the last approved change."),
    "First due": st.column_config.DateColumn(format="D MMM YYYY", help="Agreed at the start."),
    "Days late": st.column_config.NumberColumn(width=70),
    "Worked (h)": st.column_config.NumberColumn(help="As far as time records reach; – where they begin later."),
    "Goal": st.column_config.TextColumn(width=85),
}
