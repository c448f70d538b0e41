"""Load of people by week on the screen, and who is over-extended by which rule."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import format as fmt
from lib.days import Bools, Ints
from lib.team import load_charts, load_grid
from lib.team.load import Load, Weeks, load, most_loaded
from lib.team.load_figures import TREATMENTS, WEIGHTED, team_load
from lib.team.load_words import over_list, short_day, tentative_words, uncovered, unrecorded_words
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.team_head_rows import capital
from lib.ui.team_load_groups import placeholders, roles
from lib.ui.team_load_person import one_person
from lib.ui.team_load_read import is_planned, narrowed, only, weeks_of
from lib.ui.text import plain

EVERY_ROLE = "All roles"
MOST = 30  # people shown at first
LISTED = 8  # over-extended people listed at first


@dataclass(frozen=True)
class Chosen:
    """What the tab's controls hold; `in_full` are numbers of tentative bookings."""

    unit: str
    treatment: str
    role: str
    in_full: tuple[int, ...]

    @property
    def key(self) -> str:
        """A word for these choices, to keep a chart by."""
        return f"{self.unit}_{self.treatment}_{self.role}_{'_'.join(map(str, self.in_full))}"


def load_tab(view: View) -> None:
    """Load of people by week on the screen, and who is over-extended by which rule."""
    weeks = narrowed(view, weeks_of(view))
    _filters(view)
    if not weeks.capacity.any():
        _nothing(weeks)
        return
    chosen = _controls(weeks)
    taken = load(weeks, chosen.treatment, chosen.in_full)
    order = most_loaded(weeks, taken)
    order = order[_of_role(weeks, chosen.role)[order]]
    _heatmap(view, weeks, taken, order, chosen)
    _over(weeks, taken, _of_role(weeks, chosen.role))
    roles(view, weeks, taken, chosen.unit, chosen.key)
    placeholders(view, weeks, taken, chosen.key)
    one_person(view, weeks, order)


def _filters(view: View) -> None:
    said = [f"Only {plain(view.owner)} is shown, as the owner filter says; placeholders are of the whole firm."]
    said = said if view.owner else []
    said += ["The sector filter is not applied here: people work for clients of several sectors."] * bool(view.sector)
    if said:
        st.caption(" ".join(said))


def _nothing(weeks: Weeks) -> None:
    everybody = np.ones(len(weeks.people), dtype=np.bool_)
    why = unrecorded_words(weeks, everybody)
    if len(weeks.people) and not why:
        why = "Everybody shown is away in all of these weeks, so there is no load to tell."
    why = why or "Nobody is with the firm on this day: add people in the tab People."
    st.info(f"Here will stand how full each person's weeks are, from weekly hours, leave and bookings. {plain(why)}")


def _controls(weeks: Weeks) -> Chosen:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    unit = row.segmented_control(
        "Show", load_grid.UNITS, default=load_grid.PERCENT, key="load_unit", required=True, bind="query-params"
    )
    treatment = row.segmented_control(
        "Tentative bookings", TREATMENTS, default=WEIGHTED, key="load_tentative", required=True, bind="query-params",
        help="Weighted: hours times the chance somebody gave; half where nobody said.",
    )  # fmt: skip
    names = sorted({name for name in weeks.people["role"] if isinstance(name, str)})
    role = EVERY_ROLE
    if len(names) > 1:
        role = row.selectbox("Role", [EVERY_ROLE, *names], key="load_role", width=220)
    return Chosen(unit or load_grid.PERCENT, treatment or WEIGHTED, role, _one_by_one(weeks, row))


def _one_by_one(weeks: Weeks, row: DeltaGenerator) -> tuple[int, ...]:
    words = tentative_words(weeks)
    if not words:
        return ()
    count = len(set(st.session_state.get("load_in_full", ())) & set(words))
    label = f"One by one: {count} in full" if count else "One by one"
    box = row.popover(label, help="Choose which tentative bookings count in full.")
    picked = box.multiselect(
        "Tentative bookings to count in full, whatever is chosen for the others", list(words), key="load_in_full",
        format_func=lambda number: words.get(number, "–"), placeholder="None: choose what you expect to be won",
    )  # fmt: skip
    return tuple(sorted(picked))


