"""People of an anonymous wave as atoms: alike in segment, region, manager and in which releases they were counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import Bools, Ints
from lib.surveys.suppression_figures import Crowd

CUTS = ("segment", "region", "manager")
WHOLE = "whole"
Cell = tuple[str, str | None]  # a cut and its key; the whole has none


@dataclass(frozen=True)
class Gathered:
    """A crowd and, for each of its atoms, segment, region, manager and `seen`: a bit for each snapshot it is in."""

    crowd: Crowd
    atoms: pd.DataFrame

    def inside(self, cell: Cell, snapshot: int) -> Bools:
        """The atoms of a cell as it was in a snapshot."""
        cut, key = cell
        there = (self.atoms["seen"].to_numpy() >> snapshot & 1).astype(bool)
        return there if cut == WHOLE else np.asarray(there & (self.atoms[cut] == key).to_numpy(dtype=bool))


def cells_of(answers: pd.DataFrame, invited: pd.DataFrame) -> list[Cell]:
    """The whole, then each group that was invited (or answers nevertheless) by cut and name, never by size."""
    keys = {cut: {*invited[cut].dropna(), *answers[cut].dropna()} for cut in CUTS}
    return [(WHOLE, None), *((cut, str(key)) for cut in CUTS for key in sorted(keys[cut]))]


def gathered(
    snapshots: Sequence[pd.DataFrame], invited: pd.DataFrame, boxes: int, weights: tuple[int, ...] = ()
) -> Gathered:
    """The atoms of several snapshots of one wave, the last being the present one.

    Each has one row a person: sheet, segment, region, manager, box. `invited` has segment, region, manager, people;
    groups of which nobody answered are atoms too. Who changed an answer or a group is one person less and one more.
    """
    now = 1 << (len(snapshots) - 1)
    seen = pd.concat([each.assign(seen=1 << at) for at, each in enumerate(snapshots)])
    people = seen.groupby(["sheet", *CUTS, "box"], dropna=False)["seen"].sum().reset_index()
    both = pd.concat([people[[*CUTS, "seen", "box"]], invited[[*CUTS, "people"]].assign(seen=now)], ignore_index=True)
    number = both.groupby([*CUTS, "seen"], dropna=False).ngroup().to_numpy()
    atoms = both.assign(atom=number).drop_duplicates("atom").sort_values("atom")[[*CUTS, "seen"]]
    counts, asked = np.zeros((len(atoms), boxes), dtype=np.int64), np.zeros(len(atoms), dtype=np.int64)
    answered = both["box"].notna().to_numpy()
    np.add.at(counts, (number[answered], both["box"].to_numpy()[answered].astype(np.int64)), 1)
    np.add.at(asked, number[~answered], both["people"].to_numpy()[~answered].astype(np.int64))
    return Gathered(Crowd(counts, np.maximum(asked, counts.sum(axis=1)), weights), atoms.reset_index(drop=True))


def sizes(frame: pd.DataFrame, cells: Sequence[Cell]) -> Ints:
    """How many people of a frame with segment, region, manager and people each cell has."""
    held = [frame if cut == WHOLE else frame[frame[cut] == key] for cut, key in cells]
    return np.array([int(each["people"].sum()) for each in held], dtype=np.int64)
