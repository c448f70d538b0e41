"""Scope, changes waiting for the client, revision rounds on the screen."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.days import Ints, record_numbers
from lib.delivery import figures, scope_figures
from lib.delivery import work as of_work
from lib.measure import Measure, undefined
from lib.periods import today
from lib.ui.account_figures import Told, height, told
from lib.ui.delivery_benchmarks_read import beside
from lib.ui.delivery_projects_read import (
    BY,
    OWNER_HELP,
    Scoped,
    handed_over,
    nothing_yet,
    projects,
    scoped,
    waiting_changes,
)  # fmt: skip
from lib.ui.delivery_scope_changes import changes_rows, waiting_list
from lib.ui.delivery_scope_rounds import round_rows, rounds_compared
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain
from lib.ui.whole import whole

ROWS, WORST, SEEN = 10, 15, 8
_column = st.column_config


def scope_tab(view: View) -> None:
    """Scope, changes waiting for the client, revision rounds on the screen."""
    if nothing_yet(view, projects(view), "hours beyond scope, changes the client has not answered, revision rounds"):
        return
    found = scoped(view)
    st.markdown(_answer(view, found))
    told(view, _figures(view, found))
    st.caption(_counted(view, found))
    beside(view, "scope_creep", "scope_creep_alarm", "rounds")
    waiting_list(view)
    by = st.segmented_control(
        "Compare by", list(BY), default="Account", key="delivery_scope_by", required=True, bind="query-params",
        help=OWNER_HELP,
    ) or "Account"  # fmt: skip
    _compared(view, found, by)
    _worst(view, found)
    rounds_compared(view, by)


def _figures(view: View, found: Scoped) -> list[Told]:
    over = int(found.hours["beyond"].sum())
    unbilled = int(found.hours["unbilled"].sum())
    asked, done = waiting_changes(view), handed_over(view)
    fees = int(asked["fee_cents"].sum())
    return [
        Told("Beyond scope", of_work.scope_creep(found.found.work, found.found.hours_from), "share",
             "Hours worked beyond scoped and approved hours, as a share of these. Hours one project saved do not pay "
             "for those another went beyond.", rows=lambda: _project_rows(view, found)),
        Told("Hours beyond", _hours(found, over), "count", "Hours worked beyond scoped and approved hours.",
             f"{unbilled / 60:,.0f} h of them not billed", lambda: _project_rows(view, found)),
        Told("Not billed", _given_away(found), "money",
             "Hours beyond scope that were not billed, at the bill rate of the account, else the firm's standard one.",
             "at the bill rate", lambda: _project_rows(view, found)),
        Told("Waiting", scope_figures.waiting(asked["fee_cents"]), "count",
             "Changes of scope the client had not answered by the day.",
             f"worth {fmt.money(fees, view.currency)}" if len(asked) else "changes the client has not answered",
             lambda: changes_rows(view, asked)),
        Told("Revision rounds", figures.revision_rounds(*_rounds(done)), "ratio",
             "Rounds of changes asked for a deliverable handed over in the last 12 months, mean, over those whose "
             "rounds in scope were agreed.", rows=lambda: round_rows(done)),
        Told("First time right", scope_figures.first_round(record_numbers(done["rounds"])), "share",
             "Of the deliverables handed over in the last 12 months, those the client took without asking for a "
             "change.", "taken without a change", lambda: round_rows(done)),
    ]  # fmt: skip


def _answer(view: View, found: Scoped) -> str:
    scoped_ones = int(found.hours["agreed"].notna().sum())
    if not scoped_ones:
        return "Of no project both the agreed scope and all hours are on record, so scope cannot be told."
    over = found.hours["beyond"] > 0
    if not over.any():
        return f"None of **{fmt.counted(scoped_ones, 'project')}** with an agreed scope went beyond it."
    given, unbilled = _given_away(found), int(found.hours["unbilled"].sum()) / 60
    worth = f", worth **{plain(fmt.money(given.value, view.currency))}**" if given.value else ""
    return (
        f"**{fmt.of(int(over.sum()), scoped_ones)}** projects went beyond their scope, by "
        f"**{found.hours['beyond'].sum() / 60:,.0f} h**; **{unbilled:,.0f} h** of it were not billed{worth}."
    )


def _rounds(done: pd.DataFrame) -> tuple[Ints, Ints]:
    return record_numbers(done["rounds"]), record_numbers(done["rounds_in_scope"])


def _hours(found: Scoped, over: int) -> Measure:
    base = int(found.hours["agreed"].notna().sum())
    return Measure(over / 60, base=base) if base else undefined("no project with an agreed scope")


def _given_away(found: Scoped) -> Measure:
    if not int(found.hours["agreed"].notna().sum()):
        return undefined("no project with an agreed scope")
    return scope_figures.given_away(found.hours["unbilled_cents"], found.hours["unbilled"])


def _counted(view: View, found: Scoped) -> str:
    count = len(found.found.rows)
    more = f"; {found.untimed:,} more were begun before time records and stay out" if found.untimed else ""
    flags = " What was billed is known as it stands now." if view.as_of < today() else ""
    return plain(f"{fmt.counted(count, 'project')} running or delivered in the last 12 months{more}.{flags}")


def _compared(view: View, found: Scoped, by: str) -> None:
    groups = scope_figures.by_group(found.hours, found.found.rows[BY[by]])
    st.markdown(f"**Hours beyond scope, by {by.lower()}**")
    if groups.empty:
        st.caption("No project with an agreed scope and all its hours on record runs, or was delivered in 12 months.")
        return
    at = chosen_row(
        _shown(view, groups, by), f"Hours beyond scope by {by.lower()}, the most first", _LOOKS | _money_look(view),
        key=f"delivery_scope_{by}", ids=groups["group"].tolist(), rows=ROWS,
    )  # fmt: skip
    if at is None:
        st.caption("Choose one to see its projects.")
        return
    name = str(groups["group"].iloc[at])
    kept = (found.found.rows[BY[by]] == name).to_numpy(dtype=bool)
    rows = _project_rows(view, Scoped(found.found.only(kept), found.hours[kept].reset_index(drop=True), 0))
    st.markdown(f"**{plain(name)}**: {fmt.counted(len(rows), 'project')} with an agreed scope")
    table(rows, "Projects behind the chosen row", height=height(len(rows)))


def _shown(view: View, groups: pd.DataFrame, by: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: groups["group"],
            "Projects": groups["projects"],
            "Went beyond": groups["over"],
            "Agreed (h)": whole(groups["agreed"] / 60),
            "Beyond (h)": whole(groups["beyond"] / 60),
            "Beyond (%)": groups["share"] * 100,
            "Not billed (h)": whole(groups["unbilled"] / 60),
            _worth(view): whole(groups["unbilled_cents"] / 100),
        }
    )


def _worth(view: View) -> str:
    return f"Not billed ({fmt.sign(view.currency).strip()})"


def _project_rows(view: View, found: Scoped) -> pd.DataFrame:
    """Projects with an agreed scope, the most hours beyond first."""
    rows, told_of = found.found.rows, found.hours
    frame = pd.DataFrame(
        {
            "Project": rows["name"],
            "Account": rows["account"],
            "Owner": rows["owner"],
            "Stands": rows["standing"],
            "Agreed (h)": (told_of["agreed"] / 60).round(1),
            "Worked (h)": (told_of["worked"] / 60).round(1),
            "Beyond (h)": (told_of["beyond"] / 60).round(1),
            "Not billed (h)": (told_of["unbilled"] / 60).round(1),
            _worth(view): told_of["unbilled_cents"] / 100,
        }
    )
    return frame[frame["Agreed (h)"].notna()].sort_values("Beyond (h)", ascending=False, kind="stable")


def _worst(view: View, found: Scoped) -> None:
    rows = _project_rows(view, found)
    over = rows[rows["Beyond (h)"] > 0]
    st.markdown("**Projects furthest beyond their scope**")
    if over.empty:
        st.caption("No project went beyond its scope.")
        return
    shown = over.head(WORST)
    shown = shown.assign(**{name: whole(shown[name]) for name in (*_HOURS, _worth(view))})
    if len(over) > WORST:
        st.caption(f"The {WORST} furthest of {len(over):,}; the rows behind “Beyond scope” above hold them all.")
    looks = _LOOKS | _PROJECT_LOOKS | _money_look(view)
    table(shown, "Projects furthest beyond scope", looks, wrap=SEEN)


def _money_look(view: View) -> dict[str, ColumnConfig]:
    return {
        _worth(view): _column.NumberColumn(
            format="localized", step=1, width=100, help="At the bill rate; – where a part of the hours has none."
        )
    }


_PROJECT_LOOKS: dict[str, ColumnConfig] = {
    "Project": _column.TextColumn(width=186), "Account": _column.TextColumn(width=136),
    "Owner": _column.TextColumn(width=108), "Stands": _column.TextColumn(width=84),
}  # fmt: skip
_HOURS = {"Agreed (h)": "Scoped and approved hours.", "Worked (h)": "As logged.", "Beyond (h)": "Beyond agreed hours.",
          "Not billed (h)": "Of the hours beyond."}  # fmt: skip
_LOOKS: dict[str, ColumnConfig] = {
    **{name: _column.TextColumn(width=200) for name in BY},
    **{name: _column.NumberColumn(format="localized", step=1, width=92, help=words) for name, words in _HOURS.items()},
    "Beyond (%)": _column.NumberColumn(format="%.0f", width=84, help="Hours beyond of agreed hours."),
    "Projects": _column.NumberColumn(width=76, help="With an agreed scope and all hours on record."),
}
