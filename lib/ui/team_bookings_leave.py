"""Leave and other absence on the screen, changed in a grid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import record_numbers
from lib.team import booking_queries as queries
from lib.team.absence_actions import save_absences
from lib.team.grid_actions import RowChange, ends
from lib.team.tables import ABSENCE_KINDS
from lib.ui.page import View
from lib.ui.team_bookings_choices import choices, name_behind
from lib.ui.team_bookings_grid import Cells, Sheet, day_typed, grid, numeral, picked
from lib.ui.team_bookings_sheet import in_words

LABELS = {
    "person_id": "Person", "kind": "Kind", "starts_on": "From", "last_on": "Until", "hours_a_day": "Hours a day",
    "minutes_per_day": "Hours a day", "ends_before": "Until",
}  # fmt: skip
KINDS = {kind.capitalize(): kind for kind in ABSENCE_KINDS}


def leave_grid(view: View, person: str | None, past: bool) -> None:
    """The absences of a person (None: of everybody), those over too where `past`."""
    rows = _rows(view, person, past)
    if rows.empty:
        st.info("No absence is recorded here. Add leave as a new row: it is taken off what people can work.")
    grid(
        "leave_grid", lambda: _sheet(view, rows, person), lambda changed, once: _save(view, changed, once),
        "Leave and other absence with person, kind, days and hours a day", named=view.who is not None,
    )  # fmt: skip


def _rows(view: View, person: str | None, past: bool) -> pd.DataFrame:
    since = None if past else view.as_of
    rows = view.keep("absences", lambda: queries.absences_listed(view.store, since), since, of=("people", "team"))
    return (rows if person is None else rows[rows["person"] == person]).reset_index(drop=True)


def _sheet(view: View, rows: pd.DataFrame, person: str | None) -> Sheet:
    known = choices(view).people | dict(zip(rows["person"], record_numbers(rows["person_id"]).tolist(), strict=True))
    return Sheet(
        ids=rows["id"].astype(int).tolist(), versions=rows["version"].astype(int).tolist(), cells=_cells(rows),
        looks=_looks(known, person), values=lambda cells: _values(cells, known),
        title=lambda cells: cells["Person"] or "", labels=LABELS,
        told=lambda name, value: _told(known, name, value),
    )  # fmt: skip


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Person": rows["person"].astype(object),
            "Kind": rows["kind"].astype(object).str.capitalize(),
            "From": rows["starts_on"].astype("datetime64[ns]"),
            "Until": rows["ends_before"].astype("datetime64[ns]") - pd.Timedelta(days=1),
            "Hours a day": rows["minutes_per_day"].astype("float64") / 60,
        }
    )


def _looks(known: dict[str, int], person: str | None) -> dict[str, Any]:
    column = st.column_config
    return {
        "Person": column.SelectboxColumn(options=list(known), width=200, default=person),
        "Kind": column.SelectboxColumn(options=list(KINDS), width=110, default="Leave"),
        "From": column.DateColumn(format="D MMM YYYY", width=110),
        "Until": column.DateColumn(format="D MMM YYYY", width=110, help="The last day away; empty: no end known."),
        "Hours a day": column.NumberColumn(
            "Hours a day, if part of it", format="%.4g", width=170, min_value=0.0, max_value=24.0,
            help="Empty: whole days."
        ),
    }  # fmt: skip


def _values(cells: Cells, known: dict[str, int]) -> Cells:
    return {
        "person_id": picked("person_id", cells["Person"], known), "kind": picked("kind", cells["Kind"], KINDS),
        "starts_on": day_typed("starts_on", cells["From"]), "last_on": day_typed("last_on", cells["Until"]),
        "hours_a_day": numeral("hours_a_day", cells["Hours a day"]),
    }  # fmt: skip


def _told(known: dict[str, int], name: str, value: Any) -> str:
    label = LABELS.get(name, name)
    if value is None:
        return f"{label} empty"
    if name == "person_id":
        return f"{label} {name_behind(known, value) or 'another'}"
    return f"{label} {in_words(name, value)}"


def _save(view: View, changed: Sequence[RowChange], once: str) -> str:
    save_absences(view.store, view.who or "", changed, once)
    hits = [words for change in changed if (words := _collisions(view, change))]
    return " ".join([f"{fmt.counted(len(changed), 'change')} of leave saved.", *hits])


def _collisions(view: View, change: RowChange) -> str:
    """Which bookings a new or moved absence of whole days falls on: leave is allowed, but somebody must see to them."""
    wanted = change.wanted
    if wanted is None or all(wanted[name] == change.shown.get(name) for name in ("person_id", "starts_on", "last_on")):
        return ""
    until: date | None = ends(wanted["last_on"])
    hit = queries.booked_while(view.store, wanted["person_id"], wanted["starts_on"], until)
    if hit.empty:
        return ""
    named = [
        f"{account or project or 'work inside the firm'} ({minutes / 60:.4g} h a week)"
        for account, project, minutes in zip(
            hit["account"].astype(object).where(hit["account"].notna(), None),
            hit["project"].astype(object).where(hit["project"].notna(), None), hit["minutes_per_week"], strict=True,
        )
    ]  # fmt: skip
    more = f" and {len(named) - 4} more" if len(named) > 4 else ""
    who = next((name for name, number in choices(view).people.items() if number == wanted["person_id"]), "They")
    return f"{who} is booked in those weeks for {', '.join(named[:4])}{more}: move that work, or agree later dates."
