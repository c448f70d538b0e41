"""Suggested moves of work on the screen: asked for, looked at, locked, vetoed, applied, undone."""

from typing import TypeVar

import streamlit as st

from lib import format as fmt
from lib.reallocation.suggesting import MOST_FRONTIER
from lib.ui import team_suggest_plan as plan
from lib.ui import team_suggest_read as read
from lib.ui.page import View
from lib.ui.team_suggest_applied import applied
from lib.ui.team_suggest_apply import apply_form
from lib.ui.team_suggest_moves import moves
from lib.ui.team_suggest_weights import weights_form
from lib.ui.text import plain

K = TypeVar("K")
MOST_NAMES = 4
ENDLESS = -1  # of the choices of most moves: no limit; an empty one would offer to be cleared


def suggest_tab(view: View) -> None:
    """Which few moves would help, what each costs, applied with a reason, and taken back."""
    if view.scope:
        st.caption("A plan is made for everybody: the page's filters are not applied here.")
    if not read.solving():
        _suggestion(view)
    held = read.held(view)
    weights_form(view, held.found if held else None)
    applied(view)


def _suggestion(view: View) -> None:
    found = read.ground(view)
    if missing := _missing(found):
        st.info(missing)
        return
    held = read.held(view)
    if held is None:
        st.markdown(_before(found))
        st.caption(
            "Target: the share of their hours that somebody's role is to be booked for. Who is named over-extended at "
            "the top of the page is booked beyond all hours in the next four weeks, which is too soon to hand over. "
            "Solving weighs overload, handovers, tenure, skills and notice dates; it takes some seconds and changes "
            "nothing. You choose afterwards what is applied."
        )
        _solve_button(view, "Suggest moves")
        return
    _told(view, held)


def _missing(found: read.Ground) -> str:
    """Why nothing can be suggested, and the one next step; empty where it can."""
    if not found.people:
        return (
            "Nobody's weekly hours are recorded for these weeks, so nobody's load can be told. Enter them on the tab "
            "“People”, or import them on the Data page."
        )
    if not found.items:
        return (
            "Nothing is booked on accounts for these weeks, so there is nothing to move. Enter bookings on the tab "
            "“Bookings and leave”, or import them on the Data page."
        )
    return ""


def _before(found: read.Ground) -> str:
    span = f"in the {found.weeks} weeks from {fmt.day(found.start)}"
    if not found.over:
        return (
            f"**Nobody** is over target {span}: no move is needed. A suggestion may still show where work lies better "
            "with somebody under-booked."
        )
    names = ", ".join(plain(name) for name in found.over[:MOST_NAMES])
    more = f" and {len(found.over) - MOST_NAMES:,} more" if len(found.over) > MOST_NAMES else ""
    verb = "person is" if len(found.over) == 1 else "people are"
    return f"**{len(found.over):,} {verb} over target** {span}: {names}{more}."


def _solve_button(view: View, words: str, *, primary: bool = True) -> None:
    st.button(
        words, type="primary" if primary else "secondary", icon=":material/balance:", key="suggest_solve",
        on_click=read.solve, args=(view,),
    )  # fmt: skip


def _told(view: View, held: read.Held) -> None:
    found, old = held.found, read.is_old(view, held)
    if old:
        st.warning(
            "People, accounts or bookings were changed since this was solved: it is shown as it was. Solve again "
            "before you apply anything."
        )
    st.markdown(plan.answer(found))
    _again(view, held, old)
    plan.frontier(view, held)
    moves(view, held)
    plan.shortage(found)
    if not old:
        apply_form(view, held)
    plan.loads(view, held)
    plan.blocked(found)


def _again(view: View, held: read.Held, old: bool) -> None:
    """The limit on moves, what was locked and vetoed, and the button that solves once more."""
    asked = read.asked(view)
    limits = [ENDLESS, *range(1, MOST_FRONTIER + 1)]
    row = st.container(horizontal=True, vertical_alignment="bottom")
    key = f"suggest_most_{view.as_of}"
    start = limits.index(ENDLESS if asked.most_moves is None else asked.most_moves)
    most = row.selectbox(
        "Moves at most", limits, start, key=key, width=190,
        format_func=lambda most: "As many as help" if most == ENDLESS else f"{most}",
    )  # fmt: skip
    asked.most_moves = None if most == ENDLESS else most
    _collected(view, asked)
    changed = asked.ask() != held.found.ask
    with row:
        _solve_button(view, "Solve again", primary=changed or old)
    if changed:
        st.caption("The plan below is not yet solved with this limit, these locks and vetoes: solve again.")


def _collected(view: View, asked: read.Asked) -> None:
    _kept(view, "Locked: stays with today's person", asked.locked, "locked")
    _kept(view, "Vetoed: not this person", asked.vetoed, "vetoed")


def _kept(view: View, title: str, kept: dict[K, str], key: str) -> None:
    if not kept:
        return
    # Its name holds what it offers: Streamlit would otherwise keep yesterday's choice among today's options.
    name = f"suggest_{key}_{view.as_of}_{len(kept)}_{hash(tuple(kept))}"
    left = st.multiselect(title, list(kept), list(kept), key=name, format_func=lambda one: kept[one])
    for gone in set(kept) - set(left):
        del kept[gone]
