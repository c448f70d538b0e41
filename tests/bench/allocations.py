"""The solver as sides of a goal: published instances, timed against the bare engine, and judged by their optima."""

import json
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from lib.team.allocation import Problem
from lib.team.allocation_milp import programme, solve
from tests.bench.firms import ROOT
from tests.bench.pages import Stage, Work

INSTANCES = json.loads((ROOT / "tests" / "golden" / "generalised_assignment.json").read_text(encoding="utf-8"))
SECONDS = 30.0


def _problem(one: dict[str, list[list[float]]]) -> Problem:
    profit, hours, capacity = (np.array(one[name], dtype=float) for name in ("profit", "hours", "capacity"))
    return Problem(-profit, hours, capacity)


def _settled() -> None:
    """Nothing has to settle: neither side keeps anything."""


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def our_call(_stage: Stage) -> Work:
    """The largest published instances as the product asks: checked, begun greedily, bettered, proved."""
    problems = [_problem(one) for one in INSTANCES["instances"] if len(one["profit"]) == 10]
    return Work(_settled, lambda: _timed(lambda: [solve(one, SECONDS) for one in problems]))


def bare_engine(_stage: Stage) -> Work:
    """The same models, built beforehand, given to the engine and nothing else."""
    made = [programme(one, one.allowed) for one in map(_problem, INSTANCES["instances"]) if len(one.capacity) == 10]

    def solved() -> None:
        for one in made:
            rows = LinearConstraint(one.matrix, one.low, one.high)
            milp(one.cost, integrality=np.ones(len(one.cost)), bounds=Bounds(one.least, one.most), constraints=rows)

    return Work(_settled, lambda: _timed(solved))


def our_value(_stage: Stage) -> Work:
    """What all published instances are worth as we solve them: no time, the value itself."""
    found = -sum(solve(_problem(one), SECONDS)[0].objective for one in INSTANCES["instances"])
    return Work(_settled, lambda: float(found))


def proven_optimum(_stage: Stage) -> Work:
    """What they are worth at best, as published."""
    best = float(sum(one["best"] for one in INSTANCES["instances"]))
    return Work(_settled, lambda: best)
