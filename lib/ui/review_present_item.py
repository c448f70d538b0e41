"""One item of the agenda on the projector: its sentence, its figures large beside it, what was decided on it."""

from collections.abc import Sequence

import streamlit as st

from lib.agenda.items import Item
from lib.meeting.holding import key_of
from lib.review.decided import Decided
from lib.review.reading_queries import review_of
from lib.ui import review_agenda
from lib.ui.health_judged import SHAPES
from lib.ui.page import View
from lib.ui.review import Meeting
from lib.ui.review_agenda_held import OF_REVIEW
from lib.ui.review_agenda_item import short, told
from lib.ui.review_decisions_read import every_decision
from lib.ui.text import plain

LONG, WIDE = 190, 14  # letters: of a sentence, of a figure that is told smaller


def item(view: View, held: Meeting, shown: Item, deciding: bool) -> None:
    """The slide of one item; with `deciding` the form stands under its sentence."""
    words, beside = st.columns([7, 3], gap="large") if shown.figures else (st.container(), None)
    with words:
        size = "close" if deciding else "long" if len(shown.words) > LONG else "words"
        with st.container(key=f"present_{size}"):
            st.markdown(f"{':red-badge[late] ' if shown.late else ''}{plain(shown.words)}")
        for one in decided_on(view, held, shown):
            st.markdown(told(one))
        if deciding:
            _form(view, held, shown)
    if beside is not None:
        with beside:
            _figures(shown.figures)


def _form(view: View, held: Meeting, shown: Item) -> None:
    if held.review_id is None:
        st.markdown("Nothing can be decided before the review is open.")
        review_agenda.open_button(view, held, "present_open_item")
    else:
        review_agenda.decision_form(view, held, shown, f"present_{short(shown)}")


def _figures(figures: Sequence[tuple[str, str]]) -> None:
    for at, (label, value) in enumerate(figures):
        with st.container(gap=None, key=f"present_figure_{at}"):
            st.caption(plain(label))
            with st.container(key=f"present_{'small' if len(value) > WIDE else 'big'}_{at}"):
                st.markdown(plain(_marked(value) if label == "Band" else value))


def _marked(band: str) -> str:
    """A band with its shape: ■ Red (as then)."""
    return f"{SHAPES.get(band.split()[0], '')} {band}".strip()


def made(view: View, review_id: int | None) -> list[Decided]:
    """What a review has decided so far, in order, whatever the filters."""
    return [one for one in every_decision(view) if one.review_id == review_id]


def decided_on(view: View, held: Meeting, shown: Item) -> list[Decided]:
    """What this review decided on one item of its agenda."""
    number = held.review_id
    if number is None:
        return []
    read = view.keep("review being held", lambda: review_of(view.store, number), number, of=OF_REVIEW)
    same = {one.id for one in read.items if key_of(one) == key_of(shown)}
    return [one for one in made(view, number) if one.review_item_id in same]
