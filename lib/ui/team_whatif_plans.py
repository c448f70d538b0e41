"""The what-if plans of a session: what each would change, collected step by step, stored nowhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue
from lib.people.queries import current_people
from lib.periods import next_day
from lib.reallocation.queries import booked_projects
from lib.reallocation.scenarios import Away, Change, Leaves, Slips, Won
from lib.team.tables import ABSENCE_KINDS
from lib.ui.entry import Cell, Typed, entry
from lib.ui.growth import all_open
from lib.ui.page import View

SUBJECTS = ("people", "accounts", "money", "growth", "delivery", "team")
LEAVES, AWAY, WON, SLIPS = "Somebody leaves", "Somebody is away", "An opportunity is won", "A project slips"
MOST_PLANS, MOST_STEPS = 5, 12
MOST_WEEKS = 52


@dataclass(frozen=True)
class Step:
    """One thing that would happen, as the solver takes it, and in words; `kind` of absence where somebody is away."""

    change: Change
    words: str
    kind: str = "leave"


Plans = dict[str, list[Step]]


def plans(view: View) -> Plans:
    """The plans of this session for the page's day, in the order they were begun."""
    every: dict[date, Plans] = st.session_state.setdefault("_whatif_plans", {})
    return every.setdefault(view.as_of, {})


def offered(view: View) -> dict[str, dict[int, str]]:
    """What a plan can be about, by number: people, opportunities of a client and service, projects booked."""
    return view.keep("whatif choices", lambda: _offered(view), of=SUBJECTS)


def _offered(view: View) -> dict[str, dict[int, str]]:
    deals, projects = all_open(view, view.as_of), booked_projects(view.store, view.as_of)
    sold = deals[deals["account"].notna() & deals["service"].notna()]
    named = [
        name if isinstance(name, str) else service for name, service in zip(sold["name"], sold["service"], strict=True)
    ]
    return {
        "people": current_people(view.store),
        "opportunities": _by_client(sold["id"], sold["account"], named),
        "projects": _by_client(projects["project_id"], projects["account"], projects["project"]),
    }


def _by_client(numbers: Iterable[int], accounts: Iterable[Any], names: Iterable[str]) -> dict[int, str]:
    rows = zip(numbers, accounts, names, strict=True)
    told = {int(number): f"{account}: {name}" if isinstance(account, str) else name for number, account, name in rows}
    return dict(sorted(told.items(), key=lambda one: one[1]))


def add_step(view: View) -> None:
    """The form that adds one step to a plan, new or begun."""
    kind = st.segmented_control(
        "What would happen", [LEAVES, AWAY, WON, SLIPS], default=LEAVES, key="whatif_kind", required=True
    )
    known = plans(view)
    names = list(known)
    cells = [
        Cell(
            "plan", "Plan", start=names[-1] if names else "Plan A",
            help="A name that is not there yet begins another plan; several steps may stand in one.",
        ),
        *_CELLS[kind or LEAVES](view),
    ]  # fmt: skip

    def save(typed: Typed, _once: str) -> None:
        _keep(known, typed["plan"], _STEPS[kind or LEAVES](view, typed))

    # The name of the newest plan is part of the key: a form keeps what it began with.
    entry(f"whatif_{kind}_{names[-1] if names else ''}", cells, "Add to the plan", save, "Added. Nothing is stored.")


def _keep(known: Plans, name: str | None, step: Step) -> None:
    if not name:
        raise RefusedValue("plan", "name the plan this belongs to.")
    if name not in known and len(known) >= MOST_PLANS:
        raise RefusedValue("plan", f"{MOST_PLANS} plans stand side by side at most: remove one first.")
    steps = known.setdefault(name, [])
    if len(steps) >= MOST_STEPS:
        raise RefusedValue("plan", f"holds {MOST_STEPS} steps already.")
    if any(one.change == step.change for one in steps):
        raise RefusedValue("plan", "has this step already.")
    steps.append(step)


def _person(view: View) -> Cell:
    return Cell("person_id", "Who", "choice", None, offered(view)["people"])


def _soon(view: View) -> date:
    return view.as_of + timedelta(days=28 - view.as_of.weekday())


_CELLS: dict[str, Callable[[View], list[Cell]]] = {
    LEAVES: lambda view: [_person(view), Cell("on", "First day no longer here", "date", _soon(view))],
    AWAY: lambda view: [
        _person(view), Cell("starts_on", "From", "date", _soon(view)),
        Cell("last_on", "Until", "date", _soon(view) + timedelta(days=25), help="The last day away."),
        Cell("kind", "Kind", "choice", "leave", {kind: kind.capitalize() for kind in ABSENCE_KINDS}),
    ],
    WON: lambda view: [
        Cell("opportunity_id", "Opportunity", "choice", None, offered(view)["opportunities"]),
        Cell("start", "Work begins on", "date", _soon(view)),
    ],
    SLIPS: lambda view: [
        Cell("project_id", "Project", "choice", None, offered(view)["projects"]),
        Cell("weeks", "Weeks later", "whole", 4),
    ],
}  # fmt: skip


def _leaves(view: View, typed: Typed) -> Step:
    person, on = _given(typed, "person_id", "choose who."), _day(view, typed, "on")
    return Step(Leaves(person, on), f"{offered(view)['people'][person]} leaves, gone from {fmt.day(on)} on")


def _away(view: View, typed: Typed) -> Step:
    person, starts = _given(typed, "person_id", "choose who."), _day(view, typed, "starts_on")
    last = _day(view, typed, "last_on")
    if last < starts:
        raise RefusedValue("last_on", f"cannot be before {fmt.day(starts)}, the first day away.")
    kind = typed["kind"] or "leave"
    words = f"{offered(view)['people'][person]} is away from {fmt.day(starts)} to {fmt.day(last)} ({kind})"
    return Step(Away(person, starts, next_day(last)), words, kind)


def _won(view: View, typed: Typed) -> Step:
    deal, start = _given(typed, "opportunity_id", "choose which."), _day(view, typed, "start")
    return Step(Won(deal, start), f"“{offered(view)['opportunities'][deal]}” is won, work begins on {fmt.day(start)}")


def _slips(view: View, typed: Typed) -> Step:
    project, weeks = _given(typed, "project_id", "choose which."), typed["weeks"]
    if weeks is None or not 1 <= weeks <= MOST_WEEKS:
        raise RefusedValue("weeks", f"write how many weeks later, from 1 to {MOST_WEEKS}.")
    name = offered(view)["projects"][project]
    return Step(Slips(project, int(weeks)), f"“{name}” comes {fmt.counted(int(weeks), 'week')} later")


_STEPS: dict[str, Callable[[View, Typed], Step]] = {LEAVES: _leaves, AWAY: _away, WON: _won, SLIPS: _slips}


def _given(typed: Typed, field: str, reason: str) -> int:
    value: Any = typed[field]
    if value is None:
        raise RefusedValue(field, reason)
    return int(value)


def _day(view: View, typed: Typed, field: str) -> date:
    day: date | None = typed[field]
    if day is None:
        raise RefusedValue(field, "say on which day.")
    if day < view.as_of:
        raise RefusedValue(field, f"cannot be before {fmt.day(view.as_of)}, the page's day.")
    return day


def remove_step(view: View, name: str, at: int) -> None:
    """Take a step out of a plan; a plan without steps is gone."""
    steps = plans(view).get(name, [])
    if at < len(steps):
        del steps[at]
    if not steps:
        plans(view).pop(name, None)
