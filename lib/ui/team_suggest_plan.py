"""A suggested plan on the screen: how good it is, what moves buy, who carries what, who was blocked, what is short."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.reallocation.suggesting import EVEN, Suggestion
from lib.team import allocation_charts
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.team_suggest_read import Held
from lib.ui.text import plain

MOST_BARS = 24
NEARLY_NONE = 0.05  # of the relief left
_column = st.column_config


def answer(found: Suggestion) -> str:
    """The plan in words: proved or how far from it, and the relief."""
    sides = [found.loads["before"], found.loads["after"]]
    target = found.situation.people["target_minutes"].to_numpy() / 60
    over = [int((side > 1 + EVEN).sum()) for side in sides]
    peak = [fmt.percent(float(side.max())) for side in sides]
    above = [float(((side.fillna(0) - 1).clip(lower=0) * target).sum()) for side in sides]
    span = f"{found.situation.weeks} weeks from {fmt.day(found.situation.start)}"
    return (
        f"**{plain(found.words)}** In the {span}: people over target {over[0]:,} → **{over[1]:,}**, highest load "
        f"{plain(peak[0])} → **{plain(peak[1])}** of target, hours a week above target {above[0]:,.0f} → "
        f"**{above[1]:,.0f}**."
    )


def frontier(view: View, held: Held) -> None:
    """What each number of moves can do, as two small pictures side by side."""
    told, chosen = held.found.frontier, len(held.found.moves)
    st.markdown(f"**{_frontier_title(held.found)}**")
    left, right = st.columns(2)
    with left:
        st.caption("People over target")
        chart(
            view, f"suggest_people_{held.mark}", "People over target and beyond contract by number of moves",
            lambda: allocation_charts.people_over(told, chosen, view.dark),
        )  # fmt: skip
    with right:
        st.caption("Highest load of anybody, dashed: target")
        chart(
            view, f"suggest_peak_{held.mark}", "The highest load of anybody by number of moves",
            lambda: allocation_charts.peak(told, chosen, view.dark),
        )  # fmt: skip
    unproved = int((~told["proved"].astype(bool)).sum())
    st.caption(
        "Each point is a plan of its own with at most so many moves, weighed as the whole plan is. "
        + ("All are proved best." if not unproved else f"{unproved:,} of {len(told):,} ran out of time before a proof.")
    )


def _frontier_title(found: Suggestion) -> str:
    """The smallest number of moves that brings all but a twentieth of the relief, or how much the most told brings."""
    told = found.frontier
    start, best = float(told["objective"].iloc[0]), min(float(told["objective"].min()), found.objective)
    if start - best < EVEN:
        return "No move brings relief worth its handover"
    enough = told[told["objective"] <= best + NEARLY_NONE * (start - best)]["moves"]
    if len(enough):
        few = int(enough.iloc[0])
        return f"{fmt.counted(few, 'move')} {'brings' if few == 1 else 'bring'} nearly all the relief there is"
    share = plain(fmt.percent((start - float(told["objective"].min())) / (start - best)))
    return f"{int(told['moves'].max())} moves bring {share} of the relief that {len(found.moves):,} bring"


def shortage(found: Suggestion) -> None:
    """Hours that nobody can do within target whatever is moved: hire or re-scope."""
    if found.short.empty:
        return
    hours = float(found.short["minutes"].sum()) / 60
    st.markdown(
        f"**{hours:,.0f} hours a week fit nobody's target**, however work is moved: hire, or re-scope what was sold."
    )
    shown = pd.DataFrame(
        {"Skill or role": found.short["skill"], "Hours a week short": (found.short["minutes"] / 60).round(1)}
    )
    table(
        shown, "Hours a week short by skill", {"Hours a week short": _column.NumberColumn(format="%.1f")}, width=480
    )  # fmt: skip


def loads(view: View, held: Held) -> None:
    """Who carries how much before and after: a picture of those it concerns, a table of all."""
    box = st.expander("Loads before and after, person by person", key="suggest_loads", on_change="rerun")
    if not box.open:
        return
    people = held.found.loads
    with box:
        drawn = _concerned(people)
        if len(drawn):
            st.caption(
                "Ring: before, dot: after, dashed: target. Those whose load changes or lies above target, at most "
                f"{MOST_BARS}; everybody stands in the table."
            )
            chart(
                view, f"suggest_loads_{held.mark}", "Load of each person before and after the plan",
                lambda: allocation_charts.loads(drawn),
            )  # fmt: skip
        table(_all_loads(people), "Load of everybody before and after the plan", _LOAD_LOOKS, height=320)


def _concerned(people: pd.DataFrame) -> pd.DataFrame:
    change = (people["after"] - people["before"]).abs() > EVEN
    kept = people[(change | (people["before"] > 1 + EVEN)) & people["before"].notna()]
    return kept.sort_values("before", ascending=False, kind="stable").head(MOST_BARS).reset_index(drop=True)


def _all_loads(people: pd.DataFrame) -> pd.DataFrame:
    ranked = people.sort_values("before", ascending=False, kind="stable", na_position="last")
    return pd.DataFrame(
        {
            "Person": ranked["person"],
            "Role": ranked["role"],
            "Before": ranked["before"].astype("Float64") * 100,
            "After": ranked["after"].astype("Float64") * 100,
            "Beyond contract": ranked["over_contract_after"].map({True: "■ yes", False: "no"}),
        }
    )


_LOAD_LOOKS = {
    "Before": _column.NumberColumn("Before (% of target)", format="%.0f", help="–: no hours in these weeks."),
    "After": _column.NumberColumn("After (% of target)", format="%.0f"),
    "Beyond contract": _column.TextColumn("Beyond contract then", help="Booked for more than all contracted hours."),
}


def blocked(found: Suggestion) -> None:
    """Why nobody else takes the work of people over target."""
    if found.blocked.empty:
        return
    words = "Why not somebody else: who was thought of, and what stands against"
    box = st.expander(words, key="suggest_why_not", on_change="rerun")
    if not box.open:
        return
    with box:
        names = sorted(set(found.blocked["holder"]))
        holder = st.selectbox("Work of", names, key="suggest_why_not_of", width=280)
        kept = found.blocked[found.blocked["holder"] == holder]
        shown = pd.DataFrame({"Account": kept["account"], "Colleague": kept["person"], "Why not": kept["why"]})
        looks = {"Why not": _column.TextColumn(width=480)}
        table(shown, "Colleagues who do not take this work, and why", looks, height=320)
