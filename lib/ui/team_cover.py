"""Skills only one person has, and who could cover for whom."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.team import skill_cover
from lib.team.skill_cover import SUBJECTS, WEEKS, absences_ahead, skills_asked_for, skills_at_risk
from lib.team.skill_figures import single_holder_skills
from lib.ui import session
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.team_cover_leave import cover_section
from lib.ui.text import plain

MOST_NAMED = 2


def cover_tab(view: View) -> None:
    """Skills only one person has, and who could cover for whom."""
    if view.scope:
        st.caption(_filters(view))
    _skills(view)
    _absences(view)
    cover_section(view)


def _filters(view: View) -> str:
    said = [f"Only {plain(view.owner)} is listed; the count of skills is of the whole firm."] if view.owner else []
    said += ["The sector filter is not applied here: people work for clients of several sectors."] * bool(view.sector)
    return " ".join(said)


def _skills(view: View) -> None:
    st.subheader("Skills that hang on one person", anchor=False)
    asked = session.keep_of(
        "skills asked for", SUBJECTS, (view.as_of,), lambda: skills_asked_for(view.store, view.as_of)
    )  # fmt: skip
    if not asked:
        st.info(
            "No service on sale says which skills it needs, so none can be seen to hang on one person. Say it on "
            "Upsell opportunities, in the tab Price list."
        )
        return
    found = session.keep_of(
        "skills at risk", SUBJECTS, (view.as_of,), lambda: skills_at_risk(view.store, view.as_of)
    )  # fmt: skip
    st.markdown(_skills_answer(found, asked))
    shown = found if view.owner is None else found[found["person"] == view.owner]
    if not shown.empty:
        _skills_table(shown)


def _skills_answer(found: pd.DataFrame, asked: int) -> str:
    once = single_holder_skills(int(found[found["holders"] == 1]["skill_id"].nunique()), asked).value
    nobody = int((found["holders"] == 0).sum())
    if found.empty:
        return f"Each of the **{asked}** skills services need is held by two people or more at the level needed."
    clients = len({name for names in found["clients"] for name in names})
    said = f"Of **{asked}** skills services need, **{once:.0f}** {'hangs' if once == 1 else 'hang'} on one person"
    said += f" and **{nobody}** nobody holds at the level needed" if nobody else ""
    return f"{said}; **{fmt.counted(clients, 'client')}** buy{'s' if clients == 1 else ''} services that need them."


def _skills_table(found: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Skill": found["skill"], "Level": found["level"],
            "Only": found["person"].where(found["holders"] == 1, "■ nobody"),
            "Services": [", ".join(names) for names in found["services"]],
            "Clients": [len(names) for names in found["clients"]],
            "Such as": [_such_as(names) for names in found["clients"]],
            "Learning": [", ".join(names) or None for names in found["learning"]],
        }
    )  # fmt: skip
    column = st.column_config
    table(
        shown, "Skills at the level needed that one person or nobody holds",
        {
            "Skill": column.TextColumn(width=134, pinned=True),
            "Level": column.NumberColumn("At least level", width=92),
            "Only": column.TextColumn("Only held by", width=120),
            "Services": column.TextColumn("Needed for", width=146),
            "Clients": column.NumberColumn(width=60), "Such as": column.TextColumn("Clients such as", width=310),
            "Learning": column.TextColumn("Held below it by", width=126),
        },
    )  # fmt: skip


def _such_as(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _absences(view: View) -> None:
    st.subheader(f"Away in the next {WEEKS} weeks", anchor=False)
    found = session.keep_of(
        "absences ahead", skill_cover.SUBJECTS, (view.as_of,), lambda: absences_ahead(view.store, view.as_of)
    )  # fmt: skip
    shown = found if view.owner is None else found[found["person"] == view.owner]
    if shown.empty:
        st.info(
            f"No whole day away is recorded for the next {WEEKS} weeks. Enter leave in the tab Bookings and leave, or "
            "import absences."
        )
        return
    st.markdown(_absences_answer(shown))
    _absences_table(shown)
    st.caption(
        "Booked work on those working days, and who stands nearest to it with the time: the same role first, then "
        "work for the same client, then a skill in common. Each absence by itself: the same free hours may be named "
        "twice. Why somebody is away is not shown."
    )


def _absences_answer(shown: pd.DataFrame) -> str:
    open_ones = shown[shown["unplaced"] >= 30]
    said = f"**{fmt.counted(shown['person_id'].nunique(), 'person')}** away".replace("persons", "people")
    said += f" in **{fmt.counted(len(shown), 'spell')}**"
    if open_ones.empty:
        return f"{said}; colleagues near the work have the hours for all of it."
    worst = open_ones.sort_values("unplaced", ascending=False).iloc[0]
    return (
        f"{said}; for **{len(open_ones)}** of them colleagues near the work lack hours, most for "
        f"**{plain(worst['person'])}** from {fmt.day(worst['starts_on'])}: {worst['unplaced'] / 60:.0f} of "
        f"{worst['minutes'] / 60:.0f} h."
    )


def _absences_table(shown: pd.DataFrame) -> None:
    listed = pd.DataFrame(
        {
            "Person": shown["person"], "From": shown["starts_on"], "To": shown["ends_on"], "Days": shown["days"],
            "Booked": shown["minutes"] / 60, "Could stand in": shown["by"].where(shown["by"] != "", None),
            "Open": shown["unplaced"] / 60,
            "Leads": [_leads(row) for row in shown[["clients", "supported"]].to_dict("records")],
        }
    )  # fmt: skip
    column = st.column_config
    table(
        listed, "Absences ahead with who could stand in",
        {
            "Person": column.TextColumn(width=124, pinned=True),
            "Days": column.NumberColumn(width=50, help="Working days in these weeks."),
            "Booked": column.NumberColumn("Booked (h)", format="%.0f", width=78),
            "Could stand in": column.TextColumn(width=336),
            "Open": column.NumberColumn("Open (h)", format="%.0f", width=68, help="Nobody near has the time."),
            "Leads": column.TextColumn("Clients led", width=122, help="And how many of them have a support colleague."),
        },
        height=38 + 35 * min(len(listed), 10),
    )  # fmt: skip


def _leads(row: Mapping[Any, Any]) -> str | None:
    if not row["clients"]:
        return None
    return f"{row['clients']}, support for {row['supported']}"
