"""The forms that write to a survey itself: a new one, its fields and promise, its copy, its end."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.surveys import building_actions as actions
from lib.surveys.promise import promise_said
from lib.ui import session
from lib.ui.entry import Cell, Typed, entry
from lib.ui.forms import Field, Values, edit_record, pressed, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

KINDS = {"relationship": "Relationship", "transactional": "Transactional, after a piece of work"}
MODES = {"attributed": "Attributed: answers carry names", "anonymous": "Anonymous: only groups are shown"}
_LEAST = "Least people in a group"
_LEAST_HELP = "Anonymous surveys show nothing of fewer people than this; attributed ones leave it unused."
_MODE_HELP = "Attributed answers can be followed up with the person. Of anonymous ones nobody learns who gave them."


def firm_name() -> str:
    """The firm as clients read it."""
    return session.firm()["firm_name"] or "our firm"


def new_survey(view: View, found: pd.DataFrame) -> None:
    """A new survey: from the template, empty, or with the questions of another."""
    if needs_a_name("new_survey", to="edit survey"):
        return
    starts: dict[str | int, str] = {actions.TEMPLATE: "The template", actions.EMPTY: "No question"}
    starts |= {int(one): f"The questions of “{name}”" for one, name in zip(found["id"], found["name"], strict=True)}
    cells = [
        Cell("name", "Name", help="Clients read it above the form."),
        Cell("kind", "Kind", "choice", "relationship", KINDS, help="The two are never put into one trend."),
        Cell("mode", "Mode", "choice", None, MODES, help=_MODE_HELP),
        Cell("least_group", _LEAST, "whole", actions.USUAL_GROUP, help=_LEAST_HELP),
        Cell("start", "Starts from", "choice", actions.TEMPLATE, starts),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_survey(view.store, view.who or "", **typed, token=once)

    st.caption(
        "The template asks eight things in under two minutes: would they recommend us and why, satisfaction, "
        "responsiveness, reliability, value for price, what to change first, and their part in working with us; after "
        "a piece of work also how easy it was."
    )
    entry("new_survey", cells, "Make the survey", save, "Made. Choose it in the list to read and change its questions.")


def fields(view: View, survey: Any) -> None:
    """A survey's own fields and the promise; `survey` is a row of the list."""
    _promise(survey)
    key = f"survey_{survey['id']}"
    if survey["frozen"] or needs_a_name(key, to="edit survey"):
        return
    listed = [
        Field("name", "Name", help="Clients read it above the form."),
        Field("kind", "Kind", "choice", KINDS, help="Stays as it is once there is a wave."),
        Field("mode", "Mode", "choice", MODES, help=_MODE_HELP),
        Field("least_group", _LEAST, "number", help=_LEAST_HELP),
        Field("promise", "Promise in one sentence", "sentence", help="Left empty, the usual one of its mode is shown."),
    ]
    current = {
        "version": int(survey["version"]), "name": survey["name"], "kind": survey["kind"], "mode": survey["mode"],
        "least_group": int(survey["least_group"]), "promise": own_promise(survey),
    }  # fmt: skip

    def save(shown: Values, wanted: Values, once: str) -> None:
        actions.edit_survey(view.store, view.who or "", int(survey["id"]), shown, wanted, once)

    edit_record(key, listed, current, save, "Saved.")
    st.caption("All of this and the questions are frozen at the first invitation sent or answer stored.")


def own_promise(survey: Any) -> str | None:
    """The promise somebody wrote; None where the usual one of the mode holds."""
    return survey["promise"] if isinstance(survey["promise"], str) else None


def promise_of(survey: Any) -> str:
    """The sentence that clients read above question 1."""
    return promise_said(survey["mode"], own_promise(survey), int(survey["least_group"]), firm_name())


def _promise(survey: Any) -> None:
    st.markdown(f"Above question 1 stands: “{plain(promise_of(survey))}”")
    st.caption("Written for this survey." if own_promise(survey) else "The usual sentence of its mode.")


def copy_or_delete(view: View, survey: Any) -> None:
    """A copy as a new survey; the end of one that has no wave."""
    number = int(survey["id"])
    if needs_a_name(f"copy_{number}", to="edit survey"):
        return
    st.markdown("**Copy as a new survey**")
    st.caption("With the same kind, mode, promise and questions, free to change. The copy has a trend of its own.")

    def save(typed: Typed, once: str) -> None:
        actions.copy_survey(view.store, view.who or "", number, typed["name"], once)

    cells = [Cell("name", "Name of the copy")]
    entry(f"copy_{number}", cells, "Copy as a new survey", save, "Copied. Choose the copy in the list to change it.")
    st.markdown("**Delete**")
    if survey["frozen"] or survey["waves"]:
        st.caption("It has waves: what was asked and answered stays.")
        return
    sure = st.checkbox("Delete it with its questions", key=f"survey_sure_{number}")
    delete = partial(actions.delete_survey, view.store, view.who or "", number)
    button(f"survey_delete_{number}", "Delete this survey", "Deleted.", delete, disabled=not sure)


def button(
    key: str, label: str, done: str | None, work: Callable[[str], object], *, disabled: bool = False
) -> None:  # fmt: skip
    """A button that writes once (`work(token)`), says `done` and tells what was refused."""
    st.button(label, key=key, on_click=pressed, args=(key, token(key), done, work), disabled=disabled)
