"""The weekly review on the projector: one item a view, next and previous by buttons and keyboard."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from lib import format as fmt
from lib.ui import review_agenda, session
from lib.ui.page import View
from lib.ui.review import Meeting
from lib.ui.review_agenda_item import short
from lib.ui.review_present_end import end
from lib.ui.review_present_item import item
from lib.ui.review_present_look import look, scroll_to_item
from lib.ui.review_present_slides import Slide, first_of, in_counts, place, slides_of
from lib.ui.text import plain

T = TypeVar("T")
# Of the address, so that the projector shows the same slide after a reload, and the list the item it was left at.
ASKED, SLIDE, ITEM = "present", "slide", "item"


def wanted() -> bool:
    """Whether the page is asked to be projected."""
    return st.query_params.get(ASKED) == "1"


def present_button(view: View) -> None:
    """The way into the projected review: it goes on where it was left."""
    at = st.session_state.get("_present_at", 0)
    st.button(
        "Present", icon=":material/slideshow:", key="present_begin", on_click=_begin, args=(at,),
        help="One item a view, in large type; arrow keys go on and back, Esc comes back here.",
    )  # fmt: skip
    if ITEM in st.query_params:
        scroll_to_item()


def _begin(at: int) -> None:
    st.query_params.pop(ITEM, None)
    st.query_params[ASKED] = "1"
    st.query_params[SLIDE] = str(at + 1)


def present(view: View, held: Meeting) -> None:
    """Draw one slide of the review, and nothing else."""
    look(view.dark)
    # Once the review of this day is closed there is nothing to step through: what came of it is shown.
    slides = [Slide("end")] if held.closed else slides_of(held.agenda)
    at, deciding = _standing(slides)
    st.session_state["_present_at"] = at
    with st.container(key="present"):
        st.caption(plain(f"Weekly review · {fmt.day(held.held_on)} · {place(slides, at)}"))
        st.progress((at + 1) / len(slides))
        _draw(view, held, slides, at, deciding)
        _navigation(slides, at, deciding, not held.refused)


def _standing(slides: list[Slide]) -> tuple[int, bool]:
    """Which slide is shown, and whether its form is open: on that item, wherever others' decisions have moved it."""
    at, key = _at(len(slides)), st.session_state.get("_present_deciding")
    places = [number for number, slide in enumerate(slides) if key and slide.item and short(slide.item) == key]
    if not places:
        return at, False
    found = min(places, key=lambda place: abs(place - at))
    if found != at:
        st.query_params[SLIDE] = str(found + 1)
    return found, True


def _at(count: int) -> int:
    """The slide that the address names; the first where it names none, the last where the agenda became shorter."""
    asked = st.query_params.get(SLIDE, "1")
    return min(max(int(asked), 1), count) - 1 if asked.isdecimal() and asked.isascii() else 0


def _draw(view: View, held: Meeting, slides: list[Slide], at: int, deciding: bool) -> None:
    slide = slides[at]
    if slide.kind == "opening":
        _opening(view, held)
    elif slide.item is not None:
        item(view, held, slide.item, deciding)
    elif slide.part is not None:
        with st.container(key="present_title"):
            st.markdown(plain(f"{slide.number}. {slide.part.title}"))
        with st.container(key="present_words"):
            st.markdown(plain(in_counts(slide.part) if slide.part.items else slide.part.empty_words))
    else:
        end(view, held)


def _opening(view: View, held: Meeting) -> None:
    """What the meeting is about: since when, under which filters, and its parts."""
    with st.container(key="present_title"):
        st.markdown(plain(f"{session.firm()['firm_name']}: weekly review of {fmt.day(held.held_on)}"))
    filters = "".join(f" Only {column} {wanted}." for column, wanted in view.scope)
    st.markdown(plain(held.agenda.words + filters))
    left, right = st.columns([2, 1], gap="large")
    lines = [f"{number}. {plain(part.title)}: {_few(part.items)}" for number, part in enumerate(held.agenda.parts, 1)]
    left.markdown("\n".join(lines))
    with right:
        if held.refused:
            st.caption(plain(held.refused))
        review_agenda.open_button(view, held, "present_open")
        st.caption("→ or Page down goes on, ← or Page up back, 1 to 8 to a part, D decides, Esc leaves.")


def _few(items: tuple[object, ...]) -> str:
    return f"**{len(items)}**" if items else "nothing"


def _navigation(slides: list[Slide], at: int, deciding: bool, can_decide: bool) -> None:
    """Each button names the slide it goes to: a second press of the same one, or a double click, skips nothing."""
    last, shown = len(slides) - 1, slides[at].item
    key = short(shown) if shown else None
    with st.container(key="present_nav", horizontal=True, horizontal_alignment="distribute"):
        _key("Previous", "Left", _go, max(at - 1, 0), disabled=at == 0)
        if shown is not None and can_decide:
            words = "Put the form away" if deciding else "Decide"
            _key(words, None if deciding else "D", _decide, None if deciding else key)
        # Esc is heard while somebody types, too: with the form open it must not throw away what was typed.
        _key("Leave", None if deciding else "Esc", _leave, key)
        _key("Next", "Right", _go, min(at + 1, last), main=True, disabled=at == last)
    with st.container(key="present_keys"):
        _key("Back", "PageUp", _go, max(at - 1, 0))
        _key("On", "PageDown", _go, min(at + 1, last))
        _key("Go on", "Space", _go, min(at + 1, last))
        for number in range(1, max(slide.number for slide in slides) + 1):
            _key(f"Part {number}", str(number), _go, first_of(slides, number))


def _key(
    label: str, shortcut: str | None, work: Callable[[T], None], to: T, *, main: bool = False, disabled: bool = False
) -> None:  # fmt: skip
    st.button(
        label, key=f"present_{label}", shortcut=shortcut, on_click=partial(work, to), disabled=disabled,
        type="primary" if main else "secondary",
    )  # fmt: skip


def _go(to: int) -> None:
    st.session_state.pop("_present_deciding", None)
    st.query_params[SLIDE] = str(to + 1)


def _decide(item_key: str | None) -> None:
    st.session_state["_present_deciding"] = item_key


def _leave(item_key: str | None) -> None:
    st.session_state.pop("_present_deciding", None)
    for name in (ASKED, SLIDE):
        st.query_params.pop(name, None)
    if item_key is not None:
        st.query_params[ITEM] = item_key
