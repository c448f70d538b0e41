"""Which cells of a table about people may be shown together, so that no small group can be told from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.days import Bools, Ints
from lib.surveys.disclosure_figures import Demand, Known, a_group_told, an_emptiness_told, worlds_left

_NO_WORLDS: list[Ints] = []


@dataclass(frozen=True)
class Crowd:
    """Everybody who answered one question, by atom: people that no cell of the table tells apart.

    `counts` (atoms × boxes) are those who gave each answer, `asked` (atoms) the most there can be. `weights` (boxes)
    make the score out of the counts; empty where each box is a figure of its own. One box: only people are counted.
    """

    counts: Ints
    asked: Ints
    weights: tuple[int, ...] = ()

    @property
    def people(self) -> Ints:
        """How many answered, by atom."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)


def publishable(crowd: Crowd, cells: Bools, k: int, given: Bools | None = None) -> Bools:
    """Which of `cells` (cells × atoms) to show, beside those `given` out before; the rest is withheld.

    Cells are taken from the largest on, of equal ones the first, and each joins where all shown so far stay safe with
    it: so the smallest are hidden, and what is shown was tested as a whole (rules R1 to R8 of anonymous waves):

    - each has `k` people or more, and not all, nor all but one, answered alike;
    - between any two lie no one or at least `k` people, either way;
    - no sum and difference of them is a group of fewer than `k` people, or of people who all, or all but one, answered
      alike;
    - who knows the cells shown and who answered must still hold it possible that any one person, and any withheld
      group, answered otherwise (a small one: with another score), and that somebody answered in a withheld group that
      is empty.

    What stays: that a cell is withheld is known, and who also knows that `k` or more answered there may guess why.
    """
    shown, worlds = np.zeros(len(cells), dtype=bool), _NO_WORLDS
    before = np.zeros((0, cells.shape[1]), dtype=bool) if given is None else given
    sizes = cells @ crowd.people
    for at in np.lexsort((np.arange(len(cells)), -sizes)):
        if not _large_enough(crowd, cells[at], k) or not _apart(crowd.people, cells[at], [*before, *cells[shown]], k):
            continue
        shown[at] = True
        left = _worlds_when(crowd, np.vstack([before, cells[shown]]), cells[~shown], k, worlds)
        shown[at] = left is not None
        worlds = worlds if left is None else left
    return shown


def _large_enough(crowd: Crowd, cell: Bools, k: int) -> bool:
    counts = crowd.counts[cell].sum(axis=0)
    return counts.sum() >= k and not alike(counts)


def alike(counts: Ints) -> bool:
    """Whether all, or all but one, of several boxes' people are in one of them: then each knows of the others (R8)."""
    return len(counts) > 1 and bool(counts.max() >= counts.sum() - 1)


def _apart(people: Ints, cell: Bools, shown: list[Bools], k: int) -> bool:
    """Whether the cell and each shown one differ by no one or by `k` people at least, both ways (R2, R3, R7)."""
    differences = [people[one & ~other].sum() for each in shown for one, other in ((cell, each), (each, cell))]
    return not any(0 < number < k for number in differences)


def _worlds_when(crowd: Crowd, shown: Bools, hidden: Bools, k: int, worlds: list[Ints]) -> list[Ints] | None:
    """The other answers that could have been given if `shown` is, enough of them for every doubt; None: too few."""
    empty = hidden[(hidden @ crowd.people == 0) & (hidden @ crowd.asked > 0)]
    if an_emptiness_told(crowd.people, crowd.asked, shown, empty):
        return None
    live = crowd.people > 0
    known = Known(crowd.counts[live], shown[:, live])
    classes = _classes(known.shown)
    if a_group_told(known, classes, known.people, k - 1):
        return None
    if crowd.counts.shape[1] == 1:
        return _NO_WORLDS
    if any(a_group_told(known, classes, known.people - of_box, 1) for of_box in known.counts.T):
        return None
    return worlds_left(known, _doubts(crowd.weights, known, [*classes, *hidden[:, live]], k), worlds)


def _classes(shown: Bools) -> Bools:
    """Atoms that the shown cells do not tell apart, as groups (classes × atoms)."""
    _, member = np.unique(shown, axis=1, return_inverse=True)
    member = member.reshape(-1)
    return np.asarray(member == np.arange(member.max(initial=-1) + 1)[:, None])


def _doubts(weights: tuple[int, ...], known: Known, groups: list[Bools], k: int) -> list[Demand]:
    """What must stay possible of each of the groups."""
    distinct = {group.tobytes(): group for group in groups if group.any()}
    return [doubt for group in distinct.values() for doubt in _doubts_of(weights, known, group, k)]


def _doubts_of(weights: tuple[int, ...], known: Known, group: Bools, k: int) -> list[Demand]:
    counts = known.counts[group].sum(axis=0)
    people, boxes = int(counts.sum()), np.eye(len(counts), dtype=np.int64)
    # One person: not sure to be in the box. More: nobody in the group may be sure of all the others.
    most = people - min(people, 2)
    found = [Demand(group, ((boxes[at], most),)) for at in np.flatnonzero(counts > most)]
    if people < k:
        found.append(Demand(group, _other_figures(weights, boxes, counts)))
    return found


def _other_figures(weights: tuple[int, ...], boxes: Ints, counts: Ints) -> tuple[tuple[Ints, int], ...]:
    """The ways in which the figure of a group could be another: a lower or higher score, or fewer in some box."""
    if not weights:
        return tuple((boxes[at], int(counts[at]) - 1) for at in np.flatnonzero(counts))
    weighing: NDArray[np.int64] = np.array(weights, dtype=np.int64)
    score = int(weighing @ counts)
    return (weighing, score - 1), (-weighing, -score - 1)
