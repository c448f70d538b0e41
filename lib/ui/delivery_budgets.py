"""Budget burn on the screen, with the forecast at completion."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.periods import today
from lib.profitability import charts
from lib.profitability.budgets import SUBJECTS, WEEKS, Budgets, budgets, course
from lib.ui import session
from lib.ui.charts import chart
from lib.ui.delivery_budgets_retainers import retainer_section
from lib.ui.page import View
from lib.ui.tables import chosen_row
from lib.ui.text import plain

ROWS = 8
BEYOND, WILL, FITS, UNBOOKED, UNTOLD = "▲ beyond", "◆ runs out", "● fits", "○ nothing booked", "no hours agreed"
_column = st.column_config


def budgets_tab(view: View) -> None:
    """Hours spent and booked against those agreed, project by project; then the hours of retainers month by month."""
    found = _every(view)
    rows = _filtered(view, found.rows)
    if rows.empty:
        st.info(
            f"No project runs on {plain(fmt.day(view.as_of))}{' under these filters' if view.scope else ''}. Here will "
            "stand hours spent and booked against those agreed, and when they run out. Projects come with an import."
        )
    else:
        _projects(view, found, rows)
    retainer_section(view)


def _every(view: View) -> Budgets:
    return session.keep_of("budgets", SUBJECTS, (view.as_of,), lambda: budgets(view.store, view.as_of))


def told_budgets(view: View) -> pd.DataFrame:
    """Running projects with agreed hours under the filters; rows of `budgets` with `stands` (see `standing`)."""
    return _told(_filtered(view, _every(view).rows))


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[rows["agreed"].notna()]
    return told.assign(stands=[standing(row) for row in told.to_dict("records")])


def _filtered(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    for column, wanted in view.scope:
        rows = rows[rows[column] == wanted]
    return rows


def _projects(view: View, found: Budgets, rows: pd.DataFrame) -> None:
    told = _told(rows)
    st.markdown(_answer(told, rows))
    if told.empty:
        return
    st.caption(
        "Forecast: hours worked and those booked from the next day on, tentative ones by their chance; a booking "
        "without an end counts to the due date. Burn index: share of hours spent ÷ share of time gone; above 1 the "
        "hours go faster than the time."
        + (" On a past day too the bookings are those planned now." if view.as_of < today() else "")
    )
    order = {BEYOND: 0, WILL: 1, UNBOOKED: 2, FITS: 3}
    told = told.assign(rank=told["stands"].map(order)).sort_values(
        ["rank", "beyond", "index"], ascending=[True, False, False], kind="stable"
    )  # fmt: skip
    at = chosen_row(
        _shown(told), "Running projects: hours spent, booked and agreed, those beyond first", _LOOKS,
        key="budgets", ids=told["id"].tolist(), rows=ROWS, wrap=True,
    )  # fmt: skip
    if at is None:
        st.caption("Choose a project to see how its hours run.")
        return
    _one(view, found, told.iloc[at])


def standing(row: dict[Hashable, object]) -> str:
    """How a project with agreed hours stands: BEYOND, WILL, UNBOOKED or FITS."""
    spent, agreed, forecast = (float(str(row[name])) for name in ("spent", "agreed", "forecast"))
    if spent > agreed:
        return BEYOND
    if forecast > agreed:
        return WILL
    return FITS if forecast > spent else UNBOOKED


def _answer(told: pd.DataFrame, rows: pd.DataFrame) -> str:
    count, silent = len(told), len(rows) - len(told)
    left = f" {fmt.counted(silent, 'running project')} without agreed hours." if silent else ""
    if not count:
        return f"No running project has agreed hours, so no budget can burn.{left}"
    over, will = told[told["stands"] == BEYOND], told[told["stands"] == WILL]
    parts = [
        f"Of **{fmt.counted(count, 'running project')}** with agreed hours **{len(over)}** went beyond them already"
    ]
    parts += [f"**{len(will)}** will, as booked"] if len(will) else ["no other will, as booked"]
    first = will.sort_values("out_on").head(1)
    soon = ""
    if len(first):
        name, day = plain(first["name"].iloc[0]), first["out_on"].iloc[0]
        soon = f": **{name}** runs out of hours in the week of {_week(day)}"
    hours = (over["spent"] - over["agreed"]).sum() / 60
    beyond = f" So far {hours:,.0f} h beyond." if hours else ""
    return f"{parts[0]}, and {parts[1]}{soon}.{beyond}{left}"


def _week(day: "pd.Timestamp") -> str:
    return f"{day.day} {day:%b}"


def _shown(told: pd.DataFrame) -> pd.DataFrame:
    agreed = told["agreed"].astype("Float64")
    return pd.DataFrame(
        {
            "Project": told["name"],
            "Stands": [_stands(row) for row in told.to_dict("records")],
            "Account": told["account"],
            "Agreed": agreed / 60,
            "Spent": told["spent"] / 60,
            "Forecast": told["forecast"] / 60,
            "Burn (%)": (told["spent"] / agreed.where(agreed > 0) * 100).round(),
            "Time (%)": (told["gone"] * 100).round(),
            "Index": told["index"].round(2),
            "Due": told["due_on"],
        }
    )


def _stands(row: dict[Hashable, object]) -> str:
    stands, beyond = str(row["stands"]), float(str(row["beyond"])) / 60
    if stands == BEYOND:
        return f"{BEYOND} by {(float(str(row['spent'])) - float(str(row['agreed']))) / 60:,.0f} h"
    if stands == WILL:
        day = row["out_on"]
        when = f"week of {_week(day)}" if isinstance(day, pd.Timestamp) else f"in more than {WEEKS} weeks"
        return f"{WILL} {when}" if beyond else stands
    return stands


def _one(view: View, found: Budgets, row: "pd.Series[Any]") -> None:
    at = found.rows["id"].tolist().index(row["id"])
    frame = course(found, at, view.as_of)
    agreed = float(str(row["agreed"])) / 60
    st.markdown(f"**{plain(row['name'])}**, {plain(row['account'])}: {plain(_in_words(view, row))}")
    due = row["due_on"]
    shown = pd.DataFrame(
        {
            "day": frame["day"], "hours": frame["hours"],
            "what": frame["forecast"].map({True: charts.FORECAST, False: charts.ACTUAL}),
        }
    )  # fmt: skip
    chart(
        view, f"burn_{row['id']}", "Lines: hours worked added up to the day, then with those booked, and hours agreed",
        lambda: charts.burn(shown, agreed, pd.Timestamp(view.as_of), due if isinstance(due, pd.Timestamp) else None,
                            view.dark),
    )  # fmt: skip
    if not row["timed"]:
        st.caption("It began before time records, so some of its hours may be missing here.")


def _in_words(view: View, row: "pd.Series[Any]") -> str:
    spent, agreed, forecast = (float(str(row[name])) / 60 for name in ("spent", "agreed", "forecast"))
    words = f"{spent:,.0f} of {agreed:,.0f} h spent"
    words += f", {forecast:,.0f} h when what is booked is done" if forecast > spent else ", nothing is booked ahead"
    fee, value, ahead = row["fee_cents"], row["value_cents"], row["forecast_cents"]
    if not pd.isna(fee) and not pd.isna(value):
        worth = float(str(value if pd.isna(ahead) else ahead))
        words += (
            f"; at the price of an hour {fmt.money(worth, view.currency)} of work for a fee of "
            f"{fmt.money(float(str(fee)), view.currency)}"
        )
    return words + "."


_LOOKS: dict[str, ColumnConfig] = {
    "Project": _column.TextColumn(width=156), "Account": _column.TextColumn(width=116),
    "Stands": _column.TextColumn(width=126),
    **{
        name: _column.NumberColumn(f"{name} (h)", format="%.0f", width=84, help=words)
        for name, words in {
            "Agreed": "Scoped, and approved changes.", "Spent": "Logged to the day.",
            "Forecast": "At completion: spent, and booked from the next day on.",
        }.items()
    },
    "Burn (%)": _column.NumberColumn(format="%.0f", width=68, help="Spent of agreed."),
    "Time (%)": _column.NumberColumn(format="%.0f", width=68, help="Gone from start to the due date agreed last."),
    "Index": _column.NumberColumn(format="%.2f", width=58, help="Burn index: burn ÷ time gone."),
    "Due": _column.DateColumn(format="D MMM YY", width=84),
}  # fmt: skip
