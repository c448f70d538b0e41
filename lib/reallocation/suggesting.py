"""A suggestion: the best plan found, what it is known to be worth, how much relief each number of moves buys."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lib import format as fmt
from lib.days import NONE, Bools, Floats, Ints
from lib.errors import StewardError
from lib.reallocation.blocked import blocked
from lib.reallocation.eligible import Veto
from lib.reallocation.problem import Posed, constant, load, pose, today
from lib.reallocation.shortage import shortage
from lib.reallocation.situation import Situation
from lib.reallocation.telling import moves_of
from lib.team.allocation import NoAllocation, Solution
from lib.team.allocation_milp import solve

Progress = Callable[[int, int, str], None]
MOST_FRONTIER = 10  # moves up to which the frontier is told
FRONTIER_SECONDS = 2.5  # a point; each takes less than one where nobody else computes
EVEN = 1e-6
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Ask:
    """What is asked: items that stay where they are, people an item may not go to, and how many may move at most."""

    locked: frozenset[str] = frozenset()
    vetoed: Veto = frozenset()
    most_moves: int | None = None
    seconds: float = 10.0


@dataclass(frozen=True, eq=False)
class Suggestion:
    """The plan and its evidence; columns of the frames are told where they are made.

    `gap`: how much better another plan could be at most, as a share of what this one costs. Loads are shares of
    target: 1.0 is what a person should carry. `settings` is what a run needs to be repeated.
    """

    situation: Situation
    ask: Ask
    proved: bool
    gap: float
    seconds: float
    objective: float
    words: str
    moves: pd.DataFrame
    frontier: pd.DataFrame
    blocked: pd.DataFrame
    short: pd.DataFrame
    loads: pd.DataFrame
    settings: dict[str, Any]

    @property
    def enough(self) -> int:
        """The fewest moves that bring nearly all the relief that ten can bring."""
        cost = self.frontier["objective"].to_numpy()
        most = cost[0] - cost[-1]
        return int(np.flatnonzero(cost[0] - cost >= NEARLY_ALL * most)[0]) if most > 0 else 0


class NothingToAllocate(StewardError):
    """A situation without hours or without booked work."""


def suggest(situation: Situation, ask: Ask, tell: Progress) -> Suggestion:
    """The best plan that the time allows, with the frontier of moves against relief. Raises NothingToAllocate.

    Takes up to `ask.seconds`, and for each number of moves on the frontier up to two more.
    """
    _check(situation)
    heard = _Steps(tell)
    heard("reading what may go to whom")
    posed = pose(situation, ask.locked, ask.vetoed, ask.most_moves)
    found = _solved(posed, ask.seconds, tell=lambda what: heard(f"best plan: {what}"))
    frontier = _frontier(situation, ask, posed, found, heard)
    heard.last("what would still be short")
    before, after = load(posed, today(posed)), load(posed, found.person)
    return Suggestion(
        situation=situation,
        ask=ask,
        proved=found.proved,
        gap=_gap(posed, found),
        seconds=found.seconds,
        objective=found.objective - constant(posed),
        words=_words(posed, found, before, after),
        moves=moves_of(posed, found.person),
        frontier=frontier,
        blocked=blocked(posed, found.person, before),
        short=shortage(posed),
        loads=_loads(situation, before, after),
        settings=asdict(situation.weights) | _asked(ask) | {"from": str(situation.start), "weeks": situation.weeks},
    )


def _check(situation: Situation) -> None:
    if not (situation.people["target_minutes"] > 0).any():
        raise NothingToAllocate(
            "Nobody's weekly hours are recorded for these weeks: enter them on the tab “People”, or import them."
        )
    if situation.items.empty:
        raise NothingToAllocate(
            "Nothing is booked for these weeks: enter bookings on the tab “Bookings and leave”, or import them."
        )


class _Steps:
    """How far a suggestion is: each thing it looks for is a step."""

    SEARCHES = 5  # what is told of the best plan, before the frontier

    def __init__(self, tell: Progress) -> None:
        self.tell, self.done, self.total = tell, 0, self.SEARCHES + MOST_FRONTIER + 2

    def __call__(self, what: str) -> None:
        self.tell(self.done, self.total, what)
        self.done = min(self.done + 1, self.total - 1)

    def point(self, moves: int) -> None:
        """A point of the frontier, however many steps the best plan took."""
        self.done = self.SEARCHES + moves
        self(f"best plan with {fmt.counted(moves, 'move')}")

    def last(self, what: str) -> None:
        """What is left when all plans are found."""
        self.done = self.total - 1
        self(what)


def _solved(
    posed: Posed, seconds: float, known: Ints | None = None, floor: float = -np.inf, tell: Callable[[str], object] = str
) -> Solution:  # fmt: skip
    try:
        return solve(posed.problem, seconds, known, floor, tell)[0]
    except NoAllocation as error:
        raise NoAllocation(_named(posed, str(error))) from error


def _named(posed: Posed, sentence: str) -> str:
    """The solver's sentence with the account in place of its column."""
    for column, item in enumerate(posed.situation.items.itertuples(index=False)):
        if f"account {column}:" in sentence:
            return (
                f"Nobody may take {item.person}'s work for {item.account}: take back a lock or a veto, or record who "
                "has the skills."
            )
    return sentence


