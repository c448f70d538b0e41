"""Utilisation on the screen in its several definitions, and targets by role."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.team.utilisation import LAST_WEEKS, PERIODS, Used, billable
from lib.team.utilisation_figures import (
    BILLABLE,
    DEFINITIONS,
    MINUTES,
    WHOLES,
    firm_target,
    rates,
    summed,
    utilisation,
)
from lib.team.utilisation_queries import roles
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.team_load_read import used_of
from lib.ui.team_utilisation_targets import targets
from lib.ui.text import plain

# How each definition is headed in a table of several: its denominator is told by the help of the column.
SHORT = {
    BILLABLE: "Billable", "Billable, of worked": "Of worked", "Client work, of capacity": "Client work",
    "Total, of capacity": "Total", "Total, of contract": "Of contract", "Scheduled, of capacity": "Scheduled",
}  # fmt: skip


def utilisation_tab(view: View) -> None:
    """Utilisation on the screen in its several definitions, and targets by role."""
    words = st.segmented_control(
        "Period", PERIODS, default=LAST_WEEKS, key="utilisation_period", required=True, bind="query-params"
    )
    used = used_of(view, words or LAST_WEEKS)
    people = used.people if view.owner is None else used.people[used.people["person"] == view.owner]
    if people.empty:
        _nothing(view, used)
    else:
        found = view.read(roles).set_index("name")["target"]
        st.markdown(_answer(view, used, people, found))
        st.caption(_scope(view, used, people))
        beside(view, "utilisation", "utilisation_target")
        _side_by_side(people)
        _by_role(people, found)
        _by_person(people)
    box = st.expander("Targets of roles", key="utilisation_targets", on_change="rerun")
    if box.open:
        with box:
            targets(view)


def _nothing(view: View, used: Used) -> None:
    who = f"{plain(view.owner)}'s" if view.owner else "Nobody's"
    verb = "are not" if view.owner else "are"
    many = f" ({fmt.counted(len(used.unrecorded), 'person')} worked here)".replace("persons", "people")
    st.info(
        f"{who} weekly hours {verb} recorded for {plain(fmt.span(used.period))}{many if used.unrecorded else ''}, so "
        "there is nothing to divide by. Enter them in the tab People; hours worked come in on the Data page."
    )


def _answer(view: View, used: Used, people: pd.DataFrame, found: "pd.Series[float]") -> str:
    whose = plain(view.owner) if view.owner else fmt.counted(len(people), "person").replace("persons", "people")
    span = plain(fmt.span(used.period))
    if not people["logged"].any():
        hours = people["capacity"].sum() / 60
        return f"**No hours are logged** of {whose} in {span}, of {hours:,.0f} hours of capacity."
    now = billable(Used(used.period, used.cut, used.booked_from, people, used.unrecorded))
    if now.value is None:
        return f"**No billable hour** is logged of {whose} in {span}."
    aim = firm_target(people, found)
    return f"**{plain(fmt.percent(now.value))}** of capacity was billable in {span}{_against(now, aim)}."


def _against(now: Measure, aim: Measure) -> str:
    if aim.value is None or now.value is None:
        return "; no role has a target yet"
    apart = round((now.value - aim.value) * 100)
    where = f"{fmt.counted(abs(apart), 'point')} {'above' if apart > 0 else 'below'}" if apart else "exactly at"
    return f": **{where}** the {plain(fmt.percent(aim.value))} that the targets of the roles come to"


def _scope(view: View, used: Used, people: pd.DataFrame) -> str:
    parts = [f"{fmt.counted(len(people), 'person').replace('persons', 'people')} with recorded weekly hours."]
    silent = int((people["logged"] <= 0).sum())
    parts += [f"{silent:,} of them logged nothing; their capacity counts."] if silent else []
    parts += [f"Counted from {fmt.day(used.period.start)}, when time records begin."] if used.cut else []
    parts += [f"Without recorded hours, so left out: {_few(used.unrecorded)}."] if used.unrecorded else []
    parts += [f"Only {view.owner}, as the owner filter says."] if view.owner else []
    parts += ["The sector filter is not applied here: people work for several sectors."] if view.sector else []
    return plain(" ".join(parts))


def _few(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6:,} more" if len(names) > 6 else "")


def _side_by_side(people: pd.DataFrame) -> None:
    st.subheader("The same hours, several utilisations", anchor=False)
    total = people[list(MINUTES)].sum(min_count=len(people))
    rows = [
        {
            "Definition": one.name, "Rate (%)": _percent(utilisation(total[one.part], total[one.whole])),
            "What is divided": one.words, "Hours": total[one.part] / 60, "By": WHOLES[one.whole],
            "Hours divided by": total[one.whole] / 60,
        }
        for one in DEFINITIONS
    ]  # fmt: skip
    whole = st.column_config.NumberColumn(format="localized", step=1)
    looks: dict[str, ColumnConfig] = {"Hours": whole, "Hours divided by": whole, "Rate (%)": whole}
    looks["Definition"] = st.column_config.TextColumn(pinned=True)
    table(pd.DataFrame(rows), "Utilisation of the firm in each definition, with numerator and denominator", looks)
    if total.isna().any():
        st.caption("Scheduled cannot be told: bookings in Steward begin after the first day of this period.")


def _percent(measure: Measure) -> float | None:
    return None if measure.value is None else round(measure.value * 100)


def _by_role(people: pd.DataFrame, found: "pd.Series[float]") -> None:
    st.subheader("By role", anchor=False)
    sums = summed(people, "role")
    rate = rates(sums)
    goal = found.reindex(sums["role"].tolist()).to_numpy(dtype=float)
    shown = pd.DataFrame(
        {
            "Role": sums["role"], "People": sums["people"], SHORT[BILLABLE]: (rate[BILLABLE] * 100).round(),
            "Target": (goal * 100).round(), "Distance": ((rate[BILLABLE] - goal) * 100).round(),
            **_others(rate),
        }
    ).sort_values("Distance", na_position="last")  # fmt: skip
    table(shown, "Utilisation by role against its target, furthest below first", _looks(), height=_height(shown, 20))
    st.caption("In per cent, distance in points. Hours of the role summed, then divided; targets are of Billable.")


def _by_person(people: pd.DataFrame) -> None:
    box = st.expander(f"By person ({len(people):,})", key="utilisation_people", on_change="rerun")
    if not box.open:
        return
    rate = rates(people)
    shown = pd.DataFrame(
        {
            "Person": people["person"], "Role": people["role"], "Capacity (h)": (people["capacity"] / 60).round(),
            "Logged (h)": (people["logged"] / 60).round(), SHORT[BILLABLE]: (rate[BILLABLE] * 100).round(),
            **_others(rate),
        }
    ).sort_values(SHORT[BILLABLE], ascending=False, na_position="last")  # fmt: skip
    with box:
        st.caption("Rates in per cent.")
        table(shown, "Utilisation by person", _looks(), height=_height(shown, 15))


def _height(shown: pd.DataFrame, most: int) -> int:
    return 38 + 35 * min(len(shown), most)


def _others(rate: pd.DataFrame) -> dict[str, "pd.Series[float]"]:
    return {SHORT[one.name]: (rate[one.name] * 100).round() for one in DEFINITIONS if one.name != BILLABLE}


def _looks() -> dict[str, ColumnConfig]:
    number = st.column_config.NumberColumn
    looks: dict[str, ColumnConfig] = {
        SHORT[one.name]: number(format="localized", step=1, width=88, help=f"{one.words}.") for one in DEFINITIONS
    }
    distance = number(format="%+d", width=84, help="Billable minus target, in points; below zero: under it.")
    narrow = dict.fromkeys(("People", "Target", "Capacity (h)", "Logged (h)"), number(width=88, format="localized"))
    text = st.column_config.TextColumn(width=160, pinned=True)
    return looks | narrow | {"Distance": distance, "Role": text, "Person": text}
