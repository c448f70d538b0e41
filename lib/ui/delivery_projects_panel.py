"""One project: its changes of scope, deliverables with revision rounds, roadblocks and hours by person."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.delivery import queries
from lib.delivery.project_queries import hours_by_person
from lib.delivery.projects import SUBJECTS
from lib.delivery.roadblock_figures import as_they_stood
from lib.delivery.work import waits
from lib.ui import session
from lib.ui.account_figures import height
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.tabs import tabs
from lib.ui.text import plain


def panel(view: View, row: Any) -> None:
    """Show one project, a row of `Projects.rows`."""
    number, account = int(row["id"]), int(row["account_id"])
    with st.container(border=True, key="delivery_project"):
        st.subheader(plain(row["name"]), anchor=False)
        st.markdown(_said(row))
        if account >= 0:
            st.page_link("pages/account.py", label="Open the account", query_params={"account": str(row["account"])})
        tabs(
            f"delivery_project_tab_{number}",
            {
                "Changes": lambda: _changes(view, account, number),
                "Deliverables": lambda: _deliverables(view, account, number),
                "Roadblocks": lambda: _roadblocks(view, account, number),
                "Hours": lambda: _hours(view, number),
            },
        )


def _said(row: Any) -> str:
    goal = f" Goal: {plain(row['goal'].rstrip(' .'))}." if isinstance(row["goal"], str) else ""
    lead = "nobody is named to lead it" if row["person"] == "nobody" else f"led by {plain(row['person'])}"
    return f"{plain(row['account'])}, {plain(row['standing'])}, {lead}.{goal}"


def _of(view: View, name: str, account: int, number: int) -> pd.DataFrame:
    """The rows of one project by a query of `queries`."""
    read = {"changes": queries.scope_changes, "deliverables": queries.deliverables, "roadblocks": queries.roadblocks}
    only = account if account >= 0 else None
    found = session.keep_of(
        f"project {name}", SUBJECTS, (view.as_of, only), lambda: read[name](view.store, view.as_of, only)
    )  # fmt: skip
    return found[found["project_id"] == number].reset_index(drop=True)


def _changes(view: View, account: int, number: int) -> None:
    found = _of(view, "changes", account, number)
    if found.empty:
        st.info("No change of scope was asked for, or nobody noted it. The tab Scope and revisions takes one.")
        return
    still = waits(found, view.as_of)
    shown = pd.DataFrame(
        {
            "Change": found["what"],
            "Asked": found["asked_on"],
            "Answer": found["decision"].where(~still, "waiting").str.capitalize(),
            "On": found["decided_on"].where(~still),
            "By": found["decided_by"].where(~still),
            "Hours": found["minutes"] / 60,
            f"Fee ({fmt.sign(view.currency).strip()})": found["fee_cents"].astype("Float64") / 100,
            "New due date": found["new_due_on"],
        }
    )
    table(shown, "Changes of scope of the project, in order", height=height(len(shown)))


def _deliverables(view: View, account: int, number: int) -> None:
    found = _of(view, "deliverables", account, number)
    if found.empty:
        st.info("No deliverable is recorded. Import deliverables on the Data page.")
        return
    scope = found["rounds_in_scope"].astype("Int64")
    shown = pd.DataFrame(
        {
            "Deliverable": found["name"],
            "Due": found["due_on"],
            "Handed over": found["delivered_on"].where(found["delivered_on"] <= pd.Timestamp(view.as_of)),
            "Rounds": found["rounds"],
            "In scope": scope,
            "Beyond": (found["rounds"] - scope).clip(lower=0),
        }
    )
    table(shown, "Deliverables of the project with their revision rounds", height=height(len(shown)))


def _roadblocks(view: View, account: int, number: int) -> None:
    found = as_they_stood(_of(view, "roadblocks", account, number), view.as_of)
    if found.empty:
        st.info("No roadblock is recorded. The tab Roadblocks takes one.")
        return
    shown = pd.DataFrame(
        {
            "What": found["what"],
            "Cause": found["cause"].str.capitalize(),
            "Who clears it": found["person"].fillna("nobody"),
            "Opened": found["opened_on"],
            "Closed": found["closed_on"],
            "Age (days)": found["age_days"],
            "Days lost": found["lost"],
        }
    )
    table(shown, "Roadblocks of the project", height=height(len(shown)))


def _hours(view: View, number: int) -> None:
    found = session.keep_of(
        "project hours", ("people", "delivery"), (view.as_of, number),
        lambda: hours_by_person(view.store, number, view.as_of),
    )  # fmt: skip
    if found.empty:
        st.info("No hour is logged on this project. Import time entries on the Data page.")
        return
    total, unbilled = int(found["minutes"].sum()), int(found["unbilled"].sum())
    st.markdown(f"**{total / 60:,.0f} h** logged, {unbilled / 60:,.0f} h of them not billed.")
    shown = pd.DataFrame(
        {
            "Person": found["person"].fillna("nobody named"),
            "Hours": (found["minutes"] / 60).round(1),
            "Not billed (h)": (found["unbilled"] / 60).round(1),
            "First": found["first_on"],
            "Last": found["last_on"],
        }
    )
    table(shown, "Hours logged on the project by person", height=height(len(shown)))
