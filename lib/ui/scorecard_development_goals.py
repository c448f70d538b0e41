"""The forms of development goals: set one, change one, write down that it is reached."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.people.roster_queries import skill_names
from lib.periods import add_months
from lib.review import development_actions as actions
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.scorecard_day import say_where_it_went, usual_day
from lib.ui.scorecard_read import Chosen
from lib.ui.text import plain


def new_goal(view: View, chosen: Chosen) -> None:
    """A closed form for another goal of the person."""
    box = st.expander("Set a goal", key="scorecard_set_goal", on_change="rerun")
    if not box.open:
        return
    with box:
        if not needs_a_name("goal", to="set goal"):
            _set(view, chosen)


def _skills(view: View) -> dict[int | None, str]:
    skills: dict[int | None, str] = {None: "–"}
    skills.update(view.read(skill_names).items())
    return skills


def _set(view: View, chosen: Chosen) -> None:
    day = usual_day(view)
    cells = [
        Cell("what", "What is to be learned", "sentence", help="So that both can say whether it is reached."),
        Cell("skill_id", "Skill", "choice", None, _skills(view)),
        Cell("due_on", "By when", "date", add_months(day, 6)),
        Cell("set_on", "Set on", "date", day),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.set_goal(view.store, view.who or "", person_id=chosen.person_id, **typed, token=once)
        say_where_it_went(view, typed["set_on"])

    entry(f"goal_{chosen.person_id}", cells, "Set it", save, "The goal is set.")


def one_goal(view: View, row: "pd.Series[Any]") -> None:
    """The forms of one goal, a row of `lib.scorecard.development.goals`."""
    with st.container(border=True, key="scorecard_goal"):
        st.markdown(f"**{plain(row['what'])}**, set on {fmt.day(row['set_on'].date())}")
        if needs_a_name("one_goal", to="set goal"):
            return
        if pd.isna(row["reached_on"]):
            _reach(view, int(row["id"]))
        else:
            st.caption(f"Reached on {fmt.day(row['reached_on'].date())}.")
        _change(view, row)


def _reach(view: View, goal_id: int) -> None:
    def save(typed: Typed, once: str) -> None:
        actions.reach_goal(view.store, view.who or "", goal_id, typed["reached_on"], once)
        say_where_it_went(view, typed["reached_on"])

    cell = Cell("reached_on", "Reached on", "date", usual_day(view))
    entry(f"reach_{goal_id}", [cell], "It is reached", save, "Reached: well done.")


def _change(view: View, row: "pd.Series[Any]") -> None:
    goal_id, skills = int(row["id"]), _skills(view)
    box = st.expander("Change it", key=f"change_goal_{goal_id}", on_change="rerun")
    if not box.open:
        return
    fields = [
        Field("what", "What is to be learned", "sentence"),
        Field("skill_id", "Skill", "choice", skills),
        Field("due_on", "By when", "date"),
    ]
    skill = next((number for number, name in skills.items() if number is not None and name == row["skill"]), None)
    due = None if pd.isna(row["due_on"]) else row["due_on"].date()
    current = {"version": int(row["version"]), "what": row["what"], "skill_id": skill, "due_on": due}

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_goal(view.store, view.who or "", goal_id, shown, wanted, once)

    with box:
        edit_record(f"goal_form_{goal_id}", fields, current, save, "Saved.")
