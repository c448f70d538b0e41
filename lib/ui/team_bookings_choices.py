"""What can be chosen in the grids of bookings and leave: names on the screen, numbers behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.team import booking_queries as queries
from lib.ui.growth import DEAL_SUBJECTS, all_open
from lib.ui.page import View

SUBJECTS = ("people", "accounts", "delivery", "team")
Pair = tuple[int | None, int | None]
NOBODY: Pair = (None, None)


@dataclass(frozen=True)
class Choices:
    """By name: people, places to be filled (role, skill), clients, and work (project, deal)."""

    people: dict[str, int]
    places: dict[str, Pair]
    accounts: dict[str, int]
    work: dict[str, Pair]


def choices(view: View) -> Choices:
    """What a new booking may hold on the page's day."""
    return view.keep("booking choices", lambda: _read(view), of=(*SUBJECTS, *DEAL_SUBJECTS))


def _read(view: View) -> Choices:
    places: dict[str, Pair] = {f"Role: {name}": (number, None) for number, name in queries.roles(view.store).items()}
    places |= {f"Skill: {name}": (None, number) for number, name in queries.skills(view.store).items()}
    return Choices(
        people={name: number for number, name in queries.people_on(view.store, view.as_of).items()},
        places=places,
        accounts={name: number for number, name in queries.accounts_on(view.store, view.as_of).items()},
        work=_work(view),
    )


def _work(view: View) -> dict[str, Pair]:
    projects = queries.projects_to_do(view.store)
    deals = all_open(view, view.as_of)
    named = [_said(name, account) for name, account in zip(projects["name"], projects["account"], strict=True)]
    told = [
        f"Deal: {_said(name if isinstance(name, str) else service, account)}"
        for name, service, account in zip(deals["name"], deals["service"], deals["account"], strict=True)
    ]
    found: dict[str, Pair] = {name: (number, None) for name, number in _unique(named, projects["id"]).items()}
    return found | {name: (None, number) for name, number in _unique(told, deals["id"]).items()}


def _said(name: Any, account: Any) -> str:
    return f"{name} · {account}" if isinstance(account, str) else str(name)


def _unique(names: Sequence[str], numbers: Any) -> dict[str, int]:
    """Names that are given twice carry their record's number."""
    twice = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return {
        f"{name} (no. {number})" if name in twice else name: int(number)
        for name, number in zip(names, numbers, strict=True)
    }


def with_stored(view: View, offered: Choices, rows: pd.DataFrame) -> Choices:
    """The same with what these bookings hold already: people who left, clients archived, work that is done."""
    people = offered.people | _missing(rows["person"], rows["person_id"])
    accounts = offered.accounts | _missing(rows["account"], rows["account_id"])
    places, work = dict(offered.places), dict(offered.work)
    known_places, known_work = set(places.values()), set(work.values())
    done = queries.work_names(view.store).set_index("id") if len(rows) else pd.DataFrame()
    for pair in set(pairs(rows, "role_id", "skill_id")) - known_places - {NOBODY}:
        sides = [name for part in ((pair[0], None), (None, pair[1])) for name in _name_of(places, part)]
        places[" + ".join(sides)] = pair
    for pair in set(pairs(rows, "project_id", "opportunity_id")) - known_work - {NOBODY}:
        work[_old_work(work, done, pair)] = pair
    return Choices(people, places, accounts, work)


def _missing(names: "pd.Series[Any]", numbers: "pd.Series[Any]") -> dict[str, int]:
    there = numbers.notna()
    return dict(zip(names[there], numbers[there].astype(int), strict=True))


def _name_of(known: Mapping[str, Pair], pair: Pair) -> list[str]:
    return [name for name, value in known.items() if value == pair and pair != NOBODY][:1]


def _old_work(known: Mapping[str, Pair], done: pd.DataFrame, pair: Pair) -> str:
    project, deal = pair
    parts = _name_of(known, (project, None)) if project is not None else []
    if project is not None and not parts:
        parts = [f"{_said(done['name'][project], done['account'][project])} (no. {project}, closed)"]
    if deal is not None:
        parts += _name_of(known, (None, deal)) or [f"Deal no. {deal}, closed"]
    return " + ".join(parts)


def pairs(rows: pd.DataFrame, first: str, second: str) -> list[Pair]:
    """Two columns of record numbers as pairs, None for none."""
    sides = [[None if pd.isna(number) else int(number) for number in rows[name]] for name in (first, second)]
    return list(zip(*sides, strict=True))


def name_behind(known: Mapping[str, Any], value: Any) -> str | None:
    """The name of what is stored; None where there is none."""
    return next((name for name, stored in known.items() if stored == value), None)
