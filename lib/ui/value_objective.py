"""One objective beside the table it was chosen in: its readings against its line, its history, the forms to edit it."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.ui import value_forms as forms
from lib.ui import value_words as said
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.tabs import tabs
from lib.ui.text import plain
from lib.value import charts
from lib.value.queries import benchmarks, readings, terms
from lib.value.standing import changes, course

MARKS = (
    "Blue: readings, ● confirmed by the client, ○ not confirmed. Grey: a straight line from baseline to target. "
    "Orange: the target, ▲ where it was changed."
)


def panel(view: View, objective: Any) -> None:
    """Show and edit one objective, a row of `lib.ui.value.objectives` by name."""
    with st.container(border=True, key="objective_panel"):
        st.subheader(plain(f"{objective.name}: {objective.account}"), anchor=False)
        st.markdown(where_it_stands(objective))
        read, agreed = of_account(view, int(objective.account_id))
        mine = read[read["objective_id"] == objective.objective_id]
        history = agreed[agreed["objective_id"] == objective.objective_id]
        draw(view, objective, mine, history)
        st.caption(plain(f"{MARKS} {_about(objective)}"))
        _published(view, objective)
        _edit(view, objective, mine, history)


def of_account(view: View, account_id: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All readings and all terms of one account's objectives by the as-of day."""
    return view.read(readings, view.as_of, account_id), view.read(terms, view.as_of, account_id)


def where_it_stands(objective: Any) -> str:
    """State, way, actual and what was expected, in one line."""
    unit = objective.unit
    parts = [f"**{said.state(objective.state)}**", plain(said.way(objective.baseline, objective.target, unit))]
    if not pd.isna(objective.due_on):
        parts.append(f"by {plain(said.day(objective.due_on))}, expected by now {_strong(objective.expected, unit)}")
    parts.append(_read(objective))
    if not pd.isna(objective.closed_on):
        parts.append(f"closed on {plain(said.day(objective.closed_on))}")
    return " · ".join(parts)


def _strong(value: float, unit: Any) -> str:
    return f"**{plain(said.measured(value, unit))}**"


def _read(objective: Any) -> str:
    if pd.isna(objective.actual):
        return "actual –, for nobody has read it yet"
    found = f"actual {_strong(objective.actual, objective.unit)} on {plain(said.day(objective.read_on))}"
    if pd.isna(objective.pace):
        return found
    then = plain(said.measured(objective.expected_then, objective.unit))
    by = "by the target, for it is due" if objective.elapsed >= 1 else f"by the {then} expected on that day"
    return f"{found}, pace {objective.pace * 100:.0f} % {by}"


def _about(objective: Any) -> str:
    told = said.confirmed(objective.confirmed_by, objective.confirmed_on)
    client = "No reading is confirmed by the client yet" if told == "–" else f"Last confirmed by {told}"
    review = "" if pd.isna(objective.review_on) else f"; the next review is due on {said.day(objective.review_on)}"
    whose = f" {objective.responsible} is responsible." if isinstance(objective.responsible, str) else ""
    return f"{said.KINDS[objective.kind]}, reviewed {objective.reviewed}{review}. {client}.{whose}"


def draw(view: View, objective: Any, read: pd.DataFrame, agreed: pd.DataFrame, height: int = 240) -> None:
    """The chart of one objective; a sentence where it has neither terms nor readings."""
    if agreed.empty:
        st.info(
            "No terms are recorded for this objective: change its terms to give it a baseline, target and due date."
        )
        return
    key, unit = (
        f"objective_{objective.objective_id}_{height}",
        objective.unit if isinstance(objective.unit, str) else "",
    )
    chart(
        view, key, f"Readings of {objective.name} against a straight line from baseline to target",
        lambda: charts.objective(
            _points(read), _line(view, agreed), _matching(view, objective), view.as_of, unit, view.dark, height
        ),
    )  # fmt: skip


def _points(read: pd.DataFrame) -> pd.DataFrame:
    told = [
        "confirmed by " + said.confirmed(who, when) if not pd.isna(when) else "not confirmed"
        for who, when in zip(read["confirmed_by"].tolist(), read["confirmed_on"].tolist(), strict=True)
    ]
    points = {"day": read["read_on"], "actual": read["actual"], "confirmed": read["confirmed_on"].notna()}
    return pd.DataFrame(points).assign(told=told)


def _line(view: View, agreed: pd.DataFrame) -> pd.DataFrame:
    line = course(agreed, view.as_of)
    reasons = [why if isinstance(why, str) else "–" for why in agreed["reason"]]
    return line.assign(why=[reasons[part] for part in line["part"]])


def _sector_figures(view: View, objective: Any) -> pd.DataFrame:
    """What was published for the sector of the account (or for no one sector) by the year of the day."""
    found = view.read(benchmarks)
    near = found["sector"].isna() | (found["sector"] == objective.sector)
    kept: pd.DataFrame = found[near & (found["year"] <= view.as_of.year)]
    return kept


def _matching(view: View, objective: Any) -> pd.DataFrame:
    """The newest published figure of the same name and unit, to draw."""
    found = _sector_figures(view, objective)
    same = (found["measure"].str.casefold() == str(objective.name).casefold()) & (found["unit"] == objective.unit)
    newest: pd.DataFrame = found[same].head(1)
    told = [f"{one.measure}, {one.published_by}, {one.year}" for one in newest.itertuples()]
    return newest[["value"]].assign(told=told)


def _published(view: View, objective: Any) -> None:
    found = _sector_figures(view, objective)
    if found.empty:
        return
    line = _matching(view, objective)
    drawn = f" Purple line: {line['told'].iloc[0]}." if len(line) else ""
    sector = f"the {objective.sector} sector" if isinstance(objective.sector, str) else "no one sector"
    box = st.expander(
        plain(f"Published for {sector}, not facts about this client.{drawn}"),
        on_change="rerun",
        key="published_figures",
    )
    if box.open:
        with box:
            table(said.published(found), "Published figures with their source and year")


def _edit(view: View, objective: Any, read: pd.DataFrame, agreed: pd.DataFrame) -> None:
    parts = {
        "Add a reading": lambda: forms.reading(view, objective),
        "Confirm a reading": lambda: forms.confirmation(view, objective, read),
        "Change the terms": lambda: forms.terms(view, objective),
        "Close": lambda: forms.closing(view, objective),
    }
    if not pd.isna(objective.closed_on):
        parts = {}
    tabs(f"objective_tab_{objective.objective_id}", parts | {"History": lambda: _history(objective, read, agreed)})


def _history(objective: Any, read: pd.DataFrame, agreed: pd.DataFrame) -> None:
    changed = changes(agreed).assign(unit=objective.unit)
    if changed.empty:
        st.markdown(f"The terms were never changed since {plain(said.day(objective.starts_on))}.")
    for one in changed.itertuples():
        st.markdown(plain(said.changed(one)))
    clients = zip(read["confirmed_by"].tolist(), read["confirmed_on"].tolist(), strict=True)
    shown = pd.DataFrame(
        {
            "Read on": read["read_on"],
            "Actual": read["actual"],
            "From": read["evidence"],
            "Confirmed by": [said.confirmed(*client) for client in clients],
        }
    )
    table(shown.iloc[::-1], "Every reading, newest first")
