"""What giving up work can relieve at most: rows that make the relaxation of a limit on moves nearly whole."""

import numpy as np
from scipy.sparse import coo_array

from lib.days import NONE, Floats, Ints
from lib.team.allocation import IDEAL_FROM, Problem, band_cost

DEPTH = 10  # sets a person: nothing given up yet, the largest piece, the two largest …


def cuts(problem: Problem, person: Ints, account: Ints, columns: int) -> tuple[coo_array, Floats]:
    """Rows over the columns of a programme and what each must at least be; none where nobody is over target.

    The relaxation moves a third of a large piece for a third of a move, just off the dear end of a load, and so sees
    far more relief than whole moves bring. Load is dear by convex bands f, so what a person's relief g(A) = f(load) −
    f(load without A) can be is submodular in the pieces A given up: for any set S of their pieces
    g(A) ≤ g(S) + Σ over A outside S of g(a | S) (Nemhauser, Wolsey and Fisher 1978); what they take over only adds.
    A row says so of one person and the set of their k largest pieces.
    """
    own, pieces = _own(problem)
    load = np.bincount(problem.incumbent[pieces], own[pieces], minlength=len(problem.capacity))
    kept = np.full(len(own), NONE, dtype=np.int64)  # the column by which an account stays where it is
    stays = np.flatnonzero(person == problem.incumbent[account])
    kept[account[stays]] = stays
    rows = [
        row
        for one in np.flatnonzero(load > 100.0)
        for row in _of(
            problem, float(load[one]), pieces[problem.incumbent[pieces] == one], own, kept, len(person) + 5 * int(one)
        )
    ]
    return _matrix(rows, columns), np.array([least for _, _, least in rows])


Row = tuple[Ints, Floats, float]


def _own(problem: Problem) -> tuple[Floats, Ints]:
    """The load of each account on who has it, and which accounts may stay there."""
    accounts = np.arange(len(problem.incumbent))
    now = np.maximum(problem.incumbent, 0)
    pieces = np.flatnonzero((problem.incumbent != NONE) & problem.allowed[now, accounts])
    own = np.zeros(len(accounts))
    who = problem.incumbent[pieces]
    own[pieces] = 100.0 * problem.hours[who, pieces] / np.maximum(problem.capacity[who], 1e-9)
    return own, pieces


def _of(problem: Problem, load: float, pieces: Ints, own: Floats, kept: Ints, band: int) -> list[Row]:
    """The rows of one person whose band columns begin at `band`."""
    fair = problem.fairness
    ordered = pieces[np.argsort(-own[pieces], kind="stable")]
    given_up = np.concatenate([[0.0], np.cumsum(own[ordered])])
    bands, slopes = np.arange(band + 1, band + 4), np.array([fair["over"], fair["high"], fair["beyond"]])
    rows: list[Row] = []
    for size in range(min(DEPTH, len(ordered)) + 1):
        rest, left = ordered[size:], load - given_up[size]
        more = _dear(problem, left) - _dear(problem, left - own[rest])
        there = kept[rest] != NONE
        # slopes · bands + Σ more (1 − stays) ≥ f(left)
        columns = np.concatenate([bands, kept[rest[there]]])
        rows.append((columns, np.concatenate([slopes, -more[there]]), float(_dear(problem, left) - more.sum())))
        if left <= 100.0:
            break
    return rows


def _dear(problem: Problem, load: float | Floats) -> Floats:
    """What load above target costs."""
    return band_cost(np.maximum(np.asarray(load, dtype=np.float64), IDEAL_FROM), problem.fairness)


def _matrix(rows: list[Row], columns: int) -> coo_array:
    if not rows:
        return coo_array((0, columns))
    at = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    values = np.concatenate([row[1] for row in rows])
    return coo_array((values, (at, np.concatenate([row[0] for row in rows]))), shape=(len(rows), columns))
