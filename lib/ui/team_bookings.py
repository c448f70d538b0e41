"""Bookings and leave on the screen, changed in a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.team import booking_queries as queries
from lib.team.booking_actions import save_bookings
from lib.team.capacity_queries import roles_on
from lib.team.grid_actions import RowChange
from lib.ui.frame import needs_a_name
from lib.ui.links import data_link
from lib.ui.page import View
from lib.ui.team_bookings_choices import SUBJECTS, choices
from lib.ui.team_bookings_grid import Cells, grid, unsaved
from lib.ui.team_bookings_leave import leave_grid
from lib.ui.team_bookings_sheet import booking_sheet
from lib.ui.text import plain

KEY = "booking_grid"
ALL, PLACES = "Everybody", "Places to be filled"
WEEKS: dict[str, int | None] = {
    "Now and ahead": None, "Next 4 weeks": 4, "Next 12 weeks": 12, "With those over": None
}  # fmt: skip
PAST = "With those over"
MOST_ROWS = 400  # of more, nobody finds one by eye, and each run sends them all


@dataclass(frozen=True)
class Asked:
    """What the grid is asked to show; None: whoever and whatever."""

    person: str | None
    places: bool
    account: str | None
    role: str | None
    weeks: int | None
    past: bool


def bookings_tab(view: View) -> None:
    """Bookings and leave on the screen, changed in a grid."""
    _answer(view, _under_filters(view, _every(view, past=False)))
    asked = _ask(view)
    rows = _rows(view, asked)
    _bookings(view, asked, rows)
    st.subheader("Leave and other absence", anchor=False)
    leave_grid(view, asked.person, asked.past)
    _logged(len(rows) > 0)


def _every(view: View, past: bool) -> pd.DataFrame:
    since = None if past else view.as_of
    return view.keep("bookings listed", lambda: queries.listed(view.store, since), since, of=SUBJECTS)


def _under_filters(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    for column, wanted in (("person", view.owner), ("sector", view.sector)):
        rows = rows if wanted is None else rows[rows[column] == wanted]
    return rows


def _answer(view: View, rows: pd.DataFrame) -> None:
    if rows.empty and view.scope:
        st.info("No booking now or ahead is left under the page's filters: choose another owner or sector.")
        return
    if rows.empty:
        st.info(
            "No booking runs or is ahead. Here will stand who is booked for which client, for how many hours a week "
            "and until when. Write weekly hours under “People” first, so that bookings beyond them are seen; then "
            "add the first row below, or import bookings on the Data page."
        )
        return
    places, maybe = int(rows["person_id"].isna().sum()), int(rows["tentative"].sum())
    count = int(rows["person_id"].nunique())
    whose = plain(view.owner) if view.owner else f"**{count}** {'person' if count == 1 else 'people'}"
    parts = [f"**{fmt.counted(len(rows), 'booking')}** now and ahead for {whose}"]
    parts += [f"**{fmt.counted(places, 'place')}** still to be filled"] if places else []
    parts += [f"**{maybe}** tentative"] if maybe else []
    st.markdown(f"{', '.join(parts)}.")


def _ask(view: View) -> Asked:
    waiting = bool(unsaved(KEY) or unsaved("leave_grid"))
    offered = choices(view)
    row = st.grid(4, min_column_width=150)
    people = [view.owner] if view.owner else [ALL, PLACES, *offered.people]
    person = _pick(row, "Person", people, f"bookings_person_{view.owner}", waiting)
    account = _pick(row, "Client", ["All clients", *offered.accounts], "bookings_account", waiting)
    roles = [name.removeprefix("Role: ") for name in offered.places if name.startswith("Role: ")]
    role = _pick(row, "Role", ["All roles", *roles], "bookings_role", waiting)
    weeks = _pick(row, "Weeks", list(WEEKS), "bookings_weeks", waiting)
    if waiting:
        st.caption("Save or discard your changes to choose other rows.")
    if view.owner and view.owner not in offered.people:
        st.caption(f"{plain(view.owner)} is not with the firm on {fmt.day(view.as_of)}.")
    if view.sector:
        st.caption(f"Only work for clients of the sector {plain(view.sector)}; leave has no sector.")
    return Asked(
        person=None if person in (ALL, PLACES) else person, places=person == PLACES,
        account=None if account == "All clients" else account, role=None if role == "All roles" else role,
        weeks=WEEKS[weeks], past=weeks == PAST,
    )  # fmt: skip


def _pick(row: object, label: str, options: Sequence[str], key: str, waiting: bool) -> str:
    with row.container():  # type: ignore[attr-defined]
        return str(st.selectbox(label, options, key=key, disabled=waiting, persist_state="session"))


def _rows(view: View, asked: Asked) -> pd.DataFrame:
    rows = _every(view, asked.past)
    for column, wanted in (("person", asked.person), ("account", asked.account), ("sector", view.sector)):
        if wanted is not None:
            rows = rows[rows[column] == wanted]
    if asked.places:
        rows = rows[rows["person_id"].isna()]
    if asked.role is not None:
        rows = rows[_in_role(view, rows, asked.role)]
    if asked.weeks is not None:
        rows = rows[rows["starts_on"] < pd.Timestamp(view.as_of + timedelta(weeks=asked.weeks))]
    return rows.reset_index(drop=True)


def _in_role(view: View, rows: pd.DataFrame, role: str) -> "pd.Series[bool]":
    """Bookings of people who are in a role on the page's day, and of places in it."""
    held = view.keep("roles of people", lambda: roles_on(view.store, view.as_of), of=("people",))
    people = held[held["role"] == role]["person_id"]
    number, _ = choices(view).places[f"Role: {role}"]
    found: pd.Series[bool] = rows["person_id"].isin(people) | (rows["role_id"] == number).fillna(False)
    return found.astype(bool)


def _bookings(view: View, asked: Asked, rows: pd.DataFrame) -> None:
    if len(rows) > MOST_ROWS:
        st.caption(
            f"The first {MOST_ROWS} of {fmt.counted(len(rows), 'booking')}: choose a person, client or role for others."
        )
        rows = rows.head(MOST_ROWS)
    person = asked.person if asked.person in choices(view).people else None
    start: Cells = {"Person": person, "Client": asked.account, "From": _next_monday(view.as_of)}
    grid(
        KEY, lambda: booking_sheet(view, rows, choices(view), start),
        lambda changed, once: _save(view, changed, once),
        "Bookings with person, client, project, hours a week, days, whether tentative, and reason",
        named=view.who is not None,
    )  # fmt: skip
    needs_a_name(KEY, to="save bookings")


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _save(view: View, changed: Sequence[RowChange], once: str) -> str:
    save_bookings(view.store, view.who or "", changed, view.as_of, once)
    return f"{fmt.counted(len(changed), 'change')} of bookings saved."


def _logged(any_row: bool) -> None:
    aside = "The reason of a booking stands at the right end of its row: move the table sideways. "
    st.caption(
        f"{aside if any_row else ''}Bookings are the plan. "
        "Hours worked come from time entries, which are imported from Toggl, Clockify, Harvest or a table of your own."
    )
    data_link("Import time entries", icon=":material/upload:")
