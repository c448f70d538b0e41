"""The agenda in list mode: eight parts in order, decided item by item, from the opening of a review to its closing."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from lib import format as fmt
from lib.agenda.items import Item, Part
from lib.meeting.holding import Key, key_of
from lib.review.decided import Decided
from lib.review.frozen import FrozenFigure
from lib.review.reading_queries import review_of
from lib.ui.page import View
from lib.ui.review import Meeting
from lib.ui.review_agenda_closing import close_form, head_figures, open_button, undo_button
from lib.ui.review_agenda_forms import decision_form
from lib.ui.review_agenda_held import OF_REVIEW, is_behind, make_anew
from lib.ui.review_agenda_item import item_row, short
from lib.ui.review_decisions_read import every_decision
from lib.ui.review_papers import papers
from lib.ui.text import plain

__all__ = ["agenda_tab", "close_form", "decision_form", "open_button"]
LOOKING_BACK = "last decisions"


def agenda_tab(view: View, held: Meeting) -> None:
    """The whole meeting on one page."""
    _state(view, held)
    made, back = _decided(view, held), every_decision(view)
    seen: Counter[str] = Counter()
    for number, part in enumerate(held.agenda.parts, start=1):
        _part(view, held, number, part, made, back, seen)
    _close(view, held)


def _state(view: View, held: Meeting) -> None:
    """Whether the review is open, what can be done about that, and the paper to read before it."""
    if held.refused:
        st.info(plain(held.refused))
    elif held.closed:
        st.info("The review of this day is closed and stands under Past reviews. The next one opens on another day.")
    st.markdown(f"{_opened(view, held)} {plain(held.agenda.words)}")
    if view.who is None:
        open_button(view, held, "open_review")  # asks for the name first: too wide to stand in a row
    with st.container(horizontal=True, vertical_alignment="center"):
        if view.who is not None:
            open_button(view, held, "open_review")
            undo_button(view, held, "undo_decision")
        with st.container(width="content"):
            papers(view, None, held, [FrozenFigure(**one) for one in head_figures(view, held)])
        if held.decides:
            st.button(
                "Make it anew", key="make_anew", icon=":material/refresh:", on_click=make_anew,
                help="The agenda stays as it was when the review was opened; this brings it up to date. Items decided "
                "on keep their words.",
            )  # fmt: skip
    if held.decides and is_behind(view):
        st.caption("Something was recorded since this agenda was made: “Make it anew” brings it in.")


def _opened(view: View, held: Meeting) -> str:
    if held.review_id is None:
        return "" if held.refused or held.closed else "Nothing can be decided before the review is open."
    if held.held_on < view.as_of:
        return f"**The review of {plain(fmt.day(held.held_on))} was never closed:** close it before the next opens."
    return ":green-badge[The review is open]"


def _decided(view: View, held: Meeting) -> Mapping[Key, Sequence[Decided]]:
    """What this review decided, by the item it is about."""
    number = held.review_id
    if number is None:
        return {}
    read = view.keep("review being held", lambda: review_of(view.store, number), number, of=OF_REVIEW)
    own = [one for one in every_decision(view) if one.review_id == number]
    return {key_of(item): [one for one in own if one.review_item_id == item.id] for item in read.items}


def _part(
    view: View, held: Meeting, number: int, part: Part, made: Mapping[Key, Sequence[Decided]], back: Sequence[Decided],
    seen: Counter[str],
) -> None:  # fmt: skip
    st.subheader(f"{number}. {plain(part.title)}", anchor=False)
    if not part.items:
        st.caption(plain(part.empty_words))
        return
    with st.container(border=True, gap="small"):
        for item in part.items:
            key = short(item)
            seen[key] += 1
            own = key if seen[key] == 1 else f"{key}_{seen[key]}"
            item_row(view, held, item, own, made.get(key_of(item), ()), _behind(item, back))
    if part.more:
        st.caption(f"And {part.more:,} more: only the {len(part.items)} that weigh most are told here.")


def _behind(item: Item, known: Sequence[Decided]) -> Decided | None:
    """The decision that an item of the first part tells of."""
    if item.part != LOOKING_BACK:
        return None
    about = [one for one in known if (one.account_id, one.person_id) == (item.account_id, item.person_id)]
    same = [one for one in about if f"“{one.what}”" in item.words and f"n {fmt.day(one.held_on)} we" in item.words]
    return same[0] if len(same) == 1 else None


def _close(view: View, held: Meeting) -> None:
    if held.decides:
        with st.popover("Close the review", icon=":material/lock:", key="closing"):
            close_form(view, held, "close_review")
