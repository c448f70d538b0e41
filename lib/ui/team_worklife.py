"""Signals of work and life, for the person and their lead only."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.periods import today
from lib.team.worklife import SUBJECTS, signals
from lib.team.worklife_figures import LEAVE_AHEAD, LEAVE_BACK, WEEKS_BACK, weeks_above_contract
from lib.team.worklife_queries import may_see
from lib.ui import who
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

ROWS = 15
RULE = (
    "Only you see your own signals, and the one colleague you report to directly sees them. Nobody else does, whatever "
    "their role, not even in counts. Hours booked and logged by week, which planning needs, stand in the tab Load for "
    "everybody."
)
HONEST = (
    "Sign-in is not set up yet, so the name given on this machine decides what is shown: whoever can open Steward here "
    "can give any name. It is not protection until sign-in is set up."
)


def worklife_tab(view: View) -> None:
    """Signals of work and life, for the person and their lead only."""
    me = who.myself()
    if me is None:
        _nobody(view)
        return
    if view.scope:
        st.caption("The page's filters are not applied here.")
    people = tuple(view.read(may_see, me, view.as_of, today()))
    found = view.keep("work and life", lambda: signals(view.store, people, view.as_of), me, people, of=SUBJECTS)
    mine, others = found[found["person_id"] == me], found[found["person_id"] != me]
    st.subheader("Your own weeks", anchor=False)
    _mine(mine)
    st.subheader("Those who report to you", anchor=False)
    _others(others)
    st.caption(RULE)
    st.caption(HONEST)


def _nobody(view: View) -> None:
    if view.who:
        st.info(
            f"No colleague is known by the name {plain(view.who)}, so nothing is shown. Give your name as it stands in "
            "the list of people: in the sidebar, under your name."
        )
    else:
        st.info("Say who you are to see your own signals: in the sidebar, under Who are you?")
    st.caption(RULE)
    st.caption(HONEST)


def _mine(mine: pd.DataFrame) -> None:
    if mine.empty:
        st.info("You are not with the firm on this day, so there is nothing to show.")
        return
    row = mine.to_dict("records")[0]
    said = [*_weeks(row), *_off(row), _leave(row), _parallel(row)]
    st.markdown("\n".join(f"- {line}" for line in said if line))


def _weeks(row: Mapping[Any, Any]) -> list[str]:
    found = weeks_above_contract(int(row["over"]), int(row["judged"]))
    if found.value is None:
        return [f"Weeks above contract: – ({found.why})."]
    return [f"**{fmt.of(found.hits or 0, found.base or 0)}** weeks logged above contracted hours."]


def _off(row: Mapping[Any, Any]) -> list[str]:
    told = []
    for days, minutes, where in (
        ("weekend_days", "weekend_minutes", "weekend day"), ("leave_days_worked", "leave_minutes", "day of leave"),
    ):  # fmt: skip
        count, hours = int(row[days]), int(row[minutes]) / 60
        plural = where.replace("day", "days", 1) if where.startswith("day") else f"{where}s"
        told.append(
            f"**{count}** {where if count == 1 else plural} with work logged" + (f", {hours:.0f} h." if count else ".")
        )
    return told


def _leave(row: Mapping[Any, Any]) -> str:
    taken, ahead = (_days(int(row[name])) for name in ("taken", "ahead"))
    text = f"**{taken}** of leave in the last {LEAVE_BACK} weeks, **{ahead}** booked in the next {LEAVE_AHEAD}"
    return f"{text}: **leave is not taken**." if row["not_taken"] is True else f"{text}."


def _days(count: int) -> str:
    return fmt.counted(count, "working day")


def _parallel(row: Mapping[Any, Any]) -> str:
    usual, most = float(row["usual"]), float(row["most"])
    if usual != usual:
        return "Clients worked for in a week: – (no client work logged)."
    return f"Worked for **{usual:.0f}** clients in a usual week, **{most:.0f}** in the fullest."


def _others(others: pd.DataFrame) -> None:
    if others.empty:
        st.caption("Nobody reports to you on this day.")
        return
    flagged = others["not_taken"].fillna(False) | (others["over"] * 2 > others["judged"])
    others = others.assign(flagged=flagged).sort_values(["flagged", "over"], ascending=False, kind="stable")
    shown = pd.DataFrame(
        {
            "Person": others["person"], "Above contract": [_of(row) for row in others.itertuples()],
            "Weekend days": others["weekend_days"], "Leave days worked": others["leave_days_worked"],
            "Leave taken": others["taken"], "Leave ahead": others["ahead"],
            "Leave": [_verdict(one) for one in others["not_taken"]],
            "Usual": others["usual"].round(), "Most": others["most"],
        }
    )  # fmt: skip
    table(
        shown, "Signals of those who report to you", _looks(), key="worklife_others",
        height=38 + 35 * min(len(shown), ROWS),
    )  # fmt: skip
    st.caption(
        f"Work: the last {WEEKS_BACK} whole weeks. Leave taken: working days in the last {LEAVE_BACK} weeks; ahead: in "
        f"the next {LEAVE_AHEAD}. A signal is a reason to ask, not a verdict: some weeks are chosen, some entries late."
    )


def _verdict(not_taken: Any) -> str:
    if pd.isna(not_taken):
        return "○ Cannot be told"
    return "▲ Not taken" if not_taken else "● Has leave"


def _of(row: Any) -> str:
    judged, over = row.judged, row.over
    return fmt.of(int(over), int(judged)) if judged else "–"


def _looks() -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "Person": column.TextColumn(width=128, pinned=True),
        "Above contract": column.TextColumn("Weeks above contract", width=142),
        "Weekend days": column.NumberColumn(width=96, help="Saturdays and Sundays with work logged."),
        "Leave days worked": column.NumberColumn(width=122, help="Whole days of leave with work logged."),
        "Leave taken": column.NumberColumn(width=84, help="Working days."),
        "Leave ahead": column.NumberColumn(width=88, help="Working days."),
        "Leave": column.TextColumn(width=122),
        "Usual": column.NumberColumn("Clients a week", width=100, help="Median of the weeks worked for clients."),
        "Most": column.NumberColumn("At most", width=62, help="Clients in the fullest week."),
    }
