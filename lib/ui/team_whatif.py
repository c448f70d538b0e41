"""What-if on the screen: plans side by side, nothing saved until applied."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.periods import today
from lib.team import allocation_charts
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.team_whatif_apply import applied, apply_form
from lib.ui.team_whatif_compare import TODAY, Compared, compare, compared, comparing, is_old
from lib.ui.team_whatif_plans import MOST_PLANS, add_step, offered, plans, remove_step
from lib.ui.text import plain

MOST_BARS = 24
EVEN = 0.005  # of target: less is rounding


def whatif_tab(view: View) -> None:
    """Plans side by side: what would happen, who would carry it, what nobody could; applied only when asked."""
    if view.scope:
        st.caption("A plan is made for everybody: the page's filters are not applied here.")
    if not offered(view)["people"]:
        st.info("Nobody works here on this day. Add people under “People”, or import them on the Data page.")
        return
    if comparing():
        return
    known = plans(view)
    if not known:
        st.markdown(
            "What if somebody leaves or is away, an opportunity is won, a project slips? Put together up to "
            f"{MOST_PLANS} plans and see them side by side. **Nothing is stored until you apply one.**"
        )
    add_step(view)
    _listed(view)
    found = compared(view)
    if found is not None and known:
        _result(view, found)
    applied(view)


def _listed(view: View) -> None:
    known = plans(view)
    if not known:
        return
    cells = st.grid(min(len(known), 3), min_column_width=260)
    for name, steps in known.items():
        with cells.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(name)}**")
            for at, step in enumerate(steps):
                row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
                row.markdown(plain(step.words))
                row.button(
                    "Remove", key=f"whatif_drop_{name}_{at}", type="tertiary", icon=":material/close:",
                    on_click=remove_step, args=(view, name, at),
                )  # fmt: skip
            if view.as_of >= today():
                box = st.expander("Apply this plan", key=f"whatif_apply_{name}", on_change="rerun")
                if box.open:
                    with box:
                        apply_form(view, name)
    if view.as_of < today():
        st.caption("On a past day plans can be looked at, not applied: set the page's day to today.")
    found = compared(view)
    old = found is None or is_old(view, found)
    st.button(
        "Compare", type="primary" if old else "secondary", icon=":material/compare_arrows:", key="whatif_compare",
        on_click=compare, args=(view,),
    )  # fmt: skip


def _result(view: View, found: Compared) -> None:
    if is_old(view, found):
        st.warning("The plans or the bookings changed since this was compared: compare again.")
    st.markdown(f"**{fmt.counted(len(found.asked), 'plan')}** {_worst(found)}")
    st.caption(
        f"In the {found.weeks} weeks from {fmt.day(found.start)}, as shares of each person's target. “Left” leaves all "
        "work where it is; “moved” is after the fewest moves that help."
    )
    table(_shown(found.rows), "Plans side by side with load, people over target and hours nobody can do", _LOOKS)
    if not found.rows["proved"].all():
        st.caption("Where time ran out before the best moves were proved, a few better ones may exist.")
    _loads(view, found)


def _worst(found: Compared) -> str:
    """What stands out, in one sentence."""
    rows = found.rows[found.rows["plan"] != TODAY]
    most = rows.sort_values(["uncovered_minutes", "over_target_after"], ascending=False).iloc[0]
    if most["uncovered_minutes"] >= 1:
        return (
            f"beside how it is: “{plain(most['plan'])}” leaves most undone, {most['uncovered_minutes'] / 60:.1f} hours "
            "a week that nobody may or can do."
        )
    over = int(most["over_target_after"])
    who = "nobody" if not over else "1 person" if over == 1 else f"{over} people"
    return f"beside how it is: all work could be done; in “{plain(most['plan'])}” {who} would be over target."


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Plan": rows["plan"],
            "Highest load, left": _share(rows["peak"]),
            "Highest load, moved": _share(rows["peak_after"]),
            "Over target, left": rows["over_target"],
            "Over target, moved": rows["over_target_after"],
            "Beyond contract, moved": rows["over_contract_after"],
            "Moves": rows["moves_needed"],
            "Nobody can": rows["uncovered_minutes"] / 60,
        }
    )


def _share(values: "pd.Series[float]") -> list[str | None]:
    return [None if pd.isna(value) else fmt.percent(value) for value in values]


_column = st.column_config
_LOOKS: dict[str, ColumnConfig] = {
    "Plan": _column.TextColumn(width=180, pinned=True),
    "Highest load, left": _column.TextColumn(
        "Peak, left", width=92, alignment="right", help="The highest load, all work left as it is."
    ),
    "Highest load, moved": _column.TextColumn(
        "Peak, moved", width=104, alignment="right", help="The highest load after the best moves."
    ),
    "Over target, left": _column.NumberColumn("Over, left", width=92, help="People over target, all work left."),
    "Over target, moved": _column.NumberColumn("Over, moved", width=104, help="People over target after the moves."),
    "Beyond contract, moved": _column.NumberColumn(
        "Beyond contract", width=116, help="People beyond all their contracted hours after the moves."
    ),
    "Moves": _column.NumberColumn(width=62, help="How many handovers the best plan takes."),
    "Nobody can": _column.NumberColumn(
        "Undone (h/week)", format="%.1f", width=112, help="Hours a week that nobody may or has the skills to do."
    ),
}  # fmt: skip


def _loads(view: View, found: Compared) -> None:
    names = [name for name in found.loads if name != TODAY]
    name = st.segmented_control(
        "Loads by person in", names, default=names[0], key=f"whatif_loads_{found.mark}", required=True
    )
    people = found.loads[name or names[0]]
    drawn = _concerned(people)
    if drawn.empty:
        st.caption("Nobody's load would change, and nobody is over target.")
        return
    st.caption("Ring: as it is, dot: in the plan after the moves, dashed: target. Those whose load changes most.")
    chart(
        view, f"whatif_{found.mark}_{name}", f"Load of each person as it is and in {name}",
        lambda: allocation_charts.loads(drawn),
    )  # fmt: skip


def _concerned(people: pd.DataFrame) -> pd.DataFrame:
    """Whose load changes or lies above target; who has no hours left in the plan carries nothing there."""
    both = pd.DataFrame(
        {"person": people["person"], "before": people["now"].fillna(0.0), "after": people["after"].fillna(0.0)}
    )
    change = (both["after"] - both["before"]).abs()
    kept = both[(change > EVEN) | (both["after"] > 1 + EVEN)].assign(change=change)
    largest = kept.sort_values("change", ascending=False, kind="stable").head(MOST_BARS)
    return largest.sort_values("before", ascending=False, kind="stable").drop(columns="change").reset_index(drop=True)
