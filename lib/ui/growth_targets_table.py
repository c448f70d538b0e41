"""Growth targets on the screen: those in force with their pace, those to come and past, one in detail."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import NONE
from lib.growth.target_charts import bullet
from lib.growth.target_figures import AHEAD, BEHIND, LEVEL, MET, MISSED, NOT_BEGUN, REACHED, UNTOLD
from lib.growth.target_standing import COMING, IN_FORCE, PAST, standing
from lib.periods import month, quarter
from lib.ui import session
from lib.ui.growth import filtered
from lib.ui.growth_targets_forms import new_target
from lib.ui.growth_targets_one import target_panel
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

TARGET_SUBJECTS = ("people", "accounts", "money", "growth")
_MARKS = {
    AHEAD: "▲ Ahead", LEVEL: "● On pace", BEHIND: "▼ Behind", REACHED: "★ Reached", MET: "★ Met", MISSED: "▼ Missed",
    NOT_BEGUN: "○ Not begun", UNTOLD: "– Cannot be told",
}  # fmt: skip
AIMS = {"revenue": "Revenue", "growth": "Growth", "won": "Won deals"}


def targets(view: View, when: str) -> pd.DataFrame:
    """The targets in force on the page's day (or to come, or past) under its filters: book, people, accounts.

    Columns: those of `target_standing.standing`.
    """
    every = session.keep_of(
        "growth targets", TARGET_SUBJECTS, (view.as_of, when), lambda: standing(view.store, view.as_of, when)
    )
    found = filtered(view, every)
    of = (found["account_id"] != NONE) * 2 + (found["person_id"] != NONE) * 1
    ranked = found.assign(of=of).sort_values(["of", "ends_before", "gap_cents"], ascending=[True, when != PAST, True])
    kept: pd.DataFrame = ranked.drop(columns="of").reset_index(drop=True)
    return kept


def finding(view: View, found: pd.DataFrame) -> str:
    """How the book's own target stands, in one sentence; empty where it has none in force."""
    of_book = found[(found["account_id"] == NONE) & (found["person_id"] == NONE)]
    told = of_book[of_book["kind"] == "revenue"].head(1) if len(of_book) else of_book
    if told.empty or view.scope:
        return ""
    row = told.to_dict("records")[0]
    amounts = {
        name: plain(fmt.money(row[name], view.currency)) for name in ("so_far_cents", "goal_cents") if _is(row, name)
    }
    if len(amounts) < 2:
        return f"The book's revenue target cannot be told: {plain(row['why'])}"
    head = f"The book has brought **{amounts['so_far_cents']}** of its target of **{amounts['goal_cents']}**"
    if not _is(row, "gap_cents"):
        return f"{head}; whether that is enough cannot be told: {plain(row['why'])}"
    gap = plain(fmt.money(abs(row["gap_cents"]), view.currency))
    side = "more" if row["gap_cents"] >= 0 else "less"
    return f"{head}: **{row['state']}**, {gap} {side} than expected by now"


def _is(row: dict[Any, Any], name: str) -> bool:
    return bool(pd.notna(row[name]))


def targets_section(view: View) -> None:
    """The targets in force, one of them in detail, the others folded away, the form for a new one."""
    found = targets(view, IN_FORCE)
    if found.empty:
        _nothing(view)
    else:
        _table(view, found, "targets_in_force")
    if view.scope:
        whose = "the book and of people" if view.sector else "the book"
        st.caption(f"Targets of {whose} hold for all sectors and owners: they are shown without a filter.")
    for when, label in ((COMING, "to come"), (PAST, "past, met or missed")):
        _folded(view, when, label)
    box = st.expander("Set a target", expanded=found.empty, key="add_target", on_change="rerun")
    if box.open:
        with box:
            new_target(view)


def _nothing(view: View) -> None:
    whose = " under these filters" if view.scope else ""
    st.info(
        f"No target{whose} is in force on {fmt.day(view.as_of)}. Here will stand what is aimed at for the book, for "
        "people and for accounts, how far each has come and what was expected by now. Set the first one below."
    )


