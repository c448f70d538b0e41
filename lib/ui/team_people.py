"""People with their weekly hours, role, place and skills on the screen, and the forms to change them."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.people.roster_queries import roster
from lib.ui import team_people_forms as forms
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.tabs import tabs
from lib.ui.text import plain

ROWS = 12


def people_tab(view: View) -> None:
    """People with their weekly hours, role, place and skills, and the forms to change them."""
    everybody = view.keep("roster", lambda: roster(view.store, view.as_of), of=("people",))
    people = everybody if view.owner is None else everybody[everybody["name"] == view.owner].reset_index(drop=True)
    _answer(view, people)
    if view.scope:
        st.caption(_filters(view))
    if len(people):
        chosen = chosen_row(
            _shown(people), "People with weekly hours, role, office, country, manager and skills", _LOOKS,
            key="people_list", ids=people["id"].tolist(), rows=ROWS,
        )  # fmt: skip
        if chosen is None:
            st.caption("Choose one to change hours, role, skills, manager or place.")
        else:
            _panel(view, people.iloc[chosen])
    box = st.expander("Add a person", key="people_add", on_change="rerun", expanded=people.empty)
    if box.open:
        with box:
            forms.new_person(view)


def _filters(view: View) -> str:
    said = [f"Only {plain(view.owner)} is listed, as the owner filter says."] if view.owner else []
    said += ["The sector filter is not applied here: people work for clients of several sectors."] * bool(view.sector)
    return " ".join(said)


def _answer(view: View, people: pd.DataFrame) -> None:
    if people.empty and view.owner:
        st.info(f"{plain(view.owner)} is not with the firm on {fmt.day(view.as_of)}: choose another owner or day.")
        return
    if people.empty:
        st.info(
            "Nobody is listed on this day. Here will stand who works here, how many hours a week, as what and with "
            "which skills. Add the first person, or import people on the Data page."
        )
        return
    without = int(people["minutes"].isna().sum())
    hours = people["minutes"].sum() / 60
    if without == len(people):
        st.info(
            f"Begin here: of the {fmt.counted(len(people), 'colleague')} listed, nobody has weekly hours written down, "
            "so their load cannot be told. Choose a person and set their weekly hours and role; the country gives "
            "their public holidays. Then book work under “Bookings and leave”. Many at once: import hours, roles and "
            "skills on the Data page."
        )
        return
    gaps = {
        "weekly hours": without, "a role": int(people["role"].isna().sum()),
        "a country, so no public holidays": int(people["country"].isna().sum()),
        "a skill": int((people["skills"] == "").sum()),
    }  # fmt: skip
    missing = [f"**{count}** without {name}" for name, count in gaps.items() if count]
    told = f"**{len(people)}** {'person' if len(people) == 1 else 'people'} with **{hours:,.0f} hours** a week"
    st.markdown(f"{told} on {fmt.day(view.as_of)}{'; ' + ', '.join(missing) if missing else ''}.")


def _shown(people: pd.DataFrame) -> pd.DataFrame:
    place = [
        ", ".join(part for part in parts if isinstance(part, str))
        for parts in zip(people["country"], people["region"], strict=True)
    ]
    shown = pd.DataFrame(
        {
            "Person": people["name"], "Hours a week": people["minutes"].astype("Float64") / 60, "Role": people["role"],
            "Skills": [words or None for words in people["skills"]], "Office": people["office"],
            "Country": [words or None for words in place], "Led by": people["manager"], "Leaves on": people["left_on"],
        }
    )  # fmt: skip
    return shown if people["left_on"].notna().any() else shown.drop(columns="Leaves on")


_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "Person": _column.TextColumn(width=126, pinned=True),
    "Hours a week": _column.NumberColumn(
        "h a week", format="%.4g", width=74, help="Hours as contracted, in force on the page's day."
    ),
    "Role": _column.TextColumn(width=158),
    "Skills": _column.TextColumn(width=212, help="With their level from 1 (learning) to 5 (teaches others)."),
    "Office": _column.TextColumn(width=82),
    "Country": _column.TextColumn(width=74, help="With the region; both tell the public holidays."),
    "Led by": _column.TextColumn(width=122),
    "Leaves on": _column.DateColumn(format="D MMM YYYY", width=96, help="The first day no longer here."),
}


def _panel(view: View, person: Any) -> None:
    number = int(person["id"])
    with st.container(border=True, key="person_panel"):
        st.subheader(plain(person["name"]), anchor=False)
        tabs(
            f"person_tab_{number}",
            {
                "Weekly hours": lambda: forms.hours(view, number),
                "Role": lambda: forms.role(view, number),
                "Skills": lambda: forms.skills(view, number),
                "Manager": lambda: forms.manager(view, number),
                "Name, place, days": lambda: forms.fields(view, person),
            },
        )
