"""Why not: for work of people over target, everybody who could be thought of and what stands against them."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, Ints
from lib.reallocation.eligible import ALLOWED, AWAY, HOLDER, LEADS, LOCKED, PARTLY, ROLE, SKILL, VETOED
from lib.reallocation.problem import Posed, load, today
from lib.reallocation.situation import Situation
from lib.reallocation.telling import changes, taken_minutes

COLUMNS = ("item", "account", "holder", "person", "why")
HELPS = 1e-6  # points
MOST_PEOPLE = 8  # an item: those of the same role or with some of its skills, the least loaded first


def blocked(posed: Posed, person: Ints, before: Floats) -> pd.DataFrame:
    """One row for each piece of work of people over target (before the plan) and colleague who does not take it.

    Columns: item, account, holder, person, why. Only colleagues in the same role, or with a skill it asks for.
    """
    situation, after, pair = posed.situation, load(posed, person), posed.problem.pair_cost
    over = set(np.flatnonzero(np.nan_to_num(before) > 1).tolist())
    rows: list[tuple[str, str, str, str, str]] = []
    for item in np.flatnonzero(np.isin(situation.holder, list(over))):
        one = situation.items.iloc[item]
        for colleague in _thought_of(posed, int(item), after):
            if colleague != person[item]:
                why = _why(posed, person, int(item), int(colleague), after, pair)
                rows.append(
                    (one["item"], one["account"], one["person"], situation.people["person"].iloc[colleague], why)
                )
    return pd.DataFrame(rows, columns=COLUMNS)


def _thought_of(posed: Posed, item: int, after: Floats) -> Ints:
    situation = posed.situation
    role, holder = situation.people["role_id"].to_numpy(dtype=np.int64), int(situation.holder[item])
    same = (role == role[holder]) & (role != NONE)
    some = (situation.held[:, situation.needs.level[item] > 0] > 0).any(axis=1)
    found = np.flatnonzero((same | some) & (np.arange(len(role)) != holder))
    return np.asarray(found[np.argsort(np.nan_to_num(after[found], nan=9e9), kind="stable")][:MOST_PEOPLE])


def _why(posed: Posed, plan: Ints, item: int, person: int, after: Floats, pair: Floats) -> str:
    situation = posed.situation
    stands = int(posed.standing[person, item])
    if stands == ALLOWED:
        return _allowed(posed, plan, item, person, after, pair)
    one = situation.people.iloc[person]
    return {
        HOLDER: "has it already",
        SKILL: _lacking(situation, item, person),
        ROLE: f"has another role ({one['role']}), and no skill is recorded for this work",
        AWAY: _no_hours(one),
        PARTLY: "joins or leaves within these weeks",
        VETOED: "you said not this person",
        LOCKED: "you locked this work",
        LEADS: "leads no account",
    }[stands]


def _no_hours(one: "pd.Series[Any]") -> str:
    if one["contract_minutes"] > 0:
        return f"is in a role that is not booked for clients ({one['role']}: target 0 %)"
    return "has no hours in these weeks: away, left, or none recorded"


def _allowed(posed: Posed, plan: Ints, item: int, person: int, after: Floats, pair: Floats) -> str:
    """Why the plan does not use somebody who may: told from what the plan would cost with this one change."""
    then, holder = plan.copy(), int(today(posed)[item])
    then[item] = person
    if changes(posed, pair, taken_minutes(posed, plan), plan, then, np.array([item]))[0] < -HELPS:
        used_up = posed.problem.most_moves is not None and plan[item] == holder
        why = "the moves you allow are used up" if used_up else "the time was too short to find the best plan"
        return f"could, and it would help: {why}"
    target = float(posed.situation.people["target_minutes"].iloc[person])
    share = after[person] + posed.situation.hours[item] / target
    if share > 1:
        now = f"the plan leaves them at {100 * after[person]:.0f} %"
        return f"could, but would be at {100 * share:.0f} % of target ({now})"
    if plan[item] != holder:
        return f"could; {posed.situation.people['person'].iloc[plan[item]]} takes it, and this would be no better"
    cost = pair[person, item] - pair[holder, item]
    return f"could; handing over costs {cost:.1f} points, more than the relief it would bring"


def _lacking(situation: Situation, item: int, person: int) -> str:
    needs = situation.needs
    gaps = np.flatnonzero(situation.held[person] < needs.level[item])
    told = [
        f"{needs.names[skill]} {needs.level[item, skill]} (has {situation.held[person, skill] or 'none'})"
        for skill in gaps
    ]  # fmt: skip
    return "lacks " + ", ".join(told)
