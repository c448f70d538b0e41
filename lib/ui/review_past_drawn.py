"""A closed review on the screen, from its frozen rows alone."""

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.agenda.agenda import TITLES
from lib.meeting.minutes import EMPTY, MORE, OF_PART, TITLE
from lib.meeting.wording import figures_table
from lib.review.frozen import FrozenDecision, FrozenItem, ReviewRead
from lib.review.tables import PARTS
from lib.ui.tables import table
from lib.ui.text import plain


def drawn(read: ReviewRead) -> None:
    """Its parts with their items and what was decided on each, decisions on nothing of the agenda, the figures."""
    by = f" by {read.closed_by}" if read.closed_by else ""
    if read.closed_at is not None:
        st.caption(plain(f"Closed on {fmt.day(read.closed_at.date())} at {read.closed_at:%H:%M} UTC{by}."))
    _decisions(read)
    for number, part in enumerate(PARTS, start=1):
        _part(read, number, part)
    figures = figures_table([one for one in read.figures if one.scope != OF_PART], read.names)
    if figures is not None:
        st.markdown("**The figures as they stood**")
        frame = pd.DataFrame(figures.rows, columns=[column.title for column in figures.columns])
        table(frame, "The figures frozen with this review: value, interval, records", height=38 + 35 * len(frame))


def _decisions(read: ReviewRead) -> None:
    made = sum(one.kind == "decision" for one in read.decisions)
    risks = len(read.decisions) - made
    st.markdown(
        f"**{fmt.counted(made, 'decision')}** and **{fmt.counted(risks, 'accepted risk')}** on "
        f"**{fmt.counted(len(read.items), 'item')}**."
    )
    known = {item.id for item in read.items}
    for one in read.decisions:
        if one.review_item_id not in known:
            st.markdown(_told(read, one))


def _part(read: ReviewRead, number: int, part: str) -> None:
    said = {one.figure: one.value or "" for one in read.figures if one.scope == OF_PART and one.key == part}
    items = [item for item in read.items if item.part == part]
    lines = [_item(read, item) for item in items]
    if not items:
        lines = [f":gray[{plain(said.get(EMPTY) or 'Nothing was on the agenda.')}]"]
    more = [f":gray[And {plain(said[MORE])} more.]"] if said.get(MORE) else []
    title = f"**{number}. {plain(said.get(TITLE) or TITLES[part])}**"
    st.markdown("\n\n".join([title, *lines, *more]))


def _item(read: ReviewRead, item: FrozenItem) -> str:
    beside = " · ".join(f"{plain(label)} **{plain(value)}**" for label, value in item.figures)
    made = [f"    - {_told(read, one)}" for one in read.decisions if one.review_item_id == item.id]
    figures = f"  \n  :small[:gray[{beside}]]" if beside else ""
    return "\n".join([f"- {plain(item.words)}{figures}", *made])


def _told(read: ReviewRead, one: FrozenDecision) -> str:
    """A decision with the name its person had then."""
    person = read.names.get(("person", one.person_id), "")
    who = f" · {plain(person)}" if person else ""
    look = f" · look again on {plain(fmt.day(one.check_on))}" if one.check_on else ""
    if one.kind != "decision":
        return f":orange-badge[Accepted risk] **{plain(one.what)}**{who}{look}"
    due = f" by {plain(fmt.day(one.due_on))}" if one.due_on else ""
    effect = f" · so that “{plain(one.expected_effect)}”" if one.expected_effect else ""
    return f":green-badge[Decided] **{plain(one.what)}**{who}{due}{effect}{look}"
