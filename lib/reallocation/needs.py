"""What a piece of work asks of whoever takes it over: skills at a level, told by its service."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.service_queries import skills_needed
from lib.days import NONE, Ints, positions, record_numbers
from lib.reallocation import queries
from lib.store.engine import Store
from lib.team.capacity_queries import skills_on


@dataclass(frozen=True, eq=False)
class Needs:
    """The least level of each skill (columns, `skill_ids` sorted) that each piece of work (rows) asks; 0: none."""

    skill_ids: Ints
    names: list[str]
    level: Ints

    def keep(self, rows: Ints) -> "Needs":
        """Some of the pieces."""
        return Needs(self.skill_ids, self.names, self.level[rows])

    def joined(self, of: Ints, count: int) -> "Needs":
        """Pieces joined to `count` larger ones (`of`: the place of each): each asks the most of its pieces."""
        level = np.zeros((count, len(self.skill_ids)), dtype=np.int64)
        np.maximum.at(level, of, self.level)
        return Needs(self.skill_ids, self.names, level)

    def only_what(self, held: Ints) -> "Needs":
        """Less what the present holder does not have at that level: somebody else does that part (piece × skill)."""
        return Needs(self.skill_ids, self.names, np.where(held >= self.level, self.level, 0))

    def words(self) -> list[str]:
        """The skills of each piece in words; empty where nothing says."""
        return [", ".join(self.names[skill] for skill in np.flatnonzero(row)) for row in self.level]


def read_needs(store: Store, as_of: date, bookings: pd.DataFrame) -> Needs:
    """What each booking asks: its skill, else those of its project's service, else of the account's services."""
    listed, named = skills_needed(store), queries.skill_names(store)
    ids = np.array(sorted(named), dtype=np.int64)
    names = [named[int(one)] for one in ids]
    by_service = _by_service(listed, ids)
    level = np.zeros((len(bookings), len(ids)), dtype=np.int64)
    services = _services(store, as_of, bookings)
    if len(services):
        at = positions(by_service.index.to_numpy(), services[:, 1])
        np.maximum.at(level, services[at != NONE, 0], by_service.to_numpy(dtype=np.int64)[at[at != NONE]])
    said = positions(ids, record_numbers(bookings["skill_id"]))
    told = np.flatnonzero(said != NONE)
    level[told] = 0
    # A booking made for a skill says so itself, at whatever level; what a plan adds says the level too.
    least = bookings["least_level"].fillna(1).to_numpy() if "least_level" in bookings else np.ones(len(bookings))
    level[told, said[told]] = least[told]
    return Needs(ids, names, level)


def _by_service(listed: pd.DataFrame, ids: Ints) -> pd.DataFrame:
    """The least level of each skill by service: services × skills, 0 for none."""
    table = listed.pivot_table(index="service_id", columns="skill_id", values="least_level", aggfunc="max")
    return table.reindex(columns=ids).fillna(0).astype("int64").sort_index()


def _services(store: Store, as_of: date, bookings: pd.DataFrame) -> Ints:
    """Which services each booking may be for, as rows of (booking, service)."""
    projects, sold = queries.project_services(store), queries.services_under_contract(store, as_of)
    rows = bookings.reset_index(drop=True)[["project_id", "account_id"]].assign(at=np.arange(len(bookings)))
    of_project = rows[rows["project_id"].notna()].merge(projects[["project_id", "service_id"]], on="project_id")
    plain = rows[rows["project_id"].isna() & rows["account_id"].notna()]
    of_account = plain.merge(sold.astype({"account_id": "Int64"}), on="account_id")
    both = pd.concat([of_project[["at", "service_id"]], of_account[["at", "service_id"]]]).dropna()
    return both.to_numpy(dtype=np.int64)


def skills_held(store: Store, as_of: date, people: Ints, skill_ids: Ints) -> Ints:
    """The level of each of `people` (sorted) in each skill (sorted) on a day, person × skill; 0 for none."""
    held, level = skills_on(store, as_of), np.zeros((len(people), len(skill_ids)), dtype=np.int64)
    who, what = (
        positions(people, record_numbers(held["person_id"])),
        positions(skill_ids, record_numbers(held["skill_id"])),
    )
    there = (who != NONE) & (what != NONE)
    level[who[there], what[there]] = held["level"].to_numpy(dtype=np.int64)[there]
    return level
