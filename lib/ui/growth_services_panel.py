"""One service of the price list: who could do it, what it cost, what it takes, and the forms to change it."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.accounts.service_queries import price_history
from lib.ui import growth_services_forms as forms
from lib.ui.growth_services_read import PriceList, people_for
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.tabs import tabs
from lib.ui.text import plain

_HOURS = {"capacity": "Capacity", "booked": "Booked", "tentative": "Tentative", "free": "Free"}


def panel(view: View, found: PriceList, service: Any) -> None:
    """Show and edit one service, a row of the price list."""
    number = int(service["id"])
    needs = found.needs[found.needs["service_id"] == number]
    with st.container(border=True, key="service_panel"):
        st.subheader(plain(service["name"]), anchor=False)
        st.markdown(plain(found.fits["words"].get(number, "")))
        tabs(
            f"service_tab_{number}",
            {
                "Who could do it": lambda: _people(view, number, needs),
                "Skills needed": lambda: _needs(view, number, needs),
                "Price": lambda: _price(view, number),
                "Edit": lambda: forms.fields(view, service),
                "Retire": lambda: forms.retire(view, number),
            },
        )


def _people(view: View, number: int, needs: pd.DataFrame) -> None:
    if needs.empty:
        st.info("No skill it needs is listed, so nobody can be named. Add one under “Skills needed”.")
        return
    found = people_for(view, number)
    if found.empty:
        st.info(
            "Nobody who works here then has any of its skills on record. Import the skills of people on the Data page."
        )
        return
    shown = pd.DataFrame(
        {
            "Skill": found["skill"],
            "Person": found["person"],
            "Level": found["level"],
            "Counts": _counts(found),
            **{label: found[name].astype("Float64") / 60 for name, label in _HOURS.items()},
        }
    )
    table(shown, "Who has the skills it needs, with hours a week over the start window", _PEOPLE_LOOKS)
    st.caption(
        "Hours a week on average over the start window. Free hours are counted week by week, never below 0. Who has "
        "two of the skills is counted once when the verdict is made."
    )


def _counts(found: pd.DataFrame) -> list[str]:
    rows = zip(found["counts"], found["least_level"], found["free"].isna(), strict=True)
    return [
        f"no, level {least} is needed" if not counts else "hours not recorded" if unknown else "yes"
        for counts, least, unknown in rows
    ]


_column = st.column_config
_PEOPLE_LOOKS: dict[str, ColumnConfig] = {
    "Skill": _column.TextColumn(width=170), "Person": _column.TextColumn(width=180),
    "Level": _column.NumberColumn(width=60, help="From 1 (learning) to 5 (teaches others)."),
    "Counts": _column.TextColumn(width=150, help="Whether the level suffices for this service."),
    **{
        label: _column.NumberColumn(f"{label} (h)", format="%.1f", width=100, help=words)
        for label, words in {
            "Capacity": "Weekly hours less absence and public holidays.", "Booked": "Confirmed work.",
            "Tentative": "Tentative work by its chance, half where nobody said.",
            "Free": "What is left in each week, on average.",
        }.items()
    },
}  # fmt: skip


def _needs(view: View, number: int, needs: pd.DataFrame) -> None:
    if needs.empty:
        st.info("No skill is listed. Say what the service takes, and it is told whether the team has the time.")
    else:
        _listed_needs(view, number, needs)
    st.markdown("**Add a skill**")
    forms.new_need(view, number)


def _listed_needs(view: View, number: int, needs: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Skill": needs["skill"], "Hours a month": needs["minutes_per_month"] / 60,
            "At least level": needs["least_level"],
        }
    )  # fmt: skip
    chosen = chosen_row(
        shown, "The skills it needs", {"Hours a month": _column.NumberColumn(format="%g")}, key=f"needs_{number}",
        ids=needs["id"].tolist(), rows=6,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose one to change or remove it.")
        return
    wanted = next(needs.iloc[[chosen]].itertuples())
    st.markdown(f"**{plain(wanted.skill)}**")
    forms.need(view, wanted)


def _price(view: View, number: int) -> None:
    history = view.read(price_history, number)
    if history.empty:
        st.info("No list price was ever set. Where a deal says no amount, its service's list price stands for it.")
    else:
        shown = pd.DataFrame(
            {
                f"List price ({fmt.sign(view.currency).strip()})": history["list_price_cents"] / 100,
                "From": history["starts_on"],
                "Until": history["ends_before"] - pd.Timedelta(days=1),
                "On the page's day": _standing(view, history),
            }
        )
        table(shown, "List prices of the service, newest first", width=620)
    forms.price(view, number, history)


def _standing(view: View, history: pd.DataFrame) -> list[str]:
    day = pd.Timestamp(view.as_of)
    rows = zip(history["starts_on"], history["ends_before"], strict=True)
    return [
        "ahead" if start > day else "past" if not pd.isna(end) and end <= day else "in force" for start, end in rows
    ]
