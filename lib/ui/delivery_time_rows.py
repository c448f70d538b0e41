"""The rows behind time: projects running, and on time, goals and days lost by account, owner and service."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.delivery import roadblock_figures, time_figures
from lib.delivery.projects import DONE, PLAN, SUBJECTS, Projects, days_late
from lib.delivery.tables import DELAY_CAUSES
from lib.measure import Measure, undefined
from lib.periods import trailing_year
from lib.ui.account_figures import height
from lib.ui.delivery_projects_read import BY, OWNER_HELP
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ROWS = 10
MARKS = {"late": "▲ late", "on schedule": "● on schedule", "delivered": "✓ delivered"}
_column = st.column_config


def of_projects(found: Projects) -> pd.DataFrame:
    """Projects with both due dates, delivery and days late, for the rows behind a figure."""
    rows = found.rows
    met = pd.Series(found.work.met).map({1: "met", 0: "missed", -1: "not judged"})
    return pd.DataFrame(
        {
            "Project": rows["name"], "Account": rows["account"], "Owner": rows["owner"], "Due": rows["due_on"],
            "First due": rows["original_due_on"], "Delivered": rows["delivered_on"], "Days late": days_late(found.work),
            "Goal": met.where(rows["standing"] == DONE, ""),
        }
    ).sort_values("Days late", ascending=False)  # fmt: skip


def running_table(view: View, found: Projects) -> None:
    """Projects running, the latest first."""
    running = found.only((~found.rows["standing"].isin([DONE, PLAN])).to_numpy(dtype=bool))
    st.markdown("**Running projects**")
    if running.rows.empty:
        st.caption("No project runs.")
        return
    shown = view.keep("running projects", lambda: _running(view, running), of=SUBJECTS)
    table(shown, "Running projects: due dates and days late, the latest first", _RUNNING, height=height(len(shown), 8))


def _running(view: View, running: Projects) -> pd.DataFrame:
    rows = running.rows
    left = (rows["due_on"] - pd.Timestamp(view.as_of)).dt.days.astype("Int64")
    return pd.DataFrame(
        {
            "Project": rows["name"], "Account": rows["account"], "Owner": rows["owner"],
            "Stands": rows["standing"].map(lambda word: MARKS.get(word, word)), "Due": rows["due_on"],
            "First due": rows["original_due_on"], "Days late": days_late(running.work),
            "Days left": left.where(left >= 0),
        }
    ).sort_values(["Days late", "Due"], ascending=[False, True], kind="stable")  # fmt: skip


def compared(view: View, found: Projects, stopped: pd.DataFrame) -> None:
    """On time, goals and days lost by what is chosen; a chosen row opens its projects."""
    by = st.segmented_control(
        "Compare by", list(BY), default="Owner", key="delivery_time_by", required=True, bind="query-params",
        help=OWNER_HELP,
    ) or "Owner"  # fmt: skip
    _punctual(view, found, by)
    _lost(view, stopped, by)


def _punctual(view: View, found: Projects, by: str) -> None:
    year = trailing_year(view.as_of)
    groups = view.keep(
        "on time by", lambda: time_figures.by_group(found.work, found.rows[BY[by]], year), by, of=SUBJECTS
    )  # fmt: skip
    st.markdown(f"**On time and goals in 12 months, by {by.lower()}**")
    if groups.empty:
        st.caption("No project fell due or was delivered in 12 months.")
        return
    at = chosen_row(
        _shown(groups, by), f"On time and goals by {by.lower()}, the most late first", _LOOKS,
        key=f"delivery_time_{by}", ids=groups["group"].tolist(), rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to see its projects.")
        return
    _projects_of(view, found, BY[by], str(groups["group"].iloc[at]))


def _projects_of(view: View, found: Projects, column: str, name: str) -> None:
    year, work = trailing_year(view.as_of), found.work
    counted = time_figures.judged(work, year) | time_figures.judged(work, year, original=True)
    kept = (counted | time_figures.delivered_in(work, year)) & (found.rows[column] == name).to_numpy(dtype=bool)
    rows = of_projects(found.only(kept))
    st.markdown(f"**{plain(name)}**: {fmt.counted(len(rows), 'project')} due or delivered in 12 months")
    table(rows, "Projects behind the chosen row", height=height(len(rows)))


def _shown(groups: pd.DataFrame, by: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: groups["group"],
            "On time": _shares(groups["on_time"], groups["due"]),
            "By first date": _shares(groups["first_on_time"], groups["first_due"]),
            "Due": groups["due"],
            "Late": groups["late"],
            "Delivered": groups["delivered"],
            "Goal met": _shares(groups["met"], groups["judged"]),
            "Not judged": groups["delivered"] - groups["judged"],
        }
    )


def _shares(hits: "pd.Series[int]", base: "pd.Series[int]") -> list[str]:
    pairs = zip(hits.tolist(), base.tolist(), strict=True)
    return [fmt.figure(Measure(a / b, base=b, hits=a) if b else undefined(""), "share", "") for a, b in pairs]


def _lost(view: View, stopped: pd.DataFrame, by: str) -> None:
    st.markdown(f"**Days lost in 12 months, by {by.lower()} and cause**")
    if stopped.empty:
        st.caption("No roadblock is open and none was closed in 12 months, or nobody noted one.")
        return
    found = view.keep("days lost by", lambda: roadblock_figures.lost_across(stopped, BY[by]), by, of=SUBJECTS)
    shown = pd.DataFrame(
        {
            by: found[BY[by]],
            "Days lost": found["lost"],
            **{cause.capitalize(): found[cause] for cause in DELAY_CAUSES},
            "Open": found["open"],
            "So far": found["so_far"],
        }
    )
    table(shown, f"Days lost by {by.lower()} and cause", _LOST, height=height(len(shown)))
    if unsaid := int(found["unsaid"].sum()):
        st.caption(f"Of {fmt.counted(unsaid, 'closed roadblock')} nobody said how many days it cost.")


_RUNNING: dict[str, ColumnConfig] = {
    "Project": _column.TextColumn(width=220), "Account": _column.TextColumn(width=160),
    "Owner": _column.TextColumn(width=130), "Stands": _column.TextColumn(width=106),
    "Due": _column.DateColumn(format="D MMM YYYY", width=92, help="Agreed at the last approved change."),
    "First due": _column.DateColumn(format="D MMM YYYY", width=92, help="Agreed at the start."),
    "Days late": _column.NumberColumn(width=76), "Days left": _column.NumberColumn(width=76),
}  # fmt: skip
_LOOKS: dict[str, ColumnConfig] = {
    **{by: _column.TextColumn(width=220) for by in BY},
    "On time": _column.TextColumn(width=100, help="By the date agreed last, of those due; under 10 in counts."),
    "By first date": _column.TextColumn(width=110, help="By the date agreed at the start, of those due by it."),
    "Goal met": _column.TextColumn(width=100, help="Of the delivered ones that were judged."),
    "Not judged": _column.NumberColumn(help="Delivered, and nobody said yet whether the goal was met."),
}
_LOST: dict[str, ColumnConfig] = {
    **{by: _column.TextColumn(width=220) for by in BY},
    "Days lost": _column.NumberColumn(help="To roadblocks closed in 12 months; the causes beside sum to it."),
    "Open": _column.NumberColumn(help="Roadblocks open on the day."),
    "So far": _column.NumberColumn(help="Days the open ones stand; what they cost is said when they close."),
}
