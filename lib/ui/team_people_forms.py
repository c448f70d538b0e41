"""The forms that write to people: a new one, their own fields, and what begins on a day (hours, role …)."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib.people import actions
from lib.people import roster_queries as queries
from lib.people.queries import current_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row, table

LEVELS = {1: "1, learning", 2: "2", 3: "3, works alone", 4: "4", 5: "5, teaches others"}
_COUNTRY = "The code of two letters, such as NL or DE; it tells the public holidays."
_REGION = "Where public holidays differ within the country, such as BY or HH."


def new_person(view: View) -> None:
    """A new person with hours and role."""
    if needs_a_name("new_person", to="edit person"):
        return
    cells = [
        Cell("name", "Name"),
        Cell("hours", "Hours a week", "number", help="As contracted, before leave and holidays."),
        Cell("joined_on", "Works here from", "date", view.as_of),
        Cell("role_id", "Role", "choice", None, {None: "–", **view.read(queries.role_names)}),
        Cell("new_role", "Or a new role"),
        Cell("email", "E-mail"),
        Cell("office", "Office"),
        Cell("country", "Country", help=_COUNTRY),
        Cell("region", "Region", help=_REGION),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_person(view.store, view.who or "", **typed, token=once)

    entry("new_person", cells, "Add the person", save, "Added. Say next which skills they have.")


def fields(view: View, person: Any) -> None:
    """A person's own fields; `person` is a row of the roster."""
    key = f"person_{person['id']}"
    if needs_a_name(key, to="edit person"):
        return
    listed = [
        Field("name", "Name"),
        Field("email", "E-mail"),
        Field("office", "Office"),
        Field("country", "Country", help=_COUNTRY),
        Field("region", "Region", help=_REGION),
        Field("joined_on", "Works here from", "date"),
        Field("left_on", "First day no longer here", "date", help="Their hours, role and skills end then."),
    ]
    words = {name: _or_none(person[name]) for name in ("name", "email", "office", "country", "region")}
    days = {name: None if pd.isna(person[name]) else person[name].date() for name in ("joined_on", "left_on")}

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_person(view.store, view.who or "", int(person["id"]), shown, wanted, once)

    edit_record(key, listed, {"version": int(person["version"])} | words | days, save, "Saved.")


def _or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def hours(view: View, person_id: int) -> None:
    """Weekly hours from a day on."""
    history = view.read(queries.hours_of, person_id)
    last = _history(
        history, {"Hours a week": history["minutes_per_week"] / 60}, "No weekly hours are written down yet."
    )
    cells = [
        Cell("hours", "Hours a week", "number", help="As contracted, before leave and holidays."),
        _from(view),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.set_hours(view.store, view.who or "", person_id, last, **typed, token=once)

    _dated_form(f"hours_{person_id}_{last}", cells, "Set the hours", save)


def role(view: View, person_id: int) -> None:
    """A role from a day on."""
    history = view.read(queries.roles_of, person_id)
    last = _history(history, {"Role": history["role"]}, "No role is written down yet.")
    cells = [
        Cell("role_id", "Role", "choice", None, {None: "–", **view.read(queries.role_names)}),
        Cell("new_role", "Or a new role"),
        _from(view),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.set_role(view.store, view.who or "", person_id, last, **typed, token=once)

    _dated_form(f"role_{person_id}_{last}", cells, "Set the role", save)


def manager(view: View, person_id: int) -> None:
    """A manager from a day on."""
    history = view.read(queries.managers_of, person_id)
    last = _history(history, {"Manager": history["manager"]}, "Nobody is written down who leads them.")
    others = {number: name for number, name in view.read(current_people).items() if number != person_id}
    cells = [Cell("manager_id", "Led by", "choice", None, {None: "–", **others}), _from(view)]

    def save(typed: Typed, once: str) -> None:
        actions.set_manager(view.store, view.who or "", person_id, last, **typed, token=once)

    _dated_form(f"manager_{person_id}_{last}", cells, "Set the manager", save)


def skills(view: View, person_id: int) -> None:
    """The skills of a person: a new one or another level from a day on, or the end of one."""
    held = view.read(queries.skills_of, person_id)
    if held.empty:
        st.info("No skill is written down. With skills, suggestions know who can take over what.")
    else:
        _end_skill(view, held, person_id)
    cells = [
        Cell("skill_id", "Skill", "choice", None, {None: "–", **view.read(queries.skill_names)}),
        Cell("new_skill", "Or a new skill"),
        Cell("level", "Level", "choice", 3, LEVELS),
        _from(view),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.set_skill(view.store, view.who or "", person_id, **typed, token=once)

    _dated_form(f"skill_{person_id}_{len(held)}", cells, "Set the skill", save)


def _end_skill(view: View, held: pd.DataFrame, person_id: int) -> None:
    shown = _spells(held, {"Skill": held["skill"], "Level": held["level"]})
    chosen = chosen_row(shown, "Skills of the person", {}, key=f"held_{person_id}", ids=held["id"].tolist(), rows=6)
    if chosen is None:
        st.caption("Choose one to end it, or set a skill again to give it another level.")
        return
    one = int(held["id"].iloc[chosen])
    if needs_a_name(f"end_skill_{one}", to="edit person"):
        return

    def save(typed: Typed, once: str) -> None:
        actions.end_skill(view.store, view.who or "", one, typed["ends_before"], once)

    cells = [Cell("ends_before", "No longer counted on from", "date", view.as_of)]
    entry(f"end_skill_{one}", cells, "End this skill", save, "Ended from that day on.")


def _from(view: View) -> Cell:
    return Cell("starts_on", "From", "date", view.as_of, help="What was before ends there and stays in the history.")


def _history(history: pd.DataFrame, said: dict[str, Any], none: str) -> int | None:
    """Show what was when; the number of the newest entry."""
    if history.empty:
        st.info(none)
        return None
    table(_spells(history, said), "What was in force when, newest first", width=560)
    return int(history["id"].iloc[0])


def _spells(history: pd.DataFrame, said: dict[str, Any]) -> pd.DataFrame:
    last = history["ends_before"] - pd.Timedelta(days=1)
    return pd.DataFrame(said | {"From": history["starts_on"], "Until": last})


def _dated_form(key: str, cells: list[Cell], button: str, save: Callable[[Typed, str], None]) -> None:
    if not needs_a_name(key, to="edit person"):
        entry(key, cells, button, save, "Stored; what was before stays in the history.")
