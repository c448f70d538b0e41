"""Who does what over the weeks ahead: people with their hours, pieces of work with their holder, what each asks for."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.days import NONE, Bools, Floats, Ints, positions, record_numbers
from lib.reallocation import queries
from lib.reallocation.needs import Needs, read_needs, skills_held
from lib.reallocation.ties import read_ties
from lib.reallocation.weights import Weights, weights
from lib.store.engine import Store
from lib.store.settings import settings
from lib.team import capacity_figures as figures
from lib.team import capacity_queries
from lib.team.capacity import Capacity, capacity

NOTICE_DAYS, WINDOW_WEEKS = 14, 8
HIGHEST = 99  # above any level of skill
LEAST_MINUTES = 3.0  # a week on average: less than that is no piece of work to hand over


@dataclass(frozen=True, eq=False)
class Situation:
    """Plain frames and arrays; one row of `items` is all that one person does for one account.

    - people: person_id, person, role_id (NONE), role, contract_minutes (a week after leave and holidays),
      target_minutes (of it, what should be booked, its share being target_share), internal_minutes (booked without a
      client), fixed_minutes (of these, what fills the target), whole (with the firm in all these weeks); by person_id
    - items: item (key), account_id, account, person_id (NONE: nobody yet), person, role, minutes (a week), leads
      (also looks after the account), skills (words); and what a handover loses: since, contacts, promises,
      escalations, notice_on, band
    - needs: skill levels each item asks for, item × skill; held: what each person has, person × skill
    """

    as_of: date
    start: date
    weeks: int
    people: pd.DataFrame
    items: pd.DataFrame
    needs: Needs
    held: Ints
    weights: Weights
    bookings: pd.DataFrame
    minutes: Floats  # booking × week, tentative ones by their chance
    capacity: Capacity

    @property
    def holder(self) -> Ints:
        """The row in `people` of who has each item; NONE for nobody."""
        return positions(record_numbers(self.people["person_id"]), record_numbers(self.items["person_id"]))

    @property
    def hours(self) -> Floats:
        """Minutes a week of each item."""
        return self.items["minutes"].to_numpy(dtype=np.float64)

    @property
    def leads(self) -> Bools:
        """Whether each item comes with the lead of its account."""
        return self.items["leads"].to_numpy(dtype=np.bool_)


def window_start(as_of: date) -> date:
    """The first Monday at least two weeks after a day: nobody takes work over tomorrow."""
    return figures.first_start(as_of, NOTICE_DAYS)


def read_situation(store: Store, as_of: date, start: date | None = None, weeks: int = WINDOW_WEEKS) -> Situation:
    """Who does what from the window's start on (`start`: another Monday), as known on a day. Raises NoMonday."""
    begins = start or window_start(as_of)
    there = capacity(store, begins, weeks)
    rows = capacity_queries.bookings(store, begins, _after(begins, weeks))
    minutes = figures.booked_minutes(rows, there.mondays) * figures.expected_share(rows)[:, None]
    roles, weigh = capacity_queries.roles_on(store, as_of), weights(settings(store, as_of))
    needs = read_needs(store, as_of, rows)
    return made(store, as_of, there, rows, minutes, _people(store, there, rows, minutes, roles, weigh), needs, weigh)


def _after(start: date, weeks: int) -> date:
    return date.fromordinal(start.toordinal() + 7 * weeks)


def made(
    store: Store, as_of: date, there: Capacity, rows: pd.DataFrame, minutes: Floats, people: pd.DataFrame,
    needs: Needs, weigh: Weights,
) -> Situation:  # fmt: skip
    """The situation of capacity and bookings as they are, or as a plan would have them."""
    kept = needs.keep(np.flatnonzero(_movable(rows)))
    items, asked = _items(store, as_of, rows[_movable(rows)], minutes[_movable(rows)], people, kept)
    held = skills_held(store, as_of, record_numbers(people["person_id"]), asked.skill_ids)
    first = date.fromordinal(date(1970, 1, 1).toordinal() + int(there.mondays[0]))
    return Situation(as_of, first, len(there.mondays), people, items, asked, held, weigh, rows, minutes, there)


def _movable(rows: pd.DataFrame) -> Bools:
    """Work of one person for one account; and what a plan adds (it has no number), which nobody has yet."""
    somebody = rows["person_id"].notna() | (rows["id"] == NONE)
    return np.asarray((somebody & rows["account_id"].notna()).to_numpy(dtype=np.bool_))


