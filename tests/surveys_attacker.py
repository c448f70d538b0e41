"""An attacker on what was released of an anonymous wave; shares no code with the release.

He knows who was asked, who answered, who is in which group, who came or went between two releases, and holds every
export. What he does not know is what anybody answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

GROUPINGS = ("segment", "region", "manager")
Cell = tuple[int, str, str]  # number of the export, cut, key
Atom = tuple[Any, ...]  # segment, region, manager, numbers of the exports


@dataclass(frozen=True)
class Found:
    """What an attack brought: people whose answer is sure, and small groups whose score is."""

    people: int
    groups: list[frozenset[Atom]]
    told: int  # cells he could read


class Attack:
    """One question: who is where, and what each export says of it."""

    def __init__(self, members: Sequence[Mapping[str, Any]], exports: Sequence[str], question: int) -> None:
        """`members`: one a person and answer, with segment, region, manager and `seen`, the exports they are in."""
        self.size = Counter(self.atom(one) for one in members)
        self.atoms = list(self.size)
        self.cells: dict[Cell, list[int]] = {}
        for number, text in enumerate(exports):
            self.read(number, pd.read_csv(StringIO(text), keep_default_na=True), question)
        self.boxes = max((len(counts) for counts in self.cells.values()), default=0)
        self.worlds: list[np.ndarray] = []

    @staticmethod
    def atom(one: Mapping[str, Any]) -> Atom:
        return (*(one[name] for name in GROUPINGS), tuple(one["seen"]))

    def read(self, number: int, table: pd.DataFrame, question: int) -> None:
        """Counts behind the shares: share × base, and the base must be the people he knows to be there."""
        own = table[(table["survey_question_id"] == question) & ~table["withheld"] & table["value"].notna()]
        shares = own[own["figure"].str.contains("points|chose")]
        for (cut, key), rows in shares.fillna({"cut_key": ""}).groupby(["cut", "cut_key"], sort=False):
            counts = [round(share * base) for share, base in zip(rows["value"], rows["base"], strict=True)]
            cell = (number, str(cut), str(key))
            assert sum(counts) == self.people(self.inside(cell))
            self.cells[cell] = counts

    def inside(self, cell: Cell) -> frozenset[Atom]:
        number, cut, key = cell
        place = GROUPINGS.index(cut) if cut in GROUPINGS else None
        return frozenset(atom for atom in self.atoms if number in atom[-1] and (place is None or atom[place] == key))

    def people(self, group: Iterable[Atom]) -> int:
        return sum(self.size[atom] for atom in group)

    # Whole numbers: what can anybody have answered?

    def fewest(self, weights: np.ndarray) -> int:
        """The least of a weighted count (atoms × boxes) over all answers that agree with every export."""
        rows, right = [], []
        for at, atom in enumerate(self.atoms):
            rows.append(self._of(np.eye(len(self.atoms))[at], np.ones(self.boxes)))
            right.append(self.size[atom])
        for cell, counts in self.cells.items():
            inside = np.array([atom in self.inside(cell) for atom in self.atoms], dtype=float)
            rows += [self._of(inside, box) for box in np.eye(self.boxes)]
            right += counts
        found = milp(
            weights.reshape(-1), constraints=LinearConstraint(np.array(rows), right, right),
            integrality=np.ones(weights.size), bounds=Bounds(0, np.inf),
        )  # fmt: skip
        assert found.success, "the exports contradict each other"
        self.worlds.append(np.rint(found.x).reshape(weights.shape))
        least: int = round(found.fun)
        return least

    @staticmethod
    def _of(atoms: np.ndarray, boxes: np.ndarray) -> np.ndarray:
        return np.outer(atoms, boxes).reshape(-1)

    def sure_people(self) -> int:
        """How many people are in an atom of which all must have given the same answer."""
        return sum(self.size[atom] for at, atom in enumerate(self.atoms) if self.sure(at))

    def sure(self, at: int) -> bool:
        for box in range(self.boxes):
            if any(world[at, box] < self.size[self.atoms[at]] for world in self.worlds):
                continue  # it was otherwise in some world already
            weights = np.zeros((len(self.atoms), self.boxes))
            weights[at, box] = 1
            if self.fewest(weights) == self.size[self.atoms[at]]:
                return True
        return False

    def score_is_sure(self, group: frozenset[Atom], score: Sequence[int]) -> bool:
        inside = np.array([atom in group for atom in self.atoms], dtype=float)
        weights = np.outer(inside, np.array(score, dtype=float))
        if len({round(float((weights * world).sum())) for world in self.worlds}) > 1:
            return False
        return self.fewest(weights) == -self.fewest(-weights)

    # Fractions: which groups are sums and differences of cells, whatever was answered?

    def spanned(self, group: frozenset[Atom], basis: Sequence[Sequence[Fraction]]) -> bool:
        return not any(reduced([Fraction(atom in group) for atom in self.atoms], basis))

    def basis(self) -> list[list[Fraction]]:
        found: list[list[Fraction]] = []
        for cell in self.cells:
            row = reduced([Fraction(atom in self.inside(cell)) for atom in self.atoms], found)
            if any(row):
                lead = next(value for value in row if value)
                found.append([value / lead for value in row])
        return found

    def small_groups(self, hidden: Iterable[Cell], k: int) -> set[frozenset[Atom]]:
        """Groups of 1 to k − 1: atoms, two and three atoms, cells less cells, cells in cells, what cells leave over."""
        cells = [self.inside(cell) for cell in (*self.cells, *hidden)]
        found = {frozenset(some) for size in (1, 2, 3) for some in combinations(self.atoms, size)}
        found |= {part for one in cells for other in cells for part in (one - other, one & other)}
        for number, cut in {cell[:2] for cell in self.cells}:
            found.add(self.inside((number, "whole", "")).difference(
                *(self.inside(cell) for cell in self.cells if cell[:2] == (number, cut))))  # fmt: skip
        return {group for group in found if 0 < self.people(group) < k}

    def run(self, hidden: Iterable[Cell], k: int, score: Sequence[int]) -> Found:
        """Everything he can try."""
        if not self.cells:
            return Found(0, [], 0)
        hidden, basis = list(hidden), self.basis()
        groups = [group for group in self.small_groups(hidden, k) if self.spanned(group, basis)]
        people = self.sure_people()
        small = [group for group in map(self.inside, hidden) if 0 < self.people(group) < k]
        groups += [group for group in small if self.score_is_sure(group, score)]
        return Found(people, groups, len(self.cells))


def reduced(row: Sequence[Fraction], basis: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """What is left of a row after taking away what the basis spans; each of its rows leads with a 1."""
    left = list(row)
    for each in basis:
        lead = next(at for at, value in enumerate(each) if value)
        if left[lead]:
            left = [value - left[lead] * other for value, other in zip(left, each, strict=True)]
    return left
