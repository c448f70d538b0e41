"""Why not: for work of people over target, everybody who could be thought of and what stands against them."""

import numpy as np
import pandas as pd

from lib.days import NONE, Floats, Ints
from lib.reallocation.eligible import ALLOWED, AWAY, HOLDER, LEADS, LOCKED, ROLE, SKILL, VETOED
from lib.reallocation.problem import Posed, load
from lib.reallocation.situation import Situation

COLUMNS = ("item", "account", "holder", "person", "why")
MOST_PEOPLE = 8  # an item: those of the same role or with some of its skills, the least loaded first


def blocked(posed: Posed, person: Ints, before: Floats) -> pd.DataFrame:
    """One row for each piece of work of people over target (before the plan) and colleague who does not take it.

    Columns: item, account, holder, person, why. Only colleagues in the same role, or with a skill it asks for.
    """
    situation, after = posed.situation, load(posed, person)
    over = set(np.flatnonzero(np.nan_to_num(before) > 1).tolist())
    rows: list[tuple[str, str, str, str, str]] = []
    for item in np.flatnonzero(np.isin(situation.holder, list(over))):
        one = situation.items.iloc[item]
        for colleague in _thought_of(posed, int(item), after):
            if colleague != person[item]:
                why = _why(posed, int(item), int(colleague), after)
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


def _why(posed: Posed, item: int, person: int, after: Floats) -> str:
    situation = posed.situation
    stands = int(posed.standing[person, item])
    if stands == ALLOWED:
        return _allowed(posed, item, person, after)
    one = situation.people.iloc[person]
    return {
        HOLDER: "has it already",
        SKILL: _lacking(situation, item, person),
        ROLE: f"has another role ({one['role']}), and no skill is recorded for this work",
        AWAY: "has no hours in these weeks: away, left, or none recorded",
        VETOED: "you said not this person",
        LOCKED: "you locked this work",
        LEADS: "leads no account",
    }[stands]


def _allowed(posed: Posed, item: int, person: int, after: Floats) -> str:
    target = float(posed.situation.people["target_minutes"].iloc[person])
    then = after[person] + posed.situation.hours[item] / target
    if then > 1:
        return (
            f"could, but would be at {100 * then:.0f} % of target (the plan leaves them at {100 * after[person]:.0f} %)"
        )
    return f"could; handing over costs {posed.loss[item]:.1f} points, more than the relief it would bring"


def _lacking(situation: Situation, item: int, person: int) -> str:
    needs = situation.needs
    gaps = np.flatnonzero(situation.held[person] < needs.level[item])
    told = [
        f"{needs.names[skill]} {needs.level[item, skill]} (has {situation.held[person, skill] or 'none'})"
        for skill in gaps
    ]  # fmt: skip
    return "lacks " + ", ".join(told)
