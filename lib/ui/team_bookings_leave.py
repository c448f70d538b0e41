"""Leave and other absence on the screen, changed in a grid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import record_numbers
from lib.periods import today
from lib.team import booking_queries as queries
from lib.team.absence_actions import save_absences
from lib.team.grid_actions import RowChange, RowProblem, RowsRefused, ends
from lib.team.tables import ABSENCE_KINDS
from lib.team.worklife_queries import may_see
from lib.ui import who
from lib.ui.page import View
from lib.ui.team_bookings_choices import choices, name_behind
from lib.ui.team_bookings_grid import Cells, Sheet, day_typed, grid, numeral, picked, put_away
from lib.ui.team_bookings_sheet import in_words

LABELS = {
    "person_id": "Person", "kind": "Kind", "starts_on": "From", "last_on": "Until", "hours_a_day": "Hours a day",
    "minutes_per_day": "Hours a day", "ends_before": "Until",
}  # fmt: skip
KINDS = {kind.capitalize(): kind for kind in ABSENCE_KINDS}
AWAY = "Away"  # stands for the kind, of whom nobody but the person and those responsible may know it
Told = frozenset[int] | None  # the people whose kinds of absence may be seen; None: everybody's


def leave_grid(view: View, person: str | None, past: bool) -> None:
    """The absences of a person (None: of everybody), those over too where `past`.

    Why somebody is away, and that they once were, is for leads and admins, the person, and whom they report to.
    """
    told = _told_of(view)
    rows = _rows(view, person, past, told)
    if rows.empty:
        st.info("No absence is recorded here. Add leave as a new row: it is taken off what people can work.")
    if told is not None and len(rows):
        over = " Absences of others that are over are not listed." if past else ""
        st.caption(
            "Why somebody is away is shown to them, to whom they report to, and to leads and admins; others read "
            f"“{AWAY}”.{over}"
        )
    if st.session_state.get("_leave_shown_to", view.who) != view.who:
        put_away("leave_grid")  # who sits down next does not find what the one before was shown
    st.session_state["_leave_shown_to"] = view.who
    grid(
        "leave_grid", lambda: _sheet(view, rows, person, told), lambda changed, once: _save(view, changed, told, once),
        "Leave and other absence with person, kind, days and hours a day", named=view.who is not None,
    )  # fmt: skip


def _told_of(view: View) -> Told:
    if who.sees_costs():
        return None
    me = who.myself()
    return frozenset() if me is None else frozenset(view.read(may_see, me, view.as_of, today()))


def _rows(view: View, person: str | None, past: bool, told: Told) -> pd.DataFrame:
    since = None if past else view.as_of
    rows = view.keep("absences", lambda: queries.absences_listed(view.store, since), since, of=("people", "team"))
    if told is not None:
        known = rows["person_id"].isin(told)
        rows = rows.assign(kind=rows["kind"].where(known, AWAY))
        rows = rows[known | rows["ends_before"].isna() | (rows["ends_before"] > pd.Timestamp(view.as_of))]
    return (rows if person is None else rows[rows["person"] == person]).reset_index(drop=True)


def _sheet(view: View, rows: pd.DataFrame, person: str | None, told: Told) -> Sheet:
    known = choices(view).people | dict(zip(rows["person"], record_numbers(rows["person_id"]).tolist(), strict=True))
    return Sheet(
        ids=rows["id"].astype(int).tolist(), versions=rows["version"].astype(int).tolist(), cells=_cells(rows),
        looks=_looks(known, person, told), values=lambda cells: _values(cells, known),
        title=lambda cells: cells["Person"] or "", labels=LABELS,
        told=lambda name, value: _told(known, name, value, told),
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


def _looks(known: dict[str, int], person: str | None, told: Told) -> dict[str, Any]:
    column = st.column_config
    kinds = list(KINDS) if told is None else [*KINDS, AWAY]
    return {
        "Person": column.SelectboxColumn(options=list(known), width=200, default=person, pinned=True),
        "Kind": column.SelectboxColumn(options=kinds, width=110, default="Leave"),
        "From": column.DateColumn(format="D MMM YYYY", width=110),
        "Until": column.DateColumn(format="D MMM YYYY", width=110, help="The last day away; empty: no end known."),
        "Hours a day": column.NumberColumn(
            "Hours a day, if part of it", format="%.4g", width=170, min_value=0.0, max_value=24.0,
            help="Empty: whole days."
        ),
    }  # fmt: skip


def _values(cells: Cells, known: dict[str, int]) -> Cells:
    return {
        "person_id": picked("person_id", cells["Person"], known),
        "kind": picked("kind", cells["Kind"], KINDS | {AWAY: None}),
        "starts_on": day_typed("starts_on", cells["From"]), "last_on": day_typed("last_on", cells["Until"]),
        "hours_a_day": numeral("hours_a_day", cells["Hours a day"]),
    }  # fmt: skip


def _told(known: dict[str, int], name: str, value: Any, told: Told) -> str:
    label = LABELS.get(name, name)
    if name == "kind" and told is not None:
        return f"{label} not shown"
    if value is None:
        return f"{label} empty"
    if name == "person_id":
        return f"{label} {name_behind(known, value) or 'another'}"
    return f"{label} {in_words(name, value)}"


def _save(view: View, changed: Sequence[RowChange], told: Told, once: str) -> str:
    if told is not None:
        changed = _with_kinds(view, changed)
    save_absences(view.store, view.who or "", changed, once)
    hits = [words for change in changed if (words := collisions(view, change))]
    return " ".join([f"{fmt.counted(len(changed), 'change')} of leave saved.", *hits])


def _with_kinds(view: View, changed: Sequence[RowChange]) -> list[RowChange]:
    """The same changes with the kinds that were not shown put back; RowsRefused where one would change or show them."""
    stored = queries.absences_listed(view.store, None).set_index("id")["kind"].to_dict()
    problems = [RowProblem(one.name, *refused) for one in changed if (refused := _not_theirs(one))]
    if problems:
        raise RowsRefused(problems)
    return [_with_kind(one, stored.get(one.row_id)) for one in changed]


def _hidden(change: RowChange) -> bool:
    return change.row_id is not None and change.shown["kind"] is None


def _not_theirs(change: RowChange) -> tuple[str, str] | None:
    wanted = change.wanted
    if not _hidden(change) or wanted is None:
        return None
    if wanted["kind"] is not None:
        return "kind", "is for the person, whom they report to, leads and admins to change."
    if wanted["person_id"] != change.shown["person_id"]:
        return "person_id", "cannot be changed here: remove this absence and add one for the other person."
    return None


def _with_kind(change: RowChange, kind: str | None) -> RowChange:
    if not _hidden(change) or kind is None:
        return change
    wanted = None if change.wanted is None else {**change.wanted, "kind": kind}
    return RowChange(change.name, change.row_id, {**change.shown, "kind": kind}, wanted)


def collisions(view: View, change: RowChange) -> str:
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
