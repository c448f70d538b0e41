"""Applying a what-if plan: what would be written in words, the reason, one transaction; and taking it back."""

import uuid

import streamlit as st

from lib import format as fmt
from lib.errors import StewardError
from lib.reallocation.scenarios import Away, Change, Leaves, Slips, Won, work_of_deal
from lib.team import booking_plan_actions as actions
from lib.team.booking_plan_queries import AppliedPlan, applied_plans
from lib.team.booking_plan_undo_actions import undo_plan
from lib.ui.entry import Cell, Typed, entry
from lib.ui.flash import flash
from lib.ui.forms import spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.team_whatif_plans import Step, plans
from lib.ui.text import plain

WHAT: dict[type[Change], str] = {
    Leaves: "**Who leaves**: the last day is written, hours, role and skills end then, and the bookings from then on "
    "become places to be filled by role; accounts they look after keep their name until handed over under “Suggest”.",
    Away: "**Who is away**: an absence is written; bookings stay.",
    Won: "**What is won**: what is booked for the deal for a chance becomes sure, else places by skill are booked; "
    "mark the deal itself as won on the page Upsell opportunities.",
    Slips: "**What slips**: the project's bookings from today on come later; the agreed date stays, change it as a "
    "change of scope.",
}


def apply_form(view: View, name: str) -> None:
    """What applying a plan writes, and the form that does it."""
    held = {type(step.change) for step in plans(view).get(name, [])}
    st.caption(" ".join(words for kind, words in WHAT.items() if kind in held))
    if needs_a_name(f"whatif_apply_{name}", to="apply plan"):
        return

    def save(typed: Typed, once: str) -> None:
        steps = [_fact(view, step) for step in plans(view).get(name, [])]
        actions.apply_plan(view.store, view.who or "", name, uuid.uuid4().hex[:8], steps, typed["reason"], once)
        plans(view).pop(name, None)

    entry(
        f"whatif_apply_{name}", [Cell("reason", "Why", help="Stands on the bookings that are written.")],
        "Write it down", save, f"Plan “{name}” was applied. It can be taken back below.",
    )  # fmt: skip


def _fact(view: View, step: Step) -> actions.Step:
    change = step.change
    if isinstance(change, Leaves):
        return actions.PersonLeaves(change.person_id, change.on)
    if isinstance(change, Away):
        return actions.PersonAway(change.person_id, change.starts_on, change.ends_before, step.kind)
    if isinstance(change, Won):
        return _won(view, change)
    return actions.WorkSlips(change.project_id, change.weeks, view.as_of)


def _won(view: View, change: Won) -> actions.WorkWon:
    asked = work_of_deal(view.store, view.as_of, change.opportunity_id)
    if asked is None or asked.empty:
        return actions.WorkWon(change.opportunity_id, None, change.start, ())
    weekly = zip(asked["skill_id"].tolist(), asked["minutes_per_week"].tolist(), strict=True)
    return actions.WorkWon(change.opportunity_id, int(asked["account_id"].iloc[0]), change.start, tuple(weekly))


def applied(view: View) -> None:
    """The plans that were applied, with a way back."""
    found = view.read(applied_plans)
    if not found:
        return
    standing = sum(not one.undone for one in found)
    back = f"{len(found) - standing} taken back"
    label = f"Applied plans: {standing}" + (f", {back}" if standing < len(found) else "")
    box = st.expander(label, key="whatif_applied", on_change="rerun")
    if box.open:
        with box:
            for one in found:
                _one(view, one)


def _one(view: View, one: AppliedPlan) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    state = "taken back" if one.undone else fmt.counted(one.rows, "change")
    row.markdown(f"**{plain(one.name)}** · {plain(one.who)}, {fmt.day(one.at.date())} · {state}")
    if not one.undone and view.who is not None:
        key = f"whatif_undo_{one.mark}"
        row.button("Take it back", key=key, on_click=_undo, args=(view, one, key, token(key)))


def _undo(view: View, one: AppliedPlan, key: str, once: str) -> None:
    try:
        undo_plan(view.store, view.who or "", one.mark, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash(f"Plan “{one.name}” was taken back: everything stands as before it.")
