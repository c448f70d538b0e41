"""Bookings as rows of a grid: cells for the eye, and back to what the action stores."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.team.booking_actions import OVERTIME
from lib.ui.page import View
from lib.ui.team_bookings_choices import NOBODY, Choices, name_behind, pairs, with_stored
from lib.ui.team_bookings_grid import Cells, Sheet, day_typed, numeral, picked

LABELS = {
    "person_id": "Person", "role_id": "Role or skill", "skill_id": "Role or skill", "account_id": "Client",
    "project_id": "Project or deal", "opportunity_id": "Project or deal", "hours": "Hours", "starts_on": "From",
    "last_on": "Until", "tentative": "Tentative", "chance_percent": "Chance (%)", "overtime": "Overtime",
    "reason": "Reason", "minutes_per_week": "Hours", "ends_before": "Until", "chance": "Chance (%)",
}  # fmt: skip


def booking_sheet(view: View, rows: pd.DataFrame, offered: Choices, start: Cells) -> Sheet:
    """The sheet of some bookings (columns of `booking_queries.listed`); `start` stands in a new row first."""
    known = with_stored(view, offered, rows)
    return Sheet(
        ids=rows["id"].astype(int).tolist(), versions=rows["version"].astype(int).tolist(), cells=_cells(rows, known),
        looks=_looks(known, start), values=lambda cells: _values(cells, known), title=_title, labels=LABELS,
        told=lambda name, value: _told(known, name, value),
    )  # fmt: skip


def _cells(rows: pd.DataFrame, known: Choices) -> pd.DataFrame:
    places, work = ({pair: name for name, pair in side.items()} for side in (known.places, known.work))
    reasons = [words if isinstance(words, str) else None for words in rows["reason"]]
    last = rows["ends_before"].astype("datetime64[ns]") - pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "Person": rows["person"].astype(object).where(rows["person"].notna(), None),
            "Role or skill": words_of([places.get(pair) for pair in pairs(rows, "role_id", "skill_id")]),
            "Client": rows["account"].astype(object).where(rows["account"].notna(), None),
            "Project or deal": words_of([work.get(pair) for pair in pairs(rows, "project_id", "opportunity_id")]),
            "Hours a week": rows["minutes_per_week"].astype("float64") / 60,
            "From": rows["starts_on"].astype("datetime64[ns]"),
            "Until": last,
            "Tentative": rows["tentative"].astype(bool),
            "Chance (%)": rows["chance"].astype("float64") * 100,
            "Overtime": pd.Series([bool(words and words.startswith(OVERTIME)) for words in reasons], dtype=bool),
            "Reason": words_of([words.removeprefix(OVERTIME) if words else None for words in reasons]),
        }
    )


def words_of(values: list[str | None]) -> "pd.Series[Any]":
    """A column of words, None for none."""
    return pd.Series(values, dtype=object)


def _looks(known: Choices, start: Cells) -> dict[str, ColumnConfig]:
    column = st.column_config
    return {
        "Person": column.SelectboxColumn(
            options=list(known.people), width=116, pinned=True, default=start.get("Person")
        ),
        "Role or skill": column.SelectboxColumn(
            "Role, skill", options=list(known.places), width=94,
            help="Of somebody still to be found, or in which a person works.",
        ),
        "Client": column.SelectboxColumn(options=list(known.accounts), width=128, default=start.get("Client")),
        "Project or deal": column.SelectboxColumn("Project, deal", options=list(known.work), width=106),
        "Hours a week": column.NumberColumn(
            "Hours", format="%.4g", width=70, min_value=0.0, max_value=168.0, help="A week."
        ),
        "From": column.DateColumn(format="D MMM YYYY", width=88, default=start.get("From")),
        "Until": column.DateColumn(format="D MMM YYYY", width=88, help="The last day; empty: until further notice."),
        "Tentative": column.CheckboxColumn(width=88, default=False, help="Waits for a yes, or for room."),
        "Chance (%)": column.NumberColumn(
            "Chance", format="%.3g", width=76, min_value=0.0, max_value=100.0,
            help="Per cent, of a tentative booking; empty counts half.",
        ),
        "Overtime": column.CheckboxColumn(
            width=88, default=False, help="May take the person beyond their hours; say why under Reason."
        ),
        "Reason": column.TextColumn(width=180, max_chars=500),
    }  # fmt: skip


def _values(cells: Cells, known: Choices) -> Cells:
    role, skill = picked("role_id", cells["Role or skill"], known.places) or NOBODY
    project, deal = picked("project_id", cells["Project or deal"], known.work) or NOBODY
    return {
        "person_id": picked("person_id", cells["Person"], known.people), "role_id": role, "skill_id": skill,
        "account_id": picked("account_id", cells["Client"], known.accounts), "project_id": project,
        "opportunity_id": deal, "hours": numeral("hours", cells["Hours a week"]),
        "starts_on": day_typed("starts_on", cells["From"]), "last_on": day_typed("last_on", cells["Until"]),
        "tentative": bool(cells["Tentative"]), "chance_percent": numeral("chance_percent", cells["Chance (%)"]),
        "overtime": bool(cells["Overtime"]), "reason": cells["Reason"],
    }  # fmt: skip


def _title(cells: Cells) -> str:
    parts = (cells["Person"] or cells["Role or skill"], cells["Client"] or cells["Project or deal"])
    return ", ".join(str(part) for part in parts if part)


def _told(known: Choices, name: str, value: Any) -> str:
    """A stored field as the grid says it: "Hours a week 12", "Person Mara Vogel"."""
    label = LABELS.get(name, name)
    names: dict[str, Mapping[str, Any]] = {"person_id": known.people, "account_id": known.accounts}
    if value is None:
        return f"{label} empty"
    if name in names:
        return f"{label} {name_behind(names[name], value) or 'another'}"
    if name.endswith("_id"):
        return f"{label} {_pair_name(known, name, value)}"
    return f"{label} {in_words(name, value)}"


def _pair_name(known: Choices, name: str, value: int) -> str:
    side = known.places if name in ("role_id", "skill_id") else known.work
    pair = (value, None) if name in ("role_id", "project_id") else (None, value)
    return name_behind(side, pair) or "another"


def in_words(name: str, value: Any) -> str:
    """A stored value of a spell as its grid says it: hours, last days, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return fmt.day(value - timedelta(days=1) if name == "ends_before" else value)
    if name.startswith("minutes"):
        return f"{value / 60:.4g}"
    return f"{value * 100:.3g}" if name == "chance" else str(value)
