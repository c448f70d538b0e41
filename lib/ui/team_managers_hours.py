"""Where the hours of people go on the screen: paid for, beyond what is paid, internal; and what to do first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.team.overload_charts import COLOURS, parts_of_hours
from lib.team.overload_figures import advice, over_serviced_share
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.team_managers_read import Hours, hours_of, overload_of
from lib.ui.text import plain

CHOICES = {"4 weeks": 4, "12 weeks": 12}
KINDS = dict(zip(("sold", "over", "untold", "internal"), COLOURS, strict=True))
MOST_ADVISED, MOST_DRAWN = 6, 15


def hours_section(view: View) -> None:
    """Where hours went, and for everybody over-extended what to do first."""
    st.subheader("Where the hours go", anchor=False)
    picked = st.segmented_control(
        "Whole weeks looked at", list(CHOICES), default="4 weeks", key="managers_weeks", required=True
    )
    weeks = CHOICES[picked or "4 weeks"]
    found = hours_of(view, weeks)
    shown = found.people if view.owner is None else found.people[found.people["person"] == view.owner]
    if not shown["hours"].sum():
        st.info(
            "Nobody logged hours in these weeks. Here will stand which hours clients pay for, which go beyond, and "
            "which are internal. Import time entries on the Data page."
        )
        return
    st.markdown(_answer(shown, weeks))
    if view.sector:
        st.caption("Hours of people have no sector: everybody is shown.")
    _advised(view, found, shown)
    _drawn(view, shown, weeks)
    _listed(shown)
    st.caption(_meaning(found))


def _answer(shown: pd.DataFrame, weeks: int) -> str:
    total = shown["hours"].sum()
    over, untold = shown["over"].sum(), shown["untold"].sum()
    share = over_serviced_share(over, over + shown["sold"].sum()).value
    parts = [f"**{shown['sold'].sum():,.0f} h** paid for by clients"]
    parts += [f"**{over:,.0f} h** beyond what they pay for ({fmt.percent(share)} of the two)"] if share else []
    parts += [f"**{shown['internal'].sum():,.0f} h** internal"]
    parts += [f"{untold:,.0f} h where it cannot be told"] if untold >= 1 else []
    return f"Of **{total:,.0f} h** a week logged over the last {weeks} weeks: {', '.join(parts)}."


def _meaning(found: Hours) -> str:
    if not found.months:
        return "What clients pay for cannot be told: no whole month of time entries is on record yet."
    return (
        "Beyond what is paid: the share of each client's hours beyond the agreed scopes, retainer hours and fees of "
        f"{found.months}, spread over everybody who works for it by their hours (tab Over-servicing of Delivery and "
        "money). The orange tick is capacity, mean of the four weeks before this one."
    )


def _advised(view: View, found: Hours, shown: pd.DataFrame) -> None:
    # Re-scoping costs no client their person, so those it helps most stand first.
    worst = shown[shown["over_extended"]].sort_values(["over", "excess"], ascending=False, kind="stable")
    if worst.empty:
        st.markdown("Nobody here is over-extended, so nothing needs to be re-scoped or moved for their sake.")
        return
    st.markdown(
        f"**What to do first** for {_people(len(worst))} over-extended, those whom re-scoping helps most first:"
    )
    st.markdown("\n".join(_line(found, row) for row in worst.head(MOST_ADVISED).to_dict("records")))
    rest = worst.iloc[MOST_ADVISED:]
    if rest.empty:
        return
    box = st.expander(f"{_people(len(rest))} more", key="managers_more", on_change="rerun")
    if box.open:
        box.markdown("\n".join(_line(found, row) for row in rest.to_dict("records")))


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"


def _line(found: Hours, row: Mapping[Any, Any]) -> str:
    told = advice(overload_of(found, int(row["person_id"])))
    excess = float(row["excess"])
    size = f"{excess:.0f} h a week beyond capacity" if excess >= 0.5 else "beyond capacity in single weeks"
    return f"- **{plain(row['person'])}** ({size}): {plain(' '.join(told))}"


def _drawn(view: View, shown: pd.DataFrame, weeks: int) -> None:
    first = shown.assign(first=shown["over_extended"]).sort_values(
        ["first", "over", "hours"], ascending=False, kind="stable"
    )
    drawn = first.head(MOST_DRAWN)
    wide = drawn[["person", "capacity", *KINDS]]
    parts = wide.melt(["person", "capacity"], list(KINDS), "kind", "hours")
    ordered = parts.assign(kind=parts["kind"].map(KINDS))
    chart(
        view, f"managers_hours_{weeks}_{view.owner}",
        f"Hours a week of {_people(len(drawn))} by what is paid for, beyond it and internal",
        lambda: parts_of_hours(ordered, weeks),
    )  # fmt: skip
    if len(shown) > MOST_DRAWN:
        st.caption(f"Drawn are {MOST_DRAWN} of {len(shown):,} people, the over-extended first; the table has all.")


def _listed(shown: pd.DataFrame) -> None:
    box = st.expander("All people as a table", key="managers_hours_table", on_change="rerun")
    if not box.open:
        return
    names = {"sold": "Paid for", "over": "Beyond what is paid", "internal": "Internal", "untold": "Cannot be told"}
    frame = pd.DataFrame({"Person": shown["person"], "Logged (h a week)": shown["hours"]})
    frame = frame.assign(**{label: shown[name] for name, label in names.items()}, Capacity=shown["capacity"])
    looks = {str(name): st.column_config.NumberColumn(format="%.1f") for name in frame.columns[1:]}
    with box:
        table(frame, "Hours a week of each person by where they go", dict(looks), height=38 + 35 * min(len(frame), 12))
