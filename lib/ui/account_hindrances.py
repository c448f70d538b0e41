"""What holds the projects of one account up: changes not decided, roadblocks, deliverables in revision."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import LAST, number, numbers, record_numbers
from lib.delivery import figures, queries
from lib.delivery.work import waits
from lib.periods import add_months
from lib.ui.account_figures import height
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


def waiting_changes(view: View, changes: pd.DataFrame) -> None:
    """Changes of scope the client has not decided, longest waiting first."""
    found = changes[waits(changes, view.as_of)]
    st.markdown("**Scope changes waiting for the client**")
    if found.empty:
        st.caption("None is waiting." if len(changes) else "No change of scope was ever asked for, or nobody noted it.")
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Change": found["what"],
            "Project": found["project"],
            "Asked": found["asked_on"],
            "Waits (days)": (pd.Timestamp(view.as_of) - found["asked_on"]).dt.days,
            "Hours": found["minutes"] / 60,
            f"Fee ({sign})": found["fee_cents"].astype("Float64") / 100,
            "New due date": found["new_due_on"],
        }
    )
    table(shown, "Scope changes that wait for the client, longest first")


def roadblocks(view: View, account_id: int) -> None:
    """Roadblocks open on the as-of day with age and owner, and what closed ones cost in a year."""
    found = view.read(queries.roadblocks, view.as_of, account_id)
    today, closed = number(view.as_of), numbers(found["closed_on"], LAST)
    still = closed > today
    st.markdown("**Roadblocks**")
    if found.empty:
        st.caption("No roadblock is on record for these projects.")
        return
    _closed_in_words(view, found[~still])
    opened = found[still]
    if opened.empty:
        return
    shown = pd.DataFrame(
        {
            "What": opened["what"],
            "Project": opened["project"],
            "Cause": opened["cause"].str.capitalize(),
            "Open since": opened["opened_on"],
            "Age (days)": figures.days_open(numbers(opened["opened_on"]), closed[still].clip(today), today),
            "Owner": opened["person"].fillna("nobody"),
        }
    )
    table(shown, "Open roadblocks with age and owner, oldest first")


def _closed_in_words(view: View, closed: pd.DataFrame) -> None:
    recent = closed[closed["closed_on"] > pd.Timestamp(add_months(view.as_of, -12))]
    if recent.empty:
        st.caption("None was closed in the last 12 months.")
        return
    lost = recent.groupby("cause")["days_lost"].sum().sort_values(ascending=False)
    causes = ", ".join(f"{cause} {days:,.0f} days" for cause, days in lost.items())
    st.caption(plain(f"{fmt.counted(len(recent), 'roadblock')} closed in the last 12 months; days lost: {causes}."))


def deliverables(view: View, account_id: int) -> None:
    """Deliverables of the last year and open ones, with revision rounds against the rounds in scope."""
    found = view.read(queries.deliverables, view.as_of, account_id)
    today = pd.Timestamp(view.as_of)
    st.markdown("**Deliverables**")
    if found.empty:
        st.caption("No deliverable is on record for these projects.")
        return
    rounds = figures.revision_rounds(record_numbers(found["rounds"]), record_numbers(found["rounds_in_scope"]))
    if rounds.value is not None:
        st.caption(plain(f"{rounds.value:.1f} revision rounds a deliverable, all projects: {rounds.note}."))
    handed = found["delivered_on"].where(found["delivered_on"] <= today)
    recent = found[handed.isna() | (handed > pd.Timestamp(add_months(view.as_of, -12)))]
    beyond = recent["rounds"] - recent["rounds_in_scope"]
    shown = pd.DataFrame(
        {
            "Deliverable": recent["name"],
            "Project": recent["project"],
            "Due": recent["due_on"],
            "Delivered": handed[recent.index],
            "Rounds": recent["rounds"],
            "In scope": recent["rounds_in_scope"].astype("Int64"),
            "Beyond": beyond.clip(lower=0).astype("Int64"),
        }
    )
    table(
        shown.iloc[::-1],
        "Deliverables open or handed over in the last year, with their revision rounds",
        height=height(len(shown)),
    )