def _folded(view: View, when: str, label: str) -> None:
    found = targets(view, when)
    if found.empty:
        return
    box = st.expander(f"{fmt.counted(len(found), 'target')} {label}", key=f"targets_{when}", on_change="rerun")
    if box.open:
        with box:
            _table(view, found, f"targets_{when}_table")


def _table(view: View, found: pd.DataFrame, key: str) -> None:
    shown = _shown(view, found)
    chosen = chosen_row(
        shown, f"{len(found)} targets: what is aimed at, so far, expected by now, standing",
        _looks(view.currency, shown["Days"].str.len().max() <= 8), key=key, ids=found["id"].tolist(), rows=10,
    )  # fmt: skip
    if chosen is not None:
        target_panel(view, found.iloc[[chosen]].reset_index(drop=True), key)
    else:
        st.caption(
            "The tick marks where the target was expected to be by now. Choose one to see why, and to change it."
        )


def _shown(view: View, found: pd.DataFrame) -> pd.DataFrame:
    money = {
        name: found[f"{column}_cents"].astype("Float64") / 100
        for name, column in (("Target", "goal"), ("So far", "so_far"), ("Expected", "expected"), ("Gap", "gap"))
    }
    rows = found.to_dict("records")
    picture = [_picture(view, row) for row in rows]
    return pd.DataFrame(
        {
            "For": [whose(row) for row in rows], "Aim": [_aim(row) for row in rows],
            "Days": [days(row) for row in rows], "Target": money["Target"],
            "So far": money["So far"], "Expected": money["Expected"], "Progress": picture, "Gap": money["Gap"],
            "Standing": found["state"].map(_MARKS), "Owner": found["owner"],
        }
    )  # fmt: skip


def whose(row: dict[Any, Any]) -> str:
    """Whom a target is for: the book, a person or an account, by name."""
    return row["account"] or row["person"] or "The book"


def _aim(row: dict[Any, Any]) -> str:
    return f"Growth {fmt.points(row['share']).split(' ')[0]} %" if _is(row, "share") else AIMS[row["kind"]]


def days(row: dict[Any, Any]) -> str:
    """The days of a target as they are said: 2026, Q3 2026, Oct 2026, or the last of them."""
    start = row["starts_on"].date()
    if pd.isna(row["ends_before"]):
        return f"from {start.day} {start:%b %y}"
    end = row["ends_before"].date()
    for piece, said in ((quarter(start), f"Q{(start.month + 2) // 3} {start.year}"), (month(start), f"{start:%b %Y}")):
        if (piece.start, piece.end) == (start, end):
            return said
    whole_year = (start, end) == (date(start.year, 1, 1), date(start.year + 1, 1, 1))
    last = end - timedelta(days=1)
    return str(start.year) if whole_year else f"to {last.day} {last:%b %y}"


def _picture(view: View, row: dict[Any, Any]) -> str | None:
    if not _is(row, "so_far_cents") or not _is(row, "goal_cents") or row["goal_cents"] <= 0:
        return None
    pace = row["expected_cents"] / row["goal_cents"] if _is(row, "expected_cents") else None
    return bullet(row["so_far_cents"] / row["goal_cents"], pace, row["state"], view.dark)


def _looks(currency: str, short: bool) -> dict[str, ColumnConfig]:
    column, unit = st.column_config, fmt.sign(currency).strip()
    helps = {
        "Target": "What is aimed at in money; of growth the revenue it comes to.",
        "So far": "Revenue recognised, or deals won without renewals, since the target began.",
        "Expected": "What was expected by now; – where no pace can be told.",
        "Gap": "So far less expected by now.",
    }
    money = {
        name: column.NumberColumn(f"{name} ({unit})", format="localized", step=1, width=width, help=helps[name])
        for name, width in (("Target", 78), ("So far", 78), ("Expected", 84), ("Gap", 78))
    }
    return money | {
        "For": column.TextColumn(width=134 if short else 112),
        "Aim": column.TextColumn(width=94),
        "Days": column.TextColumn(width=62 if short else 86),
        "Progress": column.ImageColumn(width=104, help="Share of the target; the tick is what was expected by now."),
        "Standing": column.TextColumn(width=108),
        "Owner": column.TextColumn(width=104, help="Who leads the account on this day; of a person they themselves."),
    }
