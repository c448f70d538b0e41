"""Of one wave: fetching answers from the survey form, and closing it for good."""

from typing import Any

import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.respond import exchange
from lib.surveys import closing as closings
from lib.surveys import collecting
from lib.surveys.closing_release import cells_to_come
from lib.surveys.crowd_figures import CUTS
from lib.surveys.form_file import form_file, reading_form
from lib.surveys.release_figures import LEAST_FOR_COMMENTS
from lib.ui.flash import flash
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain

MOST_NAMES = 8
NAMES = {"segment": "sector"}
_NO_LINK = "No link was made yet: answers come by phone or by import only."
_LOST = (
    "The form's file that the links of this wave were offered in is not in its place, and the answers are in it. Put "
    "it back if it can be found: then the wave is closed with them. If it is lost for good, the wave can be ended with "
    "what Steward has: answers fetched before, of an anonymous wave none, so that all of it stays withheld."
)
_SEALED = (
    "Answers stay in the survey form until the wave is closed. Until then Steward shows nobody one of them, "
    "nor how many there are."
)


def closing(view: View, wave_id: int) -> None:
    """The panel of a wave: what waits in the form, fetch now, close now; of a closed one that it is."""
    state = view.read(collecting.wave_state, wave_id)
    if state["closed_at"] is not None:
        _closed(view, state)
        return
    anonymous = state["mode"] == "anonymous"
    told, waits = _in_the_form(view, state)
    st.markdown(told)
    if needs_a_name(f"closing_{wave_id}", to="close a wave"):
        return
    with st.container(horizontal=True):
        if not anonymous and state["code"]:
            st.button("Fetch answers now", key=f"fetch_{wave_id}", type="primary" if waits else "secondary",
                      icon=":material/download:", on_click=_fetch, args=(view, wave_id))  # fmt: skip
        with st.popover("Close the wave", icon=":material/lock:", key=f"closing_{wave_id}", on_change="rerun") as asked:
            if asked.open:
                _confirm(view, state, anonymous)


def _in_the_form(view: View, state: dict[str, Any]) -> tuple[str, bool]:
    """What the form holds, in a sentence, and whether answers wait there."""
    if not state["code"]:
        return _NO_LINK, False
    form = form_file()
    try:
        if state["mode"] == "anonymous":
            with reading_form(form):
                exchange.is_open(form, state["code"])
            return _SEALED, False
        count = collecting.waiting(view.store, state["wave_id"], form)
    except StewardError as problem:
        return f":orange[▲] {plain(problem)}", False
    if not count:
        return "No new answers in the survey form.", False
    return f"**{fmt.counted(count, 'answer sheet')}** in the survey form not fetched yet.", True


def _confirm(view: View, state: dict[str, Any], anonymous: bool) -> None:
    gone = _lost(view, state)
    if gone:
        st.markdown(_LOST)
    else:
        st.markdown(_what_closing_releases(view, state) if anonymous else _what_closing_keeps())
    key = f"final_{state['wave_id']}"
    sure = st.checkbox("I know that a closed wave is not opened again.", key=key)
    label, work = ("End it without its answers", _end) if gone else ("Close it for good", _close)
    st.button(label, key=f"close_{state['wave_id']}", type="primary", disabled=not sure,
              on_click=work, args=(view, state["wave_id"], anonymous))  # fmt: skip


def _lost(view: View, state: dict[str, Any]) -> bool:
    try:
        return closings.lost(view.store, state["wave_id"], form_file())
    except StewardError:
        return False  # a file that is there and cannot be read now may hold them: the panel says so


def _what_closing_keeps() -> str:
    return (
        "The last answers are fetched, every link stops working, and the survey form forgets the wave. "
        "Late answers are not taken, by link, phone or import."
    )


def _what_closing_releases(view: View, state: dict[str, Any]) -> str:
    """What will be shown, told by who was invited alone: no answer is looked at (R17)."""
    k, cells = state["least_group"], view.read(cells_to_come, state["wave_id"])
    named = {cut: [str(key) for held, key in cells if held == cut] for cut in CUTS}
    groups = [f"each {NAMES.get(cut, cut)} ({_listed(keys)})" for cut, keys in named.items() if keys]
    return (
        "Released once, and for good: how many answered; of every question its score with a 95 % interval and the "
        f"share of each part of the scale. For {', '.join(['everybody', *groups])}, wherever at least {k} people "
        f"answered and no smaller group can be told from it. Comments are shown if {LEAST_FOR_COMMENTS} people or more "
        "answered. All else stays withheld, every link stops working, the survey form forgets the wave, and late "
        "answers are not taken."
    )


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    shown = ", ".join(plain(name) for name in names[:MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


def _closed(view: View, state: dict[str, Any]) -> None:
    st.markdown(f"Closed on {fmt.day(state['closed_at'].date())}. Its links open no more; no answer can join it.")
    try:
        left = closings.unfinished(view.store, state["wave_id"], form_file())
    except StewardError as problem:
        st.caption(plain(problem))
        return
    if left and not needs_a_name(f"closing_{state['wave_id']}", to="close a wave"):
        st.warning("The survey form still holds this wave. What was stored when it was closed stays as it is.")
        st.button("Erase them there", key=f"erase_{state['wave_id']}", on_click=_close,
                  args=(view, state["wave_id"], state["mode"] == "anonymous"))  # fmt: skip


def _fetch(view: View, wave_id: int) -> None:
    try:
        count = collecting.fetch(view.store, view.who or "", wave_id, form_file())
    except StewardError as problem:
        flash(str(problem), good=False)
    else:
        flash(f"{fmt.counted(count, 'answer sheet')} fetched." if count else "No new answers in the survey form.")


def _end(view: View, wave_id: int, _anonymous: bool) -> None:
    try:
        closings.end_without_answers(view.store, view.who or "", wave_id, form_file())
    except StewardError as problem:
        flash(str(problem), good=False)
    else:
        flash("Ended without the answers that were not fetched. They are lost.")


def _close(view: View, wave_id: int, anonymous: bool) -> None:
    try:
        closings.close_wave(view.store, view.who or "", wave_id, form_file())
    except StewardError as problem:
        flash(str(problem), good=False)
    else:
        flash("Closed. The result is released." if anonymous else "Closed. All its answers are stored.")
