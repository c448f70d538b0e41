"""An allocation problem as a JSON file, so that published instances can be run, and the answer as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lib.days import NONE, Floats, Ints
from lib.team.allocation import FAIRNESS, NoAllocation, Problem, Solution

SECONDS = 10.0
LARGEST, LEAST_CAPACITY = 1e9, 1e-3  # beyond these a solver computes with rounding, not with what was given
MOST_TOLD = 40  # characters of what is wrong
_KEYS = {"mode", "cost", "hours", "capacity", "seconds", "incumbent", "handover", "locked", "fairness", "most_moves"}


def read_problem(path: Path) -> tuple[Problem, float]:
    """The problem in a file and how many seconds it may take. Raises NoAllocation with one sentence on what is wrong.

    `mode` is "assignment" (least cost within capacity) or "bands" (loads beyond it cost more and more); `cost` and
    `hours` have a row a person and a column an account, null where a pair is not allowed; `capacity` hours a person.
    For "bands" also `incumbent` (row of the person, null: nobody), `handover` (cost an account, default 1), `locked`
    (true or false an account), `fairness` (cost of a point of load: over, high, beyond, under) and `most_moves`.
    """
    given = _object(path)
    if unknown := sorted(set(given) - _KEYS):
        raise NoAllocation(f"{_told(unknown[0])} is no part of a problem: it knows {', '.join(sorted(_KEYS))}.")
    bands = {"assignment": False, "bands": True}.get(str(given.get("mode")))
    if bands is None:
        raise NoAllocation('mode must be "assignment" or "bands".')
    cost, hours = _matrix(given, "cost"), _matrix(given, "hours")
    capacity = _numbers(given, "capacity")
    if ((capacity > 0) & (capacity < LEAST_CAPACITY)).any():
        raise NoAllocation(f"capacity: must be 0 or at least {LEAST_CAPACITY:g}.")
    problem = Problem(cost, hours, capacity, bands, **_present(given, cost.shape[1]))
    return problem, _seconds(given)


def answer(solution: Solution) -> dict[str, Any]:
    """The answer as the file tells it: person of each account by row, objective, bound, whether proved, seconds."""
    return {
        "assignment": solution.person.tolist(),
        "objective": round(solution.objective, 6),
        "bound": round(solution.bound, 6) if np.isfinite(solution.bound) else None,
        "proved": bool(solution.proved),
        "seconds": round(solution.seconds, 3),
    }


def _object(path: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except FileNotFoundError as error:
        raise NoAllocation(f"There is no file {path}.") from error
    except RecursionError as error:
        raise NoAllocation(f"{path} cannot be read as JSON: its brackets go too deep.") from error
    except (OSError, ValueError) as error:  # of words, and of whole numbers of thousands of digits
        raise NoAllocation(f"{path} cannot be read as JSON: {error}.") from error
    if not isinstance(given, dict):
        raise NoAllocation(f"{path} must hold one object with mode, cost, hours and capacity.")
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two of the same only one would count."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise NoAllocation(f"{_told(next(name for name in names if names.count(name) > 1))} is there twice.")
    return found


def _told(value: Any) -> str:
    """A value of the file in a sentence: short, and printable whatever it is."""
    words = ascii(value)
    return words if len(words) <= MOST_TOLD else f"{words[:MOST_TOLD]}…"


def _no_number(word: str) -> float:
    raise NoAllocation(f"{word} is not a number that JSON knows: write null where a pair is not allowed.")


def _matrix(given: Mapping[str, Any], name: str) -> Floats:
    rows = given.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise NoAllocation(f"{name} must be a list with a row for each person.")
    if len({len(row) for row in rows}) != 1:
        odd = next(at for at, row in enumerate(rows) if len(row) != len(rows[0]))
        raise NoAllocation(f"{name}: row {odd} has {len(rows[odd])} entries, the first has {len(rows[0])}.")
    return np.array([[_number(name, value) for value in row] for row in rows], dtype=np.float64)


def _number(name: str, value: Any) -> float:
    if value is None:
        return float("nan")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NoAllocation(f"{name}: {_told(value)} is not a number.")
    if not -LARGEST <= value <= LARGEST:
        raise NoAllocation(f"{name}: {_told(value)} is too large; numbers may go to {LARGEST:,.0f}.")
    return float(value)


def _numbers(given: Mapping[str, Any], name: str) -> Floats:
    values = given.get(name)
    if not isinstance(values, list):
        raise NoAllocation(f"{name} must be a list of numbers.")
    found = np.array([_number(name, value) for value in values], dtype=np.float64)
    if np.isnan(found).any():
        raise NoAllocation(f"{name}: null is not a number.")
    return found


def _present(given: Mapping[str, Any], accounts: int) -> dict[str, Any]:
    """What a problem says of today: incumbents, handovers, locks, fairness and the limit on moves."""
    if "incumbent" not in given:
        locked = given.get("locked")
        return _fair(given) | ({"locked": _flags(locked)} if locked is not None else {})
    incumbent = _people(given["incumbent"])
    handover = _numbers(given, "handover") if "handover" in given else np.ones(len(incumbent))
    locked = _flags(given["locked"]) if "locked" in given else np.zeros(accounts, dtype=bool)
    moves = given.get("most_moves")
    if moves is not None and (isinstance(moves, bool) or not isinstance(moves, int)):
        raise NoAllocation("most_moves must be a whole number.")
    return _fair(given) | {"incumbent": incumbent, "handover": handover, "locked": locked, "most_moves": moves}


def _people(values: Any) -> Ints:
    whole = isinstance(values, list) and all(
        value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST)
        for value in values
    )
    if not whole:
        raise NoAllocation("incumbent must be a list of rows of people, null where nobody has the account.")
    return np.array([NONE if value is None else value for value in values], dtype=np.int64)


def _flags(values: Any) -> "np.typing.NDArray[np.bool_]":
    if not isinstance(values, list) or not all(isinstance(value, bool) for value in values):
        raise NoAllocation("locked must be a list of true and false, one an account.")
    return np.array(values, dtype=np.bool_)


def _fair(given: Mapping[str, Any]) -> dict[str, Any]:
    said = given.get("fairness", {})
    if not isinstance(said, dict) or set(said) - set(FAIRNESS):
        raise NoAllocation(f"fairness may hold {', '.join(FAIRNESS)} and nothing else.")
    costs = {name: _number("fairness", value) for name, value in said.items()}
    fair = {**FAIRNESS, **costs}
    if not all(np.isfinite(value) and value >= 0 for value in fair.values()):
        raise NoAllocation("fairness: a cost must be a number of 0 or more.")
    if not fair["over"] <= fair["high"] <= fair["beyond"]:
        raise NoAllocation("fairness: over, high and beyond must rise, or more load would cost less.")
    return {"fairness": fair}


def _seconds(given: Mapping[str, Any]) -> float:
    seconds = _number("seconds", given.get("seconds", SECONDS))
    if not 0 < seconds <= 3600:
        raise NoAllocation("seconds must lie between 0 and 3600.")
    return seconds
