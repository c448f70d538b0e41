"""What stands behind one person's load: their bookings, days away and logged hours of the weeks shown."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import Ints
from lib.periods import next_day
from lib.team.capacity_queries import absences
from lib.team.load import Weeks
from lib.team.load_queries import logged_work
from lib.team.load_words import booking_words, chance_words
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain


def one_person(view: View, weeks: Weeks, order: Ints) -> None:
    """Choose a person; then what their load is made of. `order`: their places, most loaded first."""
    st.subheader("One person", anchor=False)
    names = dict(zip(weeks.ids[order].tolist(), weeks.people["name"].to_numpy()[order].tolist(), strict=True))
    chosen = st.selectbox(
        "Person", list(names), index=None, key="load_person", format_func=lambda one: names.get(one, "–"),
        placeholder="Choose one to see bookings, days away and logged hours", label_visibility="collapsed",
    )  # fmt: skip
    if chosen is None:
        return
    start, end = weeks.starts[0], weeks.starts[-1] + timedelta(weeks=1)
    span = f"{fmt.day(start)} – {fmt.day(end - timedelta(days=1))}"
    st.caption(plain(f"{names[chosen]}, {span}. Logged hours up to {fmt.day(view.as_of)}."))
    _part("Bookings", _bookings(weeks, chosen), "No booking in these weeks.")
    away = view.read(absences, start, end)
    _part("Days away", _away(away[away["person_id"] == chosen]), "No leave or other absence in these weeks.")
    logged = view.read(logged_work, chosen, start, next_day(view.as_of))
    _part("Logged, by week", _logged(logged), "No hours are logged in these weeks.")


def _part(title: str, shown: pd.DataFrame, empty: str) -> None:
    st.markdown(f"**{title}**")
    if shown.empty:
        st.caption(empty)
        return
    table(shown, f"{title}: {fmt.counted(len(shown), 'row')}", height=38 + 35 * min(len(shown), 10))


def _bookings(weeks: Weeks, person_id: int) -> pd.DataFrame:
    rows = weeks.bookings[weeks.bookings["person_id"].eq(person_id).fillna(False)]
    sure = [
        f"tentative, {chance_words(chance)}" if maybe else "confirmed"
        for maybe, chance in zip(rows["tentative"], rows["chance"], strict=True)
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "For": [booking_words(row) for row in rows.itertuples()],
            "Hours a week": (rows["minutes_per_week"] / 60).round(1).tolist(),
            "Sure": sure,
            "First day": rows["starts_on"].tolist(),
            "Last day": (rows["ends_before"] - pd.Timedelta(days=1)).tolist(),
        }
    ).sort_values("Hours a week", ascending=False)


def _away(rows: pd.DataFrame) -> pd.DataFrame:
    # Not why: that somebody was ill is nobody else's business.
    part = [
        "whole days" if pd.isna(minutes) else f"{minutes / 60:.3g} h a day" for minutes in rows["minutes_per_day"]
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "First day": rows["starts_on"].tolist(),
            "Last day": (rows["ends_before"] - pd.Timedelta(days=1)).tolist(),
            "How long": part,
        }
    )


def _logged(rows: pd.DataFrame) -> pd.DataFrame:
    # By week: who worked on which Sunday or day of leave is for them and their manager, in the tab Work and life.
    days = rows["worked_on"]
    told = pd.DataFrame(
        {
            "Week of": days - pd.to_timedelta(days.dt.day_of_week, unit="D"),
            "For": rows["account"].fillna("Internal").astype(object),
            "Task": rows["task"].fillna("–").astype(object),
            "Billable": ["yes" if one else "no" for one in rows["billable"]],
            "Hours": rows["minutes"].astype("float64") / 60,
        }
    )
    parts = ["Week of", "For", "Task", "Billable"]
    weekly = told.groupby(parts)["Hours"].sum().round(2).reset_index()
    return weekly.sort_values(["Week of", "Hours"], ascending=False, kind="stable")
