"""The moves of a plan in the order to make them: loads before and after, how well skills match, what is lost."""

from typing import Any

import numpy as np
import pandas as pd

from lib.days import Floats, Ints
from lib.reallocation.problem import Posed, load, today
from lib.reallocation.ties import lost, near
from lib.team.allocation import objective

NOBODY = "nobody"


def moves_of(posed: Posed, person: Ints) -> pd.DataFrame:
    """One row a move, each taken after those above it, the one that helps most first.

    Columns: item, account_id, account, from_id, from_person, to_id (NA: nobody can), to_person, minutes (a week),
    leads, from_before, from_after, to_before, to_after (load as a share of target; NaN: no hours), skill_match, lost,
    notice_within_90, handover_cost, relief (points; what handing over costs already taken off).
    """
    rows, now = [], today(posed)
    left = [int(item) for item in np.flatnonzero(person[: posed.items] != now[: posed.items])]
    words, soon = lost(posed.situation.items, posed.situation.as_of), near(posed.situation.items)
    cost = objective(posed.problem, now) if _possible(posed, now) else np.nan
    while left:
        item, then, after = _next(posed, now, person, left)
        rows.append(
            _row(posed, item, now, then) | {"lost": words[item], "notice_within_90": bool(soon[item])}
            | {"relief": cost - after}
        )  # fmt: skip
        left.remove(item)
        now, cost = then, after
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = (
    "item", "account_id", "account", "from_id", "from_person", "to_id", "to_person", "minutes", "leads", "from_before",
    "from_after", "to_before", "to_after", "skill_match", "lost", "notice_within_90", "handover_cost", "relief",
)  # fmt: skip


def _possible(posed: Posed, person: Ints) -> bool:
    return not np.isnan(posed.problem.pair_cost[person, np.arange(len(person))]).any()


def _next(posed: Posed, now: Ints, person: Ints, left: list[int]) -> tuple[int, Ints, float]:
    """Of the moves left the one after which the plan costs least, and the plan then."""
    best: tuple[int, Ints, float] | None = None
    for item in left:
        then = now.copy()
        then[item] = person[item]
        cost = objective(posed.problem, then)
        if best is None or cost < best[2]:
            best = item, then, cost
    assert best is not None  # the loop that calls has moves left
    return best


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
