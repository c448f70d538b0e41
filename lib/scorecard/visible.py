"""Who may see whose scorecard: the person, those they report to, leads and administrators."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from lib.book.queries import owner_names
from lib.days import NONE, in_force, number, spells
from lib.people.queries import people, reporting_lines
from lib.store.engine import Store

ROLES_SEE_ALL = ("lead", "admin")


def visible_to(store: Store, viewer_person_id: int | None, viewer_role: str, person_id: int, day: date) -> bool:
    """Whether a viewer may see a person's scorecard on a day.

    Leads and administrators see all (`lib.store.users.role_of`); others their own, and those of the people who report
    to them on the day, directly or through others.
    """
    if viewer_role in ROLES_SEE_ALL:
        return True
    return viewer_person_id is not None and viewer_person_id in {person_id, *above(store, person_id, day)}


def above(store: Store, person_id: int, day: date) -> list[int]:
    """Everybody a person reports to on a day, the nearest first; a circle ends where it closes."""
    lines = spells(reporting_lines(store), "person_id", "manager_id")
    found: list[int] = []
    at = person_id
    while True:
        at = int(in_force(lines, np.array([at]), np.array([number(day)]))[0])
        if at == NONE or at in (person_id, *found):
            return found
        found.append(at)


def scorecards_for(store: Store, viewer_person_id: int | None, viewer_role: str, day: date) -> Mapping[int, str]:
    """Whose scorecards a viewer may open on a day: number → name, in alphabetical order.

    Everybody who leads or led an account, or is credited with revenue or a deal. The alphabet is the only order that
    people are ever in here.
    """
    named = owner_names(store)
    every = people(store)
    numbers = dict(zip(every["name"].astype(str).tolist(), every["id"].astype(int).tolist(), strict=True))
    pairs = ((numbers[name], name) for name in named)
    return {
        number: name for number, name in pairs if visible_to(store, viewer_person_id, viewer_role, number, day)
    }  # fmt: skip
