"""One item of the agenda in the list: its sentence, figures and evidence, what was decided on it, its form in place."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import format as fmt
from lib.agenda.items import Item
from lib.meeting.holding import key_of
from lib.periods import today
from lib.review.decided import Decided
from lib.ui.page import View
from lib.ui.review import Meeting
from lib.ui.review_agenda_forms import CHANGING, DECIDING, change_form, decision_form, toggle
from lib.ui.review_decisions_forms import JUDGING, outcome_forms
from lib.ui.text import plain

PAGES = {
    "account": "Account", "health": "Health", "growth": "Opportunities", "surveys": "Surveys", "team": "Team",
    "value": "Goals", "delivery": "Delivery", "record": "Record", "portfolio": "Portfolio", "scorecard": "Scorecard",
}  # fmt: skip


def short(item: Item) -> str:
    """An item's own short word for keys: the same as long as its words are."""
    return sha256(repr(key_of(item)).encode()).hexdigest()[:10]


def item_row(
    view: View, held: Meeting, item: Item, key: str, made: Sequence[Decided], said: Decided | None
) -> None:  # fmt: skip
    """Draw it. `made`: what this review decided on it; `said`: the decision of a past review that it tells of."""
    whole = st.container(gap="xxsmall", key=f"item_{key}")
    whole.markdown(f"{':red-badge[late] ' if item.late else ''}{plain(item.words)}")
    row = whole.container(horizontal=True, vertical_alignment="center")
    if item.figures:
        row.markdown(_beside(item), width="content")
    _evidence(row, item)
    _judge_button(row, view, said, key)
    if held.decides:
        row.button(
            "Decide", key=f"decide_{key}", on_click=toggle, args=(DECIDING, key), type="tertiary",
            icon=":material/check_circle:", help="A decision, or an accepted risk: the form opens here.",
        )  # fmt: skip
    _forms(view, held, item, key, made, said)


def _beside(item: Item) -> str:
    told = " · ".join(f"{plain(label)} **{plain(value)}**" for label, value in item.figures)
    return f":small[:gray[{told}]]"


def _evidence(row: DeltaGenerator, item: Item) -> None:
    """The way to where it can be seen: the page of its kind, and the account."""
    if item.page in PAGES:
        row.page_link(f"pages/{item.page}.py", label=PAGES[item.page], query_params=dict(item.query))
    if item.page != "account" and "account" in item.query:
        row.page_link("pages/account.py", label="Account", query_params={"account": item.query["account"]})


def _judge_button(row: DeltaGenerator, view: View, said: Decided | None, key: str) -> None:
    if said is not None and said.kind == "decision" and said.outcome is None and view.as_of >= today():
        row.button(
            "What came of it?", key=f"judge_{key}", on_click=toggle, args=(JUDGING, said.id), type="tertiary",
            icon=":material/rule:",
        )  # fmt: skip


def _forms(
    view: View, held: Meeting, item: Item, key: str, made: Sequence[Decided], said: Decided | None
) -> None:  # fmt: skip
    state: Any = st.session_state
    for one in made:
        _made(view, held, one)
    if said is not None:
        _judged(view, item, said)
    if held.decides and state.get(DECIDING) == key:
        with st.container(border=True, key=f"deciding_{key}"):
            decision_form(view, held, item, key)


def _made(view: View, held: Meeting, one: Decided) -> None:
    """A decision of this review, with the way to change it while the review is open."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(told(one), width="stretch")
    if not held.decides:
        return
    row.button("Change", key=f"change_{one.id}", on_click=toggle, args=(CHANGING, one.id), type="tertiary")
    if st.session_state.get(CHANGING) == one.id:
        with st.container(border=True, key=f"changing_{one.id}"):
            change_form(view, one)


def told(one: Decided) -> str:
    """A decision in one line of Markdown."""
    look = f" · look again on {plain(fmt.day(one.check_on))}" if one.check_on else ""
    who = f" · {plain(one.person)}" if one.person else ""
    if one.kind != "decision":
        return f":orange-badge[Accepted risk] **{plain(one.what)}**{who}{look}"
    due = f" by {plain(fmt.day(one.due_on))}" if one.due_on else ""
    effect = f" · so that “{plain(one.expected_effect)}”" if one.expected_effect else ""
    return f":green-badge[Decided] **{plain(one.what)}**{who}{due}{effect}{look}"


def _judged(view: View, item: Item, said: Decided) -> None:
    """What was said of it since the agenda was made, and the form to say it."""
    if said.outcome is not None and f"effect {said.outcome}" not in item.words and said.outcome not in item.words:
        done = f", done on {plain(fmt.day(said.done_on))}" if said.done_on else ""
        st.markdown(f":green-badge[Judged] It **{plain(said.outcome)}**{done}.")
    if st.session_state.get(JUDGING) == said.id and view.as_of >= today():
        with st.container(border=True, key=f"judging_{said.id}"):
            outcome_forms(view, said)
