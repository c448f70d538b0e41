"""The forms of an open review: a decision or an accepted risk on an item, changing it, taking it back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from lib.agenda.ground import clients_of
from lib.agenda.items import Item
from lib.errors import StewardError
from lib.review import actions
from lib.review.decided import Decided
from lib.review.rules import ReviewClosed
from lib.ui import session
from lib.ui.account_sides import our_people
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.review import Meeting

NEXT, LOOK = timedelta(days=7), timedelta(days=28)  # the next review; the day to look again
KINDS = {"decision": "Decision", actions.RISK: "No action: accepted risk"}
DECIDING, CHANGING = "_review_deciding", "_review_changing"


def decision_form(view: View, held: Meeting, item: Item, key: str) -> None:
    """Record a decision about an item of an open review, or that its risk is accepted; one form, in place."""
    if not held.decides:
        st.info(held.refused or "Nothing can be decided yet: open the review first.")
        return
    if needs_a_name(f"decide_{key}"):
        return
    chosen = st.segmented_control(
        "What it is", list(KINDS), default="decision", format_func=KINDS.__getitem__, key=f"kind_{key}",
        label_visibility="collapsed",
    )  # fmt: skip
    kind = str(chosen or "decision")
    made = "Recorded: it stands under the item." if kind == "decision" else "The accepted risk stands under the item."
    entry(f"decide_{key}_{kind.split()[0]}", _cells(view, held, item, kind), "Record it",
          lambda typed, once: _decide(view, held, item, kind, typed, once), made)  # fmt: skip


def _cells(view: View, held: Meeting, item: Item, kind: str) -> list[Cell]:
    people, owner = our_people(view), _owner(view, item)
    first = owner if owner in people else None
    look = Cell("check_on", "Look again on", "date", held.held_on + LOOK, help="The meeting of that day opens with it.")
    if kind != "decision":
        return [
            Cell("what", "Why we accept it", help="A risk is accepted for a reason: the next meeting reads it."),
            Cell("person_id", "Who watches it", "choice", first, {None: "–"} | people),
            look,
        ]
    return [
        Cell("what", "What is to be done"),
        Cell("person_id", "Who does it", "choice", first, people),
        Cell("due_on", "By", "date", held.held_on + NEXT),
        Cell(
            "expected_effect", "What we expect from it", help="What can be seen when it worked: “Band back to Amber”."
        ),
        look,
    ]


def _owner(view: View, item: Item) -> int | None:
    """Who is proposed: the account's owner, else the person the item is about."""
    owners = clients_of(view.store, view.as_of, session.keep_of, view.scope).owner_id
    return item.person_id if item.account_id is None else owners.get(item.account_id, item.person_id)


def _decide(view: View, held: Meeting, item: Item, kind: str, typed: Typed, once: str) -> None:
    empty = {"due_on": None, "expected_effect": None}
    try:
        actions.decide(
            view.store, view.who or "", held.review_id or 0, vars(item), kind=kind, token=once, **(empty | typed)
        )
    except ReviewClosed as closed:  # its form is gone with the review: what was typed must not be
        raise StewardError(f"{closed} You had written: “{typed['what']}”.") from closed
    for opened in (DECIDING, "_present_deciding"):
        st.session_state.pop(opened, None)


def change_form(view: View, one: Decided) -> None:
    """Change a decision of an open review, or take it back."""
    key = f"change_{one.review_id}_{one.id}"
    if needs_a_name(key):
        return
    edit_record(key, _fields(view, one), _stored(one), _save(view, one), "Changed.")
    st.button("Take it back", key=f"{key}_back", icon=":material/undo:", on_click=_withdraw, args=(view, one, key))


def _fields(view: View, one: Decided) -> list[Field]:
    people: dict[Any, str] = {one.person_id: one.person or "–"} | our_people(view)
    look = Field("check_on", "Look again on", "date")
    if one.kind != "decision":
        watches = Field("person_id", "Who watches it", "choice", {None: "–"} | people)
        return [Field("what", "Why we accept it"), watches, look]
    return [
        Field("what", "What is to be done"), Field("person_id", "Who does it", "choice", people),
        Field("due_on", "By", "date"), Field("expected_effect", "What we expect from it"), look,
    ]  # fmt: skip


def _stored(one: Decided) -> Values:
    return {"version": one.version} | {name: getattr(one, name) for name in actions.EDITABLE}


def _save(view: View, one: Decided) -> Any:
    def save(shown: Mapping[str, Any], wanted: Mapping[str, Any], once: str) -> None:
        actions.edit_decision(view.store, view.who or "", one.id, shown, wanted, once)
        st.session_state.pop(CHANGING, None)

    return save


def _withdraw(view: View, one: Decided, key: str) -> None:
    try:
        actions.withdraw_decision(view.store, view.who or "", one.id, _stored(one), token(f"{key}_back"))
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(f"{key}_back")
        st.session_state.pop(CHANGING, None)
        flash("Taken back.")


def toggle(name: str, value: object) -> None:
    """Open a form in place, or put it away; one of a kind is open at a time."""
    state = st.session_state
    state[name] = None if state.get(name) == value else value