def _gap(posed: Posed, found: Solution) -> float:
    """The gap of the solver, told of what people and handovers cost: nobody's empty desk is none of it."""
    return max(0.0, found.objective - found.bound) / max(found.objective - constant(posed), 1e-9)


def _asked(ask: Ask) -> dict[str, Any]:
    vetoed = sorted([item, person] for item, person in ask.vetoed)
    return {"locked": sorted(ask.locked), "vetoed": vetoed, "most_moves": ask.most_moves, "seconds": ask.seconds}


def _words(posed: Posed, found: Solution, before: Floats, after: Floats) -> str:
    moved = int(np.count_nonzero(found.person[: posed.items] != today(posed)[: posed.items]))
    plan = fmt.counted(moved, "move") if moved else "leaving everything as it is"
    then = _then(before, after)
    if found.proved:
        limit = (
            "" if posed.problem.most_moves is None else f" with at most {fmt.counted(posed.problem.most_moves, 'move')}"
        )
        return f"Proved best: no plan{limit} weighs load, handovers and skills better than {plan}; {then}."
    share = fmt.percent(_gap(posed, found)) if _gap(posed, found) >= 0.01 else "1 %"
    return f"Within {share} of the best possible: {plan}; {then}. More time may find a better one."


def _then(before: Floats, after: Floats) -> str:
    """How many are over target then, and the fullest: the same people over it may be less far over it."""
    over, peaks = int(np.count_nonzero(_over_target(after))), [float(np.nanmax(loads)) for loads in (before, after)]
    who = "nobody is" if not over else "1 person is" if over == 1 else f"{over:,} people are"
    now, later = (fmt.percent(peak) for peak in peaks)
    fullest = f"the fullest goes from {now} to {later}" if now != later else f"the fullest stays at {now}"
    return f"{who} over target then, {fullest}"


def _over_target(loads: Floats) -> Bools:
    return np.asarray(np.nan_to_num(loads) > 1 + EVEN)


def over_contract(situation: Situation, loads: Floats) -> Bools:
    """Who would be booked beyond all their contracted hours, with all their internal work."""
    target, internal, fixed, contract = (
        situation.people[f"{name}_minutes"].to_numpy(dtype=np.float64)
        for name in ("target", "internal", "fixed", "contract")
    )
    minutes = np.nan_to_num(loads) * target + np.where(np.isnan(loads), 0.0, internal - fixed)
    return np.asarray(minutes > contract * (1 + EVEN))


def _frontier(situation: Situation, ask: Ask, posed: Posed, plan: Solution, heard: _Steps) -> pd.DataFrame:
    """What each number of moves can do. Columns: moves, peak, over_target, over_contract, objective, proved, gap.

    Each number begins from the best of the one before and from the plan, where that has no more moves; what is proved
    of the plan holds of fewer moves as well.
    """
    most = np.inf if ask.most_moves is None else ask.most_moves
    needed, rows = _moves_in(posed, plan.person), []
    found: Solution | None = None
    for moves in range(MOST_FRONTIER + 1):
        heard.point(moves)
        limited = replace(posed, problem=replace(posed.problem, most_moves=moves))
        floor = plan.bound if moves <= most else -np.inf
        known = plan.person if needed <= moves else None if found is None else found.person
        if plan.proved and needed <= moves <= most:
            found = plan
        else:
            found = _solved(limited, min(FRONTIER_SECONDS, ask.seconds), known, floor)
        rows.append(_point(situation, limited, found, moves))
    return pd.DataFrame(rows)


def _moves_in(posed: Posed, person: Ints) -> int:
    """How many moves a plan has, as a limit counts them: work that nobody has costs none."""
    incumbent = posed.problem.incumbent
    return int(np.count_nonzero((person != incumbent) & (incumbent != NONE)))


def _point(situation: Situation, posed: Posed, found: Solution, moves: int) -> dict[str, Any]:
    after = load(posed, found.person)
    return {
        "moves": moves,
        "peak": float(np.nanmax(after)),
        "over_target": int(np.count_nonzero(_over_target(after))),
        "over_contract": int(np.count_nonzero(over_contract(situation, after))),
        "objective": found.objective - constant(posed),
        "proved": found.proved,
        "gap": _gap(posed, found),
    }


def _loads(situation: Situation, before: Floats, after: Floats) -> pd.DataFrame:
    """Load of each person before and after. Columns: person_id, person, role, before, after, over_contract_after."""
    people: dict[str, Any] = {name: situation.people[name] for name in ("person_id", "person", "role")}
    return pd.DataFrame(
        people | {"before": before, "after": after, "over_contract_after": over_contract(situation, after)}
    )
