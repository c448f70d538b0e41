"""Comparing what-if plans beside the page: the job that solves each, and what a session keeps of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.reallocation.scenarios import Change, Plan, changed, solved, told
from lib.reallocation.situation import read_situation
from lib.store.engine import Store
from lib.store.writing import data_version
from lib.ui.jobs import Progress, begin, watch
from lib.ui.page import View
from lib.ui.team_whatif_plans import SUBJECTS, plans

TODAY = "As it is"
Asked = dict[str, tuple[Change, ...]]


@dataclass(frozen=True)
class Compared:
    """Plans side by side (one row each, columns as `scenarios.told`), loads by person, and what they were made of.

    `loads`: by plan, columns person_id, person, now (as it is), before (in the plan, nothing moved), after (moved).
    """

    rows: pd.DataFrame
    loads: dict[str, pd.DataFrame]
    asked: Asked
    version: tuple[Any, ...]
    mark: str
    start: date
    weeks: int


def asked(view: View) -> Asked:
    """The plans as the solver takes them."""
    return {name: tuple(step.change for step in steps) for name, steps in plans(view).items()}


def compared(view: View) -> Compared | None:
    """What was compared last in this session for the page's day."""
    return _kept().get((view.store.url, view.as_of))


def _kept() -> dict[Any, Compared]:
    found: dict[Any, Compared] = st.session_state.setdefault("_whatif_compared", {})
    return found


def is_old(view: View, found: Compared) -> bool:
    """Whether the plans, or the data they stand on, changed since."""
    return found.asked != asked(view) or found.version != _version(view.store)


def _version(store: Store) -> tuple[Any, ...]:
    return tuple(one for one in data_version(store) if one[0] in SUBJECTS)


def comparing() -> bool:
    """Show how far this session's comparison is; whether it goes on."""
    return watch(_job())


def _job() -> str:
    name: str = st.session_state.setdefault("_whatif_job", f"whatif {uuid.uuid4().hex}")
    return name


def compare(view: View) -> None:
    """Start comparing, beside the page."""
    begin(_job(), "Comparing plans", partial(_solve, view.store, view.as_of, asked(view), _kept()))


def _solve(store: Store, as_of: date, wanted: Asked, kept: dict[Any, Compared], tell: Progress) -> str:
    made_on = _version(store)  # before the reading: what is written meanwhile makes the answer old, not wrong
    rows, loads = [], {}
    situation = read_situation(store, as_of)
    everything: Mapping[str, tuple[Change, ...]] = {TODAY: ()} | wanted
    now: Plan | None = None
    for at, (name, changes) in enumerate(everything.items()):
        tell(at, len(everything), name)
        plan = solved(changed(store, situation, changes) if changes else situation)
        now = now or plan
        rows.append({"plan": name} | told(plan))
        loads[name] = _loads(now, plan)
    found = Compared(
        pd.DataFrame(rows), loads, wanted, made_on, uuid.uuid4().hex, situation.start, situation.weeks
    )  # fmt: skip
    kept.clear()
    kept[store.url, as_of] = found
    return f"{len(wanted)} {'plan' if len(wanted) == 1 else 'plans'} compared with how it is."


def _loads(now: Plan, plan: Plan) -> pd.DataFrame:
    """Loads by person as shares of target: as it is, in the plan with nothing moved, and after the best moves."""
    people = now.posed.situation.people
    columns = {"person_id": people["person_id"], "person": people["person"], "now": now.before}
    return pd.DataFrame(columns | {"before": plan.before, "after": plan.after}).astype({"person": object})
