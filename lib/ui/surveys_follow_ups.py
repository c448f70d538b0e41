"""The tab of conversations owed: overdue first, with what was said; how many were held in time."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.periods import next_day, today
from lib.store.base import now
from lib.surveys import follow_up_figures as figures
from lib.surveys.follow_up_queries import follow_ups
from lib.ui.account_figures import Told, told
from lib.ui.page import View
from lib.ui.surveys import SUBJECTS
from lib.ui.surveys_follow_ups_one import closed_panel, panel
from lib.ui.surveys_follow_ups_opening import by_hand, clock_choice, never_opened_section
from lib.ui.surveys_follow_ups_words import WISH, score_of, who_of
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

ROWS = 8
YEAR = "Conversations opened in the last 365 days."
NOTHING = (
    "No conversation was owed yet. One opens by itself after a low score (0 to 6 of 10 on recommendation, 1 or 2 of 5 "
    "on satisfaction) and when somebody asks to be contacted."
)
_column = st.column_config


def follow_ups_tab(view: View) -> None:
    """Which conversations are owed after answers, since when, and whose they are."""
    moment, stood = _moment(view), owed(view)
    st.markdown(_answer(stood))
    _figures(view, stood, moment)
    _waiting(view, figures.still_open(stood))
    never_opened_section(view)
    _by_owner(stood)
    _closed(view, figures.lately(stood, moment))
    by_hand(view)
    clock_choice(view)


def owed(view: View) -> pd.DataFrame:
    """Every conversation under the filters as it stands at the moment the page shows; the rows of `standing`."""
    found = view.keep("conversations owed", lambda: follow_ups(view.store, view.as_of), of=SUBJECTS)
    return figures.standing(_under(view, found), _moment(view))


def _moment(view: View) -> pd.Timestamp:
    """The moment the page shows: now, or the end of a past day."""
    return pd.Timestamp(now()) if view.as_of >= today() else pd.Timestamp(next_day(view.as_of), tz="UTC")


def _under(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Those under the filters; wishes without an account belong to nobody's, so they stand under each."""
    for column, wanted in view.scope:
        found = found[(found[column] == wanted) | found["account_id"].isna()]
    return found.reset_index(drop=True)


def _answer(stood: pd.DataFrame) -> str:
    waiting = figures.still_open(stood)
    if waiting.empty:
        return "No conversation is owed: all that were opened are closed." if len(stood) else NOTHING
    late = int(waiting["late"].sum())
    owed = f"**{fmt.counted(len(waiting), 'conversation')}** {'is' if len(waiting) == 1 else 'are'} owed"
    first = plain(figures.in_words(waiting["left"].iloc[0]))
    return f"{owed}, **{late}** overdue; the longest is **{first}**." if late else f"{owed}; the next is {first}."


def _figures(view: View, stood: pd.DataFrame, moment: pd.Timestamp) -> None:
    lately = figures.lately(stood, moment)
    if lately.empty:
        return
    in_time, hours = figures.closed_in_time(lately), figures.hours_to_close(lately, moment)
    late = figures.overdue(stood)
    told(view, [
        Told("Closed in time", _said(in_time, "share"), "share", rows=lambda: _rows(lately),
             meaning=f"Closed by the moment they were due, of those closed or fallen due. {YEAR}"),
        Told("Hours until closed", _said(hours, "count"), "count", rows=lambda: _rows(lately),
             meaning=f"Half were closed within so many hours; open ones count by their age (Kaplan, Meier). {YEAR}"),
        Told("Overdue now", late, "count", "Open ones past the moment they were due, whenever opened.",
             f"of {late.base} open"),
    ])  # fmt: skip


def _said(measure: Measure, unit: str) -> Measure:
    """The same with base and interval in its note."""
    if measure.value is None:
        return measure
    bounds = f"95 % interval {fmt.interval(measure, unit, '')}" if fmt.interval(measure, unit, "") else ""
    return replace(measure, note="; ".join(part for part in (f"n {measure.base}", bounds, measure.note) if part))


def _rows(stood: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Account": stood["account"], "Contact": [who_of(row) for row in stood.to_dict("records")],
            "Opened": stood["opened_at"].dt.date, "Due": stood["due"].dt.date, "Closed": _days(stood["closed_at"]),
            "With": stood["person"],
        }
    )  # fmt: skip


def _days(column: "pd.Series[pd.Timestamp]") -> pd.Series:
    return column.dt.date.astype(object).where(column.notna(), None)


def _waiting(view: View, waiting: pd.DataFrame) -> None:
    if waiting.empty:
        return
    chosen = chosen_row(
        _table(waiting), "Conversations owed, the most overdue first: due, with whom, why, what was said", _looks(),
        key="follow_ups_waiting", ids=waiting["id"].tolist(), rows=ROWS, wrap=True,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose a row to take it, hand it over, write a note or close it.")
    else:
        panel(view, waiting.iloc[chosen])
    if waiting["account_id"].isna().any():
        st.caption(WISH)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    told_rows = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Due": [f"{'■' if row['late'] else '○'} {figures.in_words(row['left'])}" for row in told_rows],
            "With whom": [who_of(row) for row in told_rows],
            "Account": rows["account"].fillna("–"),
            "Why": rows["reason"].str.capitalize(),
            "Score": [score_of(row) for row in told_rows],
            "What they wrote": rows["comment"],
            "Whose": rows["person"].fillna("nobody's"),
        }
    )


def _looks() -> dict[str, ColumnConfig]:
    widths = {"With whom": 130, "Account": 150, "Why": 110, "Score": 75, "What they wrote": 270, "Whose": 110}
    text: dict[str, ColumnConfig] = {name: _column.TextColumn(width=width) for name, width in widths.items()}
    return {"Due": _column.TextColumn(width=115, pinned=True), **text}


def _by_owner(stood: pd.DataFrame) -> None:
    counts = figures.open_by_owner(stood)
    if len(counts) < 2:
        return
    st.markdown("**Open, by whose they are**")
    shown = pd.DataFrame(
        {"Whose": counts["person"].fillna("Nobody's"), "Open": counts["open"], "Overdue": counts["late"]}
    )
    table(shown, "Open conversations by colleague: how many, how many overdue", width=420)


def _closed(view: View, lately: pd.DataFrame) -> None:
    done = lately[~lately["open"]].sort_values("closed_at", ascending=False, ignore_index=True)
    if done.empty:
        return
    box = st.expander(f"{fmt.counted(len(done), 'conversation')} closed", key="follow_ups_closed", on_change="rerun")
    if not box.open:
        return
    with box:
        shown = pd.DataFrame(
            {
                "Closed": done["closed_at"].dt.date,
                "In time": [("no, " + figures.in_words(left)) if left < 0 else "yes" for left in done["left"]],
                "With whom": [who_of(row) for row in done.to_dict("records")],
                "Account": done["account"].fillna("–"), "Note": done["note"],
                "Whose": done["person"].fillna("nobody's"),
            }
        )  # fmt: skip
        chosen = chosen_row(
            shown, "Conversations closed, newest first: when, in time or not, with whom, what came of it",
            {"Note": _column.TextColumn(width=320)}, key="follow_ups_done", ids=done["id"].tolist(), rows=ROWS,
        )  # fmt: skip
        if chosen is not None:
            closed_panel(view, done.iloc[chosen])
