"""The people of an account: who knows whom, how strong each thread is, who is silent; contacts to add and edit."""

from collections import Counter
from datetime import timedelta

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.accounts.profile_queries import ContactRow, contacts
from lib.relationship import charts
from lib.relationship import standing as of
from lib.relationship.figures import LIVE_DAYS, single_threaded
from lib.relationship.people_figures import STRENGTHS, StrengthRule, Thread, Threads, threads
from lib.relationship.standing import Standing
from lib.ui.account_contacts import contact_forms
from lib.ui.account_figures import height
from lib.ui.account_head import relationship
from lib.ui.charts import chart
from lib.ui.page import View
from lib.ui.tables import chosen_row, table
from lib.ui.text import plain

MOST_ROWS, MOST_COLUMNS = 15, 10  # of the grid: a larger one is told in a table
# On a phone the map scrolls in its own box: squeezed, its numbers would run into each other.
_MAP_BOX = """<style>[class*="st-key-chart_people_"] {overflow-x: auto}
[class*="st-key-chart_people_"] > div {min-width: 620px}</style>"""
MARKS = {"strong": "● strong", "decaying": "▲ decaying", "silent": "○ silent"}


def people_tab(view: View, account_id: int) -> None:
    """Warnings in words, the map, the contacts with their forms."""
    found = relationship(view, account_id)
    people = view.read(contacts, account_id, view.as_of)
    _warn(found, people)
    _map(view, account_id, found, people)
    _contacts(view, account_id, found, people)


def _warn(found: Standing, people: list[ContactRow]) -> None:
    """What the map would let one overlook, one sentence each."""
    for sentence in [*_thin(found), *_sponsor(found, people), *_unnamed(found)]:
        st.markdown(f":material/warning: {sentence}")


def _thin(found: Standing) -> list[str]:
    if found.last is None:
        return []
    live, ours = of.live_contacts(found), of.live_colleagues(found)
    hangs = single_threaded(len(live), len(ours))
    if hangs:
        return [f"**Single-threaded**: {hangs} in the last {LIVE_DAYS} days. If they go, the relationship goes."]
    return [] if len(live) else [f"**Nobody** at this client was talked to in the last {LIVE_DAYS} days."]


def _sponsor(found: Standing, people: list[ContactRow]) -> list[str]:
    number = found.profile.values["sponsor_id"]
    sponsor = next((one for one in people if one.id == number), None)
    if sponsor is None:
        return ["No sponsor is recorded: choose one under Profile."] if people else []
    name = plain(sponsor.name)
    if sponsor.left_on is not None:
        return [f"The sponsor, **{name}**, left on {fmt.day(sponsor.left_on)}: choose another under Profile."]
    thread = _threads(found, "contact_id").get((sponsor.id,))
    if thread is None:
        return [f"No two-way contact with the sponsor, **{name}**, is on record."]
    said = f"The sponsor, **{name}**, was last talked to {fmt.counted(thread.days, 'day')} ago."
    return [] if thread.recent else [said]


def _threads(found: Standing, *side: str) -> Threads:
    return threads(found.meetings, side, found.rule, found.as_of)


def _unnamed(found: Standing) -> list[str]:
    """Seen in what was logged, and not recorded as people of this client."""
    met = found.meetings
    nobody = met.groupby("id")["contact_id"].count().eq(0).sum() if len(met) else 0
    told = []
    if nobody:
        what = fmt.counted(int(nobody), "two-way contact")
        told.append(f"{what} of {met['id'].nunique():,} name nobody at the client: the map does not show them.")
    strangers = met.dropna(subset=["contact_of"]).drop_duplicates("contact_id")
    if len(strangers):
        names = ", ".join(f"{plain(row.contact)} ({plain(row.contact_of)})" for row in strangers.itertuples())
        told.append(f"Seen in contact with this client, recorded at another: {names}.")
    return told


def _map(view: View, account_id: int, found: Standing, people: list[ContactRow]) -> None:
    here = [one for one in people if one.left_on is None]
    if not here:
        return
    ours = _colleagues(found)
    if not ours:
        st.info("No two-way contact names people on both sides yet: log who took part, and the map fills itself.")
        return
    pairs = _pairs(found, here, ours)
    st.markdown(f"**{_finding(found, here)}**")
    st.html(_MAP_BOX)
    if len(here) <= MOST_ROWS and len(ours) <= MOST_COLUMNS:
        rows = [_called(found, one) for one in here]
        chart(
            view, f"people_{account_id}", f"Grid of {len(here)} people of the client and {len(ours)} of ours",
            lambda: charts.people_map(pairs, rows, list(ours.values()), view.dark),
        )  # fmt: skip
    else:
        shown = pairs.rename(columns={"contact": "Client", "colleague": "Us", "year": "12 months", "strength": "Is"})
        table(shown[["Client", "Us", "12 months", "Is"]], "Who knows whom, and how well", height=height(len(shown)))
    st.caption(plain(_rule_in_words(found.rule)))


