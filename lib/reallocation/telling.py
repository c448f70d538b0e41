"""The moves of a plan in the order to make them: loads before and after, how well skills match, what is lost."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats, Ints
from lib.reallocation.problem import Posed, load, today
from lib.reallocation.ties import lost, near
from lib.team.allocation import band_cost

NOBODY = "nobody"


def moves_of(posed: Posed, person: Ints) -> pd.DataFrame:
    """One row a move, each taken after those above it, the one that helps most first.

    Columns: item, account_id, account, from_id, from_person, to_id (NA: nobody can), to_person, minutes (a week),
    leads, from_before, from_after, to_before, to_after (load as a share of target; NaN: no hours), skill_match, lost,
    notice_within_90, handover_cost, relief (points; what handing over costs already taken off).
    """
    rows, now = [], today(posed)
    left = np.flatnonzero(person[: posed.items] != now[: posed.items])
    words, soon = lost(posed.situation.items, posed.situation.as_of), near(posed.situation.items)
    pair, taken = posed.problem.pair_cost, taken_minutes(posed, now)
    while len(left):
        change = changes(posed, pair, taken, now, person, left)
        item = int(left[change.argmin()])
        then = now.copy()
        then[item] = person[item]
        rows.append(
            _row(posed, item, now, then) | {"lost": words[item], "notice_within_90": bool(soon[item])}
            | {"relief": -float(change.min())}
        )  # fmt: skip
        left, now, taken = left[left != item], then, taken_minutes(posed, then)
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = (
    "item", "account_id", "account", "from_id", "from_person", "to_id", "to_person", "minutes", "leads", "from_before",
    "from_after", "to_before", "to_after", "skill_match", "lost", "notice_within_90", "handover_cost", "relief",
)  # fmt: skip


def taken_minutes(posed: Posed, person: Ints) -> Floats:
    """Minutes a week of each row of the problem under a plan."""
    hours = posed.problem.hours[person, np.arange(len(person))]
    return np.bincount(person, hours, minlength=len(posed.problem.capacity)).astype(np.float64)


def changes(posed: Posed, pair: Floats, taken: Floats, now: Ints, person: Ints, items: Ints) -> Floats:
    """By how much what the plan costs changes with each of some moves, made next."""
    giver, taker = now[items], person[items]
    pairs = pair[taker, items] - pair[giver, items]
    less, more = posed.problem.hours[giver, items], posed.problem.hours[taker, items]
    before = _band(posed, taken, giver) + _band(posed, taken, taker)
    return pairs + _band(posed, taken, giver, -less) + _band(posed, taken, taker, more) - before


def _band(posed: Posed, taken: Floats, people: Ints, more: Floats | float = 0.0) -> Floats:
    """What the load of each of `people` costs with so many minutes more."""
    minutes = taken[people] + more
    share = np.where(minutes > ROUNDING, 100 * minutes / np.maximum(posed.problem.capacity[people], ROUNDING), 0.0)
    return band_cost(share, posed.problem.fairness)


ROUNDING = 1e-9


def _row(posed: Posed, item: int, now: Ints, then: Ints) -> dict[str, Any]:
    one, people = posed.situation.items.iloc[item], posed.situation.people
    giver, taker = int(posed.situation.holder[item]), int(then[item])
    # The last place is nobody's: who has no hours, or is nobody, has no load.
    before, after = (np.append(load(posed, plan), np.nan) for plan in (now, then))
    nobody = taker == posed.nobody
    return {
        "item": one["item"], "account_id": int(one["account_id"]), "account": one["account"],
        "from_id": int(one["person_id"]), "from_person": one["person"],
        "to_id": pd.NA if nobody else int(people["person_id"].iloc[taker]),
        "to_person": NOBODY if nobody else people["person"].iloc[taker],
        "minutes": float(one["minutes"]), "leads": bool(one["leads"]),
        "from_before": before[giver], "from_after": after[giver],
        "to_before": before[taker], "to_after": after[taker],
        "skill_match": "" if nobody else skill_match(posed, item, taker),
        "handover_cost": float(posed.loss[item]),
    }  # fmt: skip


def skill_match(posed: Posed, item: int, taker: int) -> str:
    """How the skills of a taker compare with what the work asks for, and with those of who has it now."""
    needs, held = posed.situation.needs, posed.situation.held
    asked = np.flatnonzero(needs.level[item])
    if not len(asked):
        return f"same role ({posed.situation.people['role'].iloc[taker]}); no skill is recorded for this work"
    giver = int(posed.situation.holder[item])
    return ", ".join(
        f"{needs.names[skill]} {held[taker, skill]} (needs {needs.level[item, skill]}, now {held[giver, skill]})"
        for skill in asked
    )


def shares(loads: Floats) -> list[str]:
    """Loads in words: 118 %; – where somebody has no hours."""
    return ["–" if np.isnan(one) else f"{100 * one:.0f} %" for one in loads]
