"""Whether the team could deliver a service from its start window on: verdicts in words, and the people behind them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.accounts.service_queries import on_sale, skills_needed
from lib.days import Bools, Floats, Ints, positions
from lib.days import record_numbers as numbered
from lib.store.engine import Store
from lib.team import fit_words as said
from lib.team.capacity import Booked, Capacity, booked, capacity, free_minutes
from lib.team.capacity_figures import first_start
from lib.team.capacity_queries import roles_on, skills_on
from lib.team.fit_figures import Hands, movable_minutes, plan

NOTICE_DAYS, WINDOW_WEEKS = 28, 12
WEEKS_A_MONTH = 4.345  # 365.25 days / 12 months / 7 days


@dataclass(frozen=True, eq=False)
class Team:
    """The team over a start window: capacity and bookings, and roles and skills as of the day that is looked from."""

    start: date
    capacity: Capacity
    booked: Booked
    roles: pd.DataFrame
    skills: pd.DataFrame

    @property
    def free(self) -> Floats:
        """Minutes left, person × week."""
        return free_minutes(self.capacity, self.booked)


def start_of(as_of: date) -> date:
    """The first day of the start window: the first Monday at least four weeks after a day."""
    return first_start(as_of, NOTICE_DAYS)


def read_team(store: Store, as_of: date, start: date | None = None) -> Team:
    """The team over the twelve whole weeks of the start window; `start`: another Monday. Raises NoMonday."""
    begins = start or start_of(as_of)
    there = capacity(store, begins, WINDOW_WEEKS)
    return Team(begins, there, booked(store, there), roles_on(store, as_of), skills_on(store, as_of))


def service_fits(store: Store, as_of: date, start: date | None = None) -> pd.DataFrame:
    """Whether each service on sale could be delivered from the start window on: one row a service, by name.

    Columns: service_id, service, verdict ("fits", "fits with a move", "does not fit"; None: cannot be told), words
    (why, with hours and names), needed_minutes and free_minutes a week (of everybody with a needed skill at its
    level, each once; NA: cannot be told). The window: twelve whole weeks, see `start_of`.
    """
    team, needs = read_team(store, as_of, start), skills_needed(store)
    sold = on_sale(store, as_of)
    rows = [_row(team, needs[needs["service_id"] == number]) for number in sold["id"]]
    verdicts, words, needed, free = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "service_id": sold["id"].astype("int64"),
            "service": sold["name"],
            "verdict": pd.Series(verdicts, index=sold.index, dtype=object),  # of words None would become NaN
            "words": pd.Series(words, index=sold.index, dtype="str"),
            "needed_minutes": pd.array(needed, dtype="Int64"),
            "free_minutes": pd.array(free, dtype="Int64"),
        }
    )


def _row(team: Team, listed: pd.DataFrame) -> tuple[str | None, str, int | None, int | None]:
    needs = listed[listed["minutes_per_month"] > 0]
    if needs.empty:
        return None, said.no_skills(), None, None
    needed = round(_a_week(needs).sum())
    if not (team.capacity.minutes > 0).any():
        return None, said.no_hours(team.start, WINDOW_WEEKS), needed, None
    able, free = _able(team, needs), team.free.sum(axis=1) / WINDOW_WEEKS
    made = plan(_a_week(needs) * WINDOW_WEEKS, _hands(team, able))
    verdict, words = said.told(
        said.Story(
            team.capacity.people["name"].tolist(), needs, able, team.capacity.unrecorded, free, made,
            any_booked=bool((team.booked.expected > 0).any()),
        ),
        team.start, WINDOW_WEEKS,
    )  # fmt: skip
    return verdict, words, needed, round(float(free[able.any(axis=1)].sum()))


def _a_week(needs: pd.DataFrame) -> Floats:
    return np.asarray(needs["minutes_per_month"].to_numpy(dtype=np.float64) / WEEKS_A_MONTH)


def _levels(team: Team, needs: pd.DataFrame) -> Ints:
    """The level of each person in each needed skill, person × skill; 0 for none."""
    levels = np.zeros((len(team.capacity.people), len(needs)), dtype=np.int64)
    skills = team.skills
    for column, skill_id in enumerate(needs["skill_id"]):
        held = skills[skills["skill_id"] == skill_id]
        levels[positions(team.capacity.ids, numbered(held["person_id"])), column] = held["level"]
    return levels


def _able(team: Team, needs: pd.DataFrame) -> Bools:
    """Who has which needed skill at its least level while with the firm, person × skill."""
    here = (team.capacity.minutes.sum(axis=1) > 0) | team.capacity.unrecorded
    return np.asarray((_levels(team, needs) >= needs["least_level"].to_numpy()) & here[:, None])


def _hands(team: Team, able: Bools) -> Hands:
    role = np.full(len(able), -1, dtype=np.int64)
    role[positions(team.capacity.ids, numbered(team.roles["person_id"]))] = team.roles["role_id"]
    return Hands(team.free, movable_minutes(team.capacity.minutes, team.booked.expected), able, role)


def fit_people(store: Store, as_of: date, service_id: int, start: date | None = None) -> pd.DataFrame:
    """The evidence of a verdict: one row per needed skill and person who has it, whatever the level.

    Columns: person, skill, level, least_level, counts (the level suffices), and minutes a week over the window:
    capacity, booked, tentative (by its chance), free; NA where the weekly hours of the person are not recorded.
    By skill, those who count first, the most free time first.
    """
    team, every = read_team(store, as_of, start), skills_needed(store)
    needs = every[every["service_id"] == service_id]
    levels, able = _levels(team, needs), _able(team, needs)
    here = (team.capacity.minutes.sum(axis=1) > 0) | team.capacity.unrecorded
    rows, columns = np.nonzero((levels > 0) & here[:, None])
    found = pd.DataFrame(
        {
            "person": team.capacity.people["name"].to_numpy()[rows],
            "skill": needs["skill"].to_numpy()[columns],
            "level": levels[rows, columns],
            "least_level": needs["least_level"].to_numpy()[columns],
            "counts": able[rows, columns],
            **{name: minutes[rows] for name, minutes in _weekly(team).items()},
            "at": columns,
        }
    )  # fmt: skip
    order = found.sort_values(["at", "counts", "free", "person"], ascending=[True, False, False, True])
    return order.drop(columns="at").reset_index(drop=True)


def _weekly(team: Team) -> dict[str, pd.arrays.IntegerArray]:
    """Minutes a week of each person over the window; NA where nobody wrote down their hours."""
    parts = {
        "capacity": team.capacity.minutes, "booked": team.booked.confirmed, "tentative": team.booked.tentative,
        "free": team.free,
    }  # fmt: skip
    unknown = {"capacity": team.capacity.unrecorded, "free": team.capacity.unrecorded}
    none = np.zeros(len(team.capacity.people), dtype=np.bool_)
    return {
        name: pd.arrays.IntegerArray(
            np.rint(minutes.sum(axis=1) / WINDOW_WEEKS).astype(np.int64), unknown.get(name, none).copy()
        )
        for name, minutes in parts.items()
    }  # fmt: skip