def _finding(found: Standing, here: list[ContactRow]) -> str:
    """What the map shows in one line."""
    seen = _threads(found, "contact_id")
    counts = Counter(_strength(seen, one) for one in here)
    told = ", ".join(f"{counts[word]} {word}" for word in STRENGTHS if counts[word])
    return f"Of {fmt.counted(len(here), 'person').replace('persons', 'people')} at the client: {told}"


def _rule_in_words(rule: StrengthRule) -> str:
    often = "once" if rule.least == 1 else "twice"
    return (
        f"Numbers are two-way contacts in twelve months, and days since the last. Strong: within {rule.within} days "
        f"(this client's maximum gap, 30 where none is agreed), at least {often} in {LIVE_DAYS}. Decaying: in the last "
        f"{LIVE_DAYS} days, but longer ago or more rarely. Silent: not in {LIVE_DAYS} days. ★ marks the sponsor."
    )


def _colleagues(found: Standing) -> dict[int, str]:
    """Our people with any two-way contact in twelve months, the most frequent first; else all who ever had one."""
    seen, names = _threads(found, "person_id"), of.names_of(found, "person")
    lately = {key: thread for key, thread in seen.items() if thread.year} or seen
    ranked = sorted(lately.items(), key=lambda one: (-one[1].year, one[1].days))
    return {number: names[number] for (number,), _ in ranked}


def _called(found: Standing, one: ContactRow) -> str:
    star = "★ " if one.id == found.profile.values["sponsor_id"] else ""
    return f"{star}{one.name}{f', {one.role}' if one.role else ''}"


def _pairs(found: Standing, here: list[ContactRow], ours: dict[int, str]) -> pd.DataFrame:
    names = {one.id: _called(found, one) for one in here}
    rows = [
        (
            names[theirs],
            ours[us],
            one.year,
            f"{one.year} · {one.days} d",
            one.strength,
            _tip(names[theirs], ours[us], one),
        )
        for (theirs, us), one in _threads(found, "contact_id", "person_id").items()
        if theirs in names and us in ours
    ]
    return pd.DataFrame(rows, columns=["contact", "colleague", "year", "label", "strength", "tip"])


def _tip(theirs: str, us: str, one: Thread) -> str:
    often = fmt.counted(one.year, "two-way contact")
    return f"{theirs} and {us}: {one.strength}, {often} in 12 months, the last {fmt.counted(one.days, 'day')} ago"


def _contacts(view: View, account_id: int, found: Standing, people: list[ContactRow]) -> None:
    if not people:
        st.info("Nobody is recorded at this client yet. Add the people you deal with: the map shows who knows whom.")
        contact_forms(view, account_id, None)
        return
    chosen = chosen_row(
        _table(found, people), f"{len(people)} people of the client: role, influence, last contact, strength",
        {
            "Name": st.column_config.TextColumn(width=150), "Role": st.column_config.TextColumn(width=110),
            "Title": st.column_config.TextColumn(width=200), "Is": st.column_config.TextColumn(width=90),
            "Influence": st.column_config.NumberColumn(width=75, help="1 (little) to 5 (decides)"),
            "12 months": st.column_config.NumberColumn(width=80, help="Two-way contacts in twelve months"),
            "Last two-way": st.column_config.DateColumn(format="D MMM YYYY", width=100),
            "Days": st.column_config.NumberColumn(width=60, help="Days since the last two-way contact"),
            "Left": st.column_config.DateColumn(format="D MMM YYYY", width=100),
        },
        key=f"contacts_{account_id}", ids=[one.id for one in people], rows=12,
    )  # fmt: skip
    if chosen is None:
        st.caption("Choose somebody to change them, or to say that they have left.")
    contact_forms(view, account_id, None if chosen is None else people[chosen])


def _table(found: Standing, people: list[ContactRow]) -> pd.DataFrame:
    seen = _threads(found, "contact_id")
    met = [seen.get((one.id,)) for one in people]
    sponsor = found.profile.values["sponsor_id"]
    shown = pd.DataFrame(
        {
            "Name": [f"★ {one.name}" if one.id == sponsor else one.name for one in people],
            "Role": [one.role for one in people],
            "Title": [one.title for one in people],
            "Influence": pd.array([one.influence for one in people], dtype="Int64"),
            "Is": ["left" if one.left_on else MARKS[_strength(seen, one)] for one in people],
            "12 months": [thread.year if thread else 0 for thread in met],
            "Last two-way": [found.as_of - timedelta(thread.days) if thread else None for thread in met],
            "Days": pd.array([thread.days if thread else None for thread in met], dtype="Int64"),
            "Left": [one.left_on for one in people],
        }
    )  # fmt: skip
    return shown if any(one.left_on for one in people) else shown.drop(columns="Left")


def _strength(seen: Threads, one: ContactRow) -> str:
    thread = seen.get((one.id,))
    return thread.strength if thread else "silent"
