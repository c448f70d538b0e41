"""A person's own growth: development goals as they stand, and what their level and the next one expect of each duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.people.roster_queries import role_names, roles_of
from lib.review.person_queries import development_goals, expectations
from lib.review.tables import DUTIES
from lib.store.engine import Store
from lib.store.settings import settings

LADDER = "career_ladder"  # the setting: roles parted by commas, the first step first
USUAL = ("coordinator", "account manager", "senior account manager", "director")
REACHED, REACHED_LATE, OPEN, OVERDUE = "reached", "reached late", "open", "overdue"


def goals(store: Store, person_id: int, as_of: date) -> pd.DataFrame:
    """The goals a person had set by a day: overdue ones first, then open ones by due day, then the reached.

    Columns: those of `development_goals`, and standing (OVERDUE, OPEN, REACHED, REACHED_LATE).
    """
    found = development_goals(store, person_id, as_of)
    reached, today = found["reached_on"].notna(), pd.Timestamp(as_of)
    rules = {
        REACHED_LATE: reached & (found["reached_on"] > found["due_on"]), REACHED: reached,
        OVERDUE: found["due_on"] < today,
    }  # fmt: skip
    standing = np.select([rule.to_numpy() for rule in rules.values()], list(rules), OPEN)
    told = found.assign(standing=standing)
    place = told["standing"].map({OVERDUE: 0, OPEN: 1}).fillna(2)
    order = told.assign(place=place).sort_values(["place", "due_on", "id"], kind="stable").index
    return told.loc[order].reset_index(drop=True)


@dataclass(frozen=True)
class Level:
    """A role and what it expects, by duty; a duty nobody wrote anything for is not in it."""

    role: str
    expects: Mapping[str, str]


@dataclass(frozen=True)
class Levels:
    """The level a person is on and the next one; None where there is none, and `why` says why."""

    now: Level | None
    following: Level | None
    why: str


def levels(store: Store, person_id: int, as_of: date) -> Levels:
    """The person's role on a day and the next one by the firm's ladder, each with its expectations by duty.

    The ladder is the setting `career_ladder`, role names parted by commas, the first step first; where the firm set
    none, USUAL. Steps find the firm's own roles by `step_of` and `next_role`.
    """
    role = _role_on(store, person_id, as_of)
    if role is None:
        return Levels(None, None, "No role is recorded for them on this day.")
    names, written = role_names(store), expectations(store)
    now, ladder = _level(role, names, written), ladder_of(settings(store, as_of).get(LADDER, ""))
    here = step_of(names[role], ladder)
    if here is None:
        return Levels(now, None, f"{names[role]} is not on the career ladder ({', '.join(ladder)}).")
    told = {number for number, _ in written}
    number = next_role(role, names, ladder, told)
    if number is not None:
        return Levels(now, _level(number, names, written), "")
    top = here == len(ladder) - 1
    return Levels(now, None, "This is the last step of the career ladder." if top else "No role of the next step yet.")


def _role_on(store: Store, person_id: int, as_of: date) -> int | None:
    held, day = roles_of(store, person_id), pd.Timestamp(as_of)
    there = held[(held["starts_on"] <= day) & ~(held["ends_before"] <= day)]
    return None if there.empty else int(there["role_id"].iloc[0])


def _level(role: int, names: Mapping[int, str], written: Mapping[tuple[int, str], str]) -> Level:
    return Level(names[role], {duty: written[role, duty] for duty in DUTIES if (role, duty) in written})


def ladder_of(setting: str) -> tuple[str, ...]:
    """The steps of a ladder written as role names parted by commas; USUAL where none is written."""
    steps = tuple(" ".join(part.split()).lower() for part in setting.split(",") if part.strip())
    return steps or USUAL


def step_of(role: str, ladder: Sequence[str]) -> int | None:
    """The step a role is on: the one of its name, else the one with the most words that all stand in its name.

    "Senior account manager" is on that step, not on "account manager"; "Account director" on "director".
    """
    words = set(role.lower().split())
    fitting = [at for at, step in enumerate(ladder) if set(step.split()) <= words]
    return max(fitting, key=lambda at: (ladder[at] == role.lower(), len(ladder[at].split())), default=None)


def next_role(role: int, names: Mapping[int, str], ladder: Sequence[str], told: set[int]) -> int | None:
    """The role one step up, or on the first higher step any role is on.

    Of several the one of exactly that name, else one that something is expected of (`told`), else the one whose name
    shares most words with the present role, else the first in the alphabet.
    """
    here = step_of(names[role], ladder)
    if here is None:
        return None
    words = set(names[role].lower().split())
    for above in range(here + 1, len(ladder)):
        there = [number for number, name in names.items() if step_of(name, ladder) == above]
        if there:
            return min(there, key=lambda number: _distance(number, names[number], ladder[above], words, told))
    return None


def _distance(number: int, name: str, step: str, words: set[str], told: set[int]) -> tuple[bool, bool, int, str]:
    return name.lower() != step, number not in told, -len(words & set(name.lower().split())), name
