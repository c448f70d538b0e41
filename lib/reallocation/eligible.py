"""Who may take which piece of work over, and the reason where somebody may not."""

import numpy as np

from lib.days import NONE, Bools, Ints
from lib.reallocation.situation import Situation

ALLOWED, HOLDER, SKILL, ROLE, AWAY, VETOED, LOCKED, LEADS, PARTLY = range(9)
Veto = frozenset[tuple[str, int]]


def standing(situation: Situation, locked: frozenset[str], vetoed: Veto) -> Ints:
    """Of each person and item (person × item) whether they may take it: ALLOWED, HOLDER, or what stands against it.

    Who joins or leaves within these weeks takes nothing over. Where the work asks for skills these decide, else the
    role of whoever has it now; an account is led by people who lead one already, or have the same role as its lead.
    """
    items, people = situation.items, situation.people
    holder, asked = situation.holder, situation.needs.level
    role = people["role_id"].to_numpy(dtype=np.int64)
    same_role = (role[:, None] == np.append(role, NONE)[holder][None, :]) & (role != NONE)[:, None]
    has_skills = (situation.held[:, None, :] >= asked[None, :, :]).all(axis=2)
    skilled = asked.any(axis=1)
    found = np.full((len(people), len(items)), ALLOWED, dtype=np.int64)
    found[~has_skills & skilled] = SKILL
    found[~same_role & ~skilled & ~situation.leads] = ROLE
    found[~(_leads_some(situation)[:, None] | same_role) & situation.leads] = LEADS
    found[~people["whole"].to_numpy(dtype=np.bool_)] = PARTLY
    found[people["target_minutes"].to_numpy() <= 0] = AWAY
    found[:, items["item"].isin(locked).to_numpy(dtype=bool)] = LOCKED
    for key, person in vetoed:
        rows = (people["person_id"] == person).to_numpy(dtype=np.bool_)
        found[rows[:, None] & (items["item"] == key).to_numpy(dtype=np.bool_)[None, :]] = VETOED
    has = np.flatnonzero(holder != NONE)
    here = people["target_minutes"].to_numpy()[holder[has]] > 0
    found[holder[has[here]], has[here]] = HOLDER
    return found


def _leads_some(situation: Situation) -> Bools:
    """Who leads an account in these weeks."""
    leading = np.zeros(len(situation.people), dtype=np.bool_)
    leading[situation.holder[situation.leads & (situation.holder != NONE)]] = True
    return leading


def may(found: Ints) -> Bools:
    """Which pairs (person × item) an allocation may hold."""
    return np.asarray((found == ALLOWED) | (found == HOLDER))
