"""Skills that hang on one person, and who could stand in while somebody is away: frames in, frames out."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Floats, Ints, positions, record_numbers
from lib.measure import Measure, undefined
from lib.periods import next_day

MOST_STAND_INS = 3


def at_risk(needed: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Skills which at the level some service needs only one person holds, or nobody; nobody's first, then by skill.

    `needed`: service_id, service, skill_id, skill, least_level. `held`: person_id, person, skill_id, level, of people
    who are here. Columns: skill_id, skill, level (that is needed), holders (0 or 1), person_id (NA: nobody), person,
    service_ids and services (tuples, that need it at this level or a lower one the same people hold), learning (names
    of those who hold it below the level).

    Where two levels of a skill are needed and the same people hold both, they are one row at the higher level.
    """
    every = pd.DataFrame(
        [_risk(skill, level, needed, held) for skill, level in _levels(needed)],
        columns=["skill_id", "skill", "level", "holders", "person_id", "person", "service_ids", "services", "learning"],
    )
    found = every[every["holders"] < 2].sort_values(["skill", "level"], ascending=[True, False], kind="stable")
    once = found.drop_duplicates(["skill_id", "holders"], keep="first")
    ordered = once.sort_values(["holders", "skill"], kind="stable").reset_index(drop=True)
    return ordered.astype({"person_id": "Int64"})


def _levels(needed: pd.DataFrame) -> list[tuple[int, int]]:
    pairs = needed[["skill_id", "least_level"]].drop_duplicates()
    return [(int(skill), int(level)) for skill, level in pairs.itertuples(index=False)]


def _risk(skill: int, level: int, needed: pd.DataFrame, held: pd.DataFrame) -> dict[str, object]:
    its = held[held["skill_id"] == skill]
    able, below = its[its["level"] >= level], its[its["level"] < level]
    asking = needed[(needed["skill_id"] == skill) & (needed["least_level"] <= level)]
    asking = asking[[_same_holders(its, int(least), level) for least in asking["least_level"]]]
    one = able.iloc[0] if len(able) == 1 else None
    return {
        "skill_id": skill, "skill": str(asking["skill"].iloc[0]), "level": level, "holders": len(able),
        "person_id": None if one is None else int(one["person_id"]), "person": None if one is None else one["person"],
        "service_ids": tuple(asking["service_id"]), "services": tuple(asking["service"]),
        "learning": tuple(below.sort_values("level", ascending=False)["person"]),
    }  # fmt: skip


def _same_holders(its: pd.DataFrame, least: int, level: int) -> bool:
    return int((its["level"] >= least).sum()) == int((its["level"] >= level).sum())


def single_holder_skills(held_once: int, needed: int) -> Measure:
    """Skills services need that only one person holds at the level needed; `needed`: different skills needed."""
    if not needed:
        return undefined("no service says which skills it needs")
    return Measure(held_once, base=needed)


def first_open_monday(as_of: date) -> date:
    """The Monday of the first week that is not over by the end of a day: on a Sunday the next day."""
    following = next_day(as_of)
    return following - timedelta(days=following.weekday())


def work_days_away(starts: Ints, ends: Ints, days: Ints, free: Bools) -> Bools:
    """The working days of spells of absence, spell × day; `free`: public holidays of the person of each spell."""
    workday = (days + 3) % 7 < 5  # 1970-01-01 was a Thursday
    return np.asarray((starts[:, None] <= days) & (days < ends[:, None]) & workday & ~free)


def stand_ins(
    who: int, minutes: float, free: Floats, likeness: Floats, people: Ints
) -> tuple[list[tuple[int, float]], float]:  # fmt: skip
    """Who could take so many minutes of one person's work, and what is left that nobody has the time for.

    `free`: minutes each of `people` (numbers, sorted) has left in those weeks; `likeness`: how near each stands to
    the work (0: not at all). The nearest first, then the most free; at most three; nobody takes from himself.
    """
    able = np.where((people == who) | (likeness <= 0), 0.0, np.maximum(free, 0.0))
    order = np.lexsort((people, -able, -likeness))
    taken: list[tuple[int, float]] = []
    left = minutes
    for at in order:
        if left < 1 or len(taken) == MOST_STAND_INS:
            break
        share = min(left, float(able[at]))
        if share >= 1:
            taken.append((int(people[at]), share))
            left -= share
    return taken, max(left, 0.0)


def likeness(who: int, roles: pd.DataFrame, skills: pd.DataFrame, shared: pd.DataFrame, people: Ints) -> Floats:
    """How near each of `people` stands to the work of one person: 2 for the same role, 1 for work on the same client,
    and a part of 1 for the share of that person's skills held; 0 for somebody without role, client or skill in common.

    `roles`: person_id, role_id. `skills`: person_id, skill_id. `shared`: person_id, account_id of bookings.
    """
    same_role = _holds(roles, "role_id", _of(roles, who, "role_id"), people) > 0
    own_clients = _holds(shared, "account_id", _of(shared, who, "account_id"), people) > 0
    own_skills = _of(skills, who, "skill_id")
    part = _holds(skills, "skill_id", own_skills, people) / max(len(own_skills), 1)
    return 2.0 * same_role + 1.0 * own_clients + part


def _of(frame: pd.DataFrame, who: int, column: str) -> Sequence[int]:
    theirs: list[int] = frame.loc[frame["person_id"] == who, column].dropna().unique().tolist()
    return theirs


def _holds(frame: pd.DataFrame, column: str, wanted: Sequence[int], people: Ints) -> Floats:
    """How many of `wanted` each of `people` has in a column."""
    kept = frame[frame[column].isin(wanted)][["person_id", column]].drop_duplicates()
    at = positions(people, record_numbers(kept["person_id"]))
    return np.bincount(at[at != NONE], minlength=len(people)).astype(np.float64)