def _people(
    store: Store, there: Capacity, rows: pd.DataFrame, minutes: Floats, roles: pd.DataFrame, weigh: Weights
) -> pd.DataFrame:
    ids = there.ids
    at = positions(record_numbers(roles["person_id"]), ids)
    known = np.append(record_numbers(roles["role_id"]), NONE)
    names = np.append(roles["role"].to_numpy(dtype=object), "no role")
    targets = _targets(store, weigh.target)
    share = np.array([targets.get(int(role), weigh.target) for role in known[at]])
    contract = there.minutes.mean(axis=1) if len(there.mondays) else np.zeros(len(ids))
    inside = rows["person_id"].notna() & rows["account_id"].isna()
    internal = figures.by_person(rows[inside], minutes[inside.to_numpy(dtype=np.bool_)], ids).mean(axis=1)
    whole = figures.with_the_firm(there.people, figures.work_days(there.mondays)).all(axis=1)
    found = pd.DataFrame(
        {
            "person_id": ids,
            "person": there.people["name"].to_numpy(),
            "role_id": known[at],
            "role": names[at],
            "target_share": share,
            "internal_minutes": internal,
            "whole": whole,
        }
    )
    return with_hours(found, contract)[_there(there, rows)].reset_index(drop=True)


def with_hours(people: pd.DataFrame, contract: Floats) -> pd.DataFrame:
    """People with so many contracted minutes a week, and what follows from them."""
    share, internal = people["target_share"].to_numpy(), people["internal_minutes"].to_numpy()
    # What the target leaves free is meant for internal work: only more than that fills the target.
    fixed = np.maximum(internal - contract * (1 - share), 0.0)
    return people.assign(contract_minutes=contract, target_minutes=contract * share, fixed_minutes=fixed)


def _there(there: Capacity, rows: pd.DataFrame) -> Bools:
    """Who is with the firm in these weeks, or still booked though they are not."""
    here = figures.with_the_firm(there.people, figures.work_days(there.mondays)).any(axis=1)
    return np.asarray(here | np.isin(there.ids, record_numbers(rows["person_id"])))


def _targets(store: Store, otherwise: float) -> dict[int, float]:
    """The share of their hours people in each role should be booked for; `otherwise` where nobody set a target."""
    rows = queries.role_targets(store)
    return {number: otherwise if target is None else target for number, target in rows}


def _items(
    store: Store, as_of: date, rows: pd.DataFrame, minutes: Floats, people: pd.DataFrame, needs: Needs
) -> tuple[pd.DataFrame, Needs]:
    """One item for each person and account with work in these weeks, what it asks for, and what ties them."""
    found, of_item = np.unique(_owners(rows), axis=0, return_inverse=True)
    of_item = of_item.ravel()
    summed = np.bincount(of_item, minutes.mean(axis=1) if minutes.size else None, minlength=len(found))
    kept = np.flatnonzero(summed >= LEAST_MINUTES)
    asked, (account, person, skill) = needs.joined(of_item, len(found)).keep(kept), found[kept].T
    names, ids = queries.account_names(store), record_numbers(people["person_id"])
    at = positions(ids, person)
    held = np.vstack([skills_held(store, as_of, ids, asked.skill_ids), np.full(asked.level.shape[1], HIGHEST)])
    asked = asked.only_what(held[at])  # what nobody has yet is asked for as it is
    items = pd.DataFrame(
        {
            "item": [_key(*one) for one in zip(account, person, skill, strict=True)],
            "account_id": account,
            "account": [names.get(int(one), "?") for one in account],
            "person_id": person,
            "person": np.append(people["person"].to_numpy(dtype=object), "nobody yet")[at],
            "role": np.append(people["role"].to_numpy(dtype=object), "")[at],
            "minutes": summed[kept],
            "skills": asked.words(),
        }
    )
    return read_ties(store, as_of, items), asked


def _owners(rows: pd.DataFrame) -> Ints:
    """Account, person and (only where nobody has the work) skill of each booking."""
    person, skill = record_numbers(rows["person_id"]), record_numbers(rows["skill_id"])
    return np.column_stack([record_numbers(rows["account_id"]), person, np.where(person == NONE, skill, NONE)])


def _key(account: int, person: int, skill: int) -> str:
    return f"a{account}p{person}" if person != NONE else f"a{account}s{skill}"
