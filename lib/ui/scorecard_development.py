"""A person's own growth: goals set, reached and overdue, and what their level and the next one expect of each duty."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.review.tables import DUTIES
from lib.scorecard.development import OVERDUE, REACHED, REACHED_LATE, Level
from lib.ui.page import View
from lib.ui.scorecard import leads_the_firm
from lib.ui.scorecard_development_goals import new_goal, one_goal
from lib.ui.scorecard_development_levels import change_levels
from lib.ui.scorecard_read import Chosen, goals_of, levels_of
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 6
MARKS = {OVERDUE: "■ overdue", REACHED: "● reached", REACHED_LATE: "● reached late"}
_column = st.column_config


def development_tab(view: View, chosen: Chosen) -> None:
    """Goals first, then the two levels side by side; what levels expect is changed by leads and administrators."""
    st.subheader("Goals", anchor=False)
    _goals(view, chosen)
    st.subheader("This level and the next", anchor=False)
    _levels(view, chosen)
    if leads_the_firm():
        change_levels(view)


def _goals(view: View, chosen: Chosen) -> None:
    found = goals_of(view, chosen)
    if found.empty:
        st.info("No goal is set by this day. Write down what is to be learned and by when: it stands here until then.")
    else:
        st.markdown(_answer(found))
        at = chosen_row(
            _table(found), f"{fmt.counted(len(found), 'development goal')}, overdue ones first", _looks(),
            key="scorecard_goals", ids=found["id"].tolist(), rows=ROWS,
        )  # fmt: skip
        if at is None:
            st.caption("Choose a goal to change it, or to write down that it is reached.")
        else:
            one_goal(view, found.iloc[at])
    new_goal(view, chosen)


def _answer(found: pd.DataFrame) -> str:
    reached = int(found["standing"].isin([REACHED, REACHED_LATE]).sum())
    overdue = int((found["standing"] == OVERDUE).sum())
    late = f", **{overdue} overdue**" if overdue else ""
    return f"**{reached} of {len(found)}** reached, {len(found) - reached} open{late}."


def _table(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Standing": [MARKS.get(one, one) for one in found["standing"]],
            "Goal": found["what"],
            "Skill": found["skill"],
            "Due": _days(found["due_on"]),
            "Reached": _days(found["reached_on"]),
            "Set": _days(found["set_on"]),
        }
    )


def _days(column: "pd.Series[Any]") -> list[date | None]:
    return [None if pd.isna(day) else day.date() for day in column]


def _looks() -> dict[str, ColumnConfig]:
    days = {name: _column.DateColumn(format="D MMM YYYY", width=100) for name in ("Due", "Reached", "Set")}
    return {
        "Standing": _column.TextColumn(width=115, pinned=True), "Goal": _column.TextColumn(width=360),
        "Skill": _column.TextColumn(width=140), **days,
    }  # fmt: skip


def _levels(view: View, chosen: Chosen) -> None:
    found = levels_of(view, chosen)
    if found.now is None:
        st.info(f"{plain(found.why)} Give them one on the page “Team allocation”, under People.")
        return
    following = f"next: **{plain(found.following.role)}**" if found.following else plain(found.why)
    st.markdown(f"Now: **{plain(found.now.role)}**; {following}")
    for duty in DUTIES:
        _of_duty(duty, found.now, found.following)


def _of_duty(duty: str, now: Level, following: Level | None) -> None:
    sides = [one for one in (now, following) if one is not None]
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{duty.capitalize()}**")
        grid = st.grid(2, min_column_width=260)
        for level in sides:
            with grid.container(gap=None):
                st.caption(plain(level.role))
                st.markdown(plain(level.expects.get(duty, "Nothing is written for this level yet.")))
