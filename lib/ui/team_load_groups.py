"""Load of roles and of everyone on the screen, and the hours that nobody is named for yet."""

import streamlit as st

from lib import format as fmt
from lib.team import load_charts, load_grid
from lib.team.load import SUBJECTS, Load, Weeks
from lib.team.load_words import short_day
from lib.ui.charts import chart
from lib.ui.page import View


def roles(view: View, weeks: Weeks, taken: Load, unit: str, key: str) -> None:
    """Everyone and each role × week; nothing where only one person is shown."""
    if view.owner is not None:
        return
    st.subheader("By role", anchor=False)
    cells, rows = view.keep("cells of roles", lambda: load_grid.role_cells(weeks, taken, unit), key, of=SUBJECTS)
    chart(
        view, f"load_roles_{key}", f"Load of everyone and of {fmt.counted(len(rows) - 1, 'role')} by week",
        lambda: load_charts.heatmap(cells, rows, _days(weeks), weeks.past, view.dark, legend=False),
    )  # fmt: skip
    st.caption("All hours of a role ÷ all its capacity, never a mean of people's rates. In brackets: people.")


def placeholders(view: View, weeks: Weeks, taken: Load, key: str) -> None:
    """Hours a week booked for a role or skill without a person."""
    st.subheader("Work nobody is named for", anchor=False)
    cells, rows = view.keep("cells of seats", lambda: load_grid.placeholder_cells(weeks, taken), key, of=SUBJECTS)
    if not rows:
        st.markdown("Every booking ahead has a person.")
        return
    total = taken.unmet.sum() / 60
    st.markdown(f"**{total:,.0f} hours** over the next {len(weeks.mondays) - weeks.past} weeks, by role or skill.")
    chart(
        view, f"load_seats_{key}", "Hours a week wanted by role or skill, with nobody named",
        lambda: load_charts.heatmap(cells, rows, _days(weeks), weeks.past, view.dark, legend=False),
    )  # fmt: skip
    st.caption(
        "Hours a week, tentative ones as chosen above. They count in nobody's load. Name somebody in the tab Bookings "
        "and leave."
    )


def _days(weeks: Weeks) -> list[str]:
    return [short_day(day) for day in weeks.starts]
