"""Cover: who could take whose work if they were not there, found by removing each person and solving again."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import NONE, Floats, Ints
from lib.reallocation.eligible import AWAY, may, standing
from lib.reallocation.problem import UNDONE
from lib.reallocation.situation import Situation
from lib.team.allocation import Problem
from lib.team.allocation_milp import solve

Progress = Callable[[int, int, str], None]
COVERED, PARTLY, NOT = "covered", "partly", "not covered"
COLUMNS = ("person_id", "person", "minutes", "placed", "unplaced", "by", "words", "verdict")
SECONDS = 2.0
FULL = 0.98  # of somebody's work placed: what is left is lost in rounding
_ENDLESS = 1e12


def cover(situation: Situation, tell: Progress) -> pd.DataFrame:
    """One row a person with booked work: could colleagues cover all of it without going beyond their hours?

    Everybody else keeps what they have; a colleague may be filled up to all contracted hours, not beyond. Columns:
    person_id, person, minutes (a week), placed, unplaced, by (names), words, verdict; the least covered first.
    """
    found = standing(situation, frozenset(), frozenset())
    holders = [int(one) for one in np.unique(situation.holder) if one != NONE]
    rows = []
    for at, person in enumerate(holders):
        tell(at, len(holders), str(situation.people["person"].iloc[person]))
        rows.append(_covered(situation, found, person))
    told = pd.DataFrame(rows, columns=COLUMNS)
    share = told["placed"] / told["minutes"]
    return told.assign(share=share).sort_values(["share", "minutes"], ascending=[True, False]).drop(columns="share")


def _covered(situation: Situation, found: Ints, person: int) -> dict[str, Any]:
    mine = np.flatnonzero(situation.holder == person)
    hours = situation.hours[mine]
    taker = _solved(situation, found[:, mine], mine, person)
    placed = float(hours[taker != len(situation.people)].sum())
    by = _by(situation, taker, hours)
    verdict = COVERED if placed >= FULL * hours.sum() else PARTLY if placed > 0 else NOT
    return {
        "person_id": int(situation.people["person_id"].iloc[person]), "person": situation.people["person"].iloc[person],
        "minutes": float(hours.sum()), "placed": placed, "unplaced": float(hours.sum()) - placed,
        "by": by, "words": _words(situation, mine[taker == len(situation.people)], verdict), "verdict": verdict,
    }  # fmt: skip


def _solved(situation: Situation, stands: Ints, mine: Ints, person: int) -> Ints:
    """Who takes each of a person's items; the number of people: nobody."""
    people, hours = situation.people, situation.hours[mine]
    room = _room(situation)
    allowed = may(stands) & (stands != AWAY) & (np.arange(len(people)) != person)[:, None]
    allowed &= hours[None, :] <= room[:, None] + 1e-6
    cost = np.where(allowed, _spread(situation)[:, None] * np.ones(len(mine)), np.nan)
    cost = np.vstack([cost, UNDONE * hours])
    problem = Problem(cost, np.where(np.isnan(cost), np.nan, hours[None, :]), np.append(room, _ENDLESS))
    return solve(problem, SECONDS)[0].person


def _room(situation: Situation) -> Floats:
    """Minutes a week each person has left of all contracted hours."""
    held = situation.holder != NONE
    taken = np.bincount(situation.holder[held], situation.hours[held], minlength=len(situation.people))
    internal = situation.people["internal_minutes"].to_numpy()
    return np.asarray(np.maximum(situation.people["contract_minutes"].to_numpy() - taken - internal, 0.0))


def _spread(situation: Situation) -> Floats:
    """A small cost that sends work to whoever has most room; never worth leaving a minute undone."""
    room = _room(situation)
    return np.asarray(1.0 - room / max(room.max(initial=0.0), 1.0))


def _by(situation: Situation, taker: Ints, hours: Floats) -> str:
    done = np.bincount(taker, hours, minlength=len(situation.people) + 1)[:-1]
    order = [int(one) for one in np.argsort(-done, kind="stable") if done[one] > 0]
    return ", ".join(f"{situation.people['person'].iloc[one]} {done[one] / 60:.1f} h" for one in order)


def _words(situation: Situation, left: Ints, verdict: str) -> str:
    if verdict == COVERED:
        return "colleagues with the skills have the hours"
    items = situation.items.iloc[left].sort_values("minutes", ascending=False)
    first = zip(items["account"].head(3), items["minutes"].head(3), strict=True)
    named = ", ".join(f"{account} {minutes / 60:.1f} h" for account, minutes in first)
    more = f" and {fmt.counted(len(items) - 3, 'more account')}" if len(items) > 3 else ""
    return f"nobody may take, or has the hours for: {named}{more}"