def _of_role(weeks: Weeks, role: str) -> Bools:
    if role == EVERY_ROLE:
        return np.ones(len(weeks.people), dtype=np.bool_)
    return np.asarray(weeks.people["role"].eq(role).to_numpy(dtype=np.bool_))


def _heatmap(view: View, weeks: Weeks, taken: Load, order: Ints, chosen: Chosen) -> None:
    shown = order
    if len(order) > MOST:
        many = st.segmented_control(
            "People", [f"{MOST} most loaded", f"All {len(order):,}"], default=f"{MOST} most loaded", key="load_many",
            required=True, label_visibility="collapsed",
        )  # fmt: skip
        shown = order if str(many).startswith("All") else order[:MOST]
    st.markdown(f"**{_title(view, weeks, taken, order)}**")
    if len(shown):
        names = weeks.people["name"].iloc[shown].tolist()
        chart(
            view, f"load_{chosen.key}_{len(shown)}", f"Load of {len(shown)} people by week, most loaded first",
            lambda: load_charts.heatmap(
                load_grid.people_cells(weeks, taken, shown, chosen.unit), names,
                [short_day(day) for day in weeks.starts], weeks.past, view.dark,
            ),
        )  # fmt: skip
    st.caption(_below(weeks, chosen))
    if missing := unrecorded_words(weeks, _of_role(weeks, chosen.role)):
        st.caption(plain(missing))


def _title(view: View, weeks: Weeks, taken: Load, order: Ints) -> str:
    found = team_load(taken.booked[order][:, weeks.ahead], weeks.capacity[order][:, weeks.ahead])
    days = weeks.starts[weeks.ahead]
    if found.value is None:
        return "None of them has hours in the next four weeks"
    if not is_planned(weeks_of(view)):
        return f"Nothing is booked from {short_day(days[0])} to {_last(weeks)}"
    share = plain(fmt.percent(found.value))
    return f"{share} of the hours from {short_day(days[0])} to {_last(weeks)} are booked, most loaded first"


def _last(weeks: Weeks) -> str:
    return short_day(weeks.starts[weeks.ahead.stop - 1] + timedelta(days=6))


def _below(weeks: Weeks, chosen: Chosen) -> str:
    unit = "Numbers are per cent" if chosen.unit == load_grid.PERCENT else "Numbers are hours, colours the share"
    logs = "from logged hours" if weeks.logged[:, : weeks.past].any() else "from bookings, as no hours are logged"
    return (
        f"{unit} of each week's own capacity: weekly hours less leave and public holidays. Paler: past weeks, {logs}. "
        "The running week and those after it: bookings."
    )


def _over(weeks: Weeks, taken: Load, kept: Bools) -> None:
    found = over_list(only(weeks, kept), _only_load(taken, kept))
    st.subheader("Over-extended", anchor=False)
    if found.empty:
        st.markdown("**Nobody** is booked beyond the rules in the next four weeks, or worked beyond them lately.")
    lines = [_line(row) for row in found.itertuples()]
    if lines:
        st.markdown("\n".join(lines[:LISTED]))
    if len(lines) > LISTED:
        with st.expander(f"{len(lines) - LISTED:,} more", key="load_over_more"):
            st.markdown("\n".join(lines[LISTED:]))
    st.caption(
        "The rules: booked over 100 % in two or more of the next four whole weeks, or over 110 % in any of them; or "
        "more hours logged than capacity in three or more of the last four."
    )
    if gone := uncovered(weeks, taken.booked):
        st.caption(plain(gone))


def _line(row: Any) -> str:
    role = f", {plain(row.role)}" if isinstance(row.role, str) else ""
    return f"- **{plain(row.person)}**{role}: {plain(capital(row.why))}."


def _only_load(taken: Load, kept: Bools) -> Load:
    return Load(taken.booked[kept], taken.tentative[kept], taken.shown[kept], taken.unmet)
