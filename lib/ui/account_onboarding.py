"""Onboarding of an account: steps done and due by milestone; to start a template, tick a step, add one."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.relationship.figures import onboarding
from lib.relationship.onboarding_actions import add_step, start_onboarding, tick_step
from lib.relationship.onboarding_queries import StepRow, onboarding_templates
from lib.ui.account_head import relationship
from lib.ui.account_sides import our_people, proposed
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain


def onboarding_tab(view: View, account_id: int) -> None:
    """The answer in counts, each milestone, the steps, the forms."""
    steps = relationship(view, account_id).steps
    if steps:
        st.markdown(_answer(steps, view.as_of))
        _milestones(steps, view.as_of)
        _steps(view, steps)
    else:
        st.info(
            "No onboarding is on record. Start a template below, for a new client or a change of sponsor: its steps "
            "stand here by milestone, with the day each is due."
        )
    for label, key, form in (("Start a template", "start", _starting), ("Add a step", "step", _adding)):
        box = st.expander(label, key=f"{key}_onboarding_{account_id}", on_change="rerun")
        if box.open:
            with box:
                if not needs_a_name(f"{key}_onboarding"):
                    form(view, account_id)


def _answer(steps: Sequence[StepRow], as_of: date) -> str:
    due = [one for one in steps if one.due_on <= as_of or one.done_on]
    measured = onboarding(sum(one.done_on is not None for one in due), len(due))
    late = sum(_is_late(one, as_of) for one in steps)
    told = f"**{measured.hits} of {measured.base}** steps due are done" if measured.base else "No step is due yet"
    left = sum(one.done_on is None for one in steps) - late
    return f"{told}{f', **{late} overdue**' if late else ''}{f'; {left} to come' if left else ''}."


def _is_late(step: StepRow, as_of: date) -> bool:
    return step.done_on is None and step.due_on < as_of


def _milestones(steps: Sequence[StepRow], as_of: date) -> None:
    """A bar for each milestone, in the order of their first due day."""
    found: dict[tuple[str, str], list[StepRow]] = {}
    for one in steps:
        found.setdefault((one.template or "", one.milestone), []).append(one)
    grid = st.grid(3, min_column_width=200)
    for (template, milestone), many in found.items():
        done, late = sum(one.done_on is not None for one in many), sum(_is_late(one, as_of) for one in many)
        said = f"**{plain(milestone)}**: {done} of {len(many)} done{f', ■ {late} overdue' if late else ''}"
        grid.progress(done / len(many), f"{said} :gray[{plain(template)}]" if template else said)


def _steps(view: View, steps: Sequence[StepRow]) -> None:
    ordered = sorted(steps, key=lambda one: (one.done_on is not None, one.due_on))
    shown = pd.DataFrame(
        {
            "Standing": [_standing(one, view.as_of) for one in ordered],
            "Step": [one.name for one in ordered],
            "Milestone": [one.milestone for one in ordered],
            "Due": [one.due_on for one in ordered],
            "Done": [one.done_on for one in ordered],
            "With": [one.person for one in ordered],
            "Template": [one.template for one in ordered],
        }
    )
    text, day = st.column_config.TextColumn, st.column_config.DateColumn
    chosen = chosen_row(
        shown, f"{fmt.counted(len(ordered), 'step')}, those to do first; choose one to tick it",
        {
            "Standing": text(width=120), "Step": text(width=260), "Milestone": text(width=120),
            "Due": day(format="D MMM YYYY", width=95), "Done": day(format="D MMM YYYY", width=95),
            "With": text(width=130), "Template": text(width=130),
        },
        key="onboarding_steps", ids=[one.id for one in ordered], rows=10,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a step to tick it.")
    else:
        _ticking(view, ordered[chosen])


def _standing(step: StepRow, as_of: date) -> str:
    if step.done_on is not None:
        return "● done"
    return f"■ overdue {(as_of - step.due_on).days} d" if _is_late(step, as_of) else "to do"


def _ticking(view: View, step: StepRow) -> None:
    with st.container(border=True, key=f"step_{step.id}"):
        st.markdown(f"**{plain(step.name)}**, due {fmt.day(step.due_on)}")
        if needs_a_name("tick"):
            return
        cells = [Cell("done_on", "Done on (empty: not done)", "date", step.done_on or view.as_of)]

        def save(typed: Typed, once: str) -> None:
            tick_step(view.store, view.who or "", step.id, typed["done_on"], once)

        entry(f"tick_{step.id}", cells, "Save", save, "Saved.")


def _starting(view: View, account_id: int) -> None:
    templates = view.read(onboarding_templates)
    if not templates:
        st.caption(
            "The firm has no onboarding templates yet. They come with an import of the tables onboarding template and "
            "onboarding template step (Data, Export, Templates); a single step can be added below."
        )
        return
    named = {one.id: f"{one.name} ({one.steps} steps, {one.days} days)" for one in templates}
    cells = [
        Cell("template_id", "What starts", "choice", None, named),
        Cell("starts_on", "From", "date", view.as_of),
        Cell("person_id", "Carried by", "choice", proposed(view, account_id), our_people(view)),
    ]

    def save(typed: Typed, once: str) -> None:
        start_onboarding(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"start_onboarding_{account_id}", cells, "Start", save, "Started: its steps stand in the list.")


def _adding(view: View, account_id: int) -> None:
    cells = [
        Cell("name", "What is to be done"),
        Cell("milestone", "Milestone"),
        Cell("due_on", "By when", "date"),
        Cell("person_id", "By", "choice", proposed(view, account_id), our_people(view)),
    ]

    def save(typed: Typed, once: str) -> None:
        add_step(view.store, view.who or "", account_id, **typed, token=once)

    entry(f"add_step_{account_id}", cells, "Add", save, "Added.")
