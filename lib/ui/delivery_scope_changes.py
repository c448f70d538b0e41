"""Changes of scope waiting for the client's answer: age and value, the answer to record, a new one to ask for."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.delivery import actions
from lib.delivery.project_queries import change_form
from lib.ui.account_sides import client_people
from lib.ui.delivery_projects_read import open_projects, told_again, waiting_changes
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ADDED = "Added. It waits for the client's answer."
ANSWERS = {"approved": "Approved", "declined": "Declined"}
_column = st.column_config


def waiting_list(view: View) -> None:
    """Draw the changes that wait, the form for an answer, and the one for a new change."""
    found = waiting_changes(view)
    st.markdown("**Changes of scope waiting for the client's answer**")
    if found.empty:
        st.caption("None is waiting.")
    else:
        st.markdown(_answer(view, found))
        at = chosen_row(
            changes_rows(view, found), "Changes of scope that wait for the client, longest first", _LOOKS,
            key="delivery_waiting", ids=found["id"].tolist(), rows=6, wrap=True,
        )  # fmt: skip
        if at is None:
            st.caption("Choose one to record the client's answer.")
        else:
            _decide(view, found.iloc[at])
    _ask(view)


def _answer(view: View, found: pd.DataFrame) -> str:
    minutes, fees = int(found["minutes"].sum()), int(found["fee_cents"].sum())
    oldest = fmt.counted(int(found["age_days"].max()), "day")
    said = f"{minutes / 60:,.0f} h and {plain(fmt.money(fees, view.currency))}"
    return f"**{fmt.counted(len(found), 'change')}** with **{said}**, the oldest for **{oldest}**."


def changes_rows(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Waiting changes with age and value."""
    return pd.DataFrame(
        {
            "Change": found["what"],
            "Account": found["account"],
            "Project": found["project"],
            "Owner": found["owner"],
            "Asked": found["asked_on"],
            "Waits (days)": found["age_days"],
            "Hours": found["minutes"] / 60,
            f"Fee ({fmt.sign(view.currency).strip()})": found["fee_cents"] / 100,
            "New due date": found["new_due_on"],
        }
    )


def _decide(view: View, row: Any) -> None:
    number = int(row["id"])
    stored = view.read(change_form, number)
    with st.container(border=True, key="delivery_change"):
        st.markdown(f"**{plain(row['what'])}** · {plain(row['account'])}, {plain(row['project'])}")
        if stored is None:
            st.info("This change is no longer recorded.")
            return
        if stored.decision != "waiting":
            on = f" on {fmt.day(stored.decided_on)}" if stored.decided_on else ""
            st.info(f"It waited on {fmt.day(view.as_of)}; since then it was {stored.decision}{on}.")
            return
        key = f"decide_{number}_{stored.version}"
        if needs_a_name(key):
            return
        people = {None: "–"} if stored.account_id is None else client_people(view, stored.account_id)
        cells = [
            Cell("decision", "The client's answer", "choice", None, ANSWERS),
            Cell("decided_on", "On", "date", view.as_of),
            Cell("decided_by_id", "By", "choice", None, people, help="Who at the client signed or declined it."),
        ]

        def save(typed: Typed, once: str) -> None:
            with told_again("the terms above"):
                actions.decide_change(view.store, view.who or "", number, stored.version, **typed, token=once)

        entry(key, cells, "Record the answer", save, "Recorded. Scope and due date follow an approved change.")


def _ask(view: View) -> None:
    box = st.expander("Add a change of scope", key="delivery_new_change", on_change="rerun")
    if not box.open:
        return
    with box:
        choices = open_projects(view)
        if not choices:
            st.info("No project is open under these filters, so there is none whose scope could change.")
            return
        if needs_a_name("new_change"):
            return
        cells = [Cell("project_id", "Project", "choice", None, choices), *new_cells(view)]

        def save(typed: Typed, once: str) -> None:
            actions.add_change(view.store, view.who or "", **typed, token=once)

        entry("new_change", cells, "Add the change", save, ADDED)


def new_cells(view: View) -> list[Cell]:
    """The fields of a new change of scope but its project."""
    fee = f"Fee ({fmt.sign(view.currency).strip()})"
    return [
        Cell("what", "What changes"),
        Cell("asked_on", "Asked on", "date", view.as_of),
        Cell("hours", "Hours more", "number", help="Below zero where the scope shrinks."),
        Cell("fee", fee, "number", help="What it costs the client; 0: none."),
        Cell("new_due_on", "New due date", "date", help="Empty where the date stays."),
    ]


_LOOKS: dict[str, ColumnConfig] = {
    "Change": _column.TextColumn(width=164), "Account": _column.TextColumn(width=136),
    "Project": _column.TextColumn(width=176), "Owner": _column.TextColumn(width=106),
    "Asked": _column.DateColumn(format="D MMM YY", width=76),
    "Waits (days)": _column.NumberColumn(width=84), "Hours": _column.NumberColumn("Hours", format="%g", width=58),
    "New due date": _column.DateColumn("New due", format="D MMM YY", width=80, help="– where the date stays."),
}  # fmt: skip
