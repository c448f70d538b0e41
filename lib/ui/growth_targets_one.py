"""One growth target in detail: why it stands as it does, its course, the rows behind it, and the form to change it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.exporting import frame_csv
from lib.growth import target_charts
from lib.growth.target_figures import LINEAR, SEASONAL, UNTOLD, course
from lib.growth.target_standing import first_day, records_of, rows_behind
from lib.ui.charts import chart
from lib.ui.growth_targets_forms import change_target
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

Row = dict[Any, Any]
_PACES = {
    LINEAR: "linear pace, the share of its days that are over",
    SEASONAL: "seasonal pace, the share of the whole book's revenue that had come in by the same day a year earlier",
}
_TITLES = {"revenue": "revenue", "growth": "growth of revenue", "won": "won deals without renewals"}


def target_panel(view: View, target: pd.DataFrame, place: str) -> None:
    """Show one target (a row of `standing`); `place` keeps two panels on one page apart."""
    row: Row = target.to_dict("records")[0]
    with st.container(border=True, key=f"panel_{place}"):
        name = row["account"] or row["person"] or "The book"
        st.markdown(f"**{plain(name)}: {_TITLES[row['kind']]}, {plain(_days(row))}**")
        st.markdown(in_words(row, view))
        _course(view, target, row)
        parts: dict[str, Callable[[], None]] = {
            "Rows": lambda: _rows(view, target),
            "Change or remove": lambda: change_target(view, row, place),
        }
        for label, draw in parts.items():
            box = st.expander(label, key=f"{place}_{label}_{row['id']}", on_change="rerun")
            if box.open:
                with box:
                    draw()


def _days(row: Row) -> str:
    start = fmt.day(row["starts_on"])
    if pd.isna(row["ends_before"]):
        return f"from {start} on"
    return f"{start} – {fmt.day(row['ends_before'] - pd.Timedelta(days=1))}"


def in_words(row: Row, view: View) -> str:
    """How far the target has come, what was expected and how that was reckoned, in sentences."""
    parts = [_so_far(row, view), _expected(row, view)]
    parts += [f"Cannot be told: {plain(row['why'])}"] if row["state"] == UNTOLD else []
    parts += [f"Worth knowing: {plain(row['note'])}"] if row["note"] else []
    return " ".join(f"{part}." for part in parts if part)


def _so_far(row: Row, view: View) -> str:
    if pd.isna(row["so_far_cents"]):
        return ""
    come = plain(fmt.money_exact(row["so_far_cents"], view.currency))
    goal = "" if pd.isna(row["goal_cents"]) else f" of {plain(fmt.money_exact(row['goal_cents'], view.currency))}"
    earlier = row["earlier_cents"]
    if row["kind"] != "growth" or pd.isna(earlier) or earlier <= 0:
        return f"**{come}**{goal} so far"
    change = plain(f"{(row['so_far_cents'] - earlier) / earlier * 100:+.1f} %")
    aimed = plain(f"{round(row['share'] * 100, 6):+g} %")
    return f"**{change}** on the same days a year earlier, where {aimed} is aimed at: **{come}**{goal} so far"


def _expected(row: Row, view: View) -> str:
    if pd.isna(row["expected_cents"]):
        return ""
    due = plain(fmt.money_exact(row["expected_cents"], view.currency))
    how = _PACES.get(row["pace"], "revenue of the same days a year earlier, grown by what is aimed at")
    gap = plain(fmt.money_exact(abs(row["gap_cents"]), view.currency))
    side = "ahead of" if row["gap_cents"] >= 0 else "behind"
    by = "by its end" if row["ends_before"] <= pd.Timestamp(view.as_of) else f"by {plain(fmt.day(view.as_of))}"
    return f"{due} was expected {by} ({how}), so it is {gap} {side} pace: **{row['state']}**"


def _course(view: View, target: pd.DataFrame, row: Row) -> None:
    if pd.isna(row["so_far_cents"]) or pd.isna(row["ends_before"]) or row["starts_on"] > pd.Timestamp(view.as_of):
        return
    goal = None if pd.isna(row["goal_cents"]) else row["goal_cents"] / 100

    def drawn() -> pd.DataFrame:
        records = records_of(view.store, view.as_of, first_day(target))
        found = course(target, records, view.as_of)
        return found.assign(so_far=found["so_far"] / 100, expected=found["expected"] / 100)

    chart(
        view, f"target_{row['id']}", "Lines by day: what the target has come to and what was expected; rule: the aim",
        lambda: target_charts.course(drawn(), goal, view.currency, view.dark),
    )  # fmt: skip


def _rows(view: View, target: pd.DataFrame) -> None:
    found = rows_behind(view.store, target, view.as_of)
    if found.empty:
        st.caption("Nothing has come in since it began.")
        return
    sign = fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Day": found["day"].dt.date, "Account": found["account"], "Service": found["service"],
            "Kind": found["kind"].fillna("not said"), f"Amount ({sign})": found["amount_cents"].astype(float) / 100,
        }
    )  # fmt: skip
    table(shown, f"The {fmt.counted(len(shown), 'row')} that make up the amount so far, newest first", height=280)
    st.download_button(
        f"Download {fmt.counted(len(shown), 'row')}", lambda: frame_csv(shown), "target.csv", "text/csv",
        key=f"download_target_{target.iloc[0]['id']}", on_click="ignore",
    )  # fmt: skip
