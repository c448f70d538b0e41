"""What somebody can work out about people from published sums: by whole-number programs, each answer checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack, kron, vstack

from lib.days import Bools, Floats, Ints

Way = tuple[Ints, int]  # weights of the boxes, and what the weighted count may be at most
_INFEASIBLE = 2  # status of scipy.optimize.milp
_NEARLY_ONE = 1 - 1e-6


@dataclass(frozen=True)
class Known:
    """What an attacker is taken to know: how many of each atom answered, and the box counts of the shown cells.

    `counts` (atoms × boxes) are the true answers, `shown` (cells × atoms) the cells; every atom has people.
    """

    counts: Ints
    shown: Bools

    @property
    def people(self) -> Ints:
        """How many answered, by atom."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)


@dataclass(frozen=True)
class Demand:
    """What must be possible for the people of `group` (atoms): that one of the `ways` holds for their box counts."""

    group: Bools
    ways: tuple[Way, ...]

    def met(self, world: Ints) -> bool:
        """Whether it holds in a world (atoms × boxes)."""
        counts = world[self.group].sum(axis=0)
        return any(int(weights @ counts) <= most for weights, most in self.ways)


def an_emptiness_told(people: Ints, asked: Ints, shown: Bools, empty: Bools) -> bool:
    """Whether the bases of the shown cells (cells × atoms) tell of one of the `empty` ones that nobody answered there.

    A linear program for each: how many could have answered there, at most those `asked`?
    """
    if not len(shown):
        return False
    bounds = np.column_stack([np.zeros(len(asked)), asked])
    for cell in empty:
        most = linprog(-cell.astype(float), A_eq=shown.astype(float), b_eq=shown @ people, bounds=bounds)
        if not most.success or -most.fun < _NEARLY_ONE:
            return True
    return False


def a_group_told(known: Known, classes: Bools, strangers: Ints, most: int) -> bool:
    """Whether shown cells add up and subtract to a group of people of whom at most `most` are `strangers` (atoms).

    Such a group is a row of noughts and ones in the space that the shown cells span over the `classes` of atoms.
    """
    if not len(known.shown):
        return False
    cells = np.array([known.shown[:, group][:, 0] for group in classes], dtype=float)  # classes × cells
    free, chosen = cells.shape[1], len(classes)
    people, others = classes @ known.people, classes @ strangers
    spanned = LinearConstraint(np.hstack([cells, -np.eye(chosen)]), 0, 0)
    some, few = (np.concatenate([np.zeros(free), each])[None, :] for each in (people, others))
    result = milp(
        np.zeros(free + chosen),
        constraints=[spanned, LinearConstraint(some, 1, np.inf), LinearConstraint(few, 0, most)],
        integrality=np.repeat([0, 1], [free, chosen]),
        bounds=Bounds(np.repeat([-np.inf, 0], [free, chosen]), np.concatenate([np.full(free, np.inf), others <= most])),
    )
    return bool(result.status != _INFEASIBLE)  # anything but a proof that there is none counts as one


def worlds_left(known: Known, demands: Sequence[Demand], tried: Sequence[Ints]) -> list[Ints] | None:
    """Worlds (atoms × boxes) that agree with all that is shown and between them meet every demand; None: none do.

    `tried` are worlds found before, used again where they still agree.
    """
    worlds = [world for world in tried if _agrees(known, world)]
    open_still = [one for one in demands if not any(one.met(world) for world in worlds)]
    while open_still:
        world = _another_world(known, open_still)
        if world is None:
            return None
        worlds.append(world)
        open_still = [one for one in open_still if not one.met(world)]
    return worlds


def _agrees(known: Known, world: Ints) -> bool:
    """Exact, in whole numbers: what the program below finds is believed only after this."""
    same_people = np.array_equal(world.sum(axis=1), known.people) and bool((world >= 0).all())
    return same_people and np.array_equal(known.shown @ world, known.shown @ known.counts)


def _another_world(known: Known, demands: Sequence[Demand]) -> Ints | None:
    """A world that meets at least one of the demands, and many at once; None where there is none for any."""
    atoms, boxes = known.counts.shape
    ways = [(one.group, weights, most) for one in demands for weights, most in one.ways]
    answers = atoms * boxes
    result = milp(
        np.repeat([0.0, -1.0], [answers, len(ways)]),
        constraints=[_as_shown(known, len(ways)), _met_where_chosen(known, ways), _at_least_one(answers, len(ways))],
        integrality=np.ones(answers + len(ways)),
        bounds=Bounds(0, np.concatenate([np.repeat(known.people, boxes), np.ones(len(ways))])),
        options={"mip_rel_gap": 0.5},  # half of what could be met at once is enough for a round
    )
    if result.x is None:
        return None
    world = np.rint(result.x[:answers]).astype(np.int64).reshape(atoms, boxes)
    return world if _agrees(known, world) and any(one.met(world) for one in demands) else None


def _as_shown(known: Known, ways: int) -> LinearConstraint:
    """Each atom has its people, each shown cell its box counts."""
    atoms, boxes = known.counts.shape
    everyone = kron(csr_array(np.eye(atoms)), np.ones((1, boxes)))
    sums = kron(csr_array(known.shown.astype(float)), np.eye(boxes))
    right = np.concatenate([known.people, (known.shown @ known.counts).reshape(-1)])
    return _with_choices(vstack([everyone, sums]), csr_array((len(right), ways)), right, right)


def _met_where_chosen(known: Known, ways: Sequence[tuple[Bools, Ints, int]]) -> LinearConstraint:
    """A way that is chosen (1) holds its weighted count down to its most; one that is not leaves it free."""
    rows = np.array([np.outer(group, weights).reshape(-1) for group, weights, _ in ways], dtype=float)
    tops = np.array([known.people[group].sum() * weights.max() for group, weights, _ in ways], dtype=float)
    slack = tops - np.array([most for _, _, most in ways])
    return _with_choices(csr_array(rows), csr_array(np.diag(slack)), np.full(len(ways), -np.inf), tops)


def _at_least_one(answers: int, ways: int) -> LinearConstraint:
    return _with_choices(coo_array((1, answers)), csr_array(np.ones((1, ways))), np.ones(1), np.full(1, np.inf))


def _with_choices(answers: csr_array, choices: csr_array, low: Floats, high: Floats) -> LinearConstraint:
    return LinearConstraint(hstack([answers, choices], format="csc"), low, high)
