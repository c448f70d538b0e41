"""The forms that write to objectives: a new one, a reading, who confirmed it, other terms, the end; and benchmarks."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.accounts.queries import sectors
from lib.people.queries import current_people
from lib.periods import add_months
from lib.ui import value_words as said
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.value import actions
from lib.value.queries import contacts
from lib.value.tables import BETTER, REVIEW_RHYTHMS


def new_objective(view: View, key: str, clients: dict[int, str]) -> None:
    """A new objective of one of the `clients`."""
    if needs_a_name(key):
        return
    only = next(iter(clients)) if len(clients) == 1 else None
    cells = [
        Cell("account_id", "Client", "choice", only, clients),
        Cell("name", "What is to be reached", help="Specific: engagement rate of the newsletter."),
        Cell("kind", "Kind", "choice", "goal", said.KINDS, help="A promised outcome is one we gave our word for."),
        Cell("unit", "Unit", help="What it is counted in: %, EUR, days, leads a month."),
        Cell("better", "Better is", "choice", "higher", {word: word.capitalize() for word in BETTER}),
        Cell("baseline", "Baseline", "number", help="Where it stood when the work began."),
        Cell("target", "Target", "number"),
        Cell("starts_on", "Starts on", "date", view.as_of),
        Cell("due_on", "Due on", "date", add_months(view.as_of, 12)),
        Cell("person_id", "Responsible", "choice", None, {None: "–"} | view.read(current_people)),
        Cell("reviewed", "Reviewed", "choice", "quarterly", {word: word.capitalize() for word in REVIEW_RHYTHMS}),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_objective(view.store, view.who or "", **typed, token=once)

    entry(key, cells, "Add the objective", save, "Added. It is shown from the day it starts.")


def reading(view: View, objective: Any, place: str = "reading") -> None:
    """A reading of one objective (a row of `standing`, by name); `place` keeps two forms on one page apart."""
    key = f"{place}_{objective.objective_id}"
    if needs_a_name(key):
        return
    unit = f" ({objective.unit})" if isinstance(objective.unit, str) else ""
    cells = [
        Cell("actual", f"Actual{unit}", "number"),
        Cell("read_on", "Read on", "date", view.as_of),
        Cell("evidence", "Where the number is from", help="A report, a dashboard, the client's own numbers."),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_reading(view.store, view.who or "", int(objective.objective_id), **typed, token=once)

    entry(key, cells, "Add the reading", save, "The reading is stored.")


def confirmation(view: View, objective: Any, read: pd.DataFrame) -> None:
    """Who at the client confirmed which of the readings `read`, newest first in the choice."""
    waiting = read[read["confirmed_on"].isna()].iloc[::-1]
    people = view.read(contacts, int(objective.account_id))
    if waiting.empty or not people:
        nobody = "No contact of this client is recorded, so nobody can have confirmed a reading. Add one first."
        st.info("Every reading is confirmed." if people and len(read) else nobody if len(read) else "Nothing read yet.")
        return
    key = f"confirm_{objective.objective_id}"
    if needs_a_name(key):
        return
    told = zip(*(waiting[name].tolist() for name in ("reading_id", "actual", "read_on")), strict=True)
    choices = {int(one): f"{said.measured(actual, objective.unit)} on {said.day(day)}" for one, actual, day in told}
    cells = [
        Cell("reading_id", "Reading", "choice", next(iter(choices)), choices),
        Cell("contact_id", "Confirmed by", "choice", None, people),
        Cell("confirmed_on", "Confirmed on", "date", view.as_of),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.confirm_reading(view.store, view.who or "", **typed, token=once)

    entry(key, cells, "Confirm", save, "The reading is confirmed.")


def terms(view: View, objective: Any) -> None:
    """Other terms from a day on; what held before stays as history."""
    shown = None if pd.isna(objective.term_id) else int(objective.term_id)
    key = f"terms_{objective.objective_id}_{shown}"
    if needs_a_name(key):
        return
    cells = [
        Cell("baseline", "Baseline", "number", _number(objective.baseline)),
        Cell("target", "Target", "number", _number(objective.target)),
        Cell("due_on", "Due on", "date", None if pd.isna(objective.due_on) else objective.due_on.date()),
        Cell("starts_on", "In force from", "date", view.as_of),
        Cell("reason", "Reason", help="Needed: it stands in the history beside what was agreed before."),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.change_terms(view.store, view.who or "", int(objective.objective_id), shown, **typed, token=once)

    entry(key, cells, "Change the terms", save, "Changed. The terms before stay in the history.")


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def closing(view: View, objective: Any) -> None:
    """The end of the work on an objective."""
    key = f"close_{objective.objective_id}"
    if needs_a_name(key):
        return
    st.caption("A closed objective stays on record as it stood, and counts among what was promised and delivered.")

    def save(typed: Typed, once: str) -> None:
        actions.close_objective(view.store, view.who or "", int(objective.objective_id), **typed, token=once)

    entry(key, [Cell("closed_on", "Closed on", "date", view.as_of)], "Close the objective", save, "Closed.")


def new_benchmark(view: View) -> None:
    """A published figure of a sector."""
    if needs_a_name("benchmark", to="add benchmark"):
        return
    known = view.read(sectors)
    names = {None: "No one sector"} | dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    cells = [
        Cell("measure", "Measure", help="Named like an objective, it is drawn beside it: engagement rate."),
        Cell("value", "Value", "number"),
        Cell("unit", "Unit"),
        Cell("sector_id", "Sector", "choice", None, names),
        Cell("published_by", "Published by", help="Who published it, and where."),
        Cell("year", "Year", "whole", view.as_of.year - 1),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.add_benchmark(view.store, view.who or "", **typed, token=once)

    entry("benchmark", cells, "Add the figure", save, "The published figure is stored.")
